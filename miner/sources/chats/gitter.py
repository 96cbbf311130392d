"""Gitter: messages of a room as its API answered, and as its archives kept them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import linked_text
from miner.sources.chats.messages import DELETED, Message, Room, room_items
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, string
from miner.sources.material import Material


class Gitter:
    """A list of messages; which room they are from is not said."""

    name = "gitter"
    reads = "Gitter rooms as JSON of the API"
    example = "messages.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"fromUser"' not in material.text[:200_000]:
            return False
        value = material.sound_json
        return any(map(_is_message, listed(value)[:20]))

    def items(self, material: Material) -> Iterator[Item]:
        messages = [_message(value, f"/{place}") for place, value in enumerate(listed(material.json))]
        yield from room_items(Room(source=self.name), messages)


def _is_message(value: object) -> bool:
    return bool(string(value, "id") and string(value, "sent")) and isinstance(child(value, "text"), str)


def _message(value: object, locator: str) -> Message:
    if not _is_message(value):
        return Message(failed="broken message", locator=locator)
    user = child(value, "fromUser")
    text = linked_text(string(value, "text"))
    names = tuple(string(entry, "screenName") for entry in children(value, "mentions"))
    return Message(
        id=string(value, "id"),
        author=string(user, "username") or string(user, "displayName"),  # people address each other by it
        text=text,
        stamp=_moment(value, "sent"),
        edited=_moment(value, "editedAt"),
        reply_to=string(value, "parentId"),
        said_to=names,
        mentions=names,
        flags=("action",) if child(value, "status") is True else (),
        locator=locator,
        skipped="" if text.text else DELETED,
    )


def _moment(value: object, name: str) -> Stamp:
    return read_date(string(value, name)) if string(value, name) else NO_DATE
