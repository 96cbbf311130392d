"""Lobsters and sites that run its program: a story with its comments (``/s/abc123.json``), lists of stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.html import HtmlText, read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, string
from miner.sources.links.json_source import JsonSource
from miner.sources.links.making import (
    address_in,
    claimed_in,
    make_post,
    name_in,
    native_id,
    quoting_all,
    stamp_in,
    title_in,
    whole_in,
)
from miner.sources.links.markdown import read_markdown
from miner.sources.links.rows import Row, below
from miner.transcript import ParentSource, Post, Thread


class Lobsters(JsonSource):
    """A comment names the one it answers (``parent_comment``); older files only say how deep it stands."""

    name = "lobsters"
    reads = "Lobsters stories with their comments as JSON"
    example = "story.json"
    marks = ('"short_id"',)

    def is_ours(self, value: object) -> bool:
        return _is_ours(value)

    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        for place, value in found:
            if _is_story(value):
                yield from _story_items(place, value)
            elif _is_comment(value):
                yield from _loose_comment(place, value)
            else:
                yield Failed("object that is no story")
                comments = child(value, "comments")  # of a story that lost its fields
                for where, comment in below("comments", place, comments if isinstance(comments, list) else []):
                    yield from _loose_comment(where, comment)


def _is_ours(value: object) -> bool:
    return _is_story(value) or _is_comment(value)


def _is_story(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and {"short_id", "title"} <= value.keys()
        and ("submitter_user" in value or "comment_count" in value)
    )


def _is_comment(value: object) -> bool:
    return isinstance(value, Mapping) and {"short_id", "commenting_user"} <= value.keys()


def _story_items(place: str, value: Mapping[str, Any]) -> Iterator[Item]:
    number = native_id(child(value, "short_id"))
    if not number:
        yield Failed("story without an id")
    story_id = _id(value, number or "unknown")
    comments = child(value, "comments")
    claimed = claimed_in(value, "comment_count")
    yield Thread(
        id=story_id,
        title=title_in(value, "title"),
        url=address_in(value, "short_id_url", "comments_url"),
        platform="lobsters",
        n_claimed=claimed,
    )
    if number:
        yield _opening(place, value, story_id)
    found = below("comments", place, comments if isinstance(comments, list) else [])
    yield from _tree(found, story_id)
    if isinstance(comments, list) and claimed is not None and claimed != len(comments):
        yield Note(f"the site says {claimed} comment(s), {len(comments)} are in the file")


def _opening(place: str, value: Mapping[str, Any], story_id: str) -> Post | Skipped:
    address = string(value, "url")
    body = read_fragment(string(value, "description")) if string(value, "description") else None
    if body is None or not body.text:
        body = read_markdown(string(value, "description_plain"))
    if not body.text:
        title = HtmlText(text=title_in(value, "title"), links=(address,) if host_of(address) else ())
        body = quoting_all(title) if address else title
    if not body.text:
        return Skipped("empty")
    return make_post(
        story_id,
        story_id,
        body,
        stamp_in(value, "created_at"),
        place,
        kind="article",
        author=_user(value, "submitter_user"),
        url=address_in(value, "short_id_url", "comments_url"),
        likes=whole_in(value, "score"),
    )


def _tree(found: Iterable[Row], story_id: str) -> Iterator[Item]:
    """The comments in page order; each parent by name, or the last one before it that stands less deep."""
    levels: list[tuple[int, str]] = []
    for place, value in found:
        number = native_id(child(value, "short_id"))
        if not number:
            yield Failed("comment without an id")
            continue
        own_id = _id(value, number)
        depth = whole_in(value, "depth", "indent_level")
        while levels and levels[-1][0] >= depth:
            levels.pop()
        named = native_id(child(value, "parent_comment"))
        above = (levels[-1][1], "nesting") if levels else (story_id, "native")
        parent, how = (_id(value, named), "native") if named else above
        levels.append((depth, own_id))
        yield _comment(place, value, own_id, story_id, parent, "nesting" if how == "nesting" else "native")


def _loose_comment(place: str, value: object) -> Iterator[Item]:
    """A comment from a list of the newest: its thread is named by the address only."""
    address = address_in(value, "url")
    story = address.partition("/s/")[2].partition("/")[0]
    number = native_id(child(value, "short_id"))
    if not number:
        yield Failed("comment without an id")
        return
    story_id = _id(value, native_id(story) or number)
    yield Thread(id=story_id, url=address.partition("#")[0], platform="lobsters")
    named = native_id(child(value, "parent_comment"))
    yield _comment(place, value, _id(value, number), story_id, _id(value, named) if named else story_id, "native")


def _comment(place: str, value: object, own_id: str, story_id: str, parent: str, how: ParentSource) -> Post | Skipped:
    if child(value, "is_deleted") is True or child(value, "is_moderated") is True:
        return Skipped("removed" if child(value, "is_moderated") is True else "deleted")
    body = read_fragment(string(value, "comment"))
    if not body.text:
        body = read_markdown(string(value, "comment_plain"))
    if not body.text:
        return Skipped("empty")
    written, edited = stamp_in(value, "created_at"), stamp_in(value, "last_edited_at", "updated_at")
    return make_post(
        own_id,
        story_id,
        body,
        written,
        place,
        kind="comment",
        author=_user(value, "commenting_user"),
        parent_id=parent,
        parent_source=how,
        edited_at=edited.at if edited.at != written.at else None,
        url=address_in(value, "short_id_url", "url"),
        likes=whole_in(value, "score"),
    )


def _id(value: object, number: str) -> str:
    """With the host: several sites run the program, and their ids are short."""
    host = host_of(string(value, "short_id_url")) or host_of(string(value, "url")) or ""
    return f"lobsters:{host}/{number}" if host and host != "lobste.rs" else f"lobsters:{number}"


def _user(value: object, field: str) -> str:
    """The name alone, or an account with it."""
    account = child(value, field)
    return name_in(account, "username") if isinstance(account, Mapping) else name_in(value, field)
