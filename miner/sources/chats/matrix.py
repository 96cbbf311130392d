"""Matrix rooms: Element's JSON export, pages of the client API, or events one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from miner.sources.base import Item, Layout
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import chat_text
from miner.sources.chats.messages import DELETED, MEDIA, SYSTEM, Message, Room, approval, rooms_items, skip_bot
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_fragment
from miner.sources.json_values import child, number, string
from miner.sources.material import Material

SOURCE = "matrix"
_POLLS = ("m.poll.start", "org.matrix.msc3381.poll.start")
_SAID = frozenset(["m.room.message", "m.sticker", *_POLLS])
_MEDIA = frozenset(["m.image", "m.file", "m.audio", "m.video", "m.location"])
_FALLBACK = re.compile(r"> (?:\* )?<[^>\n]{1,300}>[^\n]*\n(?:>[^\n]*\n)*\n?")
_MX_REPLY = re.compile(r"<mx-reply>.*?</mx-reply>", re.DOTALL)
_PERSON = re.compile(r"https?://matrix\.to/#/(?:@|%40)", re.IGNORECASE)
_LOOKED_AT = 50
Located = tuple[str, Mapping[str, Any]]


class Matrix:
    """Edits replace the words they correct, reactions count for what they react to, encrypted events are only counted."""

    name = "matrix"
    reads = "Matrix rooms: Element's JSON export, or room events of the API as JSON or JSON Lines"
    example = "export.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        text = material.text[:200_000]
        if '"m.room.' not in text or ('"origin_server_ts"' not in text and '"sender"' not in text):
            return False
        return any(_is_said(event) for _, event in _events(material)[2][:_LOOKED_AT])

    def items(self, material: Material) -> Iterator[Item]:
        layout, title, events = _events(material)
        yield Layout(layout)
        rooms: dict[str, list[Located]] = {}
        for locator, event in events:
            rooms.setdefault(string(event, "room_id"), []).append((locator, event))
        if len(rooms) == 2 and "" in rooms:  # a page of the API names the room in some events only
            rooms[next(filter(None, rooms))] += rooms.pop("")
        yield from rooms_items(
            (Room(source=SOURCE, id=room, title=title or _title(own)), _Events(room, own).messages())
            for room, own in rooms.items()
        )


def _events(material: Material) -> tuple[str, str, list[Located]]:
    """Which shape it is, the room's name if the file says it, and the events."""
    value = material.sound_json
    if value is None:
        rows: list[Located] = [(f"line {line}", row if row is not None else {}) for line, row in material.json_rows]
        return "one event a line", "", rows
    if isinstance(value, list):
        return "a list of events", "", _located(value, "")
    if isinstance(child(value, "messages"), list):
        return "Element's export", string(value, "room_name"), _located(value["messages"], "/messages")
    if isinstance(child(value, "chunk"), list):
        return (
            "a page of the API",
            "",
            [
                *_located(listed(value, "state"), "/state"),
                *_located(value["chunk"], "/chunk"),
            ],
        )
    return "an answer of /sync", "", _synced(value)


def _synced(value: object) -> list[Located]:
    joined = child(child(value, "rooms"), "join")
    found: list[Located] = []
    for room, content in joined.items() if isinstance(joined, Mapping) else ():
        for part in ("state", "timeline"):
            located = _located(listed(child(content, part), "events"), f"/rooms/join/{room}/{part}/events")
            found += [(locator, {"room_id": room, **event}) for locator, event in located]
    return found


def _located(events: Sequence[object], pointer: str) -> list[Located]:
    return [(f"{pointer}/{n}", event if isinstance(event, Mapping) else {}) for n, event in enumerate(events)]


def _is_said(event: object) -> bool:
    return string(event, "type") == "m.room.message" and bool(string(event, "sender"))


def _title(events: Sequence[Located]) -> str:
    named = [string(child(event, "content"), "name") for _, event in events if string(event, "type") == "m.room.name"]
    return named[-1] if named else ""


