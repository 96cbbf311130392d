"""A mail's text as lines that each know whose they are, and the text of a post made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from miner.sources.cleaning import clean
from miner.sources.html import HtmlText, clean_with_spans
from miner.transcript import Span


class Whose(Enum):
    """Whose words a line holds."""

    OWN = "own"
    OTHERS = "others"  # kept, as a quoted span
    GONE = "gone"  # not kept: signature, footer, patch, a whole mail quoted below


class Line:
    """A line of a mail; ``spans`` are others' words inside a line that is the author's own."""

    __slots__ = ("is_blank", "spans", "text", "whose")

    def __init__(self, text: str, whose: Whose = Whose.OWN, spans: tuple[Span, ...] = ()) -> None:
        self.text = text
        self.whose = whose
        self.spans = spans
        self.is_blank = not text or text.isspace()

    @property
    def speaks(self) -> bool:
        """Whether it holds words of the author."""
        return self.whose is Whose.OWN and not self.is_blank


_ITEM = re.compile(r"\s*(?:[-*+•–—·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|>+|\||\[\d+\]|#)\s*\S")
_NARROWEST, _WIDEST = 60, 100  # columns at which programs wrap lines
_SLACK = 6  # columns: programs break some words earlier, before brackets and the like
_NO_PROSE = re.compile(r"\s{2,}\S|\t")


def lines_of_html(html: HtmlText) -> list[Line]:
    """The lines of a page's text; those that are quoted as a whole are others'."""
    lines: list[Line] = []
    start = 0
    for text in html.text.split("\n"):
        end = start + len(text)
        inside = [(max(a, start), min(b, end)) for a, b in html.quoted if a < end and b > start]
        whole = any(a == start and b == end for a, b in inside)
        spans = () if whole else tuple((a - start, b - start) for a, b in inside)
        lines.append(Line(text, Whose.OTHERS if whole and text else Whose.OWN, spans))
        start = end + 1
    return lines


def post_text(lines: Sequence[Line], wrapped: bool) -> tuple[str, tuple[Span, ...]]:
    """The kept lines as clean text, with the spans that are others' words.

    Parameters
    ----------
    wrapped
        Whether a program may have wrapped the lines; paragraphs are then put together again.
    """
    kept = [line for line in lines if line.whose is not Whose.GONE]
    width = _width(kept) if wrapped else 0
    parts: list[str] = []
    spans: list[Span] = []
    position = 0
    before: Line | None = None
    speaker = Whose.OWN  # of the last line that is not blank
    for line in kept:
        if line.is_blank and (before is None or before.is_blank):
            continue  # no more than one between paragraphs
        text = line.text if line.spans else clean(line.text)
        glue = "" if before is None else " " if width and _goes_on(before, line, width) else "\n"
        start = position + len(glue)
        parts.append(glue + text)
        position = start + len(text)
        if line.whose is Whose.OTHERS and text:
            joined = bool(spans) and speaker is Whose.OTHERS
            spans[-1:] = [(spans[-1][0] if joined else start, position)] if joined else [*spans[-1:], (start, position)]
        spans += ((start + a, min(start + b, position)) for a, b in line.spans)
        before = line
        speaker = speaker if line.is_blank else line.whose
    return clean_with_spans("".join(parts), spans)


def _width(lines: Sequence[Line]) -> int:
    """The column at which the lines were wrapped; 0 if they were not."""
    longest = max((len(line.text.rstrip()) for line in lines if line.whose is Whose.OWN), default=0)
    return min(longest, _WIDEST) if longest >= _NARROWEST else 0


def _goes_on(before: Line, line: Line, width: int) -> bool:
    """Whether a line continues the one before: its first word had no room there, and both are running text."""
    if before.whose is not Whose.OWN or line.whose is not Whose.OWN or before.is_blank or line.is_blank:
        return False
    if _ITEM.match(line.text) or _NO_PROSE.match(line.text):
        return False
    end = before.text.rstrip()
    first = line.text.split(maxsplit=1)[0]
    return len(end) + 1 + len(first) > width - (0 if end[-1] in ".!?:" else _SLACK)
