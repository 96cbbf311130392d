"""Posts are kept as they are, with their versions, and come back to the letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import msgspec
import pytest
from builders import discussion, post, transcript
from hypothesis import given
from hypothesis import strategies as st

from miner.library import (
    Kept,
    Library,
    begin_run,
    digest_key,
    digest_of,
    digest_with,
    keep_digest,
    keep_transcript,
    last_digest,
    load_transcript_of,
    problems_of,
    versions_of,
)
from miner.library.posts import post_of
from miner.settings import ReportSettings, Settings
from miner.transcript import Kind, Post, QuestionLink, Thread, Transcript, dump_transcript, load_transcript

NOW = datetime(2024, 6, 1, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
TIMES = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def read(library: Library, found: Transcript, name: str = "library") -> Kept:
    with library.writing():
        return keep_transcript(library, begin_run(library, name, NOW), found)


POSTS = st.builds(
    Post,
    id=TEXTS,
    thread_id=st.sampled_from(["a", "b"]),
    text=TEXTS,
    kind=st.sampled_from(get_args(Kind)),
    author=TEXTS,
    posted_at=TIMES,
    edited_at=TIMES,
    url=TEXTS,
    likes=st.integers(0, 1 << 40),
    hashtags=st.lists(TEXTS, max_size=2).map(tuple),
    flags=st.lists(TEXTS, max_size=2).map(tuple),
    questions=st.lists(st.builds(QuestionLink, id=TEXTS), max_size=1).map(tuple),
    locator=TEXTS,
)


@given(st.lists(POSTS, max_size=6, unique_by=lambda post: (post.thread_id, post.id)))
def test_any_post_comes_back_as_it_was(posts):
    with Library(":memory:") as library:
        threads = (Thread(id="a", title="one"), Thread(id="b"))
        assert read(library, Transcript(threads=threads, posts=tuple(posts))).new == len(posts)
        numbers = range(1, len(posts) + 1)
        assert [post_of(library, number) for number in numbers] == posts
        assert list(problems_of(library)) == []


def test_what_is_exported_is_read_back_as_it_is(library):
    found = discussion(40)
    read(library, found)
    exported = load_transcript_of(library)
    assert (exported.posts, exported.threads) == (found.posts, found.threads)
    assert exported.accounts[0].read == exported.accounts[0].kept == len(found.posts)
    assert load_transcript("".join(dump_transcript(exported)), "export") == exported


def test_edits_are_versions_and_likes_are_not(library):
    first = transcript([post("The roof leaks.", 1), post("The lift is slow.", 2), post("The hall is cold.", 3)])
    assert read(library, first) == Kept(new=3)
    changed = [
        msgspec.structs.replace(first.posts[0], text="The roof leaked, it is mended."),
        msgspec.structs.replace(first.posts[1], likes=7, locator="line 9"),
        first.posts[2],
    ]
    assert read(library, msgspec.structs.replace(first, posts=tuple(changed))) == Kept(edited=1, same=2)
    versions = versions_of(library, first.posts[0].thread_id, first.posts[0].id)
    assert [(version.post.text, version.run) for version in versions] == [
        ("The roof leaks.", 1),
        ("The roof leaked, it is mended.", 2),
    ]
    assert [one.likes for one in load_transcript_of(library).posts] == [0, 7, 0]


def test_a_post_missing_between_others_is_gone_until_it_comes_back(library):
    whole = transcript(post(f"Point number {number} of the list.", number) for number in range(1, 6))
    without = msgspec.structs.replace(whole, posts=tuple(one for one in whole.posts if one.id != "test:3"))
    read(library, whole)
    assert read(library, without) == Kept(same=4, gone=1)
    assert len(load_transcript_of(library).posts) == 4
    assert len(load_transcript_of(library, with_gone=True).posts) == 5
    assert read(library, without).gone == 0
    assert read(library, whole) == Kept(same=5)
    assert len(load_transcript_of(library).posts) == 5


def test_posts_outside_the_stretch_that_was_read_are_not_gone(library):
    whole = transcript(post(f"Point number {number} of the list.", number) for number in range(1, 9))
    read(library, whole)
    later = msgspec.structs.replace(whole, posts=whole.posts[5:])
    assert read(library, later).gone == 0
    assert len(load_transcript_of(library).posts) == 8


def test_the_same_id_in_two_threads_is_two_posts(library):
    posts = [post("The first page.", 1, thread_id="a"), post("The second page.", 1, thread_id="b")]
    read(library, Transcript(threads=(Thread(id="a"), Thread(id="b")), posts=tuple(posts)))
    assert [versions_of(library, thread, "test:1")[0].post.text for thread in ("a", "b")] == [
        "The first page.",
        "The second page.",
    ]


def test_a_digest_comes_back_and_is_known_by_what_it_was_made_from(library, example_chat_digest):
    found, settings = discussion(5), Settings()
    key = digest_key(found, settings)
    assert digest_with(library, key) is None
    with library.writing():
        number = keep_digest(library, begin_run(library, "weekly", NOW, {"key": key}), example_chat_digest)
    assert digest_of(library, number) == digest_with(library, key) == example_chat_digest
    assert list(digest_of(library, number).method.settings) == list(example_chat_digest.method.settings)
    assert (last_digest(library, "weekly"), last_digest(library, "daily")) == (number, None)
    assert digest_key(found, msgspec.structs.replace(settings, report=ReportSettings(output="x"))) == key
    other = msgspec.structs.replace(settings.clusters, max_themes=3)
    assert digest_key(found, msgspec.structs.replace(settings, clusters=other)) != key
    assert digest_key(discussion(6), settings) != key


@pytest.mark.parametrize("days", [0, 400])
def test_times_are_compared_as_times(library, days):
    zone = NOW + timedelta(days=days)
    read(
        library, transcript([post("One.", 1, posted_at=zone), post("Two.", 2, posted_at=zone + timedelta(seconds=0.5))])
    )
    assert [row[0] for row in library.rows("SELECT id FROM posts ORDER BY posted_at")] == ["test:1", "test:2"]
