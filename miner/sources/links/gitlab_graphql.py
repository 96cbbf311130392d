"""Answers of GitLab's GraphQL interface, unfolded into issues and notes as its REST interface names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from miner.sources.json_values import child, string
from miner.sources.links.rows import below
from miner.transcript import content_id

MARK = '"gid://gitlab/'
_ID = re.compile(r"gid://gitlab/(?P<kind>\w{1,40})/(?P<number>\w{1,64})\Z")
_TALKED_ABOUT = frozenset({"Issue", "WorkItem", "MergeRequest", "Epic", "Snippet"})
_MEMBERS = frozenset({"nodes", "edges"})
Unfolded = tuple[str, dict[str, Any], str]  # where it stands, the issue or note, the note that it answers ("" if none)


def unfolded(place: str, value: object) -> Iterator[Unfolded]:
    """The issues and notes of an answer in the order of the file; none if it is not of this kind."""
    stack: list[tuple[str, object]] = [(place, value)]
    while stack:
        here, entry = stack.pop()
        if isinstance(entry, Mapping):
            found = _ID.match(string(entry, "id"))
            if found and found["kind"] in _TALKED_ABOUT and _holds_talk(entry):
                yield from _with_notes(here, entry, found["kind"], found["number"])
            else:
                stack += reversed([(f"{here}/{name}", inner) for name, inner in entry.items()])
        elif isinstance(entry, list):
            stack += reversed([(f"{here}/{number}", inner) for number, inner in enumerate(entry)])


def n_cut_lists(value: object) -> int:
    """How many lists of notes go on behind their last entry ("hasNextPage")."""
    stack, found = [value], 0
    while stack:
        entry = stack.pop()
        if isinstance(entry, Mapping):
            is_notes = bool(_MEMBERS & entry.keys())
            found += is_notes and child(child(entry, "pageInfo"), "hasNextPage") is True
            stack += entry.values()
        elif isinstance(entry, list):
            stack += entry
    return found


def _holds_talk(entry: Mapping[str, Any]) -> bool:
    return bool(string(entry, "title")) or bool({"notes", "discussions", "widgets"} & entry.keys())


def _with_notes(place: str, entry: Mapping[str, Any], kind: str, number: str) -> Iterator[Unfolded]:
    widgets = child(entry, "widgets")
    listed = below("widgets", place, widgets if isinstance(widgets, list) else [])
    parts = [(place, entry), *[(where, part) for where, part in listed if isinstance(part, Mapping)]]
    if string(entry, "title"):
        yield place, _issue(entry, [part for _, part in parts], kind, number), ""
    for where, part in parts:
        for at, talk in _members(f"{where}/discussions", child(part, "discussions")):
            yield from _talk(_members(f"{at}/notes", child(talk, "notes")), entry, kind, number)
        talks: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for at, note in _members(f"{where}/notes", child(part, "notes")):
            talks.setdefault(string(child(note, "discussion"), "id") or at, []).append((at, note))
        for notes in talks.values():
            yield from _talk(notes, entry, kind, number)


def _members(place: str, connection: object) -> list[tuple[str, Mapping[str, Any]]]:
    """What a connection holds: ``nodes``, or ``edges`` with a ``node`` each."""
    nodes, edges = child(connection, "nodes"), child(connection, "edges")
    if isinstance(nodes, list):
        found = [(f"{place}/nodes/{at}", node) for at, node in enumerate(nodes)]
    else:
        listed = edges if isinstance(edges, list) else []
        found = [(f"{place}/edges/{at}/node", child(edge, "node")) for at, edge in enumerate(listed)]
    return [(where, node) for where, node in found if isinstance(node, Mapping)]


def _talk(
    notes: Sequence[tuple[str, Mapping[str, Any]]], entry: Mapping[str, Any], kind: str, number: str
) -> Iterator[Unfolded]:
    """The first note opens a discussion, the others answer it."""
    first = ""
    for where, note in notes:
        found = _ID.match(string(note, "id"))
        own = found["number"] if found else _id_of_content(note)
        yield where, _note(note, own, entry, kind, number), f"gitlab:note-{first}" if first else ""
        if child(note, "system") is not True:
            first = first or own


def _id_of_content(note: Mapping[str, Any]) -> str:
    """Queries may leave ids out."""
    said = (string(child(note, "author"), "username"), string(note, "createdAt"), string(note, "body"))
    return content_id("gitlab", *said).partition(":")[2]


def _issue(entry: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], kind: str, number: str) -> dict[str, Any]:
    issue = {
        "id": number,
        "iid": child(entry, "iid"),
        "title": child(entry, "title"),
        "description": next((text for part in parts if (text := string(part, "description"))), ""),
        "author": child(entry, "author"),
        "created_at": child(entry, "createdAt"),
        "web_url": child(entry, "webUrl"),
        "user_notes_count": child(entry, "userNotesCount"),
        "upvotes": child(entry, "upvotes"),
    }
    return {**issue, "source_branch": child(entry, "sourceBranch")} if kind == "MergeRequest" else issue


def _note(note: Mapping[str, Any], own: str, entry: Mapping[str, Any], kind: str, number: str) -> dict[str, Any]:
    return {
        "id": own,
        "noteable_type": "MergeRequest" if kind == "MergeRequest" else "Issue",
        "noteable_id": number,
        "noteable_iid": child(entry, "iid"),
        "body": child(note, "body"),
        "author": child(note, "author"),
        "created_at": child(note, "createdAt"),
        "last_edited_at": child(note, "lastEditedAt"),
        "system": child(note, "system"),
    }
