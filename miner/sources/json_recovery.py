"""JSON that ends in the middle: the records before the cut."""

from __future__ import annotations

import re
from typing import Any

import msgspec

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{\]}]', re.DOTALL)
_CLOSED_BY = {"[": "]", "{": "}"}


class _Open:
    """A list or an object that is not closed yet; ``n`` counts the whole objects straight in a list."""

    __slots__ = ("bracket", "end", "n")

    def __init__(self, bracket: str) -> None:
        self.bracket = bracket
        self.end = 0
        self.n = 0


def records_before_the_cut(text: str) -> Any:
    """The value with the whole records of its longest open list, and without anything behind them.

    None if no list of objects is open where it ends, or what is before the cut is no JSON. Of two open lists with as
    many whole objects the outer one counts: the last message of a list may end within its reactions.
    """
    still_open = _open_at_the_end(text)
    at = max(range(len(still_open)), key=lambda at: (still_open[at].n, -at), default=None)
    if at is None or not still_open[at].n:
        return None
    closing = "".join(_CLOSED_BY[inner.bracket] for inner in reversed(still_open[: at + 1]))
    try:
        return msgspec.json.decode(text[: still_open[at].end] + closing)
    except (msgspec.DecodeError, RecursionError):
        return None


def _open_at_the_end(text: str) -> list[_Open]:
    """The brackets that are open where the text ends, the outermost first; [] where they do not fit each other."""
    still_open: list[_Open] = []
    for match in _TOKENS.finditer(text):
        sign = text[match.start()]
        if sign in "[{":
            still_open.append(_Open(sign))
        elif sign in "]}":
            if not still_open or _CLOSED_BY[still_open.pop().bracket] != sign:
                return []
            if sign == "}" and still_open and still_open[-1].bracket == "[":
                still_open[-1].n += 1
                still_open[-1].end = match.end()
    return still_open
