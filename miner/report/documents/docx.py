"""A Word document with real headings, quotes in a style of their own, real links and tables.

The bytes are the same in every run: dates are the digest's, and so are those inside the archive. Characters that XML
forbids cannot stand in such a file: each is shown by its picture (``␇``), and the line under the quote says so.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from miner.digest.records import Digest
from miner.errors import MissingPart, QuoteNotFound
from miner.report.documents.booklet import Booklet, booklet_of, lead_of
from miner.report.documents.direction import runs_right_to_left
from miner.report.documents.logo import logo_of
from miner.report.outline.blocks import Bar, Block, Grid, Heading, Items, Line, Quote, Run, Text
from miner.report.outline.words import stood_in
from miner.settings import ReportSettings

if TYPE_CHECKING:
    from docx.document import Document

# What XML 1.0 has no place for; a carriage return has one, but readers turn it into a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400  # of the control characters, in their order
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # no archive can say an earlier time


def render(digest: Digest, settings: ReportSettings) -> bytes:
    """The document."""
    try:
        import docx
    except ImportError as error:
        raise MissingPart(
            "Writing Word documents needs an optional package. Install it: pip install 'discussion-miner[docx]'"
        ) from error
    booklet = booklet_of(digest)
    from miner.report.documents.docx_styles import set_styles

    document = docx.Document()
    set_styles(document, booklet.page.language, booklet.accent, settings.paper)
    _describe(document, digest, booklet)
    Writer(document, booklet.page.direction == "rtl").write(booklet)
    file = io.BytesIO()
    document.save(file)
    written = _timeless(file.getvalue())
    _prove(written, booklet)
    return written


def shown(text: str) -> str:
    """The text with the picture of each character that XML forbids."""
    return _FORBIDDEN.sub(lambda found: _picture(found.group()), text)


def _picture(sign: str) -> str:
    return chr(_PICTURES + ord(sign)) if ord(sign) < 0x20 else "\ufffd"


def _describe(document: Document, digest: Digest, booklet: Booklet) -> None:
    about = document.core_properties
    at = datetime.combine(digest.written_on, time(), UTC) if digest.written_on is not None else datetime(1980, 1, 1)
    about.title, about.author, about.last_modified_by = shown(booklet.page.title)[:255], "miner", "miner"
    about.language, about.comments, about.revision = booklet.page.language, "", 1
    about.created = about.modified = at.replace(tzinfo=None)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # of the library's blank page
            del package.rels[key]


class Writer:
    """Draws blocks into a document, one after another."""

    def __init__(self, document: Document, from_right: bool = False) -> None:
        from miner.report.documents import docx_parts

        self.document = document
        self.from_right = from_right  # our own lines; a quote runs as its words do
        self.parts = docx_parts
        self._bookmarks = 0
        self._draw: Mapping[str, Callable[[Any], None]] = {
            Heading.kind: self._heading,
            Text.kind: self._paragraph,
            Quote.kind: self._quote,
            Items.kind: self._items,
            Grid.kind: self._grid,
            Bar.kind: self._bar,
        }

    def write(self, booklet: Booklet) -> None:
        """The whole document."""
        logo = logo_of(booklet.logo)
        if logo is not None and not logo.drawn:  # Word shows an SVG only beside a picture of it, which we cannot draw
            self.parts.add_logo(self._text("", "Brand"), logo, booklet.brand)
        if booklet.brand:
            self._text(booklet.brand, "Brand")
        self._text(booklet.page.title, "Title")
        if booklet.page.kicker:
            self._text(booklet.page.kicker, "Subtitle")
        figures = self.document.add_paragraph(style="Figures")
        for number, figure in enumerate(booklet.page.figures):
            figures.add_run(f"{'   ·   ' if number else ''}{figure.value}").bold = True
            figures.add_run(f" {figure.label}")
        for block in booklet.blocks:
            self.draw(block)

    def draw(self, block: Block) -> None:
        """One block."""
        self._draw[block.kind](block)

    def _text(self, text: str, style: str) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._run(paragraph, text)
        return paragraph

    def _run(self, paragraph: Any, text: str, lang: str = "", *, said: bool = False, look: Run | None = None) -> None:
        from_right = runs_right_to_left(text) or (self.from_right and not said)
        self.parts.add_text(paragraph, shown(text), from_right, lang, look)

    def _line(self, line: Line, style: str) -> Any:
        """A paragraph of runs, each with its look, links where they lead."""
        paragraph = self.document.add_paragraph(style=style)
        for run in line:
            if run.url or run.target:
                self.parts.add_link(paragraph, shown(run.text), url=run.url, anchor=run.target)
            else:
                self._run(paragraph, run.text, look=run)
        return paragraph

    def _heading(self, block: Heading) -> None:
        paragraph = self._text(block.text, f"Heading {min(block.level - 1, 4)}")
        if block.anchor:
            self._bookmarks += 1
            self.parts.add_bookmark(paragraph, block.anchor, self._bookmarks)

    def _paragraph(self, block: Text) -> None:
        styles = {"gist": "Gist", "lead": "Counts", "counts": "Counts", "note": "Counts"}
        self._line(block.line, styles.get(block.role, "Normal"))

    def _quote(self, block: Quote) -> None:
        lead = lead_of(block)
        if lead:
            self._line(lead, "Quote Lead")
        words = block.card.words
        self._run(self.document.add_paragraph(style="Quote"), words, block.card.lang, said=True)
        source = self._line((Run("— "), *block.credit), "Quote Source")
        if missing := _FORBIDDEN.findall(words):
            self._run(source, f" · {stood_in(len(missing), _picture(missing[0]))}")

    def _items(self, block: Items) -> None:
        for line in block.lines:
            self._line(line, "List Bullet")

    def _bar(self, block: Bar) -> None:
        """Nothing: the line before it says the same in words."""

    def _grid(self, block: Grid) -> None:
        n = block.n_narrow
        rows = [tuple(shown(cell) for cell in row[:n]) for row in block.rows]
        self.parts.add_table(self.document, block.head[:n], rows, block.numeric, block.summed, self.from_right)


def _timeless(written: bytes) -> bytes:
    """The archive with one time in all its entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return file.getvalue()


def _prove(written: bytes, booklet: Booklet) -> None:
    """Open the document again: its quotes are ours, in order, to the letter but for what XML forbids."""
    import docx

    read = docx.Document(io.BytesIO(written)).paragraphs
    found = [paragraph.text for paragraph in read if paragraph.style is not None and paragraph.style.name == "Quote"]
    quotes = booklet.quotes()
    for quote, text in zip(quotes, found, strict=False):
        if text != shown(quote.card.words):
            raise QuoteNotFound(quote.card.id, "the document does not read back to the letter")
    if len(found) != len(quotes):
        raise QuoteNotFound("of the document", f"{len(found)} of {len(quotes)} quotes are in it")
