"""The archive of a Twitter account, as the account's owner downloads it: one of its files, the folder, or the zip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, Literal

import msgspec

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.json_values import child, string
from miner.sources.material import Material
from miner.sources.reasons import READ_TWICE
from miner.sources.tweet_records import Tweet, tweet_items, tweet_link
from miner.sources.tweets.archive_files import (
    ACCOUNT,
    DELETED,
    NOTES,
    TWEETS,
    ArchiveFile,
    account_name,
    kind_of,
    read_file,
)
from miner.sources.tweets.archive_notes import with_notes
from miner.sources.tweets_v1 import is_tweet, tweet_of

OWNER = "owner of the archive"  # shown where data/account.js is not there; one person wrote them all
NO_POSTS = "file of the archive without posts"
_COUNTS = ("favorite_count", "retweet_count")  # numbers that archives write as strings


class TweetArchiveFile:
    """``tweets.js`` and its like by itself; other lists of an archive are recognised and hold no posts."""

    name = "tweet_archive"
    reads = "the archive of a Twitter account (zip, folder or tweets.js)"
    example = "tweets.js"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return bool(kind_of(material))

    def items(self, material: Material) -> Iterator[Item]:
        yield from _items([read_file(material)], material.place)


class TweetArchive:
    """Everything that was packed: the account's name, its tweets, its long tweets, and what holds no posts."""

    name = TweetArchiveFile.name
    reads = TweetArchiveFile.reads
    example = "twitter-2024-05-01.zip"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        kinds = {entry.name: _kind(entry) for entry in bundle.entries} if bundle.is_folder else {}
        if not any(kind in TWEETS or kind == NOTES for kind in kinds.values()):
            return ()
        roots = [PurePosixPath(name).parent.parent for name, kind in kinds.items() if kind and "data/" in name]
        return [
            entry
            for entry in bundle.entries
            if kinds[entry.name] or any(PurePosixPath(entry.name).is_relative_to(root) for root in set(roots))
        ]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        """One thread an account: a folder may hold the archives of several."""
        lists = [entry for entry in members if _kind(entry)]
        if len(lists) < len(members):
            yield Skipped(reason=NO_POSTS, n=len(members) - len(lists))
        for folder, entries in groupby(lists, key=lambda entry: PurePosixPath(entry.name).parent):
            files: list[ArchiveFile] = []
            for entry in entries:
                try:
                    files.append(msgspec.structs.replace(read_file(entry.material()), name=entry.name))
                except BrokenInput:
                    yield Failed(reason="file of the archive that is broken")
            yield from _items(files, str(folder))


def _kind(entry: Entry) -> str:
    return kind_of(entry.material()) if entry.name.endswith(".js") else ""


def _items(files: Sequence[ArchiveFile], place: str) -> Iterator[Item]:
    """What all files of one account hold; ``place`` names its thread where the account has no name."""
    author = next((name for file in files if file.kind == ACCOUNT and (name := account_name(file))), "")
    yield Layout(text="lists: " + ", ".join(sorted({file.kind for file in files})))
    tweets: list[Tweet] = []
    for file in files:
        if file.kind in TWEETS:
            for locator, entry in file.located():
                value = _as_v1(entry, author)
                if is_tweet(value):
                    tweets.append(_tweet(value, locator))
                else:
                    yield Failed(reason="object that is no tweet")
        elif file.kind != NOTES:
            deleted = file.kind in DELETED and file.entries
            yield Skipped(reason="deleted", n=len(file.entries)) if deleted else Skipped(reason=NO_POSTS)
    notes = [located for file in files if file.kind == NOTES for located in file.located()]
    tweets, n_joined, n_broken = with_notes(tweets, notes, author or OWNER)
    if n_joined:
        yield Skipped(reason=READ_TWICE, n=n_joined)
        yield Note(text=f"{n_joined} long tweets were completed from note-tweet.js")
    if n_broken:
        yield Failed(reason="object that is no tweet", n=n_broken)
    if any(tweet.author == OWNER for tweet in tweets):
        yield Note(text="whose tweets they are is not said: data/account.js of the archive is not there")
    yield from tweet_items(tweets, author or place)


def _as_v1(entry: object, author: str) -> Any:
    """The entry in the shape of API 1.1: archives leave out the user and write numbers as strings."""
    if not isinstance(entry, dict):
        return entry
    value = dict(entry)
    if not string(child(value, "user"), "screen_name"):
        value["user"] = {"screen_name": author or OWNER}
    value.update({name: int(value[name]) for name in _COUNTS if string(value, name)[:15].isdecimal()})
    shown = value.get("display_text_range")
    if isinstance(shown, list) and all(isinstance(end, str) and end[:9].isdecimal() for end in shown):
        value["display_text_range"] = [int(end[:9]) for end in shown]
    return value


def _tweet(value: dict[str, Any], locator: str) -> Tweet:
    tweet = tweet_of(value, locator)
    return msgspec.structs.replace(tweet, url=tweet_link("", tweet.id.digits)) if tweet.author == OWNER else tweet
