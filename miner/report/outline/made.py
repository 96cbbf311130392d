"""The last sections: who took part, and how the report was made."""

from __future__ import annotations

from collections.abc import Iterator

from miner.report import phrases
from miner.report.languages.catalogues import gettext
from miner.report.languages.formats import joined, parted
from miner.report.outline import words
from miner.report.outline.blocks import Block, Fold, Grid, Heading, Items, Text, line
from miner.report.outline.pen import Pen
from miner.report.phrases import section


def people(pen: Pen) -> Iterator[Block]:
    """Who took part, where names are not folded away with the method."""
    if pen.detail.whole and pen.page.people:
        yield Heading(2, section("people"))
        yield Text(line(words.in_order_of_name(pen.page.n_people)), "lead")
        yield Text(line(_names(pen)))


def made(pen: Pen) -> Iterator[Block]:
    """Method, limits and account: tables in a document, lines that may be folded away elsewhere."""
    yield Heading(2, section("made"))
    if pen.detail.whole:
        yield from _open(pen)
    else:
        yield Fold(gettext(words.FOLDED), tuple(_folded(pen)))


def _open(pen: Pen) -> Iterator[Block]:
    page = pen.page
    yield Text(line(phrases.sentences([*page.method.sentences, *words.dated(page.written_on)])))
    limits = (*page.limits, *page.notes)
    if limits:
        yield Heading(3, gettext(words.KEEP_IN_MIND))
        yield Items(tuple(line(limit) for limit in limits))
    yield Heading(3, gettext(words.ACCOUNT))
    rows = [(phrases.detailed(row.label, row.detail), row.value) for row in page.account.rows]
    head = words.account_head()
    yield Grid(head, (*rows, (words.all_read(), page.account.read)), (1,), len(head), summed=True)
    yield Text(line(page.account.sum), "note")
    if page.sources:
        yield Heading(3, gettext(words.BY_SOURCE))
        head = words.source_head()
        yield Grid(head, tuple(_sources(pen)), (2, 3, 4, 5), len(head) - 1)


def _sources(pen: Pen) -> Iterator[tuple[str, ...]]:
    for one in pen.page.sources:
        how = parted((one.how, *one.notes))
        yield (one.place, one.source, one.read, one.kept, one.n_people, one.n_arguments, one.left_out, how)


def _folded(pen: Pen) -> Iterator[Block]:
    page, detail = pen.page, pen.detail
    if detail.made and page.people:
        yield Text(line(words.took_part(page.n_people, _names(pen))))
    yield Text(line(phrases.sentences(page.method.sentences if detail.made else pen.told)))
    limits = (*page.limits, *page.notes)
    if limits[: detail.limits]:
        yield Items(tuple(line(limit) for limit in limits[: detail.limits]))
    yield from pen.more(len(limits) - detail.limits, "limit")
    if detail.made:
        rows = [f"{row.value} {phrases.detailed(row.label, row.detail)}" for row in page.account.rows]
        yield Items(tuple(line(row) for row in rows))
    yield Text(line(words.read(page.account.sum, page.written_on)))


def _names(pen: Pen) -> str:
    return joined([phrases.detailed(one.name, one.role) for one in pen.page.people])
