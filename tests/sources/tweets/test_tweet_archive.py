"""Archives of accounts: single files of every layout, a folder, a zip; long tweets completed; nothing run."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, check_case, items, material, posts

from miner.errors import BrokenInput, NoPostsFound
from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.tweets.archive import OWNER, TweetArchiveFile
from miner.transcript import Transcript

FOLDER = FIXTURES / "tweet_archive"
LISTS = ("account.js", "community-tweet.js", "deleted-tweets.js", "follower.js", "note-tweet.js", "tweets.js")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder as the zip unpacks to: lists under ``data``, media, and a page to look at it all."""
    data = tmp_path / "twitter-2024" / "data"
    (data / "tweets_media").mkdir(parents=True)
    for name in LISTS:
        (data / name).write_bytes((FOLDER / name).read_bytes())
    (data / "tweets_media" / "1.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (data.parent / "Your archive.html").write_text("<!doctype html><body>Your archive</body>", "utf-8")
    return data.parent


@pytest.mark.parametrize("name", ["tweets.js", "tweet.js", "note-tweet.js", "community-tweet.js", "2013_01.js"])
def test_example_reads_as_expected(name: str) -> None:
    check_case(TweetArchiveFile(), FOLDER / name)


def test_whole_archive_is_read_together(archive: Path) -> None:
    _check_archive(read([str(archive)]))


def test_zip_reads_as_its_folder(archive: Path, tmp_path: Path) -> None:
    packed = tmp_path / "archive.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for path in sorted(archive.rglob("*")):
            file.write(path, path.relative_to(archive))
    _check_archive(read([str(packed)]))


def _check_archive(transcript: Transcript) -> None:
    account = transcript.accounts[0]
    assert account.source == "tweet_archive"
    assert account.skipped == {"deleted": 1, "file of the archive without posts": 4, "read twice": 1}
    assert account.failed == {"object that is no tweet": 2}
    assert {post.author for post in transcript.posts} == {"pot_tester"}
    assert len(transcript.posts) == 5
    assert account.read == 13
    long = next(post for post in transcript.posts if post.id == "twitter:1768000000000000012")
    assert long.text.endswith("crowding at the spout. Price told me nothing.")
    assert "https://pots.example/test" in long.links
    assert "1 long tweets were completed from note-tweet.js" in account.notes
    repost = next(post for post in transcript.posts if post.kind == "repost")
    assert (repost.repost_of, repost.text[slice(*repost.quoted[0])]) == ("@vera_k", "Agree with this one")


def test_archives_of_two_accounts_keep_their_authors(archive: Path) -> None:
    other = archive.parent / "twitter-other" / "data"
    other.mkdir(parents=True)
    (other / "account.js").write_text('window.YTD.account.part0 = [{"account": {"username": "second"}}]', "utf-8")
    (other / "tweet.js").write_bytes((FOLDER / "tweet.js").read_bytes())
    authors = {post.id: post.author for post in read([str(archive.parent)]).posts}
    assert authors["twitter:1068000000000000001"] == "second"
    assert authors["twitter:1768000000000000011"] == "pot_tester"


def test_tweets_without_an_account_have_one_author() -> None:
    found = posts(TweetArchiveFile(), (FOLDER / "tweets.js").read_bytes())
    assert {post.author for post in found} == {OWNER}
    assert found[0].url == "https://twitter.com/i/status/1768000000000000011"


@pytest.mark.parametrize("name", ["follower.js", "account.js", "deleted-tweets.js"])
def test_lists_without_posts_are_refused(name: str) -> None:
    with pytest.raises(NoPostsFound):
        read([str(FOLDER / name)])


def test_broken_list_is_a_named_error(tmp_path: Path) -> None:
    file = tmp_path / "tweets.js"
    file.write_text('window.YTD.tweets.part0 = [{"tweet": {', "utf-8")
    with pytest.raises(BrokenInput, match="the list in it is broken"):
        read([str(file)])


def test_deeply_nested_list_is_refused() -> None:
    deep = "window.YTD.tweets.part0 = " + "[" * 90_000
    with pytest.raises(BrokenInput, match="nested deeper"):
        items(TweetArchiveFile(), deep)


def test_script_is_never_run() -> None:
    script = 'window.YTD.tweets.part0 = (function () { return [{"tweet": {}}] })()'
    with pytest.raises(BrokenInput):
        items(TweetArchiveFile(), script)


def test_name_can_be_asked_for(archive: Path) -> None:
    settings = SourceSettings(as_source="tweet_archive")
    assert len(read([str(archive)], settings).posts) == 5
    assert len(read([str(FOLDER / "tweets.js")], settings).posts) == 3


def test_real_archive_is_read_whole(shared_data: Path) -> None:
    folder = shared_data / "samples" / "twitter_archive"
    transcript = read([str(folder)])
    account = next(account for account in transcript.accounts if account.source == "tweet_archive")
    assert (account.kept, account.skipped) == (2, {"file of the archive without posts": 6})
    assert sum(post.kind == "repost" for post in transcript.posts) == 1
    for name in ("follower", "following", "app", "saved-search", "account-suspension", "account"):
        with pytest.raises(NoPostsFound):
            read([str(folder / f"twitter-to-sqlite__{name}.js")])


@given(st.lists(st.text(min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=6))
def test_every_entry_is_accounted_for(texts: list[str]) -> None:
    entries: list[Any] = [
        {"tweet": {"id_str": str(1000 + at), "full_text": text, "created_at": "Thu Mar 14 17:00:00 +0000 2024"}}
        for at, text in enumerate(texts)
    ]
    found = items(TweetArchiveFile(), "window.YTD.tweets.part0 = " + json.dumps(entries))
    n_skipped = sum(item.n for item in found if isinstance(item, Skipped))
    kept = posts(TweetArchiveFile(), "window.YTD.tweets.part0 = " + json.dumps(entries))
    assert len(kept) + n_skipped == len(texts)
    assert all(0 <= start < end <= len(post.text) for post in kept for start, end in post.quoted)


@pytest.mark.parametrize("text", ["window.YTD = 1", "var tweets = []", "window.__THAR_CONFIG = {}", "Grailbird"])
def test_other_scripts_are_not_recognised(text: str) -> None:
    assert not TweetArchiveFile().recognises(material(text))
