"""Long tweets of an archive: ``tweets.js`` cuts them at 280 characters, ``note-tweet.js`` holds them whole.

Nothing links the two: a note has an id of its own, and the second in which both were made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from miner.sources.dates import read_date
from miner.sources.json_values import child, children, string
from miner.sources.tweet_records import Tweet, tweet_id, unescaped

_APART = (timedelta(0), timedelta(seconds=-1), timedelta(seconds=1))  # one is made a moment after the other
_COMPARED_CHARS = 60  # of both texts; a tweet with a note goes on for 280
_NOT_COMPARED = re.compile(r"https?://\S*|^(?:@\w{1,50}\s+)+|…")


def with_notes(
    tweets: Sequence[Tweet], notes: Sequence[tuple[str, object]], author: str
) -> tuple[list[Tweet], int, int]:
    """The tweets with the long ones completed.

    Parameters
    ----------
    notes
        Entries of ``note-tweet.js``, each with where it stands.
    author
        Of notes whose tweet is not there: they become tweets themselves.

    Returns
    -------
    tweets, n_joined, n_broken
        In the order given, notes without a tweet behind them; how many notes completed a tweet, and had no text.
    """
    completed = list(tweets)
    by_second: dict[datetime, list[int]] = defaultdict(list)
    for at, tweet in enumerate(tweets):
        if tweet.stamp.at is not None:
            by_second[tweet.stamp.at.replace(microsecond=0)].append(at)
    n_joined = n_broken = 0
    for locator, value in notes:
        note = _note(value, locator, author)
        if note is None:
            n_broken += 1
            continue
        found = _tweet_of(note, completed, by_second)
        if found is None:
            completed.append(note)
            continue
        n_joined += 1
        links = tuple(dict.fromkeys((*completed[found].links, *note.links)))
        completed[found] = msgspec.structs.replace(completed[found], text=note.text, links=links)
    return completed, n_joined, n_broken


def _note(value: object, locator: str, author: str) -> Tweet | None:
    core = child(value, "core")
    text = string(core, "text")
    if not text:
        return None
    return Tweet(
        text=text,
        id=tweet_id(string(value, "noteTweetId")),
        author=author,
        stamp=read_date(string(value, "createdAt")),
        links=tuple(url for entry in children(core, "urls") if (url := string(entry, "expandedUrl"))),
        locator=locator,
    )


def _tweet_of(note: Tweet, tweets: Sequence[Tweet], by_second: dict[datetime, list[int]]) -> int | None:
    """The tweet that the note completes: made in its second, beginning with its words."""
    if note.stamp.at is None:
        return None
    second = note.stamp.at.replace(microsecond=0)
    wanted = _comparable(note.text)
    candidates = (at for apart in _APART for at in by_second.get(second + apart, ()))
    return next((at for at in candidates if _comparable(tweets[at].text) == wanted), None)


def _comparable(text: str) -> str:
    """The first words, without names it answers and links; longer texts differ only where the tweet was cut."""
    return " ".join(_NOT_COMPARED.sub(" ", unescaped(text)).split())[:_COMPARED_CHARS]
