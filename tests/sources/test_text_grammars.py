"""Grammars of text without a test of their own for any input: delimited tables, archives of mails, stored WordPress text.

The others stand beside their sources: chats, captions, quoting in mails, plain text, forums, links, the chat grammar.
"""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import items, material

from miner.errors import BrokenInput
from miner.sources.base import Failed, Skipped
from miner.sources.blogs.wordpress_text import read_stored
from miner.sources.cleaning import clean
from miner.sources.delimited import read_table, streamed_rows
from miner.sources.mail.archive import mails
from miner.sources.table import Table
from miner.sources.tables.survey import Survey
from miner.sources.tweets_v1 import TweetsV1
from miner.transcript import Post

CELLS = st.text(alphabet="aé 12\"',;|\t\n.=", max_size=12)
LINES = st.sampled_from(
    [
        b"From ann@example.org Sat Nov 14 21:29:28 2015",
        b"From ann at example.org Sat Nov 14 21:29:28 2015",
        b"From - ",
        b"From here we see the pond.",
        b">From ann@example.org Sat Nov 14 21:29:28 2015",
        b"From: ann@example.org",
        b"Subject: ducks",
        b"",
        b"A line.\r",
        b"\xff\x00",
    ]
)


# ---- tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_cells_come_back_as_they_were_written(delimiter: str, rows: list[tuple[str, str, str]]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("number", "name", "comment"), *rows])
    lines = file.getvalue().split("\n")
    streamed = [row for _, row in streamed_rows(enumerate(lines[:-1], 1), delimiter)]
    assert streamed == [["number", "name", "comment"], *map(list, rows)]


@given(st.text(alphabet='ab",;|\t\n ', max_size=80))
def test_any_text_is_split_with_the_numbers_of_its_lines(text: str) -> None:
    names, rows = read_table(text)
    numbers = [number for number, _ in rows]
    assert numbers == sorted(set(numbers))
    assert all(1 <= number <= text.count("\n") + 1 for number in numbers)
    letters = sum(cell.count("a") + cell.count("b") for row in (names, *(row for _, row in rows)) for cell in row)
    assert letters == (text.count("a") + text.count("b") if names else 0)


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_every_row_is_a_post_or_counted(rows: list[tuple[str, str]]) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("name", "comment"), *rows])
    try:
        found = items(Table(), file.getvalue())
    except BrokenInput:  # not one cell with a word in it
        return
    posts = [item for item in found if isinstance(item, Post)]
    n_others = sum(item.n for item in found if isinstance(item, Skipped | Failed))
    assert len(posts) + n_others == len(rows)
    assert all(clean(post.text) == post.text for post in posts)


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_every_answer_of_a_survey_is_a_post_or_counted(rows: list[tuple[str, str]]) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("What is good?", "What is bad?"), *rows])
    sheet = material(file.getvalue())
    if Survey().recognises(sheet):
        said = [item.text for item in items(Survey(), file.getvalue()) if isinstance(item, Post)]
        assert sorted(said) == sorted(filter(None, (clean(cell) for row in rows for cell in row)))


# ---- mails


@given(st.lists(LINES, max_size=14))
def test_no_byte_of_an_archive_is_lost_between_its_mails(lines: list[bytes]) -> None:
    data = b"\n".join(lines)
    found = list(mails(material(data)))
    assert b"".join(mail.opening + mail.data for mail in found) == data.lstrip(b"\r\n")
    numbers = [mail.line for mail in found]
    assert numbers == sorted(set(numbers))


# ---- what WordPress stores


@given(st.lists(st.sampled_from(["<pre>", "</pre>", "[code]", "[/code]", "<b>", "\n", "\n\n", "word", "[more]", "< "])))
def test_stored_text_is_clean_with_true_spans(parts: list[str]) -> None:
    read = read_stored("".join(parts))
    assert clean(read.text) == read.text
    assert all(0 <= start < end <= len(read.text) for start, end in read.quoted)
    assert read.text.count("word") == parts.count("word")


# ---- tweets


@given(
    st.text(alphabet="a @#\u00e9\U0001f600&;<>", max_size=20),
    st.lists(st.integers(-2, 30), min_size=2, max_size=2),
    st.lists(st.integers(-2, 30), min_size=2, max_size=2) | st.none(),
)
def test_places_in_a_tweet_are_checked(text: str, indices: list[int], shown: list[int] | None) -> None:
    tweet = {
        "id_str": "12345678901",
        "created_at": "Thu Mar 14 17:00:00 +0000 2024",
        "full_text": text,
        "display_text_range": shown,
        "user": {"screen_name": "ann"},
        "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://example.org", "indices": indices}]},
    }
    found = items(TweetsV1(), json.dumps([tweet]))
    posts = [item for item in found if isinstance(item, Post)]
    assert len(posts) + sum(item.n for item in found if isinstance(item, Skipped | Failed)) == 1
    assert all(0 <= start < end <= len(post.text) for post in posts for start, end in post.quoted)
