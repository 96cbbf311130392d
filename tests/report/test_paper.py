"""The page on paper: A4 and Letter, white, whole, and without what only a screen can do."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

SIZES = {"A4": (595, 842), "Letter": (612, 792)}


def _printed(page, size: str) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format=size, prefer_css_page_size=False)))


def _text(pdf: PdfReader) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())


@pytest.mark.parametrize("size", SIZES)
def test_a_digest_prints_whole(reader, pages, size):
    page = reader.open(pages["chat"], scheme="dark")
    pdf = _printed(page, size)
    assert 4 <= len(pdf.pages) <= 12
    assert all(abs(float(sheet.mediabox.width) - SIZES[size][0]) < 2 for sheet in pdf.pages)
    assert all(abs(float(sheet.mediabox.height) - SIZES[size][1]) < 2 for sheet in pdf.pages)
    text = _text(pdf)
    for heading in page.locator("h2:visible").all_inner_texts():
        if heading != "All arguments":
            assert heading in text
    assert "Shift workers. My husband comes" in text


def test_what_only_a_screen_can_do_is_not_printed(reader, pages):
    page = reader.open(pages["chat"])
    page.locator(".explore").scroll_into_view_if_needed()
    page.locator(".found [role=status]:not(:empty)").wait_for()
    page.emulate_media(media="print")
    for selector in ("nav", ".skip", ".explore", ".stage", ".all-posts", ".copy", ".context"):
        assert not page.locator(selector).first.is_visible(), selector
    assert "Copy as Markdown" not in _text(_printed(page, "A4"))


def test_paper_is_white_whatever_the_screen_is(reader, pages):
    page = reader.open(pages["chat"], scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 32, 39)"


def test_no_page_is_nearly_empty_and_no_heading_ends_one(reader, pages):
    page = reader.open(pages["chat"])
    headings = [" ".join(text.split()) for text in page.locator("h2:visible, .question h3:visible").all_inner_texts()]
    sheets = [sheet.extract_text().strip() for sheet in _printed(page, "A4").pages]
    assert all(len(text) > 300 for text in sheets[:-1])
    assert not [text for text in sheets if " ".join(text.splitlines()[-1].split()) in headings]


def test_an_open_list_of_posts_prints_without_script(reader, pages):
    page = reader.open(pages["chat"], script=False)
    assert "Welcome to #openlate" not in _text(_printed(page, "A4"))
    page.locator("#posts summary").click()
    assert "Q1: Who would actually come" in _text(_printed(page, "A4"))
