"""The Word document, opened again: headings, quotes, links, tables, and the same bytes in every run."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import docx
import pytest
from digests import few_arguments, library_chat
from hostile import hostile_digest
from lxml import etree
from tiny import ARABIC, FORMULA, branded_digest, tiny_digest, with_text, without_date

from miner.digest.records import Digest
from miner.errors import MissingPart, QuoteNotFound
from miner.report import render
from miner.report.documents.booklet import booklet_of
from miner.report.documents.docx import _prove
from miner.report.documents.docx_parts import bookmark_name
from miner.report.proof import prove, used_arguments

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bytes_of(digest: Digest) -> bytes:
    content = render(digest, "docx")
    assert isinstance(content, bytes)
    return content


def document_of(digest: Digest) -> docx.document.Document:
    return docx.Document(io.BytesIO(bytes_of(digest)))


def texts_in(document: docx.document.Document, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_golden_document():
    document = document_of(tiny_digest())
    shown = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert shown[: shown.index(("Heading 1", "Where they differ"))] == [
        ("Title", "Parcels"),
        ("Subtitle", "test"),
        ("Figures", "3 people   ·   3 posts   ·   2 arguments   ·   1 theme"),
        ("Gist", booklet_of(tiny_digest()).page.gist),
        ("Heading 1", "In short, in their own words"),
        ("Quote", FORMULA),
        ("Quote Source", "— ann, on 1. late parcels"),
        ("Heading 1", "What people said"),
        ("Heading 2", "1. late parcels"),
        ("Counts", "1 of 3 people, 1 argument; too small to test"),
        ("Quote Lead", "Key point"),
        ("Quote", FORMULA),
        ("Quote Source", "— ann, 14 Mar 2024, 17:01 UTC · reposted by 2"),
    ]
    about = document.core_properties
    assert (about.title, about.author, about.language) == ("Parcels", "miner", "en")
    assert about.created.replace(tzinfo=None) == about.modified.replace(tzinfo=None) == datetime(2024, 3, 14)


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest, without_date])
def test_every_quote_is_in_it_and_the_bytes_are_the_same_twice(make):
    digest = make()
    content = bytes_of(digest)
    quotes = set(texts_in(docx.Document(io.BytesIO(content)), "Quote"))
    words = prove(digest)
    assert {words[key] for _, key in used_arguments(digest)} <= quotes
    assert content == bytes_of(digest)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def test_a_brand_is_shown_in_its_colour():
    document = document_of(branded_digest())
    assert texts_in(document, "Brand") == ["Night desk"]
    assert document.paragraphs[-1].text == "Made for members.\nPass it on."
    assert str(document.styles["Hyperlink"].font.color.rgb) == "1A6B54"
    assert "An evening\nin March" in texts_in(document, "Normal")


def test_headings_do_not_skip_a_level():
    document = document_of(library_chat())
    levels = [int(one.style.name[-1]) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_links_lead_to_the_post_and_to_the_theme():
    document = document_of(library_chat())
    targets = {relation.target_ref for relation in document.part.rels.values() if relation.is_external}
    assert "https://twitter.com/ferro_ruth/status/1859000000000000000" in targets
    root = document.element
    marks = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    anchors = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")} - {None}
    assert anchors
    assert anchors <= marks
    numbers = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(set(numbers)) == len(numbers)


def test_no_address_but_web_addresses_is_a_link():
    document = document_of(hostile_digest())
    targets = {relation.target_ref for relation in document.part.rels.values() if relation.is_external}
    assert targets
    assert all(target.startswith(("https://", "http://")) and " " not in target for target in targets)


def test_tables_have_a_head_that_screen_readers_find():
    table = document_of(library_chat()).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["What became of it", "Items"]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert table.rows[-1].cells[1].text == "118"


def test_a_text_that_runs_from_the_right_says_so():
    document = document_of(tiny_digest())
    quote = next(one for one in document.paragraphs if one.text == ARABIC)
    assert quote.runs[0].font.rtl
    assert quote._p.pPr.find(f"{W}bidi") is not None
    assert quote.runs[0]._r.rPr.find(f"{W}lang").get(f"{W}bidi") == "ar"


def test_what_xml_forbids_is_shown_and_told():
    document = document_of(with_text("a bell \x07 rang\r\nand \ufffe nobody came"))
    assert "a bell ␇ rang␍\nand \ufffd nobody came" in texts_in(document, "Quote")
    told = "3 characters of the original cannot be shown here; ␇ marks the place"
    assert sum(told in text for text in texts_in(document, "Quote Source")) == 3


def test_the_parts_are_well_formed_and_ask_for_nothing():
    with zipfile.ZipFile(io.BytesIO(bytes_of(hostile_digest()))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        text = archive.read("word/document.xml").decode()
    assert "w:instrText" not in text
    assert "w:fldSimple" not in text


def test_a_long_anchor_becomes_a_short_name():
    assert bookmark_name("theme-1-a") == "theme_1_a"
    one, other = bookmark_name("theme-" + "a" * 60), bookmark_name("theme-" + "a" * 61)
    assert len(one) == len(other) == 40
    assert one != other


def test_a_document_that_does_not_read_back_is_never_written():
    content = bytes_of(tiny_digest())
    with pytest.raises(QuoteNotFound, match="does not read back"):
        _prove(content, booklet_of(with_text("Something else entirely was said here.")))
    with pytest.raises(QuoteNotFound, match="quotes are in it"):
        _prove(content, replace(booklet_of(tiny_digest()), blocks=()))


def test_without_python_docx_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingPart, match=r"pip install 'discussion-miner\[docx\]'"):
        render(tiny_digest(), "docx")
