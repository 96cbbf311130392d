"""The workbook, opened by another library than the one that wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from digests import few_arguments, library_chat
from hostile import hostile_digest
from lxml import etree
from msgspec.structs import replace
from tiny import tiny_digest, with_text, without_date

from miner.digest.records import Digest
from miner.digest.tables import TABLES, Column, Table
from miner.errors import CannotWrite
from miner.report import render
from miner.report.proof import prove
from miner.report.tables import xlsx


def book_of(digest: Digest) -> openpyxl.Workbook:
    content = render(digest, "xlsx")
    assert isinstance(content, bytes)
    return openpyxl.load_workbook(io.BytesIO(content))


def quotes_of(book: openpyxl.Workbook) -> dict[str, str]:
    head, *rows = book["arguments"].iter_rows(values_only=True)
    at = [number for number, name in enumerate(head) if str(name).partition(" ")[0] == "text"]
    return {str(row[0]): "".join(str(row[one] or "") for one in at) for row in rows}


def strings_in(content: object) -> list[str]:
    """The texts of a workbook by the rule of the standard (ECMA-376, 22.9.2.19): openpyxl leaves escapes as they are."""
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = ["".join(item.itertext("{*}t")) for item in root.iterfind("{*}si")]
    return [re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text) for text in texts]


def test_golden_sheets():
    book = book_of(tiny_digest())
    assert book.sheetnames == ["About", *TABLES]
    assert [cell.value for cell in book["About"]["A"][:4]] == [
        "Parcels",
        "3 people, 3 posts, 2 arguments, 1 theme",
        "Made by miner 0.1.0. Dated 14 Mar 2024.",
        "Every quote was looked up in its post when this file was written. Times are UTC.",
    ]
    rows = list(book["positions"].iter_rows(values_only=True))
    assert rows == [
        ("argument_id", "contrast", "position", "side", "author", "theme_id"),
        ("t:1@0-54", "ideas | basics", 0.75, "basics", "ann", "basics"),
        ("t:2@0-15", "ideas | basics", 0, None, "bob", None),
    ]
    posts = book["posts"]
    assert [cell.value for cell in posts["H"]] == [
        "posted_at",
        datetime(2024, 3, 14, 17, 1),
        datetime(2024, 3, 14, 17, 2),
        None,
    ]
    assert posts["J2"].value is False


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest, without_date])
def test_every_quote_reads_back_and_nothing_is_a_formula_or_a_link(make):
    digest = make()
    book = book_of(digest)
    assert quotes_of(book) == prove(digest)
    for sheet in book:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]


@pytest.mark.parametrize(
    "text",
    [
        "<r><t>not</t></r> ours <r></r>",
        "_x0041_ is an escape, \x07 a bell and \x1b[31m a colour",
        "  two spaces\r\nand a return  ",
        "{=SUM(A1)} http://evil.example 12345",
        "\ufffe and \uffff",
    ],
)
def test_a_text_that_looks_like_the_file_format_stays_text(text):
    assert text in strings_in(render(with_text(text), "xlsx"))


@pytest.mark.parametrize("text", ["w" * 32_767, "w" * 32_768, "👩" * 40_000, "ab " * 30_000])
def test_a_text_too_long_for_a_cell_goes_on_beside_it(text):
    book = book_of(with_text(text))
    assert text in quotes_of(book).values()
    n_columns = sum(str(cell.value).startswith("text") for cell in book["arguments"][1])
    assert n_columns == -(-len(text.encode("utf-16-le")) // 2 // xlsx.CELL_CHARS)


def test_sheets_can_be_read_and_filtered():
    sheet = book_of(library_chat())["arguments"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:S45"
    assert sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width > 60


def test_a_time_before_spreadsheets_can_count_is_text():
    digest = tiny_digest()
    old = replace(
        digest, posts=(replace(digest.posts[0], posted_at=datetime(1815, 6, 18, tzinfo=UTC)), *digest.posts[1:])
    )
    assert book_of(old)["posts"]["H2"].value == "1815-06-18T00:00:00+00:00"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "_ROWS", 2)
    with pytest.raises(CannotWrite, match="a sheet holds 2; csv and parquet do"):
        xlsx._sheet(None, Table("posts", "", (Column("id", "text", "", lambda _, one: one),), (("a",), ("b",))), None)
