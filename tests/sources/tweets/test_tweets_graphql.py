"""Answers of Twitter's web interface: conversations, searches, HAR files, and what in them is no tweet."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, check_case, items, material, posts, summary

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Failed, Skipped
from miner.sources.cleaning import clean
from miner.sources.tweet_records import unescaped
from miner.sources.tweets.graphql import TweetsGraphql
from miner.transcript import Post

FOLDER = FIXTURES / "tweets_graphql"
# Sample -> tweets, reposts and tweets with a parent in it: counted as rest_ids under tweet_results.
SAMPLES = {
    "_issue_42.json": (1, 1, 0),
    "raw_search.json": (20, 0, 0),
    "raw_tweet_details.json": (37, 0, 36),
}


@pytest.mark.parametrize("name", ["conversation.json", "capture.har"])
def test_example_reads_as_expected(name: str) -> None:
    check_case(TweetsGraphql(), FOLDER / name)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Any) -> None:
    transcript = read([str(shared_data / "samples" / "twitter_graphql" / name)])
    account = transcript.accounts[0]
    reposts = sum(post.kind == "repost" for post in transcript.posts)
    answers = sum(post.parent_id is not None for post in transcript.posts)
    assert (account.source, account.read, reposts, answers) == ("tweets_graphql", *SAMPLES[name])
    assert not account.failed
    assert not account.skipped
    assert transcript.threads[0].is_chat


def test_long_tweets_of_a_real_search_are_whole(shared_data: Any) -> None:
    transcript = read([str(shared_data / "samples" / "twitter_graphql" / "raw_search.json")])
    assert sum(len(post.text) > 300 for post in transcript.posts) >= 7
    assert all(post.author and post.url for post in transcript.posts)


def test_what_a_conversation_lacks_is_named() -> None:
    transcript = read([str(FOLDER / "conversation.json")])
    account = transcript.accounts[0]
    assert account.skipped == {"advertisement": 1, "not available (deleted, private or withheld)": 2}
    assert "tweet 1768000000000000001 says it has 9 direct replies, 2 were in the file" in account.notes
    assert any(note.startswith("in 1 places the page offered more replies") for note in account.notes)


def test_chat_grammar_works_on_a_capture() -> None:
    transcript = read([str(FOLDER / "conversation.json")])
    assert [question.id for question in transcript.threads[0].questions] == ["Q1"]
    answered = Counter(link.id for post in transcript.posts for link in post.questions if post.kind == "message")
    assert answered["Q1"] >= 2


def test_lists_of_users_are_refused() -> None:
    assert TweetsGraphql().recognises(material((FOLDER / "followers.json").read_bytes()))
    with pytest.raises(NoPostsFound):
        read([str(FOLDER / "followers.json")])


def test_answers_may_stand_one_a_line_or_one_behind_another() -> None:
    answer = (FOLDER / "conversation.json").read_text("utf-8")
    line = json.dumps(json.loads(answer))
    once = [post.id for post in posts(TweetsGraphql(), answer)]
    for text in (f"{line}\n{line}", f"[{line},{line}]", f"{answer}\n{answer}"):
        assert [post.id for post in posts(TweetsGraphql(), text)] == once


def test_object_without_words_fails_and_is_counted() -> None:
    answer = {"data": {"tweetResult": {"result": {"__typename": "Tweet", "rest_id": "150"}}}}
    found = items(TweetsGraphql(), json.dumps(answer))
    assert [item.reason for item in found if isinstance(item, Failed)] == ["object that is no tweet"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "tweet_results",
                        "result",
                        "legacy",
                        "core",
                        "tweet",
                        "cursorType",
                        "note_tweet",
                        "entries",
                        "full_text",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_no_shape_of_an_answer_breaks_it(value: Any) -> None:
    found = items(TweetsGraphql(), json.dumps({"data": value, "__typename": ""}))
    for item in found:
        assert isinstance(item, Skipped | Failed) or summary([item])


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=5))
def test_every_tweet_comes_out_once(texts: list[str]) -> None:
    results = [
        {
            "tweet_results": {
                "result": {
                    "rest_id": str(1000 + number),
                    "core": {"user_results": {"result": {"core": {"screen_name": "ann"}}}},
                    "legacy": {"full_text": text, "created_at": "Thu Mar 14 17:00:00 +0000 2024"},
                }
            }
        }
        for number, text in enumerate(texts)
    ]
    found = posts(TweetsGraphql(), json.dumps({"__typename": "", "list": results}))
    said = [number for number, text in enumerate(texts) if clean(unescaped(text))]
    assert [post.id for post in found] == [f"twitter:{1000 + number}" for number in said]
    for post in found:
        _check_spans(post)


def _check_spans(post: Post) -> None:
    assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)
    assert all(before[1] <= after[0] for before, after in pairwise(post.quoted))
