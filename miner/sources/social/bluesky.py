"""Bluesky and other programs of the AT protocol: records, threads, feeds, searches, as their interface gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.json_values import child, number, string
from miner.sources.json_walk import LAYOUTS, JsonEntries
from miner.sources.material import Material
from miner.sources.social.bluesky_posts import PLATFORM, POST, post_of, quoted_in, repost_of
from miner.sources.social.conversations import SocialPost, conversation_items

_REPOSTED = "app.bsky.feed.defs#reasonRepost"
_RECORD = "app.bsky."
_ABSENT = (("notFound", "not found (deleted)"), ("blocked", "blocked"))
# Of the second form of threads, where each line of the page is an entry and says how deep it stands.
_ABSENT_ITEMS = {
    "threadItemNotFound": "not found (deleted)",
    "threadItemBlocked": "blocked",
    "threadItemNoUnauthenticated": "shown to members only",
}


class Bluesky:
    """Walks through threads, feeds and lists; text, links and tags are in the record of each post."""

    name = "bluesky"
    reads = "Bluesky posts, threads, feeds and searches (JSON of its API)"
    example = "getPostThread.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        text = material.text[:200_000] if material.begins_like_json else ""
        return '"$type"' in text and f'"{_RECORD}' in text

    def items(self, material: Material) -> Iterator[Item]:
        yield from self.together([("", material)], material.place)

    def together(self, files: Sequence[tuple[str, Material]], place: str) -> Iterator[Item]:
        """Items of files that belong together, each with what its locators begin with."""
        several = [(prefix, JsonEntries(material)) for prefix, material in files]
        yield Layout(text="; ".join(dict.fromkeys(LAYOUTS[entries.layout] for _, entries in several)))
        walk = _Walk()
        for locator, row in ((prefix + at, row) for prefix, entries in several for at, row in entries):
            if row is None:
                yield Failed(reason="broken line")
            yield from walk.items(row, locator)
        yield from walk.notes()
        yield from conversation_items(walk.found, PLATFORM, place)


class _Task(msgspec.Struct, frozen=True):
    where: str
    value: Any
    below: str = ""  # the address of the post whose reply this is


class _Walk:
    """Goes through whatever holds posts, with a stack of its own: replies stand in replies."""

    def __init__(self) -> None:
        self.found: list[SocialPost] = []
        self.shown: set[str] = set()  # addresses of posts that stand in others
        self.n_missing = 0
        self._open: list[_Task] = []

    def items(self, value: object, locator: str) -> Iterator[Item]:
        """What is no post; the posts are in ``found``."""
        self._open = [_Task(locator, value)]
        while self._open:
            task = self._open.pop()
            if isinstance(task.value, list):
                self._push([_Task(f"{task.where}/{at}", entry, task.below) for at, entry in enumerate(task.value)])
            elif isinstance(task.value, dict):
                yield from self._object(task, task.value)

    def notes(self) -> Iterator[Item]:
        if self.n_missing:
            yield Note(text=f"{self.n_missing} replies that the posts count are not in the file")
        n_context = len(self.shown - {name for entry in self.found for name in entry.names} - {""})
        if n_context:
            yield Note(text=f"{n_context} posts came only as context of others and are no posts here")

    def _object(self, task: _Task, value: dict[str, Any]) -> Iterator[Item]:
        absent = next((reason for mark, reason in _ABSENT if value.get(mark) is True), "")
        kind = string(value, "$type")
        if absent:
            yield Skipped(reason=absent)
        elif kind.rpartition("#")[2] in _ABSENT_ITEMS:
            yield Skipped(reason=_ABSENT_ITEMS[kind.rpartition("#")[2]])
        elif _is_view(value.get("post")):
            yield from self._holder(task, value)
        elif _is_view(value) or kind == POST:
            yield from self._post(task, value)
        elif kind.startswith(_RECORD) and "#" not in kind:
            yield Skipped(reason=f"record that is no post: {kind[:60]}")
        else:
            self._push([_Task(f"{task.where}/{name}", entry, task.below) for name, entry in value.items()])

    def _holder(self, task: _Task, value: dict[str, Any]) -> Iterator[Item]:
        """A post with what stands around it: the thread above and below, who brought it into the feed."""
        view, reason = value["post"], child(value, "reason")
        if string(reason, "$type") == _REPOSTED:
            yield from self._keep(repost_of(view, reason, f"{task.where}/post"))
            self.shown.add(string(view, "uri"))
            return
        yield from self._post(_Task(f"{task.where}/post", view, task.below), view)
        for name in ("root", "parent"):
            self.shown.add(string(child(child(value, "reply"), name), "uri"))
        replies = value.get("replies")
        more = number(value, "moreReplies")
        if more is not None:
            self.n_missing += max(0, more)
        elif isinstance(replies, list):
            self.n_missing += max(0, (number(view, "replyCount") or 0) - len(replies))
        below = [
            _Task(f"{task.where}/replies", replies, string(view, "uri")),
            _Task(f"{task.where}/parent", value.get("parent")),
        ]
        self._push(below)

    def _post(self, task: _Task, value: dict[str, Any]) -> Iterator[Item]:
        if "embed" in value:  # of a view; a record names the quoted post, but does not hold it
            self.shown.add(quoted_in(value))
        yield from self._keep(post_of(value, task.where, task.below))

    def _keep(self, found: SocialPost | Skipped) -> Iterator[Item]:
        if isinstance(found, SocialPost):
            self.found.append(found)
        else:
            yield found

    def _push(self, tasks: list[_Task]) -> None:
        self._open += reversed(tasks)


def _is_view(value: object) -> bool:
    """A post with its address: as seen (``record``) or as stored (``value``)."""
    return any(string(child(value, name), "$type") == POST for name in ("record", "value"))
