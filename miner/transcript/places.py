"""Where in a text an argument stands: its paragraph, the heading above it, and its place among all that was said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

# A blank line, or the end of a line that ends a sentence: lines of a wrapped paragraph end anywhere.
_BREAK = re.compile(r"\n[ \t]*\n\s*|(?<=[.!?:…。！？\"”’)\]])[ \t]*\n\s*")
_MOST_IN_A_PLACE = 3  # arguments: a longer paragraph is several places, a transcript without paragraphs is many
_MOST_HEADING_WORDS = 10
_MOST_BELOW = 400  # characters of the line beneath a heading that are looked at
_HEADING = re.compile(
    r"^[ \t]{0,8}#{0,6}[ \t]{0,8}((?:[^\W_a-z]|['\"“‘«¿])[^\n]{0,120}[\w?)\]'\"”’»%])[ \t]{0,8}$", re.MULTILINE
)
_QUOTE_MARKS = "'\"“”‘’«»"


def paragraph_of(text: str, start: int) -> int:
    """The number of the paragraph that a stretch of a post begins in, from 0."""
    return bisect_right(_breaks(text), start)


@lru_cache(maxsize=4)  # all arguments of a post are asked about one after another
def _breaks(text: str) -> tuple[int, ...]:
    return tuple(match.end() for match in _BREAK.finditer(text))


def heading_of(text: str, start: int) -> str:
    """The heading that a stretch of an article stands under; "" above the first one.

    A heading is a short line with no stop at its end, above a longer line; the first line of a text is its title.
    """
    headings = _headings(text)
    at = bisect_right(headings, start, key=lambda heading: heading[0])
    return headings[at - 1][1] if at else ""


@lru_cache(maxsize=4)
def _headings(text: str) -> tuple[tuple[int, str], ...]:
    """Where what stands under each heading begins, and the heading."""
    found = []
    first = len(text) - len(text.lstrip())
    for match in _HEADING.finditer(text, first):
        below = text[match.end() : match.end() + _MOST_BELOW].lstrip("-= \t\n").partition("\n")[0]
        is_quote = match[1][0] in _QUOTE_MARKS and match[1][-1] in _QUOTE_MARKS
        is_short = len(match[1].split()) <= _MOST_HEADING_WORDS < len(below.split())
        if is_short and not is_quote and match.start() > first:
            found.append((match.end(), match[1]))
    return tuple(found)


def places_of(paragraphs: Iterable[tuple[str, int]]) -> list[int]:
    """The place of each argument: a paragraph, or an equal part of a long one.

    Parameters
    ----------
    paragraphs
        Post id and number of the paragraph of each argument, in canonical order.

    Returns
    -------
    list of int
        From 0, never falling: arguments with one number stand together.
    """
    places: list[int] = []
    for _, together in groupby(paragraphs):
        n = len(list(together))
        n_parts = -(-n // _MOST_IN_A_PLACE)
        first = places[-1] + 1 if places else 0
        places += [first + at * n_parts // n for at in range(n)]
    return places
