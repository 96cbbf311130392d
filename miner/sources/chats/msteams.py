"""Microsoft Teams: messages of channels and chats as Graph answers, or as an organisation's export has them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from miner.sources.base import Item
from miner.sources.chats.markup import chat_text
from miner.sources.chats.messages import DELETED, MEDIA, SYSTEM, Message, Room, approval, rooms_items, skip_bot
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_fragment
from miner.sources.json_values import child, children, string
from miner.sources.material import Material

SOURCE = "msteams"
_MARKS = ('"messageType"', '"MessageType"')
_REFERENCES = frozenset(["messageReference", "forwardedMessageReference"])
Located = tuple[str, Mapping[str, Any]]


class MsTeams:
    """Bodies are HTML; replies of a channel name their root, quotations in chats are attachments that name a message."""

    name = "msteams"
    reads = "Microsoft Teams channels and chats as JSON of Graph or of an export"
    example = "messages.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not any(mark in material.text[:200_000] for mark in _MARKS):
            return False
        return any(_is_message(value) for _, value in _listed(material.sound_json)[:20])

    def items(self, material: Material) -> Iterator[Item]:
        rooms: dict[str, list[Message]] = {}
        for locator, value in _with_replies(_listed(material.json)):
            rooms.setdefault(_room(value), []).append(_message(value, locator))
        yield from rooms_items((Room(source=SOURCE, id=room), messages) for room, messages in rooms.items())


def _field(value: object, name: str) -> Any:
    """Graph writes ``createdDateTime``, exports ``CreatedDateTime``."""
    found = child(value, name)
    return found if found is not None else child(value, name[0].upper() + name[1:])


def _text(value: object, name: str) -> str:
    found = _field(value, name)
    return found if isinstance(found, str) else ""


def _objects(value: object, name: str) -> list[Mapping[str, Any]]:
    return children({"list": _field(value, name)}, "list")


def _listed(value: object) -> list[Located]:
    values, pointer = (value, "") if isinstance(value, list) else (child(value, "value"), "/value")
    if not isinstance(values, list):
        values, pointer = ([value], "") if _is_message(value) else ([], "")
    return [(f"{pointer}/{place}", entry) for place, entry in enumerate(values)]


def _with_replies(messages: list[Located]) -> Iterator[Located]:
    for locator, value in messages:
        yield locator, value
        for place, reply in enumerate(_objects(value, "replies")):
            root = _text(reply, "replyToId") or _text(value, "id")
            yield f"{locator}/replies/{place}", {**reply, "replyToId": root}


def _is_message(value: object) -> bool:
    return bool(_text(value, "id") and _text(value, "messageType")) and _field(value, "body") is not None


def _room(value: object) -> str:
    return _text(_field(value, "channelIdentity"), "channelId") or _text(value, "chatId")


def _message(value: object, locator: str) -> Message:
    if not _is_message(value):
        return Message(failed="broken message", locator=locator)
    sender = _field(value, "from")
    body = _body(value)
    message = Message(
        id=_text(value, "id"),
        author=_sender(sender),
        text=body,
        stamp=_moment(value, "createdDateTime"),
        edited=_moment(value, "lastEditedDateTime"),
        reply_to=_text(value, "replyToId") or _quoted(value),
        said_to=tuple(_text(entry, "mentionText") for entry in _objects(value, "mentions")),
        mentions=tuple(_text(entry, "mentionText") for entry in _objects(value, "mentions")),
        url=_text(value, "webUrl"),
        likes=approval((_text(entry, "reactionType"), 1) for entry in _objects(value, "reactions")),
        locator=locator,
        skipped=_reason(value, body),
    )
    return skip_bot(message) if _field(sender, "application") is not None else message


def _body(value: object) -> HtmlText:
    """The words, below the subject where a channel's post has one."""
    body = _field(value, "body")
    content = _text(body, "content")
    read = read_fragment(content) if _text(body, "contentType").lower() == "html" else chat_text(content)
    subject = chat_text(_text(value, "subject")).text
    if not subject or not read.text:
        return msgspec.structs.replace(read, text=read.text or subject)
    shift = len(subject) + 1
    quoted = tuple((start + shift, end + shift) for start, end in read.quoted)
    return HtmlText(text=f"{subject}\n{read.text}", quoted=quoted, links=read.links)


def _sender(sender: object) -> str:
    for kind in ("user", "application", "device"):
        name = _text(_field(sender, kind), "displayName")
        if name:
            return name
    return ""


def _quoted(value: object) -> str:
    """The message that an attachment refers to."""
    for attachment in _objects(value, "attachments"):
        if _text(attachment, "contentType") in _REFERENCES:
            try:
                return string(json.loads(_text(attachment, "content")[:20_000]), "messageId") or _text(attachment, "id")
            except (ValueError, RecursionError):  # the content is cut or no JSON; the id is that of the message, too
                return _text(attachment, "id")
    return ""


def _reason(value: object, body: HtmlText) -> str:
    if _text(value, "deletedDateTime"):
        return DELETED
    if _text(value, "messageType") != "message" or "<systemEventMessage" in _text(_field(value, "body"), "content"):
        return SYSTEM
    return (
        MEDIA
        if not body.text and (_objects(value, "attachments") or "<img" in _text(_field(value, "body"), "content"))
        else ""
    )


def _moment(value: object, name: str) -> Stamp:
    return read_date(_text(value, name)) if _text(value, name) else NO_DATE
