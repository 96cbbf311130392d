"""Discord channels as DiscordChatExporter writes them in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Item
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import as_forwarded, linked_text
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, approval, room_items, skip_bot
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material

SOURCE = "discord"
# Kinds that people write: words, answers, and uses of a bot's command; all others Discord writes itself.
_SAID = frozenset(
    ["Default", "Reply", "ChatInputCommand", "ApplicationCommand", "ContextMenuCommand", "0", "19", "20", "23"]
)
_SHARED = ("attachments", "embeds", "stickers")


class Discord:
    """Replies name a message, bots and system messages are marked, forwarded words stand apart."""

    name = "discord"
    reads = "Discord channels written by DiscordChatExporter as JSON"
    example = "Guild - general [1234].json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"guild"' not in material.head or '"channel"' not in material.head:
            return False
        value = material.sound_json
        return bool(string(child(value, "channel"), "id")) and isinstance(child(value, "messages"), list)

    def items(self, material: Material) -> Iterator[Item]:
        value = material.json
        guild, channel = child(value, "guild"), child(value, "channel")
        address = f"https://discord.com/channels/{_place(guild)}/{string(channel, 'id')}"
        messages = [
            _message(entry, address, f"/messages/{place}") for place, entry in enumerate(listed(value, "messages"))
        ]
        names = (string(guild, "name"), string(channel, "name"))
        room = Room(
            source=SOURCE,
            id=string(channel, "id"),
            title=" - ".join(filter(None, names)),
            url=address,
            n_claimed=number(value, "messageCount"),
        )
        yield from room_items(room, messages)


DISCORD_FOLDER = ChatFolder(Discord(), re.compile(r".*\[\d{15,20}\].*\.json", re.IGNORECASE))


def _place(guild: object) -> str:
    """The guild in an address; direct messages have none."""
    own = string(guild, "id")
    return own if own.strip("0") else "@me"


def _message(value: object, address: str, locator: str) -> Message:
    if not isinstance(value, Mapping) or not string(value, "id") or not isinstance(child(value, "content"), str):
        return Message(failed="broken message", locator=locator)
    text, flags = _text(value)
    reference, author = child(value, "reference"), child(value, "author")
    mentions = tuple(_name(user) for user in children(value, "mentions"))
    is_reply = string(value, "type") in ("Reply", "19") and string(reference, "type") != "Forward"
    message = Message(
        id=string(value, "id"),
        author=_name(author),
        text=text,
        stamp=_moment(value, "timestamp"),
        edited=_moment(value, "timestampEdited"),
        reply_to=string(reference, "messageId") if is_reply else "",
        said_to=mentions,
        mentions=mentions,
        url=f"{address}/{string(value, 'id')}",
        likes=approval(
            (string(child(entry, "emoji"), "name"), number(entry, "count") or 0)
            for entry in children(value, "reactions")
        ),
        flags=flags,
        locator=locator,
        skipped=_reason(value, bool(text.text)),
    )
    return skip_bot(message) if child(author, "isBot") is True else message


def _text(value: Mapping[str, Any]) -> tuple[HtmlText, tuple[str, ...]]:
    """The words; where there are none, those of the message that is forwarded."""
    own = linked_text(string(value, "content"))
    forwarded = linked_text(string(child(value, "forwardedMessage"), "content"))
    return (as_forwarded(forwarded), ("forwarded",)) if forwarded.text and not own.text else (own, ())


def _reason(value: Mapping[str, Any], has_text: bool) -> str:
    if string(value, "type") not in _SAID:
        return SYSTEM
    return MEDIA if not has_text and any(child(value, name) for name in _SHARED) else ""


def _name(user: object) -> str:
    return string(user, "nickname") or string(user, "name")


def _moment(value: Mapping[str, Any], name: str) -> Stamp:
    return read_date(string(value, name)) if string(value, name) else NO_DATE
