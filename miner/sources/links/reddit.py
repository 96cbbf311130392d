"""Reddit as JSON: saved threads (the page's address with ``.json``), answers of its API, and archives of it a line each.

A saved thread is two listings, the submission and the tree of its comments; parts of the tree that the site left out
are stubs ("more") with their number. Archives (Pushshift, Arctic Shift) have one submission or comment a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.json_values import child, string
from miner.sources.links.json_source import JsonSource
from miner.sources.links.making import native_id, parents_first, whole_in
from miner.sources.links.reddit_posts import (
    bare_thread,
    comment_post,
    full_id,
    is_comment,
    is_submission,
    submission_post,
    submission_thread,
    thread_of,
)
from miner.sources.links.rows import Row, below, unwrapped

_THINGS = {"t2": "account", "t4": "private message", "t5": "community", "t6": "award", "LiveUpdate": "live update"}

_WITH_PLACE = ("t1", "t3", "more")  # things of a tree; the children of a stub are only ids


class Reddit(JsonSource):
    """Reads trees of comments without recursion; the thread of a comment is its ``link_id``."""

    name = "reddit"
    reads = "Reddit threads saved as JSON, answers of its API, Pushshift and Arctic Shift archives"
    example = "thread.json"
    marks = ('"kind"', '"link_id"', '"selftext"', '"num_comments"')

    def is_ours(self, value: object) -> bool:
        return _is_ours(value)

    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        yield from _Reading().items(found)


def _is_ours(value: object) -> bool:
    """One of the site's things or listings, or the object of a submission or a comment itself."""
    kind, data = string(value, "kind"), child(value, "data")
    if kind == "Listing":
        return isinstance(child(data, "children"), list)
    if kind in ("t1", "t3"):
        return is_comment(data) or is_submission(data)
    if kind in _THINGS:
        return isinstance(data, Mapping) and "id" in data
    if isinstance(data, list):  # an answer of Arctic Shift
        return any(_is_ours(entry) for entry in data[:3] if child(entry, "data") is None or "kind" in entry)
    things = child(child(child(value, "json"), "data"), "things")
    return isinstance(things, list) or is_submission(value) or is_comment(value)


