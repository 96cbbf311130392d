"""False sentences made by rule from true ones, and true ones made shorter or put into somebody's mouth.

Each rule returns "" where a sentence does not allow it. The words of these rules are their own: none is taken from the check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_AUXILIARY = re.compile(r"\b(is|are|was|were|can|could|should|will|would|must|may|might)\b(?! not|n't)", re.IGNORECASE)
_DROPPED = (
    (
        re.compile(
            r"\b(can|could|should|would|must|might|is|are|was|were|does|do|did) ?(?:not|n't|n’t|never)\b", re.IGNORECASE
        ),
        r"\1",
    ),
    (re.compile(r"\bcannot\b", re.IGNORECASE), "can"),
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will"),
    (re.compile(r"\bcan['’]t\b", re.IGNORECASE), "can"),
    (re.compile(r"\b(?:not|never) ", re.IGNORECASE), ""),
    (re.compile(r"\bno (?=\w)", re.IGNORECASE), "much "),
    (re.compile(r"\bwithout\b", re.IGNORECASE), "with"),
)
_VERBS = {
    "reduces": "reduce", "reduce": "reduce", "increases": "increase", "increase": "increase", "helps": "help", "help": "help",
    "leads": "lead", "lead": "lead", "causes": "cause", "cause": "cause", "makes": "make", "make": "make", "gives": "give",
    "give": "give", "protects": "protect", "protect": "protect", "promotes": "promote", "promote": "promote", "harms": "harm",
    "harm": "harm", "saves": "save", "save": "save", "creates": "create", "create": "create", "allows": "allow", "allow": "allow",
    "encourages": "encourage", "encourage": "encourage", "provides": "provide", "provide": "provide", "improves": "improve",
    "improve": "improve", "prevents": "prevent", "prevent": "prevent", "has": "have", "have": "have", "needs": "need", "need": "need",
    "affects": "affect", "affect": "affect", "ensures": "ensure", "keeps": "keep", "brings": "bring", "costs": "cost",
    "undermines": "undermine", "stifle": "stifle", "stifles": "stifle", "violates": "violate", "deserve": "deserve", "deserves": "deserve",
}  # fmt: skip
_OPPOSITES = (
    ("increase", "decrease"), ("increases", "decreases"), ("reduce", "increase"), ("reduces", "increases"), ("improve", "worsen"),
    ("improves", "worsens"), ("improved", "worsened"), ("help", "hinder"), ("helps", "hinders"), ("good", "bad"), ("bad", "good"),
    ("better", "worse"), ("worse", "better"), ("more", "less"), ("less", "more"), ("effective", "ineffective"), ("necessary", "unnecessary"),
    ("safe", "dangerous"), ("dangerous", "safe"), ("safer", "more dangerous"), ("moral", "immoral"), ("immoral", "moral"), ("fair", "unfair"), ("unfair", "fair"), ("legal", "illegal"), ("ethical", "unethical"),
    ("unethical", "ethical"), ("cheap", "expensive"), ("expensive", "cheap"), ("beneficial", "harmful"), ("harmful", "beneficial"),
    ("prevent", "cause"), ("prevents", "causes"), ("encourage", "discourage"), ("encourages", "discourages"), ("right", "wrong"),
    ("wrong", "right"), ("important", "unimportant"), ("possible", "impossible"), ("positive", "negative"), ("negative", "positive"),
    ("promote", "hamper"), ("promotes", "hampers"), ("strengthen", "weaken"), ("allow", "forbid"), ("allows", "forbids"),
    ("lower", "higher"), ("higher", "lower"), ("always", "never"), ("easy", "hard"), ("success", "failure"), ("fails", "succeeds"),
    ("gain", "lose"), ("equal", "unequal"), ("equality", "inequality"), ("protects", "endangers"), ("protect", "endanger"),
)  # fmt: skip
_FOREIGN = (
    "Norway",
    "Professor Lindqvist",
    "Microsoft",
    "Brussels",
    "Jane Okafor",
    "the Hartwell Institute",
    "Senator Delgado",
    "Toyota",
)
_WITH_NAME = (
    "{core}, as {name} shows",
    "{core} according to {name}",
    "In the view of {name}, {core}",
    "{name} has proved that {core}",
)
_AGREED = (
    "Everyone agrees that {core}",
    "All participants think that {core}",
    "There is a broad consensus that {core}",
    "Nobody disputes that {core}",
    "Most people in the discussion believe that {core}",
    "The group unanimously holds that {core}",
    "Nearly everybody says that {core}",
    "The overwhelming majority says that {core}",
)
_NUMBER = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?![\w.,]*\d)")
_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SAYS = ("{who} says that {core}", "According to {who}, {core}", "{who} argues that {core}", "As {who} puts it, {core}")
_TRUE_COUNT = ("{n} people say that {core}", "{n} participants argue that {core}")


def negated(text: str) -> str:
    """With a "not" after the first auxiliary, or "does not" before a known verb; "" where a negation stands already."""
    if re.search(r"\b(?:not|never|no|cannot|without|nor|neither|hardly)\b|n['’]t\b", text, re.IGNORECASE):
        return ""
    if _AUXILIARY.search(text):
        return _AUXILIARY.sub(r"\1 not", text, count=1)
    for match in re.finditer(r"[A-Za-z]+", text):
        base = _VERBS.get(match.group())
        if base and match.start():
            helper = "does not" if match.group() != base else "do not"
            return f"{text[: match.start()]}{helper} {base}{text[match.end() :]}"
    return ""


def negation_dropped(text: str) -> str:
    """Without its first negation."""
    for pattern, instead in _DROPPED:
        if pattern.search(text):
            return pattern.sub(instead, text, count=1)
    return ""


def turned(text: str) -> str:
    """With one word replaced by its opposite."""
    for one, other in _OPPOSITES:
        if re.search(rf"\b{one}\b", text):
            return re.sub(rf"\b{one}\b", other, text, count=1)
    return ""


def with_foreign_name(text: str, number: int) -> str:
    """With a name that nobody used."""
    return _WITH_NAME[number % 4].format(core=inside(text), name=_FOREIGN[number // 4 % len(_FOREIGN)])


def agreed_by_all(text: str, number: int) -> str:
    """With an agreement that nobody showed."""
    return _AGREED[number % len(_AGREED)].format(core=inside(text))


def said_by(text: str, who: str, number: int) -> str:
    """Put into somebody's mouth."""
    return _SAYS[number % len(_SAYS)].format(who=who, core=inside(text))


