"""Lemmy as JSON: answers of its API 3 with a post, its comments, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.html import HtmlText
from miner.sources.json_values import child, string
from miner.sources.links.json_source import JsonSource
from miner.sources.links.making import (
    address_in,
    claimed_in,
    make_post,
    name_in,
    native_id,
    stamp_in,
    title_in,
    whole_in,
)
from miner.sources.links.markdown import read_markdown
from miner.sources.links.rows import Row, below
from miner.transcript import Thread


class Lemmy(JsonSource):
    """A comment's ``path`` ("0.11.12") is the numbers of all that stand above it."""

    name = "lemmy"
    reads = "Lemmy posts and comments (answers of its API 3) as JSON"
    example = "comments.json"
    marks = ('"creator"', '"person_view"', '"community_view"', '"communities"')

    def is_ours(self, value: object) -> bool:
        return _is_ours(value)

    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        yield from _Reading(found).items()


def _is_ours(value: object) -> bool:
    if _is_post_view(value) or _is_comment_view(value):
        return True
    entries = [child(value, "post_view"), child(value, "comment_view"), child(value, "person_view")]
    for name in ("comments", "posts", "communities"):
        listed = child(value, name)
        entries += listed[:3] if isinstance(listed, list) else []
    return any(_is_view(entry) for entry in entries)


def _is_view(value: object) -> bool:
    counted = "counts" in value if isinstance(value, Mapping) else False
    named = isinstance(child(value, "person"), Mapping) or isinstance(child(value, "community"), Mapping)
    return _is_post_view(value) or _is_comment_view(value) or (counted and named)


def _is_post_view(value: object) -> bool:
    post = child(value, "post")
    return (
        "name" in post and "comment" not in value and _is_written(value)
        if isinstance(post, Mapping) and isinstance(value, Mapping)
        else False
    )


def _is_comment_view(value: object) -> bool:
    comment = child(value, "comment")
    return isinstance(comment, Mapping) and "content" in comment and "path" in comment and _is_written(value)


def _is_written(value: object) -> bool:
    return isinstance(child(value, "creator"), Mapping) or isinstance(child(value, "counts"), Mapping)


class _Reading:
    def __init__(self, found: Iterable[Row]) -> None:
        self.posts: list[tuple[str, Mapping[str, Any]]] = []
        self.comments: list[tuple[str, Mapping[str, Any]]] = []
        self.odd: list[Item] = []
        self.names: dict[str, str] = {}  # number of a post -> its address, the same on all instances
        for place, value in found:
            self._gather(place, value)

    def items(self) -> Iterator[Item]:
        yield from self.odd
        threads = self._threads()
        yield from threads.values()
        for place, view in self.posts:
            yield _post(place, view, self._thread_id(native_id(child(child(view, "post"), "id"))))
        for place, view in self.comments:
            yield _comment(place, view, self._thread_id(_post_number(view)))
        yield from self._claims(threads)

    def _gather(self, place: str, value: Any) -> None:
        stack: list[Row] = [(place, value)]
        while stack:
            here, entry = stack.pop()
            if isinstance(entry, list):
                stack += reversed([(f"{here}/{number}", inner) for number, inner in enumerate(entry)])
            elif _is_comment_view(entry):
                self.comments.append((here, entry))
                self._name(child(entry, "post"))
            elif _is_post_view(entry):
                self.posts.append((here, entry))
                self._name(child(entry, "post"))
            elif not self._open(here, entry, stack):
                self.odd.append(Failed("broken line" if entry is None else "object that is no post and no comment"))

    def _open(self, place: str, value: Any, stack: list[Row]) -> bool:
        """Put what an answer holds on the stack; whether it is an answer."""
        views = ("post_view", "comment_view")
        inner: list[Row] = [(f"{place}/{name}", child(value, name)) for name in views if child(value, name) is not None]
        for name in ("posts", "comments"):
            listed = child(value, name)
            inner += below(name, place, listed) if isinstance(listed, list) else []
        stack += reversed(inner)
        return bool(inner) or (isinstance(value, Mapping) and bool({"posts", "comments", "communities"} & value.keys()))

    def _name(self, post: object) -> None:
        number, address = native_id(child(post, "id")), address_in(post, "ap_id")
        if number and address:
            self.names.setdefault(number, address)

    def _thread_id(self, number: str) -> str:
        return f"lemmy:{self.names.get(number, '').partition('://')[2] or number or 'unknown'}"

    def _threads(self) -> dict[str, Thread]:
        threads: dict[str, Thread] = {}
        for _, view in self.posts:
            post = child(view, "post")
            thread_id = self._thread_id(native_id(child(post, "id")))
            claimed = claimed_in(child(view, "counts"), "comments")
            threads[thread_id] = _thread(thread_id, post, claimed)
        for _, view in self.comments:
            thread_id = self._thread_id(_post_number(view))
            threads.setdefault(thread_id, _thread(thread_id, child(view, "post"), None))
        return threads

    def _claims(self, threads: Mapping[str, Thread]) -> Iterator[Item]:
        if not self.comments:
            return
        n_found: dict[str, int] = {}
        for _, view in self.comments:
            thread_id = self._thread_id(_post_number(view))
            n_found[thread_id] = n_found.get(thread_id, 0) + 1
        claimed = {name: thread.n_claimed for name, thread in threads.items() if thread.n_claimed is not None}
        n_claimed, n_here = sum(claimed.values()), sum(n_found.get(name, 0) for name in claimed)
        if n_claimed != n_here:
            yield Note(f"the site says {n_claimed} comment(s), {n_here} are in the file")


