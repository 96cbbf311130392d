"""What Word documents and PDFs share: the logo, what an editor changed, what is left out, the paper."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import docx
import pytest
from digests import library_chat, many_arguments
from hostile_digests import large_digest
from msgspec.structs import replace
from pypdf import PdfReader
from tiny import branded_digest, tiny_digest

from miner.digest.records import Digest
from miner.report import render
from miner.report.documents.booklet import ENDLESS_CHARS, booklet_of
from miner.report.documents.logo import logo_of
from miner.report.outline.blocks import Text, words_of
from miner.report.view import SAID_ONCE
from miner.settings import ReportSettings

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>'


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int = 8, height: int = 2, rows: bytes | None = None) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height))) if rows is None else rows
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x0b\x08\x00\x02\x00\x08\x01\x01\x11\x00\xff\xd9"


def _uri(content: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _with_logo(content: bytes, kind: str = "png") -> Digest:
    digest = branded_digest()
    assert digest.brand is not None
    return replace(digest, brand=replace(digest.brand, logo=_uri(content, kind)))


def test_the_logo_stands_on_top_of_a_word_document():
    written = render(_with_logo(_png()), "docx")
    assert isinstance(written, bytes)
    (picture,) = docx.Document(io.BytesIO(written)).inline_shapes
    assert picture.width.cm == pytest.approx(4 * picture.height.cm, rel=0.01)
    assert picture.height.cm <= 1.5
    assert picture._inline.docPr.get("descr") == "Night desk"


@pytest.mark.parametrize(("content", "kind"), [(_png(), "png"), (_png(400, 3), "png"), (SVG, "svg+xml")])
def test_the_logo_stands_on_top_of_a_pdf(content, kind):
    with_logo, without = (len(render(one, "pdf")) for one in (_with_logo(content, kind), branded_digest()))
    assert with_logo > without


def test_a_drawing_is_left_out_of_a_word_document():
    written = render(_with_logo(SVG, "svg+xml"), "docx")
    assert isinstance(written, bytes)
    assert not docx.Document(io.BytesIO(written)).inline_shapes


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (_png()[:-6], "png"),
        (_png().replace(b"IHDR", b"IHDX"), "png"),
        (_png(0, 0), "png"),
        (_png(60_000, 60_000), "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (JPEG_HEAD.replace(b"\xff\xc0", b"\xff\xc4"), "jpeg"),
        (b"GIF89a", "png"),
        (SVG.replace(b"<rect", b"<script/><rect"), "svg+xml"),
        (b"x" * 200_000, "png"),
    ],
)
def test_what_is_no_whole_picture_is_left_out(content, kind):
    assert logo_of(_uri(content, kind)) is None
    for form in ("docx", "pdf"):
        assert render(_with_logo(content, kind), form)


@pytest.mark.parametrize("uri", ["", "data:image/png;base64,", "data:image/png;base64,@@", "https://a.example/x.png"])
def test_what_is_no_picture_at_all_is_none(uri):
    assert logo_of(uri) is None


def test_a_jpeg_has_its_size():
    logo = logo_of(_uri(JPEG_HEAD, "jpeg"))
    assert logo is not None
    assert (logo.width, logo.height, logo.drawn) == (8, 2, False)


def test_a_picture_that_is_whole_outside_and_broken_inside_spoils_no_pdf():
    assert len(PdfReader(io.BytesIO(render(_with_logo(_png(rows=b"no pixels")), "pdf"))).pages) >= 1


def _lines(digest: Digest) -> list[str]:
    return [words_of(block.line) for block in booklet_of(digest).blocks if isinstance(block, Text)]


def test_what_the_editor_changed_is_said_at_its_theme():
    digest = tiny_digest()
    edited = replace(digest, themes=(replace(digest.themes[0], edited=("title", "quotes")),))
    lines = _lines(edited)
    assert "1 of 3 people, 1 argument; too small to test; title by the editor, quotes chosen by the editor" in lines


def test_what_was_said_once_and_is_left_out_is_counted():
    digest = many_arguments(300)
    free = tuple(argument.id for argument in digest.arguments if argument.theme_id is None)
    assert len(free) > 3
    many = replace(digest, said_once=(free * (SAID_ONCE // len(free) + 2))[: SAID_ONCE + 7])
    lines = _lines(many)
    assert any(line == "And 7 more arguments, in the HTML and JSON forms." for line in lines)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_paper_is_the_one_asked_for(paper, size):
    settings = ReportSettings(paper=paper)
    sheet = PdfReader(io.BytesIO(render(library_chat(), "pdf", settings))).pages[0].mediabox
    assert (round(sheet.width), round(sheet.height)) == size
    section = docx.Document(io.BytesIO(render(library_chat(), "docx", settings))).sections[0]
    assert (round(section.page_width.pt), round(section.page_height.pt)) == size


def test_an_arabic_document_runs_from_the_right():
    written = render(tiny_digest(), "docx", ReportSettings(language="ar"))
    read = docx.Document(io.BytesIO(written))
    headings = [one for one in read.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert headings
    assert all("w:bidi" in one._p.xml for one in headings)
    assert "<w:bidiVisual" in read.tables[0]._tbl.xml
    quotes = [one for one in read.paragraphs if one.style is not None and one.style.name == "Quote"]
    assert ["<w:bidi/>" in one._p.xml for one in quotes] == [one.text[0] > "\u0590" for one in quotes]


def test_a_quote_of_many_pages_stands_once_and_is_pointed_to_after_that():
    booklet = booklet_of(large_digest(30_000))
    endless = [quote.card.id for quote in booklet.quotes() if len(quote.card.words) > ENDLESS_CHARS]
    assert endless
    assert len(endless) == len(set(endless))
    told = [words_of(block.line) for block in booklet.blocks if isinstance(block, Text)]
    assert any("whole further up: wwww" in text for text in told)
