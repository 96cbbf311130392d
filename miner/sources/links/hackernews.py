"""Hacker News as JSON: items of its own API (each knows its parent), and answers of Algolia (trees, search hits)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.cleaning import clean
from miner.sources.html import HtmlText, read_fragment
from miner.sources.json_values import child, string
from miner.sources.links.json_source import JsonSource
from miner.sources.links.making import (
    claimed_in,
    make_post,
    name_in,
    native_id,
    parents_first,
    quoting_all,
    quoting_paragraphs,
    stamp_in,
    title_in,
    whole_in,
)
from miner.sources.links.rows import Row, below
from miner.sources.reasons import READ_TWICE
from miner.transcript import Post, Record, Thread

SITE = "https://news.ycombinator.com/item?id="
_KINDS = ("story", "comment", "job", "poll", "pollopt")
_OPENINGS = ("story", "job", "poll")


class _Entry(Record, frozen=True):
    """An item, whichever of the two APIs gave it."""

    place: str
    id: str
    kind: str
    parent: str
    thread: str  # as the item itself names it; "" where only its parents lead there
    author: str
    title: str
    address: str
    body: HtmlText
    gone: str
    fields: dict[str, Any]


class HackerNews(JsonSource):
    """The thread of a comment is where its parents lead; replies that no file holds are counted by their numbers."""

    name = "hackernews"
    reads = "Hacker News items (its API, or Algolia's trees and search hits) as JSON"
    example = "items.json"
    marks = ('"by"', '"time"', '"_tags"', '"created_at_i"', '"children"', '"submitted"')

    def is_ours(self, value: object) -> bool:
        return _is_ours(value)

    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        yield from _Reading(found).items()


def _is_ours(value: object) -> bool:
    return _is_item(value) or _is_hit(value) or _is_answer(value) or _is_user(value)


def _is_item(value: object) -> bool:
    """An item of either API: a known type, a number, and the site's own name for author or time."""
    if (
        not isinstance(value, Mapping)
        or child(value, "type") not in _KINDS
        or not native_id(child(value, "id")).isdecimal()
    ):
        return False
    own = "time" in value and ("by" in value or child(value, "deleted") is True)
    return own or ("children" in value and "created_at_i" in value) or ("children" in value and "parent_id" in value)


def _is_hit(value: object) -> bool:
    tags = child(value, "_tags")
    return isinstance(tags, list) and bool(_number(value, "objectID")) and any(kind in tags for kind in _KINDS)


def _is_answer(value: object) -> bool:
    hits = child(value, "hits")
    return isinstance(hits, list) and any(_is_hit(hit) for hit in hits)


def _is_user(value: object) -> bool:
    """An account: of the site, but without posts."""
    return isinstance(value, Mapping) and {"karma", "created", "submitted", "id"} <= value.keys()


