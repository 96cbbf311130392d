"""Posts of link sites from the fields of their JSON: each field checked, since all of it comes from outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypedDict, Unpack

import msgspec

from miner.sources.cleaning import clean
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText
from miner.sources.html_article import host_of
from miner.sources.json_values import child, string
from miner.transcript import Kind, ParentSource, Post, Span

MAX_LIKES = 10**9  # no post has more; a longer number is an id in the wrong place
MAX_TITLE = 300  # the longest that any of the sites allows
MAX_NAME = 100

_SECONDS = re.compile(r"\d{9,10}(?:\.\d{1,9})?\Z")
_FIRST_SECOND, _LAST_SECOND = 10**8, 4 * 10**9  # 1973 and 2096
_NATIVE = re.compile(r"[\w-]{1,64}\Z")


class Fields(TypedDict, total=False):
    """What a post may have beside its text."""

    kind: Kind
    author: str
    parent_id: str | None
    parent_source: ParentSource | None
    edited_at: datetime | None
    url: str
    likes: int
    repost_of: str | None
    mentions: tuple[str, ...]
    flags: tuple[str, ...]


def make_post(
    post_id: str, thread_id: str, body: HtmlText, stamp: Stamp, locator: str, **fields: Unpack[Fields]
) -> Post:
    """A post with its text, quoted spans, links and time set from what was read."""
    return Post(
        id=post_id,
        thread_id=thread_id,
        text=body.text,
        quoted=body.quoted,
        links=body.links,
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        locator=locator,
        **fields,
    )


def native_id(value: Any) -> str:
    """An id as the site gives it, number or text; "" for what cannot be one."""
    if type(value) is str:  # nearly always
        return value if _NATIVE.match(value) else ""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return ""
    text = str(value)
    return text if _NATIVE.match(text) else ""


def name_in(value: object, *fields: str) -> str:
    """The first of the fields that holds a name: on one line, without control characters."""
    for field in fields:
        name = _name(string(value, field)[: 4 * MAX_NAME])
        if name:
            return name[:MAX_NAME]
    return ""


@lru_cache(maxsize=8192)  # the same people write again and again
def _name(text: str) -> str:
    return " ".join(clean(text).split())


def title_in(value: object, *fields: str) -> str:
    """The first of the fields that holds a title, on one line."""
    return next(
        (" ".join(clean(string(value, field)).split())[:MAX_TITLE] for field in fields if string(value, field)), ""
    )


def address_in(value: object, *fields: str) -> str:
    """The first of the fields that holds an http(s) address."""
    return next((url for field in fields if host_of(url := string(value, field)) is not None and " " not in url), "")


def whole_in(value: object, *fields: str) -> int:
    """The first of the fields that holds a number a person could have caused; else 0."""
    for field in fields:
        found = child(value, field)
        if isinstance(found, int) and not isinstance(found, bool) and abs(found) <= MAX_LIKES:
            return found
    return 0


def claimed_in(value: object, *fields: str) -> int | None:
    """How many posts a site says there are; None if it does not."""
    known = [field for field in fields if isinstance(child(value, field), int)]
    return max(0, whole_in(value, *known)) if known else None


def stamp_in(value: object, *fields: str) -> Stamp:
    """The first of the fields that holds a time: seconds since 1970 or ISO, UTC where it names no zone.

    The sites read here document UTC for times without a zone, so none is assumed.
    """
    for field in fields:
        found = child(value, field)
        if type(found) is int:
            stamp = _from_seconds(found)
            if stamp.at is not None:
                return stamp
            continue
        stamp = NO_DATE
        if isinstance(found, str):
            stamp = _from_seconds(float(found)) if _SECONDS.match(found) else read_date(found)
        elif isinstance(found, (int, float)) and not isinstance(found, bool):
            stamp = _from_seconds(found)
        if stamp.at is not None:
            return msgspec.structs.replace(stamp, tz_assumed=False) if stamp.tz_assumed else stamp
    return NO_DATE


def _from_seconds(seconds: float) -> Stamp:
    """Seconds since 1970; the sites are younger than the first, and nothing is dated past the second."""
    if not _FIRST_SECOND <= seconds < _LAST_SECOND:
        return NO_DATE
    return Stamp(at=datetime.fromtimestamp(seconds, UTC), precision="second")


def quoting_all(body: HtmlText) -> HtmlText:
    """The text marked as taken over from others: a headline that the linked page has, not the poster."""
    return msgspec.structs.replace(body, quoted=((0, len(body.text)),)) if body.text else body


def quoting_paragraphs(body: HtmlText) -> HtmlText:
    """Paragraphs that begin with ">" marked as others' words, for sites without markup for quotations."""
    spans: list[Span] = list(body.quoted)
    start = 0
    for paragraph in body.text.split("\n\n"):
        if paragraph.startswith(">") and paragraph.strip("> \n"):
            spans.append((start, start + len(paragraph)))
        start += len(paragraph) + 2
    return msgspec.structs.replace(body, quoted=joined(spans))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap or touch as one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def parents_first(parents: Mapping[str, str]) -> dict[str, str]:
    """Each id -> the topmost ancestor that is known by name, whatever the depth; cycles end where they close."""
    tops: dict[str, str] = {}
    for start in parents:
        path: list[str] = []
        on_path: set[str] = set()
        here = start
        while here in parents and here not in tops and here not in on_path:
            path.append(here)
            on_path.add(here)
            here = parents[here]
        top = tops.get(here, here)
        tops.update((name, top) for name in path)
    return tops
