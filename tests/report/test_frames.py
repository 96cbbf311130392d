"""The tables of a digest, as data frames and in a notebook."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import pandas as pd
import pytest
from digests import few_arguments, library_chat
from hostile import NAME, hostile_digest
from IPython.lib.pretty import pretty
from selectolax.lexbor import LexborHTMLParser
from tiny import SIDES, tiny_digest

from miner.digest.tables import TABLES, table_of, tables_of
from miner.errors import MissingPart, UnknownName
from miner.report.proof import prove, used_arguments

MAKERS = (library_chat, few_arguments, hostile_digest, tiny_digest)
KINDS = {"text": str, "integer": int, "number": float, "boolean": bool, "time": datetime, "texts": tuple}


@pytest.mark.parametrize("make", MAKERS)
def test_every_cell_is_of_its_columns_kind(make):
    for table in tables_of(make()):
        assert len({column.name for column in table.columns}) == len(table.columns)
        for column in table.columns:
            kind = KINDS[column.kind]
            assert all(cell is None or isinstance(cell, kind) for cell in table.column(column.name)), column
            assert column.about


@pytest.mark.parametrize("make", MAKERS)
def test_every_quote_is_in_the_tables_to_the_letter(make):
    digest = make()
    words = prove(digest)
    arguments = table_of(digest, "arguments")
    assert dict(zip(arguments.column("id"), arguments.column("text"), strict=True)) == words
    quotes = table_of(digest, "quotes")
    used = dict(zip(quotes.column("argument_id"), quotes.column("text"), strict=True))
    assert {key: words[key] for _, key in used_arguments(digest)}.items() <= used.items()
    texts = {post.id: post.text for post in digest.posts}
    spans = zip(*(quotes.column(name) for name in ("post_id", "start", "end", "text")), strict=True)
    assert all(texts[post][start:end] == text for post, start, end, text in spans)


def test_the_quotes_table_says_what_each_quote_does():
    quotes = table_of(tiny_digest(), "quotes")
    said = list(zip(*(quotes.column(name) for name in ("place", "place_title", "role", "rank")), strict=True))
    assert said == [
        ("overview", "", "overview", 1),
        ("theme", "late parcels", "key point", 1),
        ("contrast", SIDES, "right key point", 1),
        ("said once", "", "said once", 1),
        ("open question", "", "open question", 1),
    ]


def test_a_dissenting_quote_is_marked():
    digest = library_chat()
    quotes = table_of(digest, "quotes")
    dissent = [
        key for role, key in zip(quotes.column("role"), quotes.column("argument_id"), strict=True) if role == "dissent"
    ]
    assert dissent == [theme.dissent for theme in digest.themes if theme.dissent in theme.quotes]
    assert dissent


def test_positions_name_the_side_they_lean_to():
    positions = table_of(tiny_digest(), "positions")
    assert list(zip(positions.column("position"), positions.column("side"), strict=True)) == [
        (0.75, "basics"),
        (0.0, None),
    ]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("make", [library_chat, few_arguments])
def test_a_table_becomes_a_typed_frame(make, name):
    digest = make()
    table, frame = table_of(digest, name), digest.to_frame(name)
    assert list(frame.columns) == [column.name for column in table.columns]
    assert len(frame) == len(table.rows)
    assert frame.attrs["about"] == table.about
    for column in table.columns:
        dtype = frame[column.name].dtype
        assert str(dtype) == {
            "time": "datetime64[us, UTC]",
            "integer": "int64",
            "number": "float64",
            "boolean": "bool",
        }.get(column.kind, "object")


def test_frames_can_be_counted_and_grouped():
    frame = library_chat().to_frame()
    assert frame.groupby("theme")["author"].nunique().max() == 8
    assert frame["posted_at"].dt.hour.unique().tolist() == [19]
    assert tiny_digest().to_frame().loc[1, "copy_authors"] == ["bob", "cy"]
    assert pd.isna(tiny_digest().to_frame("posts").loc[2, "posted_at"])


def test_an_unknown_table_is_named():
    with pytest.raises(UnknownName, match=r"There is no table 'argument'\. Did you mean 'arguments'"):
        library_chat().to_frame("argument")


def test_without_pandas_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPart, match=r"pip install 'discussion-miner\[notebook\]'"):
        library_chat().to_frame()


def test_pandas_is_loaded_only_for_frames():
    code = "import sys, miner.digest, miner.report; print(sorted({'pandas', 'pyarrow', 'docx', 'typst', 'xlsxwriter'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]"]


def test_a_notebook_shows_what_people_said_and_where_they_differ():
    digest = library_chat()
    page = LexborHTMLParser(digest._repr_html_())
    assert page.css_first("h3").text() == digest.title
    assert len(page.css("li")) == len(digest.themes)
    words = prove(digest)
    assert [quote.text() for quote in page.css("blockquote")] == [words[theme.key_point] for theme in digest.themes]
    assert page.css_first("td").text() == digest.contrasts[0].left.name


def test_a_notebook_that_shows_text_alone_shows_one_line():
    assert pretty(library_chat()) == (
        "Digest of 'Open until midnight? An hour about late library hours': 15 people, 47 posts, 44 arguments, 6 themes"
    )


def test_a_small_digest_shows_its_numbers_alone():
    page = LexborHTMLParser(few_arguments()._repr_html_())
    assert page.css_first("p").text() == "15 people, 47 posts, 44 arguments, 0 themes"
    assert not page.css("li, table")


def test_nothing_from_outside_becomes_markup_in_a_notebook():
    html = hostile_digest()._repr_html_()
    page = LexborHTMLParser(html)
    known = {
        "html",
        "head",
        "body",
        "div",
        "h3",
        "h4",
        "p",
        "ol",
        "li",
        "b",
        "bdi",
        "br",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert {node.tag for node in page.css("*")} <= known
    assert {name for node in page.css("*") for name in node.attributes} == {"style"}
    assert NAME.split("\n")[0] in page.text()