def said_by_many(text: str, n: int, number: int) -> str:
    """With a count of people."""
    word = _NUMBER_WORDS[n - 2] if 2 <= n <= 10 and number % 3 else str(n)
    shown = word.capitalize() if n != 1 else "1"
    return _TRUE_COUNT[number % 2].format(n=shown, core=inside(text))


def number_changed(text: str, others: Sequence[str]) -> str:
    """With one number that stands nowhere, or (even better) in another argument, in the place of its own."""
    found = _NUMBER.search(text)
    if not found:
        words = re.search(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", text, re.IGNORECASE)
        if not words:
            return ""
        at = _NUMBER_WORDS.index(words.group().lower())
        return text[: words.start()] + _NUMBER_WORDS[(at + 3) % len(_NUMBER_WORDS)] + text[words.end() :]
    elsewhere = [one for other in others for one in _NUMBER.findall(other) if one not in text]
    instead = elsewhere[0] if elsewhere else str(int(re.sub(r"\D", "", found.group())) + 3)
    return text[: found.start()] + instead + text[found.end() :]


def has_number(text: str) -> bool:
    """Whether there is a number to change."""
    return bool(number_changed(text, ()))


_OPENING = re.compile(
    r"^(?:(?:and|but|so|well|also|yes|no|however|i (?:really |strongly |also )?(?:think|believe|feel)(?: that)?|in my opinion|imo|to me)[ ,]+)+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*\([^()]*\)|, (?:which|who|especially|for example|such as|as well as)\b[^.;]*(?=[.;]|$)", re.IGNORECASE
)
_TAIL = re.compile(
    r"(?:,| -|;) (?:and|but|so|because|since|as|while|although|thus|therefore)\b.*$|; .*$", re.IGNORECASE
)


def shortened(text: str) -> str:
    """Without opening words, asides and the last clause; "" where that leaves it as it was, or too little."""
    first = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[0]
    short = _TAIL.sub("", _ASIDE.sub("", _OPENING.sub("", first))).strip(" ,.;")
    if short == text.strip(" ,.;") or len(short.split()) < 5 or "?" in short:
        return ""
    return f"{short[0].upper()}{short[1:]}."


def inside(text: str) -> str:
    """As it stands within a sentence: a first word that is no name begins small."""
    first = text.split(" ", 1)[0]
    small = text if (first.isupper() and len(first) > 1) or first == "I" else text[0].lower() + text[1:]
    return small.rstrip(" .")
