"""The PDF: tagged, in its language, with every quote; words from outside are never read as Typst."""

from __future__ import annotations

import io
import re
import sys
from datetime import date

import pypdf
import pytest
from digests import few_arguments, library_chat
from hostile import hostile_digest
from msgspec.structs import replace
from tiny import branded_digest, tiny_digest, with_text, without_date

from miner.digest.records import Digest
from miner.errors import MissingPart, QuoteNotFound, TemplateBroken
from miner.report import render
from miner.report.documents import pdf
from miner.report.documents.booklet import booklet_of
from miner.report.proof import prove, used_arguments
from miner.settings import ReportSettings

ARABIC = "المكتبة المفتوحة ليلاً تقول للناس إن المدينة لم تنسهم."
TYPST = (
    '#panic("no") #import "x.typ" #read("/etc/hostname") #sys.inputs $x^2$ *bold* _it_ `raw` <label> @ref',
    "= heading\n- item\n+ one\n/ term: x\n// comment /* other */ \\ \\u{41} ~ -- --- ... 'single' \"double\"",
)


def reader_of(digest: Digest) -> pypdf.PdfReader:
    content = render(digest, "pdf")
    assert isinstance(content, bytes)
    return pypdf.PdfReader(io.BytesIO(content))


def letters(text: str) -> str:
    """Without what the setting of lines changes: spaces, and the hyphens and ligatures of the fonts."""
    for ligature, parts in {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}.items():
        text = text.replace(ligature, parts)
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def text_of(reader: pypdf.PdfReader) -> str:
    """All text without the footers, so that a quote may go on overleaf."""
    return letters(" ".join(re.sub(r"\S* ?\d+ / \d+$", "", page.extract_text().strip()) for page in reader.pages))


def tags_in(node: object) -> list[str]:
    """The kinds of a structure tree, in order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for part in node for tag in tags_in(part)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + tags_in(node.get("/K", []))


@pytest.fixture(scope="module")
def chat() -> pypdf.PdfReader:
    return reader_of(library_chat())


def test_it_is_tagged_and_says_its_language_and_title(chat):
    root = chat.trailer["/Root"].get_object()
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert chat.metadata.title == library_chat().title
    tags = tags_in(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/BlockQuote", "/Link", "/L", "/Table", "/TH", "/TD"} <= set(tags)
    assert tags.count("/BlockQuote") == len(booklet_of(library_chat()).quotes())
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_its_bookmarks_are_its_headings(chat):
    titles = [entry.title for entry in chat.outline if not isinstance(entry, list)]
    assert titles[:3] == ["In short, in their own words", "What people said", "Where they differ"]


def test_every_quote_is_in_its_text(chat):
    text, digest = text_of(chat), library_chat()
    words = prove(digest)
    used = {words[key] for _, key in used_arguments(digest)}
    assert {one for one in used if letters(one) not in text} == {ARABIC}  # its letters are placed from the right
    assert set(letters(ARABIC)) <= set(text)


@pytest.mark.parametrize("make", [tiny_digest, few_arguments, hostile_digest, without_date])
def test_it_is_the_same_in_every_run(make):
    content = render(make(), "pdf")
    assert content == render(make(), "pdf")
    reader = pypdf.PdfReader(io.BytesIO(content))
    written_on = make().written_on or date(1980, 1, 1)
    assert reader.metadata.creation_date.date() == written_on


def test_a_brand_is_shown():
    text = text_of(reader_of(branded_digest()))
    assert text.startswith("NightdesktestParcels")
    assert text.endswith("Madeformembers.Passiton.")
    assert "AneveninginMarch" in text


@pytest.mark.parametrize("text", TYPST)
def test_typst_in_a_quote_stays_text(text):
    digest = with_text(text)
    digest = replace(digest, title=text, themes=(replace(digest.themes[0], title=text),))
    reader = reader_of(digest)
    assert text_of(reader).count(letters(text)) >= 4
    assert not [tag for tag in tags_in(reader.trailer["/Root"]["/StructTreeRoot"]) if tag in ("/Formula", "/Code")]


def test_links_are_web_addresses_only():
    annotations = [
        note.get_object() for page in reader_of(hostile_digest()).pages for note in page.get("/Annots") or []
    ]
    actions = [note["/A"] for note in annotations if "/A" in note]
    assert {action["/S"] for action in actions} <= {"/URI", "/GoTo"}
    addresses = [str(action["/URI"]) for action in actions if action["/S"] == "/URI"]
    assert addresses
    assert all(address.startswith(("https://", "http://")) for address in addresses)
    assert all("/Contents" in note for note in annotations)


def test_a_word_longer_than_the_page_stays_on_it():
    reader = reader_of(with_text("w" * 6000))
    assert len(reader.pages) > 1
    assert "w" * 6000 in text_of(reader)


def test_what_no_font_has_is_marked_and_told():
    reader = reader_of(with_text("a bell \x07 and \u0378, which is no letter"))
    text = text_of(reader)
    assert letters("a bell □ and □, which is no letter") in text
    assert letters("2 characters of the original cannot be shown here; □ marks the place") in text


def test_texts_run_in_their_direction():
    quotes = [block for block in pdf._data(booklet_of(tiny_digest()), {})["blocks"] if block["kind"] == "quote"]
    assert {quote["dir"] for quote in quotes} == {"ltr", "rtl"}
    assert {quote["lang"] for quote in quotes} == {"", "ar"}


def test_fonts_of_the_system_are_asked_only_when_needed():
    assert pdf._BEYOND.search("plain “words”, naïve Ελλάδα мир שלום → ½ □") is None
    assert all(pdf._BEYOND.search(text) for text in ("新", "مرحبا", "👩", "ไทย"))


def test_words_that_do_not_reach_typst_are_never_printed():
    outline = booklet_of(tiny_digest())
    other = booklet_of(with_text("Something else entirely was said."))
    with pytest.raises(QuoteNotFound, match="do not reach the PDF"):
        pdf._prove(pdf.json.dumps(pdf._data(other, {})), outline, {})


def test_a_template_of_the_users_own_is_taken(tmp_path):
    (tmp_path / "digest.typ").write_text(
        '#set document(title: "mine")\n#set text(lang: "en")\n= Mine\n#json(bytes(sys.inputs.page)).title', "utf-8"
    )
    content = render(tiny_digest(), "pdf", ReportSettings(templates=str(tmp_path)))
    assert "Parcels" in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


@pytest.mark.parametrize(("source", "reason"), [("= a\n#nothing", "unknown variable: nothing"), ("= a", "title")])
def test_a_broken_template_is_named_with_its_line(tmp_path, source, reason):
    (tmp_path / "digest.typ").write_text(source, "utf-8")
    with pytest.raises(TemplateBroken, match=reason) as caught:
        render(tiny_digest(), "pdf", ReportSettings(templates=str(tmp_path)))
    assert "digest.typ, line" in str(caught.value)


def test_without_typst_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingPart, match=r"pip install 'discussion-miner\[pdf\]'"):
        render(tiny_digest(), "pdf")
