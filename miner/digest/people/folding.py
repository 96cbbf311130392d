"""Texts made comparable: a name is found however it is written.

Case, width, accents, percent escapes and signs that are not seen make no difference; every sign of the comparable
form knows where it stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
# Accents and vowel points that people leave out when they type a name: Latin and Greek, Hebrew, Arabic.
_POINTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Folded:
    """The comparable form of a text; sign ``n`` of it stands at ``starts[n]`` to ``ends[n]`` of the text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the comparable form stands in the text."""
        return self.starts[start], self.ends[end - 1]


def folded(text: str) -> Folded:
    """The comparable form of a text, with the places of its signs."""
    if text.isascii() and not _ESCAPES.search(text):
        return Folded(text.lower(), range(len(text)), range(1, len(text) + 1))
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _pieces(text):
        for sign in _comparable(piece):
            signs.append(sign)
            starts.append(start)
            ends.append(end)
    return Folded("".join(signs), starts, ends)


def comparable(text: str) -> str:
    """The comparable form alone."""
    return folded(text).text


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Each sign with its place; an escaped sign stands where its escapes do."""
    here = 0
    for escapes in _ESCAPES.finditer(text):
        yield from ((text[at], at, at + 1) for at in range(here, escapes.start()))
        yield from _unescaped(escapes.group(), escapes.start())
        here = escapes.end()
    yield from ((text[at], at, at + 1) for at in range(here, len(text)))


def _unescaped(escapes: str, start: int) -> Iterator[tuple[str, int, int]]:
    try:
        signs = bytes.fromhex(escapes.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:  # not an escaped text: taken as it stands
        yield from ((sign, start + at, start + at + 1) for at, sign in enumerate(escapes))
        return
    for sign in signs:
        end = start + 3 * len(sign.encode())
        yield sign, start, end
        start = end


@lru_cache(maxsize=20_000)
def _comparable(sign: str) -> str:
    if unicodedata.category(sign) == "Cf" or _SELECTORS.match(sign):
        return ""
    if "\uac00" <= sign <= "\ud7a3":  # a syllable is no prefix of another one, as its letters would be
        return sign
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return _POINTS.sub("", apart)
