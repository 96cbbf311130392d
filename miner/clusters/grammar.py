"""Which words can name a thing: a little English grammar for titles, without a tagger.

Two sources: verbs that are hardly ever nouns in these forms, and how the discussion itself uses a word. After "the",
"of" or an adjective and before the end of a phrase a word is a name; after "we" or "to" and before "the" it is a doing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from miner.clusters.words import is_content

PIECE = re.compile(r"[^,;:.!?…()\[\]{}\"“”„«»<>|/\\\n–—•*=+~^#@&]+")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)
_NOT_PROSE = re.compile(r"https?://\S+|[@#]\w+")

# Verbs whose base form names nothing; with -s, -ed and -d they are half a sentence.
_VERBS = frozenset(
    """
    accept achieve add admit agree allow announce appear apply argue arrive assume avoid become begin believe belong
    bring build buy choose collect complain confirm consider contain continue contribute create decide define deliver
    depend describe deserve develop disagree discover encourage enable ensure exist expand expect explain explore
    extend fail find follow forget gather give grow happen hate hear identify ignore imagine improve include inform
    invent involve keep kill know lead learn let listen lose maintain manage mean meet mention occur own participate
    pay prefer prevent produce protect prove provide pull push put reach realise realize receive recognise recognize
    recommend reduce refuse reject rely remain remember remove replace represent require resist reveal see seem sell
    send serve solve speak spend stand steal suggest suppose survive teach tell tend think throw turn understand wear
    win wonder write start stop wait ask love hope need want work wane drive violate monetize count
    """.split()
)
_ALSO_NAMES = frozenset(
    "start stop wait love hope need want work drive count own".split()
)  # "the start", not "it starts"
_PASTS = frozenset(
    """
    ate became began bought brought built came chose did done drove fell felt forgot found gave given gone got grew had
    heard held kept knew known led left lost made meant met paid put ran rose said sat saw seen sent sold spent spoke
    stood taken taught thought threw told took understood went won wore written wrote
    """.split()
)
_DETERMINERS = frozenset("the a an my our your their his her its this these those no each every another whose".split())
_BEFORE_A_NAME = _DETERMINERS | frozenset(
    "that of in on for with from by more some any about between into what which and or".split()
)
_BEFORE_A_DOING = frozenset(
    """
    to i we you they he she it who will would can could should must may might shall don't doesn't didn't can't won't
    couldn't wouldn't shouldn't never i'd we'd you'd they'd i'll we'll you'll they'll let let's please
    """.split()
)
_AFTER_A_DOING = frozenset("the a an my our your their his her its it them him us me this these those".split())


@dataclass(frozen=True)
class Usage:
    """How often each word of a discussion stands where a name stands, where a doing does, and where only a noun does."""

    as_name: Counter[str]
    as_doing: Counter[str]
    as_thing: Counter[str]

    def names_something(self, token: str) -> bool:
        """Whether the discussion uses the word (in lower case) as a name at least as often as not."""
        return self.as_name[token] > 0 and self.as_name[token] >= self.as_doing[token]

    def is_a_thing(self, token: str) -> bool:
        """Whether the word can stand alone as a name: somebody said "the", "our" or, but for -ing, "of" right before it (-ing: twice)."""
        return self.as_thing[token] > token.endswith("ing") and self.names_something(token)


def usage_of(texts: Iterable[str]) -> Usage:
    """Count how the words of all texts are used."""
    as_name: Counter[str] = Counter()
    as_doing: Counter[str] = Counter()
    as_thing: Counter[str] = Counter()
    for text in texts:
        for _, tokens in pieces(text):
            for before, token, after in zip(("", *tokens), tokens, (*tokens[1:], ""), strict=False):
                if not is_content(token):
                    continue
                if before in _BEFORE_A_DOING or after in _AFTER_A_DOING:
                    as_doing[token] += 1
                elif (before in _BEFORE_A_NAME or is_content(before)) and not is_content(after):
                    as_name[token] += 1
                    as_thing[token] += before in _DETERMINERS or (
                        before in _BEFORE_A_NAME and not token.endswith("ing")
                    )
    return Usage(as_name, as_doing, as_thing)


def pieces(text: str) -> list[tuple[list[str], list[str]]]:
    """The stretches between punctuation marks: their words as written and in lower case; no links, names and tags."""
    found = []
    for piece in PIECE.finditer(_NOT_PROSE.sub(",", text)):
        written = [match.group() for match in WORD.finditer(piece.group())]
        found.append((written, [word.lower().replace("’", "'") for word in written]))
    return found


def is_half_a_sentence(tokens: Sequence[str]) -> bool:
    """Whether a stretch (in lower case) holds a verb where a name has none: "news waiting" passes, "quilting waned" does not."""
    last = len(tokens) - 1
    if tokens[last] in _VERBS - _ALSO_NAMES:
        return True
    for at, token in enumerate(tokens):
        if token in _PASTS or is_inflected(token):
            return True
        if token.endswith("ed") and len(token) > 4 and (at == last or not is_content(tokens[at + 1])):
            return True
    return False


def is_inflected(token: str) -> bool:
    """Whether a word (in lower case) is a verb with an ending: "happens", "provided"."""
    for ending in ("s", "es", "ed", "d"):
        if token.endswith(ending) and token[: -len(ending)] in _VERBS:
            return True
    return token.endswith(("ies", "ied")) and token[:-3] + "y" in _VERBS