class _Events:
    """The events of one room: what they say of people and of each other first."""

    def __init__(self, room: str, events: Sequence[Located]) -> None:
        self.room = room
        self.events = events
        self.names: dict[str, str] = {}
        self.edits: dict[str, tuple[object, Stamp]] = {}
        self.reactions: dict[str, list[tuple[str, int]]] = {}
        self.redacted: set[str] = set()
        for _, event in events:
            self._learn(event)

    def messages(self) -> list[Message]:
        return [self._message(event, locator) for locator, event in self.events]

    def _learn(self, event: Mapping[str, Any]) -> None:
        content, kind = child(event, "content"), string(event, "type")
        relation = child(content, "m.relates_to")
        target = string(relation, "event_id")
        if kind == "m.room.member" and string(content, "displayname"):
            self.names[string(event, "state_key") or string(event, "sender")] = string(content, "displayname")
        elif kind == "m.room.redaction":
            self.redacted.add(string(event, "redacts") or string(content, "redacts"))
        elif kind == "m.reaction":
            self.reactions.setdefault(target, []).append((string(relation, "key"), 1))
        elif string(relation, "rel_type") == "m.replace":
            self.edits[target] = (child(content, "m.new_content") or content, _moment(event))

    def _message(self, event: Mapping[str, Any], locator: str) -> Message:
        own_id, kind = string(event, "event_id"), string(event, "type")
        if not kind or not string(event, "sender"):
            return Message(failed="broken event", locator=locator)
        skipped = self._reason(event, kind)
        content, edited = self.edits.get(own_id, (child(event, "content"), NO_DATE))
        text = HtmlText(text="") if skipped else _text(content, kind)
        people = listed(child(content, "m.mentions"), "user_ids")
        names = [self._name(user) for user in people if isinstance(user, str)]
        message = Message(
            id=own_id,
            author=self._name(string(event, "sender")),
            text=text,
            stamp=_moment(event),
            edited=edited,
            reply_to=_answered(child(child(event, "content"), "m.relates_to")),
            said_to=tuple(names),
            mentions=tuple(names),
            url=f"https://matrix.to/#/{self.room}/{own_id}" if self.room and own_id else "",
            likes=approval(self.reactions.get(own_id, ())),
            flags=("action",) if string(content, "msgtype") == "m.emote" else (),
            locator=locator,
            skipped=skipped or ("" if text.text else MEDIA),
        )
        return skip_bot(message) if string(content, "msgtype") == "m.notice" else message

    def _reason(self, event: Mapping[str, Any], kind: str) -> str:
        content = child(event, "content")
        if kind == "m.room.encrypted":
            return "encrypted"
        if kind == "m.reaction":
            return "reaction"
        if string(child(content, "m.relates_to"), "rel_type") == "m.replace":
            return "edit of another message"
        if kind not in _SAID:
            return SYSTEM
        is_gone = string(event, "event_id") in self.redacted or child(child(event, "unsigned"), "redacted_because")
        return DELETED if is_gone or not content else ""

    def _name(self, user: str) -> str:
        """As shown in the room; else the account without its server."""
        return self.names.get(user) or user.removeprefix("@").partition(":")[0]


def _text(content: object, kind: str) -> HtmlText:
    if kind in _POLLS:
        poll = child(content, kind) or child(content, kind.replace("m.", "org.matrix.msc3381.", 1))
        question = child(poll, "question")
        return chat_text(
            string(question, "org.matrix.msc1767.text")
            or string(question, "body")
            or string(content, "org.matrix.msc1767.text")
        )
    body = string(content, "body")
    if string(content, "msgtype") in _MEDIA or kind == "m.sticker":
        caption = string(content, "filename") and string(content, "filename") != body
        return chat_text(body) if caption else HtmlText(text="")
    formatted = _MX_REPLY.sub("", string(content, "formatted_body")[:500_000])
    if formatted:
        read = read_fragment(formatted)
        return msgspec.structs.replace(read, links=tuple(link for link in read.links if not _PERSON.match(link)))
    return chat_text(_FALLBACK.sub("", body, count=1))


def _answered(relation: object) -> str:
    """What it answers: within a thread the last message stands there only for old clients, and the root counts."""
    direct = string(child(relation, "m.in_reply_to"), "event_id")
    if string(relation, "rel_type") == "m.thread" and (child(relation, "is_falling_back") is True or not direct):
        return string(relation, "event_id")
    return direct


def _moment(event: object) -> Stamp:
    milliseconds = number(event, "origin_server_ts")
    return NO_DATE if milliseconds is None else read_date(str(milliseconds))
