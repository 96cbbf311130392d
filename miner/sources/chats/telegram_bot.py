"""What a Telegram bot was sent: updates as the bot API answers ``getUpdates``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Item
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import as_forwarded
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, rooms_items, skip_bot
from miner.sources.chats.telegram import SOURCE
from miner.sources.chats.telegram_text import text_with_entities
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, number, string
from miner.sources.material import Material

_NEW = ("message", "channel_post", "business_message")
_EDITED = ("edited_message", "edited_channel_post", "edited_business_message")
_MEDIA = (
    "photo",
    "video",
    "audio",
    "voice",
    "document",
    "sticker",
    "animation",
    "video_note",
    "location",
    "contact",
    "poll",
)
OLDER = "older version of an edited message"


class TelegramBot:
    """An edited message stands for the one before it."""

    name = "telegram_bot"
    reads = "messages as JSON of Telegram's bot API (getUpdates)"
    example = "updates.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return '"update_id"' in material.text[:200_000] and any(
            number(update, "update_id") is not None and _content(update)[0] for update in _updates(material.sound_json)
        )

    def items(self, material: Material) -> Iterator[Item]:
        rooms: dict[int, tuple[Room, dict[str, Message]]] = {}
        left_out: list[Message] = []
        for place, update in enumerate(_updates(material.json)):
            name, value = _content(update)
            chat = child(value, "chat")
            chat_id = number(chat, "id")
            if not name or chat_id is None:
                left_out.append(Message(skipped="update that is no message"))
                continue
            room, messages = rooms.setdefault(chat_id, (_room(chat), {}))
            message = _message(value, room.id, f"/result/{place}/{name}")
            if message.id in messages:
                left_out.append(Message(skipped=OLDER))
            messages[message.id] = message
        yield from rooms_items((room, list(messages.values())) for room, messages in rooms.values())
        yield from rooms_items([(Room(source=SOURCE), left_out)])


def _updates(value: object) -> list[object]:
    return listed(value, "result" if isinstance(value, Mapping) else "")


def _content(update: object) -> tuple[str, Any]:
    name = next((name for name in (*_NEW, *_EDITED) if isinstance(child(update, name), Mapping)), "")
    return name, child(update, name)


def _room(chat: object) -> Room:
    names = (string(chat, "first_name"), string(chat, "last_name"))
    return Room(source=SOURCE, id=str(number(chat, "id")), title=string(chat, "title") or " ".join(filter(None, names)))


def _message(value: Mapping[str, Any], room: str, locator: str) -> Message:
    sender = child(value, "from") or child(value, "sender_chat")
    text = text_with_entities(value)
    forwarded = any(name in value for name in ("forward_origin", "forward_from", "forward_from_chat", "forward_date"))
    answered = number(child(value, "reply_to_message"), "message_id")
    message = Message(
        id=f"{room}:{number(value, 'message_id')}",
        author=_name(sender),
        text=as_forwarded(text) if forwarded else text,
        stamp=_moment(value, "date"),
        edited=_moment(value, "edit_date"),
        reply_to="" if answered is None else f"{room}:{answered}",
        flags=("forwarded",) if forwarded else (),
        locator=locator,
        skipped="" if text.text else MEDIA if any(name in value for name in _MEDIA) else SYSTEM,
    )
    return skip_bot(message) if child(sender, "is_bot") is True else message


def _name(sender: object) -> str:
    names = (string(sender, "first_name"), string(sender, "last_name"))
    return " ".join(filter(None, names)) or string(sender, "title") or string(sender, "username")


def _moment(value: Mapping[str, Any], name: str) -> Stamp:
    seconds = number(value, name)
    return NO_DATE if seconds is None else read_date(str(seconds))
