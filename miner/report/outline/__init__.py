"""The report as an outline: headings, lines, lists, tables and quotes, in the order of the page.

Every form of words and every document is drawn from it: a section that is added here stands in all of them.

::

    blocks     what an outline is made of
    detail     how much of a report a form shows, and the ladder it goes down until it fits
    words      the words of the outline's own
    pen        quotes with what stands around them, counts of what is left out
    sections   one function a section
    news       the first of them: what is new since the digest before
    made       the last of them: who took part, and how the report was made
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from miner.report.outline import made, news, sections
from miner.report.outline.blocks import Block, Heading, Part, Run, Text, line
from miner.report.outline.detail import DOCUMENT, Detail
from miner.report.outline.pen import Pen
from miner.report.outside import NAME_CHARS, plain
from miner.report.view import Page

_OWN_LINES, _OWN_CHARS = 12, 600  # of an intro or a footer: a stored digest may have been written by anybody

Section = Callable[[Pen], Iterator[Block]]

# In the order of the page, under the names of its sections there.
SECTIONS: tuple[tuple[str, Section], ...] = (
    ("news", news.news),
    ("overview", sections.overview),
    ("said", sections.said),
    ("differ", sections.differ),
    ("questions", sections.questions),
    ("once", sections.once),
    ("open", sections.open_questions),
    ("next", sections.next_steps),
    ("links", sections.links),
    ("people", made.people),
    ("made", made.made),
)


def outline(page: Page, detail: Detail, told: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """The report in as much detail as asked for; what is left out is counted where it would stand.

    ``told`` are those sentences on how it was made that even a short report tells.
    """
    body = (block for part in parts(page, detail, told) for block in part.blocks)
    return (*_head(page), *body, *own_lines(page.brand.footer if page.brand else ""))


def parts(page: Page, detail: Detail = DOCUMENT, told: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """The sections that have something to say, without what stands above and below them."""
    pen = Pen(page, detail, told)
    written = (Part(name, tuple(write(pen))) for name, write in SECTIONS)
    return tuple(part for part in written if part.blocks)


def own_lines(text: str) -> tuple[Block, ...]:
    """What the owner of the report wrote, line by line."""
    shown = [plain(part, _OWN_CHARS) for part in text.splitlines() if part.strip()]
    return tuple(Text(line(part), "own") for part in shown[:_OWN_LINES])


def _head(page: Page) -> Iterator[Block]:
    yield Heading(1, page.title)
    brand = plain(page.brand.name, NAME_CHARS) if page.brand else ""
    if brand or page.kicker:
        yield Text(line(Run(brand, bold=True), " · " if brand and page.kicker else "", page.kicker))
    yield from own_lines(page.brand.intro if page.brand else "")
    yield Text(line(page.gist), "gist")
    figures = [(Run(figure.value, bold=True), f" {figure.label}") for figure in page.figures]
    if figures:
        yield Text(line(*(part for at, pair in enumerate(figures) for part in (" · " if at else "", *pair))))
