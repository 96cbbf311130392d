"""What an outline is made of. No form is known here: each draws these in its own signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from miner.report.cards import Card


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. ``url`` is where they lead on the web, ``target`` the anchor they lead to within the report
    (a document can, a message cannot); "" for nowhere.
    """

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""
    target: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is the title of the report, 2 a section, 5 the deepest; ``anchor`` is what runs lead to."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of one line. ``role``: ``gist``, ``lead`` before quotes, ``counts``, ``note`` after them, ``own``
    words of whose report it is, or "" for any other.
    """

    kind: ClassVar[str] = "text"
    line: Line
    role: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    kind: ClassVar[str] = "items"
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote: ``lead`` stands before it ("" runs for nothing), ``credit`` after it, author first."""

    kind: ClassVar[str] = "quote"
    card: Card
    lead: Line
    credit: Line


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``numeric`` columns are set flush right, the last row is a sum when ``summed``.

    Columns from ``n_narrow`` on are left out where a page is narrow.
    """

    kind: ClassVar[str] = "grid"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]
    n_narrow: int
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of all people, in per cent, for forms that can draw; the words beside it say the same.

    ``colour`` is the class of the left one's colour, "" for that of a left side.
    """

    kind: ClassVar[str] = "bar"
    left: float
    right: float = 0.0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """What may be folded away where a form can."""

    kind: ClassVar[str] = "fold"
    title: str
    blocks: tuple[Block, ...]


Block = Heading | Text | Items | Quote | Grid | Bar | Fold


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the report by its name (that of its place in the page), or what stands above and below them."""

    name: str
    blocks: tuple[Block, ...]


def line(*texts: str | Run) -> Line:
    """A line of plain words and runs; what is empty is left out."""
    runs = (text if isinstance(text, Run) else Run(text) for text in texts)
    return tuple(run for run in runs if run.text)


def around(text: str, run: Run) -> Line:
    """A sentence in which some words have a look of their own; as it is when they are not in it."""
    if not run.text or run.text not in text:
        return line(text)
    before, _, after = text.partition(run.text)
    return line(before, run, after)


def quotes_in(blocks: Iterable[Block]) -> Iterator[Quote]:
    """Every quote of an outline."""
    return (block for block in opened(blocks) if isinstance(block, Quote))


def opened(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with all that could be folded away lying open."""
    for block in blocks:
        if isinstance(block, Fold):
            yield from opened(block.blocks)
        else:
            yield block


def words_of(line: Line) -> str:
    """A line without its looks."""
    return "".join(run.text for run in line)
