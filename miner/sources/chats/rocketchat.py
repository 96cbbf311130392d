"""Rocket.Chat: pages of a channel's messages as its API answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Item, Note
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import linked_text
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, approval, rooms_items, skip_bot
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material

SOURCE = "rocketchat"
OLDER = "older version of an edited message"
_QUOTED = re.compile(r"\[ \]\(https?://[^\s()]{1,500}[?&]msg=(\w{1,40})\)\s*")


class RocketChat:
    """Threads by ``tmid``; hidden messages are older versions of edited ones; a link without words is a quotation."""

    name = "rocketchat"
    reads = "Rocket.Chat channels as JSON of the API"
    example = "messages.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"rid"' not in material.text[:200_000]:
            return False
        return any(map(_is_message, children(material.sound_json, "messages")[:20]))

    def items(self, material: Material) -> Iterator[Item]:
        value = material.json
        rooms: dict[str, list[Message]] = {}
        for place, entry in enumerate(listed(value, "messages")):
            rooms.setdefault(string(entry, "rid"), []).append(_message(entry, f"/messages/{place}"))
        yield from rooms_items((Room(source=SOURCE, id=room), messages) for room, messages in rooms.items())
        total, n_here = number(value, "total"), len(listed(value, "messages"))
        if total is not None and total != n_here:
            yield Note(f"the channel has {total} messages, {n_here} are on this page")


def _is_message(value: object) -> bool:
    return bool(string(value, "_id") and string(value, "rid") and child(value, "u")) and "msg" in _fields(value)


def _fields(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _message(value: object, locator: str) -> Message:
    if not _is_message(value):
        return Message(failed="broken message", locator=locator)
    raw, user = string(value, "msg"), child(value, "u")
    quoted = _QUOTED.match(raw)
    text = linked_text(_QUOTED.sub("", raw))
    message = Message(
        id=string(value, "_id"),
        author=string(user, "name") or string(user, "username"),
        text=text,
        stamp=_moment(value, "ts"),
        edited=_moment(value, "editedAt"),
        reply_to=quoted[1] if quoted else string(value, "tmid"),
        said_to=tuple(string(entry, "name") for entry in children(value, "mentions")),
        mentions=tuple(string(entry, "username") for entry in children(value, "mentions")),
        likes=approval(_reactions(child(value, "reactions"))),
        locator=locator,
        skipped=_reason(value, bool(text.text)),
    )
    return skip_bot(message) if child(value, "bot") else message


def _reactions(value: object) -> Iterator[tuple[str, int]]:
    for name, entry in _fields(value).items():
        yield name, len(listed(entry, "usernames"))


def _reason(value: object, has_text: bool) -> str:
    if child(value, "_hidden") is True:
        return OLDER
    if string(value, "t"):
        return SYSTEM
    return MEDIA if not has_text and (child(value, "attachments") or child(value, "file")) else ""


def _moment(value: object, name: str) -> Stamp:
    """ISO, or milliseconds in ``$date`` where it came out of the database."""
    found = child(value, name)
    milliseconds = number(found, "$date")
    text = (
        found
        if isinstance(found, str)
        else string(found, "$date") or ("" if milliseconds is None else str(milliseconds))
    )
    return read_date(text) if text else NO_DATE
