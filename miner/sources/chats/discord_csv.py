"""Discord channels as DiscordChatExporter writes them in CSV: who, when, what; no ids, no replies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from miner.sources.base import Item, Layout, Note
from miner.sources.chats.discord import SOURCE
from miner.sources.chats.markup import linked_text
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, approval, room_items
from miner.sources.dates import day_first_in, read_date
from miner.sources.material import Material

_COLUMNS = frozenset(["author", "date", "content", "attachments", "reactions"])
_DISCRIMINATOR = re.compile(r"#\d{4}\Z")
_REACTION = re.compile(r"([^,()]{1,60}) \((\d{1,7})\)")
_CHANNEL_IN_NAME = re.compile(r"(?:\A|/)([^/]*?)\s*\[(\d{15,20})\]")
# What stands in place of words for Discord's own messages.
_SYSTEM = re.compile(
    r"(?:Joined the server|Pinned a message|Started a thread|Left the group|Changed the channel icon)\.\Z"
    r"|Started a call that lasted [\d.,]+ minutes\.\Z|(?:Added|Removed) \S.{0,60} (?:to|from) the group\.\Z|Changed the channel name: "
)


class DiscordCsv:
    """Discord's own messages are known by their words only."""

    name = "discord_csv"
    reads = "Discord channels written by DiscordChatExporter as CSV"
    example = "Guild - general [1234].csv"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not material.head[:200].lower().replace('"', "").startswith(("authorid", "author")):
            return False
        names, _ = material.table
        return set(map(str.lower, names)) >= _COLUMNS

    def items(self, material: Material) -> Iterator[Item]:
        names, rows = material.table
        cells = [(line, dict(zip(map(str.lower, names), row, strict=False))) for line, row in rows]
        day_first, note = day_first_in(row.get("date", "") for _, row in cells)
        messages = [_message(line, row, day_first) for line, row in cells]
        found = _CHANNEL_IN_NAME.search(material.place)
        room = Room(source=SOURCE, id=found[2] if found else "", title=found[1] if found else "")
        yield from room_items(room, messages)
        yield from material.table_repairs
        if day_first is not None:
            yield Layout("day first" if day_first else "month first")
        if note:
            yield Note(note)


def _message(line: int, row: Mapping[str, str], day_first: bool | None) -> Message:
    if len(row) < len(_COLUMNS):
        return Message(failed="row with too few cells", locator=f"line {line}")
    text = linked_text(row["content"])
    skipped = SYSTEM if _SYSTEM.match(text.text) else MEDIA if not text.text and row["attachments"].strip() else ""
    return Message(
        author=_DISCRIMINATOR.sub("", row["author"]),
        text=text,
        stamp=read_date(row["date"], day_first),
        likes=approval((match[1], int(match[2])) for match in _REACTION.finditer(row["reactions"][:4000])),
        locator=f"line {line}",
        skipped=skipped,
    )
