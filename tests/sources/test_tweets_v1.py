"""Twitter's API 1.1: the forms a text comes in, reposts, quoted tweets, broken lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from source_reading import cases, check_case, items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Failed, Skipped
from miner.sources.tweets_v1 import TweetsV1

# Sample -> tweets in it, reposts among them.
SAMPLES = {
    "extended_tweet_in_compat_mode.json": (1, 0),
    "extended_tweet_in_extended_mode.json": (1, 0),
    "get_home_timeline.json": (20, 14),
    "get_mentions.json": (19, 3),
    "get_retweets.json": (14, 14),
    "get_search_geocode.json": (15, 1),
    "get_status_with_place.json": (1, 0),
    "get_user_retweets.json": (20, 0),
    "get_user_timeline_sincemax.json": (6, 2),
    "grimoirelab-perceval__tweets_page_1.json": (2, 2),
    "twitter-to-sqlite__tweets.json": (3, 1),
}


def tweet(**fields: Any) -> dict[str, Any]:
    whole = {
        "id_str": "700000000000000001",
        "created_at": "Tue Feb 16 18:00:00 +0000 2016",
        "user": {"screen_name": "ann"},
    }
    return {**whole, "text": "hello", **fields}


@pytest.mark.parametrize("file", cases("tweets_v1"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(TweetsV1(), file)


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "twitter_v1_api" / name)])
    account = transcript.accounts[0]
    assert account.source == "tweets_v1"
    assert (account.read, sum(post.kind == "repost" for post in transcript.posts)) == SAMPLES[name]
    assert not account.failed
    assert all(post.posted_at is not None and post.author for post in transcript.posts)


def test_whole_text_is_taken_and_what_stands_around_it_is_not() -> None:
    """Names it answers stand before, the link to its picture behind the range that is shown."""
    value = tweet(full_text="@bob @cy yes &amp; no https://t.co/p", display_text_range=[9, 21], text="@bob …")
    assert [post.text for post in posts(TweetsV1(), json.dumps(value))] == ["yes & no"]


def test_compatible_form_carries_the_long_text_inside() -> None:
    long = {
        "full_text": "all of it",
        "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://a.example"}]},
    }
    found = posts(
        TweetsV1(),
        json.dumps(
            [tweet(text="all…", truncated=True, extended_tweet=long), tweet(id_str="2", text="cut…", truncated=True)]
        ),
    )
    assert [(post.text, post.flags, post.links) for post in found] == [
        ("all of it", (), ("https://a.example",)),
        ("cut…", ("truncated",), ()),
    ]


def test_true_id_wins_over_the_one_that_javascript_rounded() -> None:
    value = tweet(id=585646512345678900, id_str="585646512345678913", in_reply_to_status_id=585646512345678800)
    post = posts(TweetsV1(), json.dumps(value))[0]
    assert (post.id, post.parent_id) == ("twitter:585646512345678913", "twitter:585646512345678800")


def test_words_of_a_quoted_tweet_are_not_its_author_s() -> None:
    value = tweet(text="not in my shop https://t.co/q", quoted_status=tweet(id_str="9", text="queues are fine"))
    post = posts(TweetsV1(), json.dumps(value))[0]
    assert "queues" not in post.text
    assert post.parent_id is None  # the quoted tweet is not in the file


def test_broken_lines_and_notices_are_counted() -> None:
    lines = [
        json.dumps({"limit": {"track": 5}}),
        json.dumps(tweet()),
        json.dumps({"some": "thing", "else": 1}),
        '{"id_str": "7',
    ]
    found = items(TweetsV1(), "\n".join(lines))
    assert sorted(item.reason for item in found if isinstance(item, Failed)) == [
        "broken line",
        "object that is no tweet",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[{"screen_name": "ann", "id_str": "1"}]',
        '{"statuses": []}',
        '{"user": {"screen_name": "ann"}, "text": "no id"}',
        '[{"user": {"screen_name": "ann"}, "id_str": "1", "text": "cut in the midd',
        "screen_name,text\nann,hello\n",
    ],
)
def test_what_holds_no_tweets_is_not_recognised(text: str) -> None:
    assert TweetsV1().recognises(material(text)) is False


def test_fields_of_wrong_types_do_no_harm() -> None:
    value = tweet(
        entities={"urls": "no", "hashtags": [1, {"text": 5}]}, favorite_count="many", display_text_range=["a"], lang=3
    )
    post = posts(TweetsV1(), json.dumps(value))[0]
    assert (post.text, post.likes, post.lang, post.hashtags) == ("hello", 0, "", ())


def test_pages_may_stand_in_a_list_one_a_line_or_one_behind_another() -> None:
    pages = [{"statuses": [tweet(id_str=f"{n}01"), tweet(id_str=f"{n}02", text="more")]} for n in (7, 8)]
    wanted = ["twitter:701", "twitter:702", "twitter:801", "twitter:802"]
    texts = (
        json.dumps(pages),
        "\n".join(json.dumps(page) for page in pages),
        "".join(json.dumps(page, indent=1) for page in pages),
        "\n".join(json.dumps(page["statuses"]) for page in pages),
    )
    for text in texts:
        assert TweetsV1().recognises(material(text))
        assert [post.id for post in posts(TweetsV1(), text)] == wanted


def test_list_of_accounts_is_refused(tmp_path: Path) -> None:
    account = {"id": 1, "screen_name": "ann", "description": "I like tea and talk", "followers_count": 3}
    for value in ({"users": [account], "next_cursor": 0}, [account]):
        file = tmp_path / "followers.json"
        file.write_text(json.dumps(value), "utf-8")
        with pytest.raises(NoPostsFound):
            read([str(file)])


def test_tweet_without_words_is_counted() -> None:
    found = items(TweetsV1(), json.dumps([tweet(), tweet(id_str="8", text=" ")]))
    assert [(item.reason, item.n) for item in found if isinstance(item, Skipped)] == [("tweet without text", 1)]
