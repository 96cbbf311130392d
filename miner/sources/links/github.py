"""GitHub as JSON: issues, pull requests, discussions and their comments, from REST, GraphQL, ``gh``, webhooks or Perceval.

Gitea and Forgejo answer in the same shape. Several files (an issue, the pages of its comments) make one thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.json_values import child, string
from miner.sources.links.github_posts import (
    Where,
    accepted_id,
    comment_id,
    comment_post,
    is_comment,
    is_event,
    is_opening,
    named_id,
    opening_post,
    opening_thread,
    where,
)
from miner.sources.links.json_source import JsonSource
from miner.sources.links.rows import Row, below
from miner.transcript import Post, Thread

# Fields of answers and webhooks that lead to issues and comments.
_LEADING = frozenset(
    (
        "data repository repositoryOwner organization user viewer node nodes edges search items issue issues pullRequest"
        " pullRequests pull_request discussion discussions comment review"
    ).split()
)
_COMMENTS = ("comments", "comments_data", "review_comments_data", "reviews_data", "reviews", "replies", "timelineItems")
_WRITTEN = frozenset(("body", "bodyText", "bodyHTML", "title"))


class _Spot(msgspec.Struct, frozen=True):
    """One value on the way through a file: where it stands, and what it stands under."""

    place: str
    value: Any
    above: Where = Where(platform="github", key="")
    parent: str = ""
    action: str = ""


class GitHub(JsonSource):
    """Comments find their issue by its address; replies their comment by number or by standing in it."""

    name = "github"
    reads = "GitHub, Gitea and Forgejo issues, pull requests and discussions with comments as JSON"
    example = "issue_comments.json"
    marks = ('"login"', '"html_url"', '"createdAt"')

    def is_ours(self, value: object) -> bool:
        return _is_ours(value)

    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        yield from _Reading().items(found)


def _is_ours(value: object) -> bool:
    """An issue or a comment, an answer that leads to one, or another thing of the host."""
    stack: list[tuple[object, int]] = [(value, 0)]
    looked_at = 0
    while stack and looked_at < 200:
        here, depth = stack.pop()
        looked_at += 1
        if is_opening(here) or is_comment(here) or is_event(here) or (depth == 0 and _is_other(here)):
            return True
        if isinstance(here, list) and depth:
            stack += [(entry, depth + 1) for entry in here[:3]]
        elif isinstance(here, Mapping) and depth < 12:
            stack += [(entry, depth + 1) for name, entry in here.items() if name in _LEADING]
    return False


def _is_other(value: object) -> bool:
    """An account or a repository of the host: no posts in it."""
    return isinstance(value, Mapping) and "events_url" in value and ("login" in value or "full_name" in value)


class _Reading:
    """Threads are passed on at the end: a comment may come before its issue, or without it."""

    def __init__(self) -> None:
        self.threads: dict[str, Thread] = {}
        self.opened: set[str] = set()
        self.n_found: dict[str, int] = {}
        self.accepted: set[str] = set()
        self.posts: list[Post] = []

    def items(self, found: Iterable[Row]) -> Iterator[Item]:
        for place, value in found:
            yield from self._walk(_Spot(place, value))
        for post in self.posts:
            chosen = post.id.partition(":")[2].rpartition("/")[2] in self.accepted
            flags = tuple(dict.fromkeys((*post.flags, "accepted"))) if chosen else post.flags
            yield msgspec.structs.replace(post, flags=flags)
        yield from self.threads.values()
        yield from self._claims()

    def _walk(self, start: _Spot) -> Iterator[Item]:
        stack = [start]
        while stack:
            spot = stack.pop()
            found, inner = self._take(spot)
            if isinstance(found, Post):
                self.posts.append(found)
            elif found is not None:
                yield found
            stack += reversed(inner)

    def _take(self, spot: _Spot) -> tuple[Post | Skipped | Failed | None, list[_Spot]]:
        """What one value gives, and the values in it that may give more."""
        value = spot.value
        if isinstance(value, list):
            return None, _each(spot, f"{spot.place}", value)
        if is_opening(value):
            return self._opening(spot)
        if is_comment(value):
            return self._comment(spot)
        if is_event(value):
            return Skipped("event"), []
        if _is_other(value):
            return Skipped("account or repository"), []
        if not isinstance(value, Mapping):
            return Failed("broken line" if value is None else "object that is no issue and no comment"), []
        leading = _leading(spot)
        inner = [*leading, *_comments_of(spot, spot.above, spot.parent)]
        is_answer = bool(leading) or not value.keys() - _PAGING
        if is_answer and not _WRITTEN & value.keys():
            return None, inner
        return Failed("object that is no issue and no comment"), inner

    def _opening(self, spot: _Spot) -> tuple[Post | Skipped | Failed, list[_Spot]]:
        value = spot.value
        here = where(value)
        here = here if here.key else Where(platform="github", key=f"#{child(value, 'number') or spot.place}")
        self.threads[here.id] = opening_thread(value, here)
        self.opened.add(here.id)
        if accepted_id(value):
            self.accepted.add(accepted_id(value))
        return opening_post(value, here, spot.place), _comments_of(spot, here, "")

    def _comment(self, spot: _Spot) -> tuple[Post | Skipped | Failed, list[_Spot]]:
        value = spot.value
        here = where(value)
        here = here if here.key else spot.above
        self.n_found[here.id] = self.n_found.get(here.id, 0) + 1
        own_id = comment_id(value, here)
        inner = _comments_of(spot, here, own_id)
        if spot.action == "deleted":
            return Skipped("deleted"), inner
        parent = named_id(value, "in_reply_to_id", here) or named_id(value, "parent_id", here) or spot.parent
        found = comment_post(value, here, spot.place, parent)
        if isinstance(found, Post):
            self.threads.setdefault(
                found.thread_id, Thread(id=found.thread_id, title=here.key, url=here.url, platform=here.platform)
            )
        return found, inner

    def _claims(self) -> Iterator[Item]:
        claimed = {name: self.threads[name].n_claimed or 0 for name in sorted(self.opened) if self.n_found.get(name, 0)}
        found = sum(self.n_found[name] for name in claimed)
        if sum(claimed.values()) > found:
            yield Note(f"the site says {sum(claimed.values())} comment(s), {found} are in the file")


_PAGING = frozenset(
    ("total_count", "incomplete_results", "totalCount", "pageInfo", "items", "nodes", "edges", "__typename")
)


def _leading(spot: _Spot) -> list[_Spot]:
    """The fields of an answer or a webhook that hold issues and comments."""
    value = spot.value
    action = string(value, "action")
    above = next((where(value[name]) for name in ("issue", "pull_request", "discussion") if name in value), spot.above)
    is_hook = bool(action)
    inner: list[_Spot] = []
    for name, entry in value.items():
        if name not in _LEADING or not isinstance(entry, (Mapping, list)):
            continue
        if is_hook and name in ("repository", "organization", "user"):
            continue
        is_part = name in ("comment", "review") or not {"comment", "review"} & value.keys()
        inner.append(_Spot(f"{spot.place}/{name}", entry, above, spot.parent, action if is_part else ""))
    if is_hook and isinstance(value.get("answer"), Mapping):
        inner.append(_Spot(f"{spot.place}/answer", value["answer"], above))
    return inner


def _comments_of(spot: _Spot, here: Where, parent: str) -> list[_Spot]:
    """Comments that an issue, a discussion or a comment holds: a list, or the pages of GraphQL."""
    inner: list[_Spot] = []
    for name in _COMMENTS:
        field = child(spot.value, name)
        entries = field if isinstance(field, list) else child(field, "nodes")
        at = name if isinstance(field, list) else f"{name}/nodes"
        if entries is None and isinstance(child(field, "edges"), list):
            at, entries = f"{name}/edges", [child(edge, "node") for edge in child(field, "edges")]
        for place, entry in below(at, spot.place, entries if isinstance(entries, list) else []):
            inner.append(_Spot(place, entry, here, parent))
    return inner


def _each(spot: _Spot, place: str, entries: list[Any]) -> list[_Spot]:
    return [
        _Spot(f"{place}/{number}", entry, spot.above, spot.parent, spot.action) for number, entry in enumerate(entries)
    ]
