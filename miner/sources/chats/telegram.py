"""Telegram Desktop's JSON export: one chat, or all chats of an account in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Item, Layout
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import as_forwarded
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, approval, rooms_items
from miner.sources.chats.telegram_text import text_of_pieces
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material

SOURCE = "telegram"
_TYPES = frozenset(["message", "service", "unsupported"])
_LISTS = ("chats", "left_chats")
_LOOKED_AT = 20


class TelegramExport:
    """Texts are pieces with types; replies name a number, forwarded words belong to others, service messages to nobody."""

    name = "telegram"
    reads = "Telegram Desktop exports as JSON: one chat or all"
    example = "result.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return '"messages"' in material.text and any(
            _is_message(message)
            for _, chat in _chats(material.sound_json)[:_LOOKED_AT]
            for message in children(chat, "messages")[:_LOOKED_AT]
        )

    def items(self, material: Material) -> Iterator[Item]:
        chats = _chats(material.json)
        yield Layout(f"{len(chats)} chat(s)")
        yield from rooms_items((_room(chat), _messages(chat, pointer)) for pointer, chat in chats)


TELEGRAM_FOLDER = ChatFolder(TelegramExport(), re.compile(r"result\.json"))


def _chats(value: object) -> list[tuple[str, Mapping[str, Any]]]:
    if isinstance(child(value, "messages"), list) and isinstance(value, Mapping):
        return [("", value)]
    return [
        (f"/{name}/list/{number}", chat)
        for name in _LISTS
        for number, chat in enumerate(children(child(value, name), "list"))
    ]


def _is_message(value: Mapping[str, Any]) -> bool:
    return (
        string(value, "type") in _TYPES
        and isinstance(child(value, "text"), str | list)
        and bool(string(value, "date") or string(value, "date_unixtime"))
    )


def _room(chat: Mapping[str, Any]) -> Room:
    chat_id = number(chat, "id")
    return Room(source=SOURCE, id="" if chat_id is None else str(chat_id), title=string(chat, "name"))


def _messages(chat: Mapping[str, Any], pointer: str) -> list[Message]:
    room = _room(chat).id
    return [
        _message(value, room, f"{pointer}/messages/{number}") for number, value in enumerate(listed(chat, "messages"))
    ]


def _message(value: object, room: str, locator: str) -> Message:
    if not isinstance(value, Mapping) or not _is_message(value):
        return Message(failed="broken message", locator=locator)
    if value["type"] == "service":
        return Message(id=_scoped(room, number(value, "id")), skipped=SYSTEM, stamp=_moment(value, "date"))
    text = _text(value)
    forwarded = "forwarded_from" in value
    return Message(
        id=_scoped(room, number(value, "id")),
        author=string(value, "from") or ("Deleted Account" if "from" in value else ""),
        text=as_forwarded(text) if forwarded else text,
        stamp=_moment(value, "date"),
        edited=_moment(value, "edited"),
        reply_to=_scoped(room, number(value, "reply_to_message_id")),
        likes=approval((string(entry, "emoji"), number(entry, "count") or 0) for entry in children(value, "reactions")),
        flags=("forwarded",) if forwarded else (),
        locator=locator,
        skipped="" if text.text else _without_text(value),
    )


def _text(value: Mapping[str, Any]) -> HtmlText:
    """The words; of a poll its question."""
    return text_of_pieces(value["text"] or string(child(value, "poll"), "question"))


def _without_text(value: Mapping[str, Any]) -> str:
    has_more = any(
        name in value for name in ("photo", "file", "media_type", "location_information", "contact_information")
    )
    return MEDIA if has_more else ""


def _scoped(room: str, own: int | None) -> str:
    return "" if own is None else f"{room}:{own}" if room else str(own)


def _moment(value: Mapping[str, Any], name: str) -> Stamp:
    """Seconds since 1970 where they are given; the other date is that of the computer, without a zone."""
    text = string(value, f"{name}_unixtime") or string(value, name)
    return read_date(text) if text else NO_DATE
