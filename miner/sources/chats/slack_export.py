"""Slack's export of a workspace: a folder a channel, a file a day, users and channels in lists beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Literal

from miner.sources.base import Item, Layout, Note
from miner.sources.bundles import Bundle, Entry
from miner.sources.chats.json_lists import listed
from miner.sources.chats.messages import Message, Room, rooms_items
from miner.sources.chats.slack_markup import SlackNames
from miner.sources.chats.slack_messages import SOURCE, add_channels, add_users, is_slack_message, slack_message
from miner.sources.json_values import string
from miner.sources.material import Material

_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json\Z")
_CHANNELS = ("channels.json", "groups.json", "dms.json", "mpims.json")
_LISTS = (
    "users.json",
    "org_users.json",
    "integration_logs.json",
    "canvases.json",
    "lists.json",
    "file_conversations.json",
    *_CHANNELS,
)
_DAYS_TRIED = 200  # for recognition: days without messages are empty lists


class SlackDay:
    """One day of one channel; people are numbers there unless the messages say more."""

    name = "slack_export"
    reads = "Slack exports: the zip, its folder, a channel's folder, or one day's JSON"
    example = "slack_export.zip"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return any(map(is_slack_message, listed(material.sound_json)[:20]))

    def items(self, material: Material) -> Iterator[Item]:
        names = SlackNames()
        messages = [slack_message(value, names, "", f"/{number}") for number, value in enumerate(_list(material))]
        yield from rooms_items([(Room(source=SOURCE), messages)])
        yield Note("names of people are in users.json of the export; give the whole export to see them")


class SlackExport:
    """Reads all channels of an export with one list of names."""

    name = "slack_export"
    reads = SlackDay.reads
    example = SlackDay.example

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        days = [entry for entry in bundle.entries if _DAY.match(entry.base_name)]
        if not bundle.is_folder or not any(map(_holds_messages, days[:_DAYS_TRIED])):
            return ()
        roots = {PurePosixPath(entry.name).parent.parent for entry in days}
        lists = [e for e in bundle.entries if e.base_name in _LISTS and PurePosixPath(e.name).parent in roots]
        return [*lists, *days]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        names, ids = _names([entry for entry in members if entry.base_name in _LISTS])
        channels: dict[str, list[Entry]] = {}
        for entry in members:
            if _DAY.match(entry.base_name):
                channels.setdefault(_folder(entry), []).append(entry)
        yield Layout(f"{len(channels)} channel(s), {sum(map(len, channels.values()))} day(s)")
        for folder, days in sorted(channels.items()):
            name = PurePosixPath(folder).name
            room = Room(source=SOURCE, id=ids.get(name, name), title=names.channels.get(ids.get(name, name)) or name)
            yield from rooms_items([(room, [message for day in days for message in _messages(day, names, room.id)])])


def _messages(entry: Entry, names: SlackNames, room_id: str) -> Iterator[Message]:
    material = entry.material()
    if material.problem is not None or not isinstance(material.sound_json, list):
        yield Message(failed="day that could not be read", locator=entry.name)
    for number, value in enumerate(_list(material)):
        yield slack_message(value, names, room_id, f"{entry.name}#/{number}")


def _names(lists: Sequence[Entry]) -> tuple[SlackNames, dict[str, str]]:
    """Names of users and channels, and the ids of channels by the names of their folders."""
    names = SlackNames()
    rows = {entry.base_name: _objects(entry.material()) for entry in lists}
    for name in ("users.json", "org_users.json"):
        add_users(names, rows.get(name, ()))
    channels = [row for name in _CHANNELS for row in rows.get(name, ())]
    add_channels(names, channels)
    return names, {string(row, "name") or string(row, "id"): string(row, "id") for row in channels}


def _objects(material: Material) -> list[Mapping[str, Any]]:
    return [row for row in _list(material) if isinstance(row, Mapping)]


def _folder(entry: Entry) -> str:
    return str(PurePosixPath(entry.name).parent)


def _list(material: Material) -> list[object]:
    return listed(material.sound_json) if material.problem is None else []


def _holds_messages(entry: Entry) -> bool:
    rows = _list(entry.material())
    return any(map(is_slack_message, rows[:20]))
