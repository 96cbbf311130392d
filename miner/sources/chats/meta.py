"""Messages as downloads of Facebook and Instagram hold them; both write their UTF-8 wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Item
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import chat_text
from miner.sources.chats.messages import DELETED, MEDIA, SYSTEM, Message, Room, approval, room_items
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.sources.mojibake import is_damaged, repaired
from miner.sources.notes import Repair

_SHARED = (
    "photos", "videos", "audio_files", "files", "gifs", "sticker", "share", "media",
)  # fmt: skip
_SYSTEM_TYPES = frozenset(["Call", "Subscribe", "Unsubscribe", "call"])
_REACTION = re.compile(r"(?:Liked a message|Reacted \S{1,12} to (?:your|a) message\s*)\Z")
_SENT = re.compile(r".{0,80} sent (?:an attachment|a photo|a video|a voice message|a sticker|a link|a GIF)\.\Z")
_SYSTEM = re.compile(
    r".{0,80}?(?: (?:named the group| set the nickname|set (?:your|the|his|her|their|own) nickname|changed the (?:theme|group photo|chat theme)"
    r"|created (?:the|a) (?:group|poll)|left the group|added .{1,80} to the group|removed .{1,80} from the group|pinned a message"
    r"|started a (?:video chat|call)|joined the (?:video chat|call)|missed (?:a|your) (?:video )?call|voted for)\b"
    r"|The video chat ended\.|You are now connected on Messenger|You can now message and call each other|Say hi to your new Facebook friend)"
)
_FACEBOOK = ("sender_id_INTERNAL", "thread_type", "facebook", "magic_words", "joinable_mode", "threadName")
_INSTAGRAM = ("instagram", "Liked a message")
_LOOKED_AT = 200_000


class Messenger:
    """Newest first; replies are not in the download, so that a mention is the only sign of one."""

    name = "messenger"
    reads = "Messenger chats of a Facebook download (JSON)"
    example = "message_1.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return _has_shape(material) and not _is_instagram(material)

    def items(self, material: Material) -> Iterator[Item]:
        yield from _items(material, self.name)


class Instagram:
    """The same shape as Messenger's."""

    name = "instagram"
    reads = "direct messages of an Instagram download (JSON)"
    example = "message_1.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return _has_shape(material) and _is_instagram(material)

    def items(self, material: Material) -> Iterator[Item]:
        yield from _items(material, self.name)


_PAGES = re.compile(r"message_\d+\.json")
MESSENGER_FOLDER = ChatFolder(Messenger(), _PAGES)
INSTAGRAM_FOLDER = ChatFolder(Instagram(), _PAGES)


def _has_shape(material: Material) -> bool:
    if '"sender_name"' not in material.text[:_LOOKED_AT] and '"senderName"' not in material.text[:_LOOKED_AT]:
        return False
    messages = children(material.sound_json, "messages")
    return bool(messages) and any(map(_is_message, messages[:20]))


def _is_message(value: object) -> bool:
    stamp = number(value, "timestamp_ms") or number(value, "timestamp")
    return stamp is not None and bool(string(value, "sender_name") or string(value, "senderName"))


def _is_instagram(material: Material) -> bool:
    text = material.text[:_LOOKED_AT]
    if any(mark in text for mark in _INSTAGRAM) or "instagram" in material.place.lower():
        return "your_facebook_activity" not in text
    return not any(mark in text for mark in _FACEBOOK)


def _items(material: Material, source: str) -> Iterator[Item]:
    value = material.json
    messages = [_message(entry, f"/messages/{place}") for place, entry in enumerate(listed(value, "messages"))]
    title = repaired(string(value, "title") or string(value, "threadName"))
    yield from room_items(Room(source=source, id=string(value, "thread_path"), title=title), messages)
    n_damaged = sum(
        is_damaged(string(entry, "content") or string(entry, "text")) for entry in listed(value, "messages")
    )
    if n_damaged:
        yield Repair(f"{n_damaged} texts were written with damaged letters and were repaired")


def _message(value: object, locator: str) -> Message:
    if not isinstance(value, Mapping) or not _is_message(value):
        return Message(failed="broken message", locator=locator)
    content = repaired(string(value, "content") or string(value, "text")).strip()
    skipped = _reason(value, content)
    return Message(
        author=repaired(string(value, "sender_name") or string(value, "senderName")),
        text=chat_text("" if skipped else content),
        stamp=_moment(value),
        likes=approval((repaired(string(entry, "reaction")), 1) for entry in children(value, "reactions")),
        locator=locator,
        skipped=skipped,
    )


def _reason(value: Mapping[str, Any], content: str) -> str:
    if child(value, "is_unsent") is True or child(value, "isUnsent") is True:
        return DELETED
    if string(value, "type") in _SYSTEM_TYPES or "call_duration" in value:
        return SYSTEM
    if _REACTION.match(content):
        return "reaction"
    if not content or _SENT.match(content):
        return MEDIA if content or any(value.get(name) for name in _SHARED) else ""
    return SYSTEM if len(content) < 300 and _SYSTEM.match(content) else ""


def _moment(value: object) -> Stamp:
    milliseconds = number(value, "timestamp_ms") or number(value, "timestamp")
    return NO_DATE if milliseconds is None else read_date(str(milliseconds))