class _Reading:
    def __init__(self, found: Iterable[Row]) -> None:
        self.entries: dict[str, _Entry] = {}
        self.odd: list[Item] = []
        self.kids: dict[str, set[str]] = {}
        for place, value in found:
            self._gather(place, value)
        self.tops = parents_first({entry.id: entry.parent for entry in self.entries.values() if entry.parent})

    def items(self) -> Iterator[Item]:
        yield from self.odd
        threads = self._threads()
        yield from threads.values()
        for entry in self.entries.values():
            yield self._post(entry, self._thread_id(entry))
        yield from self._missing(threads)

    def _gather(self, place: str, value: Any) -> None:
        stack: list[Row] = [(place, value)]
        while stack:
            here, entry = stack.pop()
            if isinstance(entry, list):
                stack += reversed([(f"{here}/{number}", inner) for number, inner in enumerate(entry)])
            elif _is_answer(entry):
                self._note_hits(entry)
                stack += reversed(below("hits", here, entry["hits"]))
            elif _is_hit(entry):
                self._keep(_from_hit(here, entry))
            else:
                if _is_item(entry):
                    self._keep(_from_item(here, entry))
                else:
                    self.odd.append(_odd(entry))
                stack += reversed(below("children", here, _list(entry, "children")))

    def _note_hits(self, answer: Mapping[str, Any]) -> None:
        n_hits, n_here = whole_in(answer, "nbHits"), len(answer["hits"])
        if n_hits > n_here:
            self.odd.append(Note(f"the search found {n_hits} item(s), {n_here} are on this page of it"))

    def _keep(self, entry: _Entry) -> None:
        if entry.id in self.entries:
            self.odd.append(Skipped(READ_TWICE))
            return
        self.entries[entry.id] = entry
        kids = {native_id(kid) for name in ("kids", "parts") for kid in _list(entry.fields, name)}
        self.kids[entry.id] = {kid for kid in kids if kid.isdecimal()}

    def _thread_id(self, entry: _Entry) -> str:
        return entry.thread or self.tops.get(entry.id, entry.id)

    def _threads(self) -> dict[str, Thread]:
        threads: dict[str, Thread] = {}
        for entry in self.entries.values():
            number = self._thread_id(entry)
            top = self.entries.get(number)
            title = top.title if top is not None else title_in(entry.fields, "story_title")
            if number not in threads or (title and not threads[number].title):
                threads[number] = Thread(
                    id=f"hackernews:{number}",
                    title=title,
                    url=f"{SITE}{number}",
                    platform="hackernews",
                    n_claimed=claimed_in(top.fields, "descendants", "num_comments") if top is not None else None,
                )
        return threads

    def _post(self, entry: _Entry, thread: str) -> Post | Skipped:
        if entry.gone or not entry.body.text:
            return Skipped(entry.gone or "empty")
        return make_post(
            f"hackernews:{entry.id}",
            f"hackernews:{thread}",
            entry.body,
            stamp_in(entry.fields, "time", "created_at_i", "created_at"),
            entry.place,
            kind="article" if entry.kind in _OPENINGS else "comment",
            author=entry.author,
            parent_id=f"hackernews:{entry.parent}" if entry.parent else None,
            parent_source="native" if entry.parent else None,
            url=f"{SITE}{entry.id}",
            likes=whole_in(entry.fields, "score", "points"),
            flags=("poll option",) if entry.kind == "pollopt" else (),
        )

    def _missing(self, threads: Mapping[str, Thread]) -> Iterator[Item]:
        """Replies whose numbers are known and whose text no file holds; the site's count where it says more."""
        counts: dict[str, int] = {}
        lost: dict[str, int] = {}
        for entry in self.entries.values():
            number = self._thread_id(entry)
            counts[number] = counts.get(number, 0) + (entry.kind == "comment")
            lost[number] = lost.get(number, 0) + len(self.kids[entry.id].difference(self.entries))
        n_missing = sum(
            max(lost[number], (thread.n_claimed or 0) - counts[number] if "kids" in self._fields(number) else 0)
            for number, thread in threads.items()
        )
        if n_missing:
            yield Skipped("missing reply", n_missing)

    def _fields(self, number: str) -> Mapping[str, Any]:
        entry = self.entries.get(number)
        return entry.fields if entry is not None else {}


def _from_item(place: str, value: Mapping[str, Any]) -> _Entry:
    kind = str(value["type"])
    title, address = _title(value, "title"), string(value, "url")
    body = _body(string(value, "text"), title if kind in _OPENINGS else "", address)
    return _Entry(
        place=place,
        id=native_id(value["id"]),
        kind=kind,
        parent=_number(value, "parent") or _number(value, "parent_id") or _number(value, "poll"),
        thread=_number(value, "story_id"),
        author=name_in(value, "by", "author"),
        title=title,
        address=address,
        body=body,
        gone=_gone(value, body),
        fields={name: field for name, field in value.items() if name != "children"},
    )


def _from_hit(place: str, value: Mapping[str, Any]) -> _Entry:
    tags = value["_tags"]
    kind = next(name for name in _KINDS if name in tags)
    title, address = _title(value, "title"), string(value, "url")
    opening = kind in _OPENINGS
    body = _body(string(value, "story_text" if opening else "comment_text"), title if opening else "", address)
    return _Entry(
        place=place,
        id=_number(value, "objectID"),
        kind=kind,
        parent="" if opening else _number(value, "parent_id"),
        thread="" if opening else _number(value, "story_id"),
        author=name_in(value, "author"),
        title=title,
        address=address,
        body=body,
        gone="",
        fields=dict(value),
    )


def _gone(value: Mapping[str, Any], body: HtmlText) -> str:
    """Why an item has no text of its own; Algolia empties the fields of what was deleted."""
    if child(value, "deleted") is True:
        return "deleted"
    if child(value, "dead") is True or body.text in ("[dead]", "[flagged]"):
        return "dead"
    return "deleted" if not body.text and "children" in value and not string(value, "author") else ""


def _title(value: Mapping[str, Any], field: str) -> str:
    return title_in({field: read_fragment(string(value, field)).text}, field)


def _body(text: str, title: str, address: str) -> HtmlText:
    """The text; without one the title, which for a link is the headline of the page it leads to."""
    if text:
        return quoting_paragraphs(read_fragment(text))
    body = HtmlText(text=clean(title), links=(address,) if address.startswith("http") else ())
    return quoting_all(body) if address else body


def _number(value: object, field: str) -> str:
    found = native_id(child(value, field))
    return found if found.isdecimal() else ""


def _odd(value: object) -> Item:
    if value is None:
        return Skipped("item that the site does not have")
    if _is_user(value):
        return Skipped("account")
    return Failed("object that is no item")


def _list(value: object, name: str) -> list[Any]:
    found = child(value, name)
    return found if isinstance(found, list) else []
