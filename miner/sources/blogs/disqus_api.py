"""Answers of Disqus's API as JSON or JSON Lines: lists of posts, of one page or of a whole site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from miner.sources.base import Failed, Item, Skipped
from miner.sources.blogs.comments import Comment, summed, thread_items
from miner.sources.blogs.nested import Located, entries_of, first_values, id_of, values_in
from miner.sources.dates import Stamp, read_date
from miner.sources.html import read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, number, string
from miner.sources.material import Material
from miner.transcript import Thread

_OF_POSTS = frozenset(("raw_message", "isDeleted", "isSpam", "thread"))
_OF_THREADS = frozenset(("clean_title", "identifiers", "slug"))


class DisqusAnswer:
    """``posts/list``, ``threads/listPosts`` and ``posts/details``; titles where the thread was asked for, too."""

    name = "disqus_api"
    reads = "comments as JSON from the Disqus API"
    example = "posts_list.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"isDeleted"' not in material.text[:200_000]:
            return False
        found = [entry for value in first_values(material) for _, entry in _objects("", value)[:20]]
        return bool(found) and all(_is_post(entry) or _is_thread(entry) for entry in found)

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        threads: dict[str, Thread] = {}
        comments: dict[str, list[Comment]] = {}
        for locator, value in values_in(material):
            for where, entry in _objects(locator, value):
                if _is_post(entry):
                    thread = _thread(child(entry, "thread"))
                    known = threads.get(thread.id)
                    threads[thread.id] = known if known is not None and known.title else thread
                    comments.setdefault(thread.id, []).append(_comment(entry, where, threads[thread.id].url))
                elif _is_thread(entry):
                    threads[_thread(entry).id] = _thread(entry)
                    yield Skipped("page without its comments")
                else:
                    yield Failed("object that is no comment")
        for thread_id, members in comments.items():
            yield from thread_items(threads[thread_id], members, "disqus")


def _objects(locator: str, value: Any) -> list[Located]:
    """The entries of an answer, of a bare list, or the one object there is."""
    response = child(value, "response")
    if isinstance(response, list):
        return entries_of(value, "response", locator)
    if isinstance(response, Mapping):
        return [(f"{locator}/response", response)]
    if isinstance(value, list):
        return [(f"{locator}/{n}", entry) for n, entry in enumerate(value)]
    return [(locator, value)]


def _is_post(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_POSTS


def _is_thread(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_THREADS


def _thread(value: Any) -> Thread:
    """From a thread's number, or from the whole of it where that was asked for."""
    own = value if isinstance(value, Mapping) else {"id": value}
    url = string(own, "link")
    return Thread(
        id=f"disqus:thread-{id_of(own)}",
        title=string(own, "clean_title") or string(own, "title"),
        url=url if host_of(url) else "",
        platform=host_of(url) or "disqus",
        n_claimed=number(own, "posts"),
    )


def _comment(value: Mapping[str, Any], locator: str, page: str) -> Comment:
    own = id_of(value)
    return Comment(
        body=read_fragment(string(value, "message") or string(value, "raw_message")),
        number=own,
        parent=id_of(value, "parent"),
        author=string(child(value, "author"), "name") or string(child(value, "author"), "username"),
        stamp=_utc(string(value, "createdAt")),
        url=string(value, "url") or (f"{page}#comment-{own}" if page else ""),
        likes=number(value, "likes") or 0,
        not_a_post=_unwanted(value),
        locator=locator,
    )


def _utc(written: str) -> Stamp:
    """The API's times are UTC, though it does not write so."""
    return msgspec.structs.replace(read_date(written), tz_assumed=False)


def _unwanted(value: Mapping[str, Any]) -> str:
    if value.get("isDeleted") is True:
        return "deleted"
    if value.get("isSpam") is True:
        return "spam"
    return "awaiting moderation" if value.get("isApproved") is False else ""
