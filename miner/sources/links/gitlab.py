"""GitLab as JSON: issues and merge requests, their notes, and discussions (notes in the order of a talk)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.html import HtmlText
from miner.sources.json_values import child, string
from miner.sources.links.code_text import accounts_in, read_code_host
from miner.sources.links.gitlab_graphql import MARK, n_cut_lists, unfolded
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
from miner.sources.links.rows import Row, below
from miner.transcript import Post, Thread

_KINDS = {"Issue": "issue", "MergeRequest": "merge_request", "Epic": "epic", "Snippet": "snippet", "Commit": "commit"}


class GitLab(JsonSource):
    """Notes name what they belong to by number; what the program wrote itself ("closed") is counted and left out."""

    name = "gitlab"
    reads = "GitLab issues and merge requests with their notes as JSON (REST and GraphQL)"
    example = "notes.json"
    marks = ('"noteable_type"', '"noteable_id"', '"iid"', '"individual_note"', MARK)

    def is_ours(self, value: object) -> bool:
        return _is_ours(value) or next(unfolded("", value), None) is not None

    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        yield from _Reading().items(found)


def _is_ours(value: object) -> bool:
    return _is_issue(value) or _is_note(value) or _is_discussion(value)


def _is_issue(value: object) -> bool:
    """An issue, a merge request or an epic."""
    return isinstance(value, Mapping) and {"iid", "title", "author", "created_at"} <= value.keys()


def _is_note(value: object) -> bool:
    return isinstance(value, Mapping) and {"noteable_type", "body", "author"} <= value.keys()


def _is_discussion(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("notes"), list)
        and ("individual_note" in value or any(_is_note(note) for note in value["notes"][:3]))
    )


class _Reading:
    """Threads are passed on at the end: notes may come without their issue."""

    def __init__(self) -> None:
        self.threads: dict[str, Thread] = {}
        self.n_found: dict[str, int] = {}

    def items(self, found: Iterable[Row]) -> Iterator[Item]:
        n_cut = 0
        for place, value in found:
            parts = [] if _is_ours(value) else list(unfolded(place, value))
            n_cut += n_cut_lists(value) if parts else 0
            for where, entry, parent in parts or [(place, value, "")]:
                yield from self._walk(where, entry, parent)
        yield from self.threads.values()
        claimed = {name: n for name, thread in self.threads.items() if (n := thread.n_claimed) and name in self.n_found}
        n_found = sum(self.n_found[name] for name in claimed)
        if sum(claimed.values()) > n_found:
            yield Note(f"the site says {sum(claimed.values())} note(s), {n_found} are in the file")
        if n_cut:
            yield Note(f"{n_cut} list(s) say that further pages follow, which are not in the file")

    def _walk(self, place: str, value: Any, parent: str = "") -> Iterator[Item]:
        stack: list[tuple[str, Any, str]] = [(place, value, parent)]
        while stack:
            here, entry, parent = stack.pop()
            if isinstance(entry, list):
                stack += reversed([(f"{here}/{number}", inner, "") for number, inner in enumerate(entry)])
            elif _is_note(entry):
                yield self._note(here, entry, parent)
            elif _is_discussion(entry):
                stack += reversed(_talk(here, entry))
            else:
                known = _is_issue(entry)
                yield self._issue(here, entry) if known else Failed("object that is no issue and no note")
                notes = child(entry, "notes_data")
                inner = below("notes_data", here, notes if isinstance(notes, list) else [])
                stack += reversed([(where, note, "") for where, note in inner])

    def _issue(self, place: str, value: Mapping[str, Any]) -> Post | Skipped | Failed:
        number = native_id(child(value, "id"))
        if not number:
            return Failed("issue without an id")
        kind = "merge_request" if "source_branch" in value else "issue"
        thread_id = f"gitlab:{kind}-{number}"
        title, url = title_in(value, "title"), address_in(value, "web_url")
        self.threads[thread_id] = Thread(
            id=thread_id, title=title, url=url, platform="gitlab", n_claimed=claimed_in(value, "user_notes_count")
        )
        body = read_code_host(string(value, "description"))
        body = body if body.text else HtmlText(text=title)
        return _made(value, thread_id, thread_id, body, place, "", url)

    def _note(self, place: str, value: Mapping[str, Any], parent: str) -> Post | Skipped | Failed:
        if child(value, "system") is True:
            return Skipped("system message")
        number = native_id(child(value, "id"))
        if not number:
            return Failed("note without an id")
        kind = _KINDS.get(string(value, "noteable_type"), "issue")
        noted = native_id(child(value, "noteable_id")) or native_id(child(value, "noteable_iid")) or "unknown"
        thread_id = f"gitlab:{kind}-{noted}"
        self.n_found[thread_id] = self.n_found.get(thread_id, 0) + 1
        issue = native_id(child(value, "noteable_iid"))
        bare = Thread(id=thread_id, title=f"{kind.replace('_', ' ')} {issue or noted}", platform="gitlab")
        thread = self.threads.setdefault(thread_id, bare)
        url = f"{thread.url}#note_{number}" if thread.url and number.isdigit() else ""
        body = read_code_host(string(value, "body"))
        return _made(value, f"gitlab:note-{number}", thread_id, body, place, parent or thread_id, url)


def _talk(place: str, value: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    """The notes of a discussion: the first opens it, the others answer the first."""
    notes = below("notes", place, value["notes"])
    first = native_id(child(notes[0][1], "id")) if notes else ""
    parents = ["", *[f"gitlab:note-{first}" if first else ""] * (len(notes) - 1)]
    return [(where, note, parent) for (where, note), parent in zip(notes, parents, strict=False)]


def _made(
    value: Mapping[str, Any], own_id: str, thread_id: str, body: HtmlText, place: str, parent: str, url: str
) -> Post | Skipped:
    author = child(value, "author")
    if not body.text:
        return Skipped("empty")
    if child(author, "bot") is True or string(author, "username").endswith(("-bot", "_bot")):
        return Skipped("bot")
    return make_post(
        own_id,
        thread_id,
        body,
        stamp_in(value, "created_at"),
        place,
        kind="comment" if parent else "article",
        author=name_in(author, "name", "username"),
        parent_id=parent or None,
        parent_source="native" if parent else None,
        edited_at=stamp_in(value, "last_edited_at").at,
        url=url,
        likes=whole_in(value, "upvotes"),
        mentions=accounts_in(body.text),
    )
