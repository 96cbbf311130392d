"""Mattermost's bulk export: one object a line, posts with their replies inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Failed, Item, Layout, Note
from miner.sources.chats.json_lists import listed
from miner.sources.chats.markup import linked_text
from miner.sources.chats.mattermost import SOURCE, Mattermost, Rooms, is_automatic, moment
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, approval, rooms_items, skip_bot
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.transcript import content_id

_POSTS = ("post", "direct_post")
_TYPES = frozenset(["version", "scheme", "role", "emoji", "team", "channel", "user", "bot", "direct_channel", *_POSTS])
_LOOKED_AT = 20


class MattermostBulk:
    """Teams, channels and users stand before the posts; only the names of channels are used."""

    name = "mattermost_bulk"
    reads = Mattermost.reads
    example = "export.jsonl"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"type"' not in material.head or '"version"' not in material.head:
            return False
        rows = [row for _, row in material.json_rows[:_LOOKED_AT] if row is not None]
        typed = [string(row, "type") for row in rows]
        return typed[:1] == ["version"] and len(rows) > 1 and _TYPES.issuperset(typed)

    def items(self, material: Material) -> Iterator[Item]:
        titles: dict[str, str] = {}
        rooms: Rooms = {}
        others: Counter[str] = Counter()
        for line, row in material.objects():
            kind = string(row, "type")
            value = child(row, kind)
            if row is None or not isinstance(value, Mapping):
                if kind != "version":
                    yield Failed("broken line")
            elif kind in _POSTS:
                _add(rooms, value, titles, f"line {line}")
            else:
                others[kind] += 1
                if kind == "channel":
                    titles[_channel(value, "name")] = string(value, "display_name")
        yield Layout("bulk export")
        yield from rooms_items(rooms.values())
        if others:
            named = ", ".join(f"{n} of {kind}" for kind, n in sorted(others.items()))
            yield Note(f"lines that hold no messages were left out: {named}")


def _channel(value: Mapping[str, Any], name: str) -> str:
    members = listed(value, "channel_members")
    if members:
        return "/".join(sorted(member for member in members if isinstance(member, str)))
    return f"{string(value, 'team')}/{string(value, name)}"


def _add(rooms: Rooms, value: Mapping[str, Any], titles: Mapping[str, str], locator: str) -> None:
    """A post and its replies."""
    channel = _channel(value, "channel")
    room = Room(source=SOURCE, id=channel, title=titles.get(channel) or string(value, "channel"))
    messages = rooms.setdefault(channel, (room, []))[1]
    root = _message(value, channel, "", locator)
    messages.append(root)
    for number_, reply in enumerate(listed(value, "replies")):
        messages.append(_message(reply, channel, root.id, f"{locator}#/replies/{number_}"))


def _message(value: object, channel: str, root: str, locator: str) -> Message:
    if (
        not isinstance(value, Mapping)
        or not isinstance(value.get("message"), str)
        or number(value, "create_at") is None
    ):
        return Message(failed="broken post", locator=locator)
    text = linked_text(value["message"])
    kind = string(value, "type")
    own_id = content_id("", channel, string(value, "user"), str(number(value, "create_at")), value["message"])
    skipped = SYSTEM if kind.startswith("system_") else MEDIA if not text.text and value.get("attachments") else ""
    message = Message(
        id=own_id.lstrip(":"),
        author=string(value, "user"),
        text=text,
        stamp=moment(value, "create_at"),
        edited=moment(value, "edit_at"),
        reply_to=root,
        likes=approval((string(entry, "emoji_name"), 1) for entry in children(value, "reactions")),
        flags=("action",) if kind == "me" else (),
        locator=locator,
        skipped=skipped,
    )
    return skip_bot(message) if is_automatic(child(value, "props")) else message
