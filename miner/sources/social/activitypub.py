"""ActivityStreams (1 and 2) and ActivityPub: notes, articles, pages and questions, in activities and collections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, Literal

import msgspec

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.json_values import string
from miner.sources.json_walk import LAYOUTS, JsonEntries
from miner.sources.material import Material
from miner.sources.social.activity_objects import PLATFORM, POSTS, names_of, post_of, types_of
from miner.sources.social.conversations import SocialPost, conversation_items

NO_POSTS = "file of the archive without posts"
_CONTEXT = re.compile(r'"@context"[\s\S]{0,400}?www\.w3\.org/ns/activitystreams')
# Objects that servers give without their @context, and activities of the first version; both have more fields of it.
_BARE = re.compile(r'"type"\s*:\s*"(?:Tombstone|OrderedCollection(?:Page)?|CollectionPage)"')
_ADDRESSED = re.compile(r'"type"\s*:\s*"(?:Note|Article|Page|Question|Create|Announce|ChatMessage|Video)"')
_FIRST_VERSION = re.compile(r'"objectType"\s*:\s*"(?:activity|article|comment|note|person|question|collection)"')
_DELETED = frozenset({"delete", "tombstone", "undo"})
_WITH_POST = frozenset({"create", "update", "add", "post", "share", "announce", "activity"})  # "post": version 1
_REPOSTS = frozenset({"share", "announce"})
_COLLECTIONS = frozenset({"collection", "orderedcollection", "collectionpage", "orderedcollectionpage"})
_LISTS = ("orderedItems", "items", "first", "next")
_ACTORS = frozenset({"person", "group", "organization", "service", "application"})


class ActivityPub:
    """Whatever a server gives for an address, and ``outbox.json`` of an account's archive."""

    name = "activitypub"
    reads = "ActivityPub and ActivityStreams: notes, articles, outboxes, account archives (JSON)"
    example = "outbox.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not material.begins_like_json:
            return False
        text = material.text[:200_000]
        if _CONTEXT.search(text) or _BARE.search(text):
            return True
        if _ADDRESSED.search(text):
            return '"attributedTo"' in text or '"actor"' in text
        return bool(_FIRST_VERSION.search(text))

    def items(self, material: Material) -> Iterator[Item]:
        entries = JsonEntries(material)
        yield Layout(text=LAYOUTS[entries.layout])
        yield from _items(entries, material.place)


class ActivityPubArchive:
    """An account's archive as Mastodon packs it: the outbox, and much that holds no posts."""

    name = ActivityPub.name
    reads = ActivityPub.reads
    example = "archive-20240501.zip"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        outboxes = [entry for entry in bundle.entries if entry.base_name == "outbox.json"] if bundle.is_folder else []
        roots = [PurePosixPath(entry.name).parent for entry in outboxes if ActivityPub().recognises(entry.material())]
        named = {entry.name for entry in bundle.entries}
        archives = [root for root in roots if (root / "actor.json").as_posix() in named]
        return [
            entry
            for entry in bundle.entries
            if any(PurePosixPath(entry.name).is_relative_to(root) for root in archives)
        ]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        for entry in members:
            if entry.base_name != "outbox.json":
                yield Skipped(reason=NO_POSTS)
                continue
            try:
                yield from _items([(f"{entry.name}#", entry.material().json)], entry.name)
            except BrokenInput:
                yield Failed(reason="file of the archive that is broken")


def _items(rows: Iterable[tuple[str, Any]], place: str) -> Iterator[Item]:
    walk = _Walk()
    for locator, value in rows:
        yield from walk.items(value, locator)
    yield from walk.notes()
    yield from conversation_items(walk.found, PLATFORM, place)


class _Task(msgspec.Struct, frozen=True):
    """A value still to be read, and what is known from around it."""

    where: str
    value: Any
    activity: Any = None  # that brought it: its actor and time stand for those of an object without them
    below: str = ""  # the post whose replies these are
    reposter: Any = None  # the activity that repeats it


class _Walk:
    """Goes through activities and collections with a stack of its own, and gathers the posts."""

    def __init__(self) -> None:
        self.found: list[SocialPost] = []
        self.n_missing: Counter[str] = Counter()
        self._open: list[_Task] = []

    def items(self, value: object, locator: str) -> Iterator[Item]:
        """What is no post; the posts are in ``found``."""
        self._open = [_Task(locator, value)]
        while self._open:
            task = self._open.pop()
            if isinstance(task.value, list):
                self._push(task, [(f"{task.where}/{at}", entry) for at, entry in enumerate(task.value)])
            else:
                yield from self._item(task)

    def notes(self) -> Iterator[Item]:
        for what, n in sorted(self.n_missing.items()):
            yield Note(text=f"{n} {what} that the collections count are not in the file")

    def _item(self, task: _Task) -> Iterator[Item]:
        value = task.value
        types = types_of(value)
        if isinstance(value, str):
            yield Skipped(reason="only linked, not in the file")
        elif not isinstance(value, dict):
            yield Failed(reason="broken line" if value is None else "object of no known type")
        elif types & _DELETED:
            yield Skipped(reason="deleted")
        elif types & _COLLECTIONS or (not types and isinstance(value.get("items"), list)):
            self._open_collection(task)
        elif types & _WITH_POST:
            yield from self._activity(task, types)
        elif types & POSTS or (not types and string(value, "content")):
            yield from self._post(task)
        elif types & _ACTORS:
            yield Skipped(reason="account")
        else:
            yield Skipped(reason=f"no post: {min(types)[:40]}" if types else "object of no known type")

    def _open_collection(self, task: _Task) -> None:
        entries = [(name, found) for name in _LISTS if isinstance(found := task.value.get(name), (list, dict))]
        total = task.value.get("totalItems")
        n_listed = sum(len(found) for _, found in entries if isinstance(found, list))
        if isinstance(total, int) and total > n_listed:
            self.n_missing["replies" if task.below else "entries"] += total - n_listed
        self._push(task, [(f"{task.where}/{name}", found) for name, found in entries])

    def _activity(self, task: _Task, types: frozenset[str]) -> Iterator[Item]:
        inner = task.value.get("object")
        repeats = bool(types & _REPOSTS) and not types_of(inner) & _WITH_POST  # groups announce what others created
        if isinstance(inner, str) and repeats:
            yield Skipped(reason="repost of what is not in the file")
        elif inner is None:
            yield Skipped(reason="activity without an object")
        else:
            reposter = task.value if repeats else task.reposter
            self._open.append(_Task(f"{task.where}/object", inner, task.value, task.below, reposter))

    def _post(self, task: _Task) -> Iterator[Item]:
        item = post_of(task.value, task.where, task.activity, task.below, task.reposter)
        if isinstance(item, SocialPost):
            self.found.append(item)
        else:
            yield item
        below = next(iter(names_of(task.value)), task.below or task.where or "/")
        for name in ("replies", "comments"):
            replies = task.value.get(name)
            if isinstance(replies, (dict, list)) and task.reposter is None:
                self._open.append(_Task(f"{task.where}/{name}", replies, None, below))

    def _push(self, task: _Task, entries: list[tuple[str, Any]]) -> None:
        self._open += (
            msgspec.structs.replace(task, where=where, value=value)
            for where, value in reversed(entries)
            if not (task.below and isinstance(value, str))  # addresses of replies: what the server knows of, no entries
        )
