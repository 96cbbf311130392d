"""Transcripts as JSON Lines: what was written is read again, and what is off is named with its line."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import NotATranscript
from miner.transcript import PlaceAccount, Post, QuestionLink, Thread, Transcript, dump_transcript, load_transcript

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
POSTS = st.builds(
    Post,
    id=TEXT,
    thread_id=TEXT,
    text=TEXT,
    author=TEXT,
    quoted=st.lists(st.tuples(st.integers(0, 9), st.integers(9, 20)), max_size=2).map(tuple),
    posted_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    questions=st.lists(
        st.builds(QuestionLink, id=st.sampled_from(["Q1", "Q2"]), confidence=st.floats(0, 1)), max_size=2
    ).map(tuple),
    likes=st.integers(-5, 10**9),
)


@given(st.lists(POSTS, max_size=4), st.lists(st.builds(Thread, id=TEXT, title=TEXT, is_chat=st.booleans()), max_size=2))
def test_what_was_written_is_read_again(posts: list[Post], threads: list[Thread]) -> None:
    account = PlaceAccount(place="a.csv", source="table", read=3, kept=1, skipped={"deleted": 2}, notes=("a note",))
    transcript = Transcript(threads=tuple(threads), posts=tuple(posts), accounts=(account,))
    lines = list(dump_transcript(transcript))
    assert all(line.count("\n") == 1 and line.endswith("\n") for line in lines)
    assert load_transcript("".join(lines), "own.jsonl") == transcript


def test_same_transcript_gives_the_same_bytes(chat: Transcript) -> None:
    assert list(dump_transcript(chat)) == list(dump_transcript(load_transcript("".join(dump_transcript(chat)), "x")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: [], "own.jsonl, line 1, is not a line of a miner transcript: the file is empty. "),
        (
            lambda lines: [lines[0].replace("miner/1", "miner/9"), *lines[1:]],
            "own.jsonl, line 1, is not a line of a miner transcript: its schema is 'miner/9', this version reads 'miner/1'. ",
        ),
        (
            lambda lines: lines[:-1],
            "own.jsonl, line 5, is not a line of a miner transcript: the head promises 1 threads and 4 posts, the file has 1 and 3. ",
        ),
        (
            lambda lines: [lines[0], lines[1], "{}\n", *lines[2:]],
            "own.jsonl, line 3, is not a line of a miner transcript: it holds not exactly one of a thread and a post. ",
        ),
        (
            lambda lines: [lines[0], lines[1], "{broken\n", *lines[2:]],
            "own.jsonl, line 3, is not a line of a miner transcript: JSON is malformed: ",
        ),
        (
            lambda lines: [lines[0], '{"thread":{"id":"t","colour":"red"}}\n', *lines[2:]],
            "own.jsonl, line 2, is not a line of a miner transcript: Object contains unknown field `colour`",
        ),
    ],
)
def test_what_is_off_is_named_with_its_line(change, message: str, chat: Transcript) -> None:
    with pytest.raises(NotATranscript) as caught:
        load_transcript("".join(change(list(dump_transcript(chat)))), "own.jsonl")
    assert str(caught.value).startswith(message)
    assert str(caught.value).endswith("Make the file again with 'miner read'.")
    assert caught.value.exit_code == 3
