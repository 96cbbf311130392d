"""Answers of Slack's API: pages of a channel's history or of a thread, with lists of users and channels beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from miner.sources.base import Item, Layout, Note
from miner.sources.bundles import Bundle, Entry
from miner.sources.chats.json_lists import listed
from miner.sources.chats.messages import Message, Room, rooms_items
from miner.sources.chats.pages import json_pages
from miner.sources.chats.slack_markup import SlackNames
from miner.sources.chats.slack_messages import SOURCE, add_channels, add_users, is_slack_message, slack_message
from miner.sources.json_values import child, children, string
from miner.sources.material import Material


class SlackApi:
    """``conversations.history`` and ``conversations.replies``; they do not say of which channel."""

    name = "slack_api"
    reads = "messages as JSON of Slack's API (conversations.history, with users.list beside it)"
    example = "history.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return '"ok"' in material.text[:200_000] and _holds_messages(material.sound_json)

    def items(self, material: Material) -> Iterator[Item]:
        yield from _items([("", material.json)])


class SlackApiPages:
    """Pages of one channel in a folder, names from the lists that lie there, too."""

    name = "slack_api"
    reads = SlackApi.reads
    example = SlackApi.example

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        pages = json_pages(bundle, b'"ok"', _is_answer)
        return [entry for entry, _ in pages] if any(_holds_messages(value) for _, value in pages) else ()

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        yield from _items([(entry.name, entry.material().sound_json) for entry in members])


def _is_answer(value: object) -> bool:
    if child(value, "ok") is not True:
        return False
    rows = [*children(value, "messages")[:1], *children(value, "members")[:1], *children(value, "channels")[:1]]
    ids = [string(row, "id")[:1] for row in (*rows, child(value, "channel"), child(value, "user"))]
    members = listed(value, "members")
    return (
        any(map(is_slack_message, rows))
        or any(letter in ("U", "W", "C", "G", "D") for letter in ids if letter)
        or (bool(members) and all(isinstance(entry, str) for entry in members))
        or (child(value, "messages") == [] and "has_more" in value)  # type: ignore[operator]
    )


def _holds_messages(value: object) -> bool:
    messages = children(value, "messages")
    return child(value, "ok") is True and bool(messages) and any(map(is_slack_message, messages[:20]))


def _items(pages: Sequence[tuple[str, Any]]) -> Iterator[Item]:
    names = SlackNames()
    channels: list[Any] = []
    for _, value in pages:
        add_users(names, [*children(value, "members"), *_objects(child(value, "user"))])
        found = [*children(value, "channels"), *_objects(child(value, "channel"))]
        add_channels(names, found)
        channels += found
    channel = channels[0] if len(channels) == 1 else None
    room = Room(source=SOURCE, id=string(channel, "id"), title=string(channel, "name"))
    messages = [message for name, value in pages for message in _messages(name, value, names, room.id)]
    yield Layout(f"{sum(bool(children(value, 'messages')) for _, value in pages)} page(s) of messages")
    yield from rooms_items([(room, messages)])
    more = [child(value, "has_more") for _, value in pages if isinstance(child(value, "has_more"), bool)]
    if more and all(more):
        yield Note("each page says that there are more messages; they are not in the files")


def _messages(name: str, value: object, names: SlackNames, room_id: str) -> Iterator[Message]:
    for number, entry in enumerate(listed(value, "messages")):
        yield slack_message(entry, names, room_id, f"{name}#/messages/{number}" if name else f"/messages/{number}")


def _objects(value: object) -> list[Any]:
    return [value] if isinstance(value, dict) else []
