"""What the writers of sections share: quotes with what stands around them, and counts of what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from miner.report.cards import Card
from miner.report.languages.catalogues import gettext, spoken
from miner.report.languages.formats import isolated
from miner.report.outline import words
from miner.report.outline.blocks import Block, Line, Quote, Run, Text, around, line
from miner.report.outline.detail import Detail
from miner.report.view import Page


class Pen:
    """One outline while it is written: remembers which quotes stand in it.

    Parameters
    ----------
    told
        Those sentences on how the report was made that even a short one tells.
    """

    def __init__(self, page: Page, detail: Detail, told: tuple[str, ...] = ()) -> None:
        self.page = page
        self.detail = detail
        self.told = told
        self._shown: set[str] = set()

    def quote(self, card: Card, *, theme: bool = False, question: bool = True) -> Quote:
        """A quote; ``theme`` and ``question``: whether it is told which it belongs to."""
        self._shown.add(card.id)
        against = Run(gettext(words.AGAINST) if card.role == "dissent" else "", bold=True)
        to = Run(words.answering(card.reply.author, card.reply.excerpt) if card.reply else "", italic=True)
        lead = line(against, " " if against.text and to.text else "", to)
        return Quote(card, lead, line(*_credit(card, question=question), *(self._theme(card) if theme else ())))

    def quotes(
        self, cards: Sequence[Card], limit: int, what: str = "argument", *, theme: bool = False, n_hidden: int = 0
    ) -> Iterator[Block]:
        """Quotes, and how many are not here; ``n_hidden`` are not even among ``cards``."""
        picked = self.detail.pick(self._fresh(cards), limit)
        yield from (self.quote(card, theme=theme) for card in picked.cards)
        yield from self.more(picked.n_more + n_hidden, what)

    def chosen(self, cards: Sequence[Card], limit: int) -> tuple[Card, ...]:
        """What may stand here: with ``again`` any, else what stands nowhere yet."""
        return self.detail.pick(self._fresh(cards), limit).cards

    def more(self, n: int, what: str = "argument") -> Iterator[Block]:
        """How many are left out, if any are; a document says where they are."""
        if n > 0:
            elsewhere = self.detail.whole and what == "argument"
            told = words.more_elsewhere(n) if elsewhere else words.more(n, what)
            yield Text(line(Run(told, italic=True)), "note")

    def _theme(self, card: Card) -> Line:
        """The theme of a quote, as a link where a form can follow it."""
        if card.theme is None:
            return ()
        number = words.theme(card.theme.label)
        return line(" · ", Run(number, target=card.theme.anchor)) if self.detail.whole else line(f" · {number}")

    def _fresh(self, cards: Sequence[Card]) -> list[Card]:
        return [card for card in cards if self.detail.again or card.id not in self._shown]


def brief_credit(card: Card) -> Line:
    """Author and theme of a quote that stands elsewhere in full."""
    author = Run(card.author, bold=True)
    if card.theme is None:
        return line(author)
    title = Run(card.theme.title, target=card.theme.anchor)
    return line(author, *around(words.on_theme(card.theme.label, card.theme.title), title))


def _credit(card: Card, *, question: bool) -> Line:
    """Author, discussion, time and link, and what else is known of a quote."""
    when = card.when.text or (gettext(words.ORIGINAL) if card.url else "")
    return line(
        Run(isolated(card.author), bold=True),
        words.within(card.discussion),
        spoken().comma if when else "",
        Run(when, url=card.url),
        *(f" · {known}" for known in _known_of(card, question=question)),
    )


def _known_of(card: Card, *, question: bool) -> Iterator[str]:
    if card.question and question:
        yield card.question.label
    if card.reposted:
        yield words.reposted(card.reposted)
    if card.copies > 1:
        yield words.said_often(card.copies)
    if card.edited:
        yield card.edited
