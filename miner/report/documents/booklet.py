"""The report as a booklet: the whole outline, and what stands around it on paper. Word documents and PDFs draw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from miner.digest.records import Digest
from miner.errors import QuoteNotFound
from miner.report.languages.catalogues import gettext
from miner.report.outline import parts
from miner.report.outline.blocks import Block, Line, Quote, Run, Text, line, opened, quotes_in
from miner.report.outline.words import KEY_POINT, stands_above
from miner.report.outside import excerpt_of
from miner.report.proof import prove, used_arguments
from miner.report.view import Page, build_page

ENDLESS_CHARS = 20_000  # about seven pages


@dataclass(frozen=True, slots=True)
class Booklet:
    """A page on paper: the blocks below title and figures, all lying open.

    ``accent`` is ``#rrggbb`` or "" for our own; ``logo`` a data URI (PNG, JPEG or SVG) or "".
    """

    page: Page
    blocks: tuple[Block, ...]
    brand: str
    logo: str
    accent: str

    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, in order."""
        return tuple(quotes_in(self.blocks))


def booklet_of(digest: Digest) -> Booklet:
    """The booklet of a digest whose quotes are proven and which quotes all that the digest does.

    Raises
    ------
    QuoteNotFound, DigestBroken
    """
    words = prove(digest)
    page = build_page(digest, words)
    brand = page.brand
    booklet = Booklet(
        page=page,
        blocks=_blocks(page),
        brand=brand.name if brand is not None else "",
        logo=brand.logo if brand is not None else "",
        accent=brand.on_light if brand is not None else "",
    )
    shown = {quote.card.id: quote.card.words for quote in booklet.quotes()}
    for where, key in used_arguments(digest):
        if key in page.targets and shown.get(key) != words[key]:
            raise QuoteNotFound(key, f"{where} uses it, and the document does not show it to the letter")
    return booklet


def lead_of(quote: Quote) -> Line:
    """What stands before a quote; on paper a key point is called one."""
    key = gettext(KEY_POINT) if quote.card.role == "key" else ""
    return line(key, " · " if key and quote.lead else "", *quote.lead)


def _blocks(page: Page) -> tuple[Block, ...]:
    body = _endless_once(block for part in parts(page) for block in opened(part.blocks))
    intro, footer = (page.brand.intro, page.brand.footer) if page.brand is not None else ("", "")
    gist = Text(line(page.gist), "gist")
    return (gist, *_own(intro, "own"), *body, *_own(footer, "note"))


def _endless_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """A quote of many pages stands once, where it comes first; later a line says so.

    A word of a megabyte takes Typst seven seconds and 170 pages each time, and a quote may stand in seven places.
    """
    shown: set[str] = set()
    for block in blocks:
        if isinstance(block, Quote) and len(block.card.words) > ENDLESS_CHARS:
            said = block.card.id if block.card.anchor else block.card.words  # an open question is no argument
            if said in shown:
                yield Text(
                    line(Run(stands_above(block.card.author, excerpt_of(block.card.words)), italic=True)), "note"
                )
                continue
            shown |= {block.card.id, block.card.words}
        yield block


def _own(text: str, role: str) -> tuple[Text, ...]:
    """What the owner of the report wrote, with its line breaks."""
    return (Text(line(text), role),) if text else ()
