"""Entries of a Facebook or Instagram download: posts and comments of one person, in the shapes of the years since 2018."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from miner.sources.base import Failed, Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.mojibake import repaired
from miner.sources.social.conversations import NO_TEXT
from miner.transcript import Record

OWNER = "owner of the download"  # files of posts do not say whose they are
# Facebook writes people into texts as @[100001:2048:Ann Lee].
_NAMED = re.compile(r"@\[\d{1,20}:\d{1,6}:([^\]\n]{1,100})\]")
_EPOCH_DIGITS = 10  # seconds since 1970 have ten digits from 2001 to 2286
_TEXT_LABEL = "Comment"  # of Instagram, in English; elsewhere the first of the labels is the text
_OWNER_LABEL = "Media Owner"


class DownloadEntry(Record, frozen=True):
    """One post or comment; ``author`` is "" where the file does not name one, ``group`` where it was said."""

    text: str
    author: str = ""
    stamp: Stamp = NO_DATE
    edited: Stamp = NO_DATE
    group: str = ""
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    is_comment: bool = False
    damaged: bool = False


def entries_of(value: object) -> list[tuple[str, Any]]:
    """The entries of a file with where they stand: a list, or the lists of an object."""
    if isinstance(value, list):
        return [(f"/{at}", entry) for at, entry in enumerate(value)]
    lists = value.items() if isinstance(value, dict) else ()
    return [
        (f"/{name}/{at}", entry) for name, found in lists if isinstance(found, list) for at, entry in enumerate(found)
    ]


def is_facebook(entry: object) -> bool:
    """A dated entry with ``data``, or with a title and attachments: posts, comments, and reactions."""
    if number(entry, "timestamp") is None:
        return False
    data = children(entry, "data")
    known = any(name in part for part in data for name in ("post", "comment", "reaction", "update_timestamp"))
    return known or (bool(string(entry, "title")) and isinstance(child(entry, "attachments"), list))


def is_instagram(entry: object) -> bool:
    """A caption with its media, a map or a list of labelled values: posts, comments, and followers."""
    labelled = isinstance(child(entry, "string_map_data"), dict) or isinstance(child(entry, "string_list_data"), list)
    return labelled or _is_caption(entry)


def _is_caption(entry: object) -> bool:
    media = children(entry, "media")
    alone = number(entry, "creation_timestamp") is not None and bool(string(entry, "uri"))  # a story, a reel
    return alone or any(number(file, "creation_timestamp") is not None for file in media)


def facebook_entry(entry: object) -> DownloadEntry | Skipped | Failed:
    """The post or the comment in an entry."""
    if not is_facebook(entry):
        return Failed(reason="object of no known kind") if entry is None else Skipped(reason="entry without a post")
    data = children(entry, "data")
    comment = next((child(part, "comment") for part in data if isinstance(child(part, "comment"), dict)), None)
    said = next((text for part in data if (text := string(part, "post"))), "")
    if comment is not None:
        said = string(comment, "comment")
    elif any("reaction" in part for part in data):
        return Skipped(reason="reaction")
    attached = [part for found in children(entry, "attachments") for part in children(found, "data")]
    if not said and comment is None:
        said = next((text for part in attached if (text := string(child(part, "media"), "description"))), "")
    return _entry(
        said,
        author=string(comment, "author"),
        seconds=number(comment, "timestamp") or number(entry, "timestamp"),
        edited=next((seconds for part in data if (seconds := number(part, "update_timestamp"))), None),
        group=string(comment, "group"),
        links=[string(child(part, "external_context"), "url") for part in attached],
        is_comment=comment is not None,
    )


def instagram_entry(entry: object, in_comments: bool) -> DownloadEntry | Skipped | Failed:
    """The caption or the comment in an entry.

    Parameters
    ----------
    in_comments
        Whether the list is one of comments: other lists hold searches, follows and settings in the same shape.
    """
    labelled = child(entry, "string_map_data")
    if isinstance(labelled, dict):
        return _labelled_comment(labelled) if in_comments else Skipped(reason="entry without a post")
    if not _is_caption(entry):
        return Failed(reason="object of no known kind") if entry is None else Skipped(reason="entry without a post")
    captions = [entry, *children(entry, "media")]
    times = (seconds for part in captions if (seconds := number(part, "creation_timestamp")) is not None)
    return _entry(next((text for part in captions if (text := string(part, "title"))), ""), seconds=next(times, None))


def _labelled_comment(labelled: Mapping[str, Any]) -> DownloadEntry | Skipped:
    fields = [labelled[_TEXT_LABEL]] if _TEXT_LABEL in labelled else []
    fields += [field for label, field in labelled.items() if label != _OWNER_LABEL]
    seconds = next((found for field in labelled.values() if (found := number(field, "timestamp")) is not None), None)
    return _entry(
        next((text for field in fields if (text := string(field, "value"))), ""), seconds=seconds, is_comment=True
    )


def _entry(
    said: str,
    author: str = "",
    seconds: int | None = None,
    edited: int | None = None,
    group: str = "",
    links: Sequence[str] = (),
    is_comment: bool = False,
) -> DownloadEntry | Skipped:
    whole = repaired(said)
    text = clean(_NAMED.sub(r"\1", whole))
    if not text:
        return Skipped(reason=NO_TEXT)
    return DownloadEntry(
        text=text,
        author=clean(repaired(author)),
        stamp=_stamp(seconds),
        edited=_stamp(edited),
        group=clean(repaired(group)),
        mentions=tuple(dict.fromkeys((*_NAMED.findall(whole), *mentions_in(text)))),
        hashtags=hashtags_in(text),
        links=tuple(dict.fromkeys((*_web(links), *links_in(text)))),
        is_comment=is_comment,
        damaged=whole != said,
    )


def _stamp(seconds: int | None) -> Stamp:
    return read_date(str(seconds)) if seconds is not None and len(str(seconds)) == _EPOCH_DIGITS else NO_DATE


def _web(links: Sequence[str]) -> Iterator[str]:
    yield from (link for link in links if link.startswith(("http://", "https://")))
