"""Twitter's API 2: pages with includes, flattened lines, long notes, references."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import cases, check_case, items, material, posts

from miner.errors import InputError
from miner.sources import read
from miner.sources.base import Note, Skipped
from miner.sources.tweets_v2 import TweetsV2

# Sample -> tweets in it, reposts among them.
SAMPLES = {
    "python-twitter__search_tweets_for_nyc.json": (10, 7),
    "python-twitter__timeline_mentions.json": (5, 0),
    "python-twitter__timeline_reverse_chronological.json": (5, 0),
    "python-twitter__timeline_tweets.json": (5, 0),
    "python-twitter__tweet.json": (1, 0),
    "python-twitter__tweet_quote_tweets_resp.json": (15, 13),
    "python-twitter__tweet_retweet_tweets_resp.json": (8, 8),
    "python-twitter__tweets_resp.json": (2, 0),
}


@pytest.mark.parametrize(
    "file", [file for file in cases("tweets_v2") if file.stem != "users"], ids=lambda file: file.name
)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(TweetsV2(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "twitter_v2_api" / name)])
    account = transcript.accounts[0]
    assert account.source == "tweets_v2"
    assert (account.read, sum(post.kind == "repost" for post in transcript.posts)) == SAMPLES[name]
    assert not account.failed


def test_file_of_users_is_refused(test_data: Path) -> None:
    file = test_data / "sources" / "tweets_v2" / "users.json"
    assert TweetsV2().recognises(material(file.read_bytes())) is False
    with pytest.raises(InputError):
        read([str(file)])


def test_names_come_from_any_page() -> None:
    pages = [
        {"data": [{"id": "150", "text": "first words", "author_id": "1", "conversation_id": "150"}]},
        {"data": [], "includes": {"users": [{"id": "1", "username": "ann"}]}, "meta": {"result_count": 0}},
        {"meta": {"result_count": 0}},
    ]
    found = posts(TweetsV2(), "\n".join(json.dumps(page) for page in pages))
    assert [(post.author, post.url) for post in found] == [("ann", "https://twitter.com/ann/status/150")]


def test_unknown_authors_are_shown_by_number() -> None:
    value = {"id": "150", "text": "words", "author_id": "77"}
    post = posts(TweetsV2(), json.dumps(value))[0]
    assert (post.author, post.url) == ("77", "https://twitter.com/i/status/150")


def test_what_the_page_says_it_could_not_deliver_is_counted() -> None:
    page = {
        "data": [{"id": "150", "text": "words", "author_id": "1"}],
        "errors": [{"title": "Not Found Error"}, {"title": "Not Found Error"}],
        "includes": {"tweets": [{"id": "149", "text": "context", "author_id": "2"}]},
    }
    found = items(TweetsV2(), json.dumps(page))
    assert [(item.reason, item.n) for item in found if isinstance(item, Skipped)] == [
        ("not delivered by the API: Not Found Error", 2)
    ]
    assert any(isinstance(item, Note) and item.text.startswith("1 tweets came only as context") for item in found)


@pytest.mark.parametrize(
    "text",
    [
        '{"data": [{"id": "1", "text": "no mark of a tweet"}]}',
        '{"data": [{"id": "11", "username": "ann", "public_metrics": {}}]}',
        '{"meta": {"result_count": 0}, "conversation_id": 1}',
        '{"data": [{"id": "1", "text": "cut", "author_id": ',
        "[[[[",
    ],
)
def test_what_holds_no_tweets_is_not_recognised(text: str) -> None:
    assert TweetsV2().recognises(material(text)) is False


def test_flattened_tweets_name_whom_they_answer() -> None:
    first = {"id": "150", "text": "first", "author_id": "1", "author": {"id": "1", "username": "ann"}}
    second = {"id": "151", "text": "second", "author_id": "2", "in_reply_to_user_id": "1", "public_metrics": {}}
    second["author"] = {"id": "2", "username": "bo"}
    second["in_reply_to_user"] = {"id": "1", "username": "ann"}
    lines = [dict(value, created_at=f"2024-03-14T17:0{at}:00.000Z") for at, value in enumerate((first, second))]
    found = posts(TweetsV2(), "\n".join(json.dumps(line) for line in lines))
    assert [(post.author, post.parent_id) for post in found] == [("ann", None), ("bo", "twitter:150")]
