"""Google Chat as Google Takeout has it: messages.json of a space or a direct message, group_info.json beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import linked_text
from miner.sources.chats.messages import DELETED, MEDIA, Message, Room, approval, room_items, skip_bot
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, string
from miner.sources.material import Material

_SHARED = ("attached_files", "annotations")


class GoogleChat:
    """Messages of one topic answer its first; a quotation names the message it answers."""

    name = "google_chat"
    reads = "Google Chat spaces and direct messages of a Google Takeout (JSON)"
    example = "messages.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"created_date"' not in material.text[:200_000]:
            return False
        return any(map(_is_message, listed(material.sound_json, "messages")[:20]))

    def items(self, material: Material) -> Iterator[Item]:
        firsts: dict[str, str] = {}
        messages: list[Message] = []
        for place, value in enumerate(listed(material.json, "messages")):
            messages.append(_message(value, firsts, f"/messages/{place}"))
        space = next((message.id.partition("/")[0] for message in messages if "/" in message.id), "")
        yield from room_items(Room(source=self.name, id=space), messages)


GOOGLE_CHAT_FOLDER = ChatFolder(GoogleChat(), re.compile(r"messages\.json"), re.compile(r"(?:group|user)_info\.json"))


def _is_message(value: object) -> bool:
    return bool(string(value, "created_date")) and bool(string(value, "topic_id") or string(value, "message_id"))


def _message(value: object, firsts: dict[str, str], locator: str) -> Message:
    if not _is_message(value):
        return Message(failed="broken message", locator=locator)
    own_id, topic = string(value, "message_id"), string(value, "topic_id")
    creator = child(value, "creator")
    text = linked_text(string(value, "text"))
    answered = string(child(value, "quoted_message_metadata"), "message_id") or firsts.get(topic, "")
    if topic and own_id:
        firsts.setdefault(topic, own_id)
    message = Message(
        id=own_id,
        author=string(creator, "name") or string(creator, "email"),
        text=text,
        stamp=_moment(value, "created_date"),
        edited=_moment(value, "updated_date"),
        reply_to=answered,
        likes=approval(
            (string(child(entry, "emoji"), "unicode"), len(listed(entry, "reactor_emails")))
            for entry in children(value, "reactions")
        ),
        locator=locator,
        skipped=_reason(value, bool(text.text)),
    )
    return skip_bot(message) if string(creator, "user_type") == "Bot" else message


def _reason(value: object, has_text: bool) -> str:
    if string(value, "message_state") == "DELETED" or child(value, "deletion_metadata") is not None:
        return DELETED
    return MEDIA if not has_text and any(child(value, name) for name in _SHARED) else ""


def _moment(value: object, name: str) -> Stamp:
    """ "Tuesday, August 2, 2022 at 6:17:14 PM UTC"."""
    return read_date(string(value, name)) if string(value, name) else NO_DATE
