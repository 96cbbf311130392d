"""Parquet: typed columns that say what they are, and the file for explorers."""

from __future__ import annotations

import io
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from digests import SIDES, few_arguments, library_chat
from hostile import hostile_digest
from tiny import ARABIC, FORMULA, tiny_digest

from miner.digest.tables import TABLES
from miner.errors import MissingPart
from miner.report import render
from miner.report.proof import prove


def table_in(content: object) -> pa.Table:
    assert isinstance(content, bytes)
    return pq.read_table(io.BytesIO(content))


def test_golden_types():
    files = render(tiny_digest(), "parquet")
    assert list(files) == [f"{name}.parquet" for name in TABLES]
    posts = table_in(files["posts.parquet"])
    assert {field.name: str(field.type) for field in posts.schema} == {
        "id": "string",
        "thread_id": "string",
        "thread": "string",
        "parent_id": "string",
        "author": "string",
        "kind": "string",
        "text": "string",
        "posted_at": "timestamp[us, tz=UTC]",
        "precision": "string",
        "tz_assumed": "bool",
        "url": "string",
        "lang": "string",
        "likes": "int64",
        "reposts": "int64",
        "endorsers": "list<element: string>",
        "edited_since": "bool",
    }
    assert posts.column("parent_id").to_pylist() == [None, "t:1", "t:9"]
    assert posts.column("endorsers").to_pylist() == [["bob", "cy"], [], []]
    assert posts.schema.field("text").metadata[b"description"] == b"The whole text; spans count its characters"
    assert posts.schema.metadata[b"schema"] == b"miner/digest/1"


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest])
def test_every_quote_reads_back(make):
    digest = make()
    table = table_in(render(digest, "parquet")["arguments.parquet"])
    assert dict(zip(table.column("id").to_pylist(), table.column("text").to_pylist(), strict=True)) == prove(digest)


def test_golden_atlas():
    table = table_in(render(tiny_digest(), "atlas"))
    assert table.select(["text", "x", "y", "theme", "author", "position: ideas | basics"]).to_pylist() == [
        {
            "text": FORMULA,
            "x": 0.25,
            "y": 0.5,
            "theme": "late parcels",
            "author": "ann",
            "position: ideas | basics": 0.75,
        },
        {"text": ARABIC, "x": None, "y": None, "theme": None, "author": "bob", "position: ideas | basics": 0.0},
    ]
    assert table.schema.metadata[b"title"] == b"Parcels"


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest])
def test_the_atlas_has_every_argument_with_its_place(make):
    digest = make()
    table = table_in(render(digest, "atlas"))
    assert dict(zip(table.column("id").to_pylist(), table.column("text").to_pylist(), strict=True)) == prove(digest)
    assert table.column("x").to_pylist() == [digest.map.get(one.id, (None,))[0] for one in digest.arguments]
    assert table.column("id").to_pylist() == [one.id for one in digest.arguments]


def test_a_contrast_colours_the_points():
    table = table_in(render(library_chat(), "atlas"))
    assert table.column(f"position: {SIDES}").to_pylist() == [
        one.positions.get(SIDES) for one in library_chat().arguments
    ]


@pytest.mark.parametrize("form", ["parquet", "atlas"])
def test_without_pyarrow_the_command_that_installs_it_is_named(monkeypatch, form):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPart, match=r"pip install 'discussion-miner\[parquet\]'"):
        render(library_chat(), form)
