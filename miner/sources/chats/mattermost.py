"""Mattermost: posts of a channel as its API answers, with user and channel files beside them; bulk exports as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from miner.sources.base import Item, Layout
from miner.sources.bundles import Bundle, Entry
from miner.sources.chats.markup import linked_text
from miner.sources.chats.messages import DELETED, MEDIA, SYSTEM, Message, Room, approval, rooms_items, skip_bot
from miner.sources.chats.pages import json_pages
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material

SOURCE = "mattermost"
Rooms = dict[str, tuple[Room, list[Message]]]
_BOT_MARKS = ("from_bot", "from_webhook", "from_plugin")


class Mattermost:
    """``order`` and ``posts`` of one channel; people are numbers there."""

    name = "mattermost"
    reads = "Mattermost channels: posts as JSON of the API, with users beside them, or a bulk export (JSON Lines)"
    example = "posts.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return '"posts"' in material.text[:200_000] and _holds_posts(material.sound_json)

    def items(self, material: Material) -> Iterator[Item]:
        yield from _items([("", material.json)])


class MattermostPages:
    """Pages of posts with the users and channels that lie in the same folder."""

    name = "mattermost"
    reads = Mattermost.reads
    example = Mattermost.example

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        pages = json_pages(
            bundle, b'"create_at"', lambda value: _holds_posts(value) or bool(_users(value)) or _is_channel(value)
        )
        return [entry for entry, _ in pages] if any(_holds_posts(value) for _, value in pages) else ()

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        yield from _items([(entry.name, entry.material().sound_json) for entry in members])


def _posts(value: object) -> Mapping[str, Any]:
    found = child(value, "posts")
    return found if isinstance(found, Mapping) else {}


def _holds_posts(value: object) -> bool:
    posts = list(_posts(value).values())[:5]
    return isinstance(child(value, "order"), list) and any(string(post, "channel_id") for post in posts)


def _users(value: object) -> list[Mapping[str, Any]]:
    values = value if isinstance(value, list) else [value]
    users = [user for user in values if isinstance(user, Mapping)]
    return [user for user in users if string(user, "id") and string(user, "username") and number(user, "create_at")]


def _is_channel(value: object) -> bool:
    return bool(string(value, "id") and string(value, "display_name")) and number(value, "total_msg_count") is not None


def _items(pages: Sequence[tuple[str, Any]]) -> Iterator[Item]:
    names = {string(user, "id"): string(user, "username") for _, value in pages for user in _users(value)}
    bots = {string(user, "id") for _, value in pages for user in _users(value) if child(user, "is_bot") is True}
    titles = {string(value, "id"): string(value, "display_name") for _, value in pages if _is_channel(value)}
    rooms: Rooms = {}
    for page, value in pages:
        for own_id, post in _posts(value).items():
            pointer = f"/posts/{own_id}"
            message = _message(post, names, bots, f"{page}#{pointer}" if page else pointer)
            channel = string(post, "channel_id")
            room = Room(source=SOURCE, id=channel, title=titles.get(channel, ""))
            rooms.setdefault(channel, (room, []))[1].append(message)
    yield Layout(f"{len(pages)} file(s) of the API" if len(pages) > 1 else "an answer of the API")
    yield from rooms_items(rooms.values())


def _message(value: object, names: Mapping[str, str], bots: set[str], locator: str) -> Message:
    if not isinstance(value, Mapping) or not string(value, "id") or not isinstance(value.get("message"), str):
        return Message(failed="broken post", locator=locator)
    user, kind = string(value, "user_id"), string(value, "type")
    text = linked_text(value["message"])
    props = child(value, "props")
    message = Message(
        id=string(value, "id"),
        author=names.get(user) or string(props, "override_username") or user,
        text=text,
        stamp=moment(value, "create_at"),
        edited=moment(value, "edit_at"),
        reply_to=string(value, "root_id"),
        likes=approval((string(entry, "emoji_name"), 1) for entry in children(child(value, "metadata"), "reactions")),
        flags=("action",) if kind == "me" else (),
        locator=locator,
        skipped=_reason(value, kind, bool(text.text)),
    )
    return skip_bot(message) if user in bots or is_automatic(props) else message


def _reason(value: Mapping[str, Any], kind: str, has_text: bool) -> str:
    if number(value, "delete_at"):
        return DELETED
    if kind.startswith("system_"):
        return SYSTEM
    return MEDIA if not has_text and value.get("file_ids") else ""


def is_automatic(props: object) -> bool:
    """Whether a program posted it."""
    return any(child(props, mark) in (True, "true") for mark in _BOT_MARKS)


def moment(value: object, name: str) -> Stamp:
    """A field of milliseconds; 0 stands for never."""
    milliseconds = number(value, name)
    return read_date(str(milliseconds)) if milliseconds else NO_DATE
