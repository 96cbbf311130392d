"""Tables of tweets: ids that a spreadsheet ruined, reposts, replies, others' words."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from source_reading import cases, check_case, items, material, posts

from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.material import Material
from miner.sources.tweet_records import TweetId, lost_digits, others_words, tweet_id
from miner.sources.tweet_table import TweetTable
from miner.transcript import Thread

HEAD = "id,created_at,user_screen_name,text,in_reply_to_status_id,in_reply_to_screen_name,retweet_id,tweet_url\n"
# Week: tweets and reposts as the folder's SOURCE.md counts them, and people (screen names, any case).
WEEKS = {
    "apr072015": (743, 324, 195),
    "apr232015": (823, 359, 157),
    "june032015": (561, 192, 150),
    "june192015": (867, 404, 243),
    "mar102015": (625, 304, 198),
    "may192015": (528, 253, 169),
}


def row(number: int, author: str, text: str, minute: int, reply_to: str = "", name: str = "", repost: str = "") -> str:
    at = f"Tue Mar 10 18:{minute:02}:00 +0000 2015"
    return f'{10**17 + number},{at},{author},"{text}",{reply_to},{name},{repost},\n'


@pytest.mark.parametrize("file", cases("tweet_table"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(TweetTable(), file)


@pytest.mark.parametrize("week", WEEKS)
def test_real_weeks_have_the_counts_of_their_source(week: str, shared_data: Path) -> None:
    file = shared_data / "critlib_tweet_chats" / f"{week}.csv.gz"
    transcript = read([str(file)])
    account = transcript.accounts[0]
    n_reposts = sum(post.kind == "repost" for post in transcript.posts)
    n_people = len({post.author.lower() for post in transcript.posts})
    assert account.source == "tweet_table"
    assert (account.read, n_reposts, n_people) == WEEKS[week]
    assert account.failed == {}
    assert account.read == account.kept + sum(account.skipped.values())
    assert transcript.threads[0].hashtag == "critlib"


def test_replies_survive_ids_that_lost_their_digits(shared_data: Path) -> None:
    """In this week all ids were rounded; the true ones stand in the links, and rounding those finds the parents."""
    transcript = read([str(shared_data / "critlib_tweet_chats" / "apr232015.csv.gz")])
    sources = Counter(post.parent_source for post in transcript.posts)
    assert sources["native"] >= 140
    assert sum(str(post.repost_of).startswith("twitter:") for post in transcript.posts) >= 340


def test_raw_objects_and_the_table_of_a_week_agree(shared_data: Path) -> None:
    folder = shared_data / "critlib_tweet_chats"
    for week in ("june032015", "may192015"):
        table, raw = (
            {post.id: post for post in read([str(folder / f"{week}.{kind}")]).posts}
            for kind in ("csv.gz", "twarc.jsonl.gz")
        )
        assert table.keys() == raw.keys()
        for post_id, post in table.items():
            other = raw[post_id]
            assert (post.kind, post.author, post.posted_at, post.likes) == (
                other.kind,
                other.author,
                other.posted_at,
                other.likes,
            )
            assert (post.repost_of, post.hashtags, post.url) == (other.repost_of, other.hashtags, other.url)
            assert post.kind == "repost" or post.text == other.text
            assert post.parent_source != "native" or post.parent_id == other.parent_id


def test_sample_of_a_tags_sheet(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "tags_csv" / "tags_archive.csv")])
    assert [post.kind for post in transcript.posts].count("repost") == 1
    repost = next(post for post in transcript.posts if post.kind == "repost")
    assert repost.repost_of == "twitter:1264260000000000002"
    assert "id_lost" in repost.flags
    assert all(post.posted_at is not None and post.posted_at.hour == 17 for post in transcript.posts)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1264260000000000101", TweetId(digits="1264260000000000101")),
        ("x1264260000000000101", TweetId(digits="1264260000000000101")),
        ("1.26426E+18", TweetId(digits="1264260000000000000", lost=True)),
        ("1,26E+18", TweetId(digits="1260000000000000000", lost=True)),
        ("585646512345678900.0", TweetId(digits="585646512345678900", lost=True)),
        ("", TweetId()),
        ("0", TweetId()),
        ("1.5E+3", TweetId()),
        ("none", TweetId()),
    ],
)
def test_ids_as_spreadsheets_leave_them(cell: str, expected: TweetId) -> None:
    assert tweet_id(cell) == expected


def test_a_column_of_rounded_ids_is_noticed_and_a_true_one_is_not() -> None:
    pick = random.Random(7)  # noqa: S311 - ids of a test
    true = [str(pick.randrange(10**17, 10**18)) for _ in range(200)]
    assert not lost_digits(true)
    assert lost_digits(str(round(int(digits), -3)) for digits in true)
    assert lost_digits(str(int(float(digits)) // 10 * 10) for digits in true)
    assert not lost_digits([])


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("My own words, all of them", []),
        ("Love this! RT @ann: the basics first", ["RT @ann: the basics first"]),
        ("So true QT @ann the basics first", ["QT @ann the basics first"]),
        ("“@ann: the basics first” not always", ["“@ann: the basics first”"]),
        ('"the basics come first" - @ann said it', ['"the basics come first"']),
        ("“the basics come first” via @ann", ["“the basics come first”"]),
        ("“CX” @ann is a word I cannot hear any more", []),
        (".@ann the basics first", []),
        ("great read via @ann", []),
    ],
)
def test_words_of_others_are_marked_to_the_letter(text: str, taken: list[str]) -> None:
    assert [text[start:end] for start, end in others_words(text)] == taken


@pytest.mark.parametrize("text", ["“" + "a b " * 50_000, '"@ann ' * 20_000, "x" * 200_000 + "…", "RT @" * 50_000])
def test_long_hostile_texts_are_read_in_linear_time(text: str) -> None:
    others_words(text)


def test_old_style_forwards_and_public_mentions_are_no_reposts() -> None:
    lines = [
        row(1, "ann", "MT @bob: the basics", 1),
        row(2, "bob", ".@ann no, ideas", 2),
        row(3, "cy", "RT @ann says", 3),
    ]
    assert [post.kind for post in posts(TweetTable(), HEAD + "".join(lines))] == ["message"] * 3


def test_repost_finds_its_original_by_text_when_no_id_is_given() -> None:
    original = "The basics come first because nobody at all forgives a late parcel https://t.co/abcdefghij"
    lines = [
        row(1, "Ann", original, 1),
        row(2, "bob", "RT @ann: " + original[:70] + "…", 2),
        row(3, "cy", "rt @zoe: hello", 3),
    ]
    found = {post.author: post for post in posts(TweetTable(), HEAD + "".join(lines))}
    assert found["bob"].repost_of == f"twitter:{10**17 + 1}"
    assert found["bob"].quoted == ((9, len(found["bob"].text)),)
    assert found["cy"].repost_of == "@zoe"


def test_answer_without_an_id_goes_to_the_last_thing_the_person_said_before() -> None:
    lines = [
        row(1, "Ann", "first", 1),
        row(2, "ann", "second", 5),
        row(3, "bob", "@ann yes", 7, name="ann"),
        row(4, "ann", "third", 9),
        row(5, "cy", "@zoe hm", 9, name="zoe"),
    ]
    found = {post.author: post for post in posts(TweetTable(), HEAD + "".join(lines))}
    assert (found["bob"].parent_id, found["bob"].parent_source) == (f"twitter:{10**17 + 2}", "mention")
    assert found["cy"].parent_id is None


def test_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    lines = [row(n, f"p{n % 7}", f"words number {n} #cx", n, name=f"p{(n + 3) % 7}") for n in range(40)]
    results = []
    for seed in range(3):
        random.Random(seed).shuffle(lines)  # noqa: S311 - order of a test
        file = tmp_path / "chat.csv"
        file.write_text(HEAD + "".join(lines), "utf-8")
        transcript = read([str(file)])
        results.append([(post.id, post.parent_id, post.text, post.repost_of) for post in transcript.posts])
    assert results[0] == results[1] == results[2]


def test_hashtag_of_the_chat_must_be_in_most_tweets() -> None:
    few = [row(1, "ann", "one #cx", 1), row(2, "bob", "two", 2), row(3, "cy", "three", 3)]
    most = [row(1, "ann", "one #CX #new", 1), row(2, "bob", "two #cx", 2), row(3, "cy", "three", 3)]
    hashtags = [
        item.hashtag
        for lines in (few, most)
        for item in items(TweetTable(), HEAD + "".join(lines))
        if isinstance(item, Thread)
    ]
    assert hashtags == ["", "cx"]


def test_cut_hashtags_and_links_are_none() -> None:
    found = posts(
        TweetTable(), HEAD + row(1, "ann", "late #parcels https://t.co/abc", 1) + row(2, "bob", "so #par…", 2)
    )
    assert [post.hashtags for post in found] == [("parcels",), ()]
    assert found[0].links == ("https://t.co/abc",)


def test_same_tweet_twice_counts_once_and_keeps_the_version_that_says_more() -> None:
    found = items(TweetTable(), HEAD + row(1, "ann", "shor", 1) + row(1, "ann", "shorter", 1))
    assert [item.n for item in found if isinstance(item, Skipped)] == [1]
    assert [
        post.text for post in posts(TweetTable(), HEAD + row(1, "ann", "shorter", 1) + row(1, "ann", "shor", 1))
    ] == ["shorter"]


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        (HEAD + row(1, "ann", "x", 1), SourceSettings(), True),
        (HEAD + row(1, "ann", "x", 1), SourceSettings(columns={"text": "text"}), False),
        (HEAD, SourceSettings(), False),
        ("id,author,text\n1,ann,hello\n", SourceSettings(), False),
        ("tweet_id,retweet_count,text\n1,2,no author here\n", SourceSettings(), False),
        ("just prose, with commas\n", SourceSettings(), False),
    ],
)
def test_recognises(text: str, settings: SourceSettings, expected: bool) -> None:
    assert TweetTable().recognises(Material("chat.csv", text.encode(), settings)) is expected


def test_recognising_never_raises_on_hostile_files(shared_data: Path) -> None:
    for file in sorted((shared_data / "samples" / "hostile").iterdir()):
        assert TweetTable().recognises(material(file.read_bytes())) is False


def test_time_of_the_sheet_serves_where_utc_is_missing() -> None:
    """TAGS' ``time`` is in the zone of the sheet: rows with both say how far it is ahead."""
    names = "id_str,from_user,text,created_at,time,in_reply_to_screen_name,status_url"
    rows = [
        "1,ann,Q1: first,Sun May 24 17:00:03 +0000 2020,24/05/2020 18:00:03,,",
        "2,bo,A1 second,,24/05/2020 18:01:10,ann,",
    ]
    found = posts(TweetTable(), "\n".join([names, *rows]))
    assert [post.posted_at for post in found] == [
        datetime(2020, 5, 24, 17, 0, 3, tzinfo=UTC),
        datetime(2020, 5, 24, 17, 1, 10, tzinfo=UTC),
    ]
    assert found[1].parent_id == found[0].id
    assert not found[1].tz_assumed


def test_time_of_the_sheet_alone_is_taken_as_utc_and_said_so() -> None:
    names = "id_str,from_user,text,time,in_reply_to_screen_name,status_url"
    post = posts(TweetTable(), f"{names}\n1,ann,Q1: first,24/05/2020 18:00:03,,")[0]
    assert (post.posted_at, post.tz_assumed) == (datetime(2020, 5, 24, 18, 0, 3, tzinfo=UTC), True)
