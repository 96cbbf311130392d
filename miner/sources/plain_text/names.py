"""Names as people show them, told from other short lines."""

from __future__ import annotations

import re
from collections.abc import Container

# Between the parts of a name, in lower case.
_PARTICLES = frozenset(
    "van von de der den da di del della la le du dos das bin ibn al el ter ten y e zu zum st".split()
)
_TITLES = frozenset("dr prof mr mrs ms miss sir rev hon st jr sr ii iii iv phd".split())
# Words that open or fill short lines which are no names, in the languages greetings come in.
_NO_NAME = frozenset(
    """a all also an and any are as at awesome best brilliant but bravo by cheers comment comments congrats congratulations cool dear
    definitely do enjoy exactly excellent fantastic for from good great happy hello help here hey hi how however i if in indeed
    interesting is it its just keep kind let lol looking love many more my never nice no not now of ok okay on one or our please
    ps regards related share so some source thank thanks that the then there these they this those thx to today true truly update
    very warm we well what when where which while who why will wonderful wow yes yep yet you your yours sincerely hallo danke vielen
    liebe lieber grüße gruß hola gracias merci bonjour salut ciao grazie agreed amen absolutely amazing part chapter conclusion
    introduction summary references notes monday tuesday wednesday thursday friday saturday sunday anonymous reply""".split()
) - {"anonymous", "will", "do", "kind", "my", "st"}
_WORD = re.compile(r"[^\W\d_][\w'’.-]*|&", re.UNICODE)
_HANDLE = re.compile(r"@?[\w][\w.\-]{1,30}")


def is_person(text: str, common: Container[str] = ()) -> bool:
    """Whether a line is the name of a person: one to five capitalised words, initials and particles allowed.

    Parameters
    ----------
    common
        Words that the page also writes in lower case: a line of nothing else ("Great Post") is no name.
    """
    words = text.strip().strip(",").split()
    if not 1 <= len(words) <= 5 or len(text) > 60 or re.search(r"[!?:;@#/\\<>()\[\]\"“”0-9_*]", text):
        return False
    if text.strip().endswith(".") and not re.search(r"\b(?:[A-Z]|[A-Z][a-z]{0,2}\.?[A-Z]|Jr|Sr)\.$", text.strip()):
        return False
    bare = [word.strip(".,").lower() for word in words if not re.fullmatch(r"[A-Z]\.,?", word)]
    if not bare or bare[0] in _NO_NAME or any(word in _NO_NAME and word not in _PARTICLES for word in bare):
        return False
    capitalised = [word for word in words if word.strip(".").lower() not in _PARTICLES]
    if not capitalised or not all(_WORD.fullmatch(word.strip(",")) and not word[0].islower() for word in capitalised):
        return False
    if all(len(word.strip(".")) <= 1 for word in capitalised):
        return False
    return not all(word.strip(".,").lower() in common for word in capitalised)


def is_display_name(text: str) -> bool:
    """Whether a line may be the name a site shows above a comment: a person or a handle."""
    text = text.strip()
    if _HANDLE.fullmatch(text):
        return any(character.isalpha() for character in text) and text.lower() not in _NO_NAME
    words = text.split()
    if (
        not 1 <= len(words) <= 6
        or len(text) > 60
        or (text[-1:] in ".!?;:," and not re.search(r"\b[A-Z]\.$|[Jj]r\.$", text))
    ):
        return False
    if words[0].lower().strip(".,") in _NO_NAME or re.search(r"[!?;:\"“”<>{}=]|https?:", text):
        return False
    solid = [word.strip("()[]") for word in words if word.lower() not in _PARTICLES and word.strip("()[].,")]
    return bool(solid) and sum(word[:1].isupper() or not word[:1].islower() for word in solid) * 2 > len(solid)


def without_title(name: str) -> str:
    """ "John I. Todor, Ph.D." as "John I. Todor": what follows a comma is a degree, an office, a company."""
    return re.split(r",|\s[|/–—-]\s|\s\(", name.strip(), maxsplit=1)[0].strip(" .–—-~*") + (
        "." if re.search(r"\b(?:Jr|Sr)\.?$", re.split(",", name.strip(), maxsplit=1)[0]) else ""
    )