class _Reading:
    """Threads and stubs seen on the way; comments themselves are passed on and forgotten."""

    def __init__(self) -> None:
        self.opened: dict[str, int | None] = {}  # submissions, and how many comments each says it has
        self.mentioned: dict[str, str] = {}  # threads of comments -> subreddit
        self.n_found: dict[str, int] = {}
        self.stubs: list[tuple[str, int, list[str]]] = []  # parent, number, first ids of what was left out
        self.parents: dict[str, str] = {}  # of the site's own answers: archives are large, and have no stubs

    def items(self, found: Iterable[Row]) -> Iterator[Item]:
        for place, value in found:
            if is_comment(value) and not child(value, "replies"):  # a line of an archive, of which there are millions
                yield self._comment(place, value, "")
            else:
                yield from self._walk(place, value)
        for name, subreddit in self.mentioned.items():
            if name not in self.opened:
                yield bare_thread(name, subreddit)
        yield from self._missing()

    def _walk(self, place: str, value: Any) -> Iterator[Item]:
        """One value with all that is nested in it, in the order of the page."""
        stack: list[tuple[str, Any, str]] = [(place, value, "")]
        while stack:
            here, entry, kind = stack.pop()
            inner = _inside(here, entry, kind)
            if inner is None:
                yield from self._thing(here, entry, kind)
                inner = _replies(here, entry)
            stack += reversed(inner)

    def _thing(self, place: str, value: Any, kind: str) -> Iterator[Item]:
        if value is None:
            yield Failed("broken line")
        elif kind == "more":
            yield from self._stub(value)
        elif kind in ("", "t3") and is_submission(value):
            yield from self._submission(place, value)
        elif kind == "t1" or is_comment(value):
            yield self._comment(place, value, kind)
        elif kind in _THINGS:
            yield Skipped(_THINGS[kind])
        else:
            yield Failed("object that is no comment and no submission")

    def _submission(self, place: str, value: Mapping[str, Any]) -> Iterator[Item]:
        name = full_id(value, "name", "t3") or full_id(value, "id", "t3")
        thread = submission_thread(value, name)
        self.opened[name] = thread.n_claimed
        yield thread
        yield submission_post(value, name, place)

    def _comment(self, place: str, value: Any, kind: str) -> Item:
        name = full_id(value, "name", "t1") or full_id(value, "id", "t1")
        if not name:
            return Failed("comment without an id")
        thread = thread_of(value)
        self.n_found[thread] = self.n_found.get(thread, 0) + 1
        self.mentioned.setdefault(thread or name, string(value, "subreddit")[:50])
        if kind:
            self.parents[name] = full_id(value, "parent_id", "t1")
        return comment_post(value, name, thread, place)

    def _stub(self, value: Any) -> Iterator[Item]:
        """Comments that the site left out; a stub without a number leads on to at least one."""
        ids = child(value, "children")
        names = [f"t1_{found}" for entry in (ids if isinstance(ids, list) else []) if (found := native_id(entry))]
        self.stubs.append((full_id(value, "parent_id", "t1"), max(1, whole_in(value, "count"), len(names)), names))
        yield from ()

    def _missing(self) -> Iterator[Item]:
        """What the stubs stand for, less what another part of the input brought; and what else the site counted."""
        n_missing = self._left_out()
        if n_missing:
            yield Skipped("missing reply", n_missing)
        claimed = {name: n for name, n in self.opened.items() if n is not None and self.n_found.get(name)}
        n_found = sum(self.n_found[name] for name in claimed)
        if claimed and sum(claimed.values()) != n_found:
            yield Note(f"the site says {sum(claimed.values())} comment(s), {n_found} are in the file")

    def _left_out(self) -> int:
        stub_of = {name: number for number, (_, _, names) in enumerate(self.stubs) for name in names}
        left = [n for _, n, _ in self.stubs]
        if not stub_of:
            return sum(left)
        above = {name: parent for name, parent in self.parents.items() if name not in stub_of}
        tops = parents_first(above)
        for name in self.parents:
            stub = stub_of.get(name, stub_of.get(tops.get(name, ""), -1))
            if stub >= 0:
                left[stub] = max(0, left[stub] - 1)
        return sum(left)


def _inside(place: str, value: Any, kind: str) -> list[tuple[str, Any, str]] | None:
    """What a listing or an answer holds; None for a thing itself."""
    if isinstance(value, list):
        return [(f"{place}/{number}", entry, "") for number, entry in enumerate(value)]
    if not isinstance(value, Mapping) or kind:
        return None
    wrapped, data = string(value, "kind"), child(value, "data")
    children = child(data, "children")
    if isinstance(children, list) and wrapped not in _WITH_PLACE:  # a listing, even if its kind is lost
        return [(where, entry, "") for where, entry in below("data/children", place, children)]
    if "kind" in value and "data" in value:
        return [(f"{place}/data", data, wrapped)]
    if is_comment(data) or is_submission(data):
        return [(f"{place}/data", data, "")]
    if isinstance(data, list):
        return [(where, unwrapped(entry), "") for where, entry in below("data", place, data)]
    things = child(child(child(value, "json"), "data"), "things")
    if isinstance(things, list):
        return [(where, entry, "") for where, entry in below("json/data/things", place, things)]
    return None


def _replies(place: str, value: Any) -> list[tuple[str, Any, str]]:
    replies = child(value, "replies")
    if isinstance(replies, Mapping):
        return [(f"{place}/replies", replies, "")]
    return (
        [(where, entry, "") for where, entry in below("replies", place, replies)] if isinstance(replies, list) else []
    )
