"""Zulip: messages as the API answers, and an organisation's export with the names in realm.json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from miner.sources.base import Item, Layout
from miner.sources.bundles import Bundle, Entry
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import chat_text, linked_text
from miner.sources.chats.messages import Message, Room, approval, rooms_items, skip_bot
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_fragment
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material

SOURCE = "zulip"
_MENTION = re.compile(r"@_?\*\*([^*|\n]{1,100})(?:\|\d{1,20})?\*\*")
_STREAM_LINK = re.compile(r"#\*\*([^*\n]{1,200})\*\*")
_ANSWERED = re.compile(r"\(https?://[^\s()]{1,500}/near/(\d{1,20})\)|/near/(\d{1,20})\"")
_FENCED = re.compile(r"^(`{3,}|~{3,}) *quote *\n(.*?)\n\1 *$", re.DOTALL | re.MULTILINE)
_SAYING = re.compile(r"\A@_\*\*[^*\n]{1,120}\*\* \[[^\]\n]{1,40}\]\(https?://[^\s()]{1,500}\):\s*")
_MESSAGES = re.compile(r"messages-\d{6}\.json")
_STREAM = 2  # the type of a recipient that is a channel
_CROSS_REALM = "zerver_userprofile_crossrealm"


class Zulip:
    """A topic of a channel is a thread; a quotation with a link names the message it answers."""

    name = "zulip"
    reads = "Zulip topics: messages as JSON of the API, or an organisation's export"
    example = "messages.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        text = material.text[:200_000]
        if '"sender_full_name"' not in text and '"zerver_message"' not in text:
            return False
        value = material.sound_json
        return any(map(_is_api_message, children(value, "messages")[:20])) or bool(children(value, "zerver_message"))

    def items(self, material: Material) -> Iterator[Item]:
        value = material.json
        if child(value, "zerver_message") is not None:
            yield from _export_items([("", value)], _Realm({}))
            return
        yield Layout("an answer of the API")
        rooms: dict[tuple[str, str], list[Message]] = {}
        for place, entry in enumerate(listed(value, "messages")):
            rooms.setdefault(_api_room(entry), []).append(_api_message(entry, f"/messages/{place}"))
        yield from rooms_items(_rooms(rooms))


class ZulipExport:
    """All files of messages with the names of people and channels."""

    name = "zulip"
    reads = Zulip.reads
    example = Zulip.example

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        realm = bundle.named("realm.json")
        pages = [entry for entry in bundle.entries if _MESSAGES.fullmatch(entry.base_name)]
        if realm is None or not pages or b'"zerver_message"' not in pages[0].material().data[:200_000]:
            return ()
        return [realm, *pages]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        realm = members[0].material()
        yield from _export_items(
            [(entry.name, entry.material().sound_json) for entry in members[1:]],
            _Realm(realm.sound_json if realm.problem is None else {}),
        )


class _Realm:
    """Who people are and which channel a recipient is."""

    def __init__(self, value: object) -> None:
        users = [*children(value, "zerver_userprofile"), *children(value, _CROSS_REALM)]
        self.names = {number(user, "id"): string(user, "full_name") or string(user, "email") for user in users}
        self.bots = {number(user, "id") for user in users if child(user, "is_bot") is True}
        self.bots |= {number(user, "id") for user in children(value, _CROSS_REALM)}
        streams = {number(stream, "id"): string(stream, "name") for stream in children(value, "zerver_stream")}
        self.streams = {
            number(recipient, "id"): streams.get(number(recipient, "type_id"), "")
            for recipient in children(value, "zerver_recipient")
            if number(recipient, "type") == _STREAM
        }


def _rooms(rooms: Mapping[tuple[str, str], list[Message]]) -> Iterator[tuple[Room, list[Message]]]:
    for (stream, topic), messages in rooms.items():
        title = " > ".join(filter(None, (stream, topic)))
        yield Room(source=SOURCE, id=f"{stream}/{topic}".strip("/"), title=title), messages


def _is_api_message(value: object) -> bool:
    return (
        number(value, "id") is not None
        and bool(string(value, "sender_full_name"))
        and isinstance(child(value, "content"), str)
    )


def _api_room(value: object) -> tuple[str, str]:
    """Channel and topic; of direct messages the people."""
    recipient = child(value, "display_recipient")
    if isinstance(recipient, list):
        names = sorted(string(person, "full_name") for person in recipient)
        return ", ".join(filter(None, names)), ""
    return recipient if isinstance(recipient, str) else "", string(value, "subject")


def _api_message(value: object, locator: str) -> Message:
    if not _is_api_message(value):
        return Message(failed="broken message", locator=locator)
    content = string(value, "content")
    text = read_fragment(content) if string(value, "content_type") == "text/html" else _markdown(content)
    message = Message(
        id=str(number(value, "id")),
        author=string(value, "sender_full_name"),
        text=text,
        stamp=_moment(child(value, "timestamp")),
        edited=_moment(child(value, "last_edit_timestamp")),
        reply_to=_answered(content),
        said_to=tuple(match[1] for match in _MENTION.finditer(content[:20_000])),
        likes=approval((string(entry, "emoji_name"), 1) for entry in children(value, "reactions")),
        flags=("action",) if child(value, "is_me_message") is True else (),
        locator=locator,
    )
    return skip_bot(message) if re.search(r"-bot@", string(value, "sender_email")) else message


def _export_items(pages: Sequence[tuple[str, Any]], realm: _Realm) -> Iterator[Item]:
    yield Layout("an organisation's export")
    likes: dict[int | None, list[tuple[str, int]]] = {}
    for _, value in pages:
        for entry in children(value, "zerver_reaction"):
            likes.setdefault(number(entry, "message"), []).append((string(entry, "emoji_name"), 1))
    rooms: dict[tuple[str, str], list[Message]] = {}
    for name, value in pages:
        for place, entry in enumerate(listed(value, "zerver_message")):
            recipient = number(entry, "recipient")
            room = (realm.streams.get(recipient) or f"conversation {recipient}", string(entry, "subject"))
            message = _exported(entry, realm, likes, f"{name}#/zerver_message/{place}".lstrip("#"))
            rooms.setdefault(room, []).append(message)
    yield from rooms_items(_rooms(rooms))


def _exported(value: object, realm: _Realm, likes: Mapping[int | None, list[tuple[str, int]]], locator: str) -> Message:
    own_id, content = number(value, "id"), child(value, "content")
    if own_id is None or not isinstance(content, str):
        return Message(failed="broken message", locator=locator)
    sender = number(value, "sender")
    message = Message(
        id=str(own_id),
        author=realm.names.get(sender) or f"user {sender}",
        text=_markdown(content),
        stamp=_moment(child(value, "date_sent")),
        edited=_moment(child(value, "last_edit_time")),
        reply_to=_answered(content),
        said_to=tuple(match[1] for match in _MENTION.finditer(content[:20_000])),
        likes=approval(likes.get(own_id, ())),
        flags=("action",) if content.startswith("/me ") else (),
        locator=locator,
    )
    return skip_bot(message) if sender in realm.bots else message


def _markdown(content: str) -> HtmlText:
    """Zulip's own marks as they are shown; what stands in a block of quotation is others' words."""
    shown = _SAYING.sub("", content.removeprefix("/me "))
    shown = _FENCED.sub(lambda match: re.sub(r"^", "> ", match[2], flags=re.MULTILINE), shown)
    shown = _STREAM_LINK.sub(r"#\1", _MENTION.sub(r"@\1", shown))
    return linked_text(shown) if "](" in shown else chat_text(shown)


def _answered(content: str) -> str:
    """The message that is quoted: its number stands in the link behind "said"."""
    if "quote\n" not in content and "<blockquote" not in content:
        return ""
    found = _ANSWERED.search(content[:4000])
    return (found[1] or found[2]) if found else ""


def _moment(value: object) -> Stamp:
    """Seconds since 1970, in exports with a fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return NO_DATE
    return read_date(f"{value:.6f}".rstrip("0").rstrip("."))
