"""The CSV folder reads back with other readers, and no spreadsheet runs a cell of it."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import hostile_digest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_digest, with_text

from miner.digest.tables import TABLES, tables_of
from miner.errors import QuoteNotFound
from miner.report import render
from miner.report.proof import prove
from miner.report.tables.csv_folder import guarded, unguarded
from miner.report.tables.proven import check_read_back

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def rows_of(content: object) -> list[dict[str, str]]:
    assert isinstance(content, bytes)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_golden_tables():
    files = render(tiny_digest(), "csv")
    assert list(files) == [*(f"{name}.csv" for name in TABLES), "datapackage.json"]
    assert files["positions.csv"] == (
        b"\xef\xbb\xbfargument_id,contrast,position,side,author,theme_id\r\n"
        b"t:1@0-54,ideas | basics,0.75,basics,ann,basics\r\n"
        b"t:2@0-15,ideas | basics,0.0,,bob,\r\n"
    )
    first = rows_of(files["arguments.csv"])[0]
    assert first == {
        "id": "t:1@0-54",
        "text": "'=1+1 is how late parcels add up.\nNobody forgives them.",
        "author": "ann",
        "theme_id": "basics",
        "theme": "late parcels",
        "subtheme_id": "",
        "subtheme": "",
        "membership": "core",
        "strength": "0.5",
        "question": "",
        "copies": "1",
        "copy_authors": "[]",
        "posted_at": "2024-03-14T17:01:00Z",
        "url": "",
        "post_id": "t:1",
        "start": "0",
        "end": "54",
        "x": "0.25",
        "y": "0.5",
    }


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest])
def test_every_quote_reads_back(make):
    digest = make()
    rows = rows_of(render(digest, "csv")["arguments.csv"])
    assert {unguarded(row["id"]): unguarded(row["text"]) for row in rows} == prove(digest)


def test_pandas_reads_it_as_it_is():
    digest = library_chat()
    content = render(digest, "csv")["arguments.csv"]
    frame = pd.read_csv(io.BytesIO(content), parse_dates=["posted_at"])
    assert frame.columns[0] == "id"
    assert frame["posted_at"].tolist() == digest.to_frame()["posted_at"].tolist()
    assert frame["strength"].tolist() == digest.to_frame()["strength"].tolist()


@pytest.mark.parametrize("make", [tiny_digest, hostile_digest])
def test_no_text_cell_begins_a_formula(make):
    digest = make()
    files = render(digest, "csv")
    for table in tables_of(digest):
        numbers = {column.name for column in table.columns if column.kind in ("integer", "number")}
        for row in rows_of(files[f"{table.name}.csv"]):
            assert not [cell for name, cell in row.items() if name not in numbers and cell.startswith(DANGEROUS)]


@given(st.text())
def test_the_guard_can_be_undone(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(DANGEROUS)


def test_a_text_longer_than_the_modules_limit_reads_back():
    text = "w" * (csv.field_size_limit() + 1)
    content = render(with_text(text), "csv")["arguments.csv"]
    assert text in content.decode()
    assert csv.field_size_limit() < len(text)


def test_the_descriptor_says_what_each_column_is():
    package = json.loads(render(many_arguments(50), "csv")["datapackage.json"])
    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in TABLES]
    kinds = {field["type"] for resource in package["resources"] for field in resource["schema"]["fields"]}
    assert kinds == {"string", "integer", "number", "boolean", "datetime", "array"}
    assert all(field["description"] for resource in package["resources"] for field in resource["schema"]["fields"])


def test_what_does_not_read_back_is_never_written():
    with pytest.raises(QuoteNotFound, match="row 2 of arguments could not be proven: the CSV does not read back"):
        check_read_back("CSV", "arguments", ("a", "b"), ["a", "B"])
    with pytest.raises(QuoteNotFound, match="the CSV has 1 rows, the digest 2"):
        check_read_back("CSV", "arguments", ("a", "b"), ["a"])