def _thread(thread_id: str, post: object, claimed: int | None) -> Thread:
    return Thread(
        id=thread_id, title=title_in(post, "name"), url=address_in(post, "ap_id"), platform="lemmy", n_claimed=claimed
    )


def _post_number(view: Mapping[str, Any]) -> str:
    return native_id(child(child(view, "comment"), "post_id")) or native_id(child(child(view, "post"), "id"))


def _post(place: str, view: Mapping[str, Any], thread_id: str) -> Item:
    post, counts, creator = child(view, "post"), child(view, "counts"), child(view, "creator")
    reason = _left_out(post, creator)
    if reason:
        return Skipped(reason)
    body = read_markdown(string(post, "body"))
    if not body.text:
        address = address_in(post, "url")
        body = HtmlText(text=title_in(post, "name"), links=(address,) if address else ())
    if not body.text:
        return Skipped("empty")
    return make_post(
        thread_id,
        thread_id,
        body,
        stamp_in(post, "published"),
        f"{place}/post",
        kind="article",
        author=name_in(creator, "display_name", "name"),
        edited_at=stamp_in(post, "updated").at,
        url=address_in(post, "ap_id"),
        likes=whole_in(counts, "score", "upvotes"),
    )


def _comment(place: str, view: Mapping[str, Any], thread_id: str) -> Item:
    comment, counts, creator = child(view, "comment"), child(view, "counts"), child(view, "creator")
    number = native_id(child(comment, "id"))
    if not number:
        return Failed("comment without an id")
    body = read_markdown(string(comment, "content"))
    reason = _left_out(comment, creator) or ("" if body.text else "empty")
    if reason:
        return Skipped(reason)
    above = string(comment, "path").split(".")[1:-1]
    parent = f"{thread_id}/{above[-1]}" if above and native_id(above[-1]) else thread_id
    return make_post(
        f"{thread_id}/{number}",
        thread_id,
        body,
        stamp_in(comment, "published"),
        f"{place}/comment",
        kind="comment",
        author=name_in(creator, "display_name", "name"),
        parent_id=parent,
        parent_source="native",
        edited_at=stamp_in(comment, "updated").at,
        url=address_in(comment, "ap_id"),
        likes=whole_in(counts, "score", "upvotes"),
        flags=("moderator",) if child(comment, "distinguished") is True else (),
    )


def _left_out(written: object, creator: object) -> str:
    """Why it is no post; the site empties the text of what was deleted only for some readers."""
    if child(written, "removed") is True:
        return "removed"
    if child(written, "deleted") is True:
        return "deleted"
    return "bot" if child(creator, "bot_account") is True else ""
