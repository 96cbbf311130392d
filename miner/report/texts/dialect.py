"""What a form must know to write an outline as text, and the proof that its quotes are the words of their posts.

Nothing is ever added to a quote but what its form takes away again when it is shown, and signs nobody sees,
which the stored text of a post never holds (``sources.cleaning``): taking both away gives the words back.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from miner.digest.records import Digest
from miner.errors import QuoteNotFound
from miner.report import markdown
from miner.report.cards import Card
from miner.report.notes import edit_notes, people_note
from miner.report.outline import outline
from miner.report.outline.blocks import Bar, Block, Fold, Grid, Heading, Items, Line, Quote, Run, Text, quotes_in
from miner.report.outline.blocks import line as line_of
from miner.report.outline.detail import Detail, fitted
from miner.report.phrases import people_not_messages, proof
from miner.report.proof import prove, prove_rendered
from miner.report.view import Page, build_page

UNSEEN = "\u200b"  # a zero-width space, between @ and a name: every platform then leaves the name alone
_MAX_EDITS = 8  # changes by a person that a short report tells one by one; its method section has them all
_PING = re.compile(r"@(?=\S)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the report that stays in one piece. ``opens``: it belongs to the next. ``quote``: what it quotes."""

    text: str
    opens: bool = False
    quote: Quote | None = None


class Dialect(ABC):
    """Writes blocks in the signs of one form."""

    joint = "\n\n"  # between what comes before a quote, the quote, and who said it

    @abstractmethod
    def escape(self, text: str) -> str:
        """A line of text from outside, so that it stays text."""

    @abstractmethod
    def quote(self, words: str) -> str:
        """The words of a quote, marked as one, every line of them."""

    def printed(self, card: Card) -> tuple[str, ...]:
        """What of a quote must be found in the report: all of it, in one piece if the form allows."""
        return (self.quote(card.words),)

    @abstractmethod
    def unquote(self, quoted: str) -> str:
        """What ``quote`` was given."""

    @abstractmethod
    def run(self, run: Run) -> str:
        """Words of one look, escaped."""

    @abstractmethod
    def heading(self, level: int, text: str) -> str:
        """A heading, escaped."""

    def marked(self, text: str, mark: str) -> str:
        """Escaped text between marks, which must touch it: spaces stay outside."""
        return markdown.marked(text, mark, self.escape)

    def line(self, line: Line) -> str:
        """Runs one after the other."""
        return "".join(self.run(run) for run in line)

    def items(self, lines: Iterable[Line]) -> str:
        """A list."""
        return "\n".join(f"- {self.line(line)}" for line in lines)

    def quoted(self, quote: Quote) -> str:
        """A quote with what stands before and after it."""
        parts = (self.line(quote.lead), self.quote(quote.card.words), f"— {self.line(quote.credit)}")
        return self.joint.join(part for part in parts if part)

    def fold(self, title: str, chunks: list[Chunk]) -> Iterator[Chunk]:
        """What may be folded away; here it lies open."""
        del title
        yield from chunks

    def chunks(self, blocks: Iterable[Block]) -> Iterator[Chunk]:
        """The pieces of an outline, in order."""
        for block in blocks:
            match block:
                case Heading(level=level, text=text):
                    yield Chunk(self.heading(level, text), opens=True)
                case Text(line=line):
                    yield Chunk(self.line(line))
                case Items(lines):
                    yield Chunk(self.items(lines))
                case Grid():
                    yield Chunk(self.items(rows_of(block)))
                case Quote():
                    yield Chunk(self.quoted(block), quote=block)
                case Fold(title, inside):
                    yield from self.fold(title, list(self.chunks(inside)))
                case Bar():
                    pass  # the line before it says the same in words

    def write(self, blocks: Iterable[Block]) -> str:
        """The whole text."""
        return "\n\n".join(chunk.text for chunk in self.chunks(blocks)) + "\n"


class Proven:
    """A digest whose quotes are proven, ready to be written in any detail."""

    def __init__(self, digest: Digest) -> None:
        self.words = prove(digest)
        self.page: Page = build_page(digest, self.words)
        self.written_at = _written_at(digest)
        self.told = (proof(), people_not_messages(), *people_note(digest), *edit_notes(digest)[:_MAX_EDITS])

    def outline(self, detail: Detail) -> tuple[Block, ...]:
        """The outline of its page."""
        return outline(self.page, detail, self.told)

    def written(self, dialect: Dialect, first: Detail, most_chars: int) -> str:
        """The report in as much detail as ``most_chars`` take, from ``first`` down; every quote checked."""
        blocks = fitted(self.outline, lambda blocks: len(dialect.write(blocks)) <= most_chars, first)
        return self.check(dialect.write(blocks), blocks, dialect)

    def check(self, rendered: str, blocks: Iterable[Block], dialect: Dialect) -> str:
        """``rendered``, after each quote of its outline was found in it, whole, and read back.

        Raises
        ------
        QuoteNotFound
        """
        for card in {quote.card.id: quote.card for quote in quotes_in(blocks)}.values():
            words = card.words
            if self.words.get(card.id, words) != words or dialect.unquote(dialect.quote(words)) != words:
                raise QuoteNotFound(card.id, "its words do not read back as they were")
            for printed in dialect.printed(card):
                prove_rendered(rendered, {card.id: printed}, (card.id,), str)
        return rendered


def rows_of(grid: Grid) -> tuple[Line, ...]:
    """A table as a list, for forms that have none."""
    return tuple(line_of(" · ".join(cell for cell in row if cell)) for row in (grid.head, *grid.rows))


def _written_at(digest: Digest) -> datetime | None:
    """The date of the digest, with the time of its last post if that is of the same day; no clock is read."""
    last, day = digest.numbers.last_at, digest.written_on
    if day is None or (last is not None and last.date() == day):
        return last
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def without_pings(text: str) -> str:
    """The text with an unseen sign after each @ that a name could follow."""
    return _PING.sub(f"@{UNSEEN}", text)


def with_pings(text: str) -> str:
    """What ``without_pings`` was given."""
    return text.replace(f"@{UNSEEN}", "@")
