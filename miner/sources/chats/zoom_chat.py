"""Zoom's saved chat, in the old layout (one line a message) and the new one (text below "From Ann To Everyone:")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.chats.lines import ZOOM, fit, sample_of
from miner.sources.chats.said import said_on_zoom
from miner.sources.chats.text_chat import Dialect, TextChat
from miner.sources.chats.transcript import first_lines, is_plain
from miner.sources.material import Material

_DIALECT = Dialect("zoom_chat", "zoom", said=said_on_zoom, day_from_name=True)


class ZoomChat:
    """ "Replying to" lines name what is answered by its first words; reactions are counted. Zoom saves no day."""

    name = "zoom_chat"
    reads = "the chat Zoom saves beside a recording or when a meeting ends"
    example = "meeting_saved_chat.txt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if "From" not in material.head or not is_plain(material):
            return False
        found = fit(ZOOM, sample_of(first_lines(material)))
        return found.n_heads > 0 and found.first == 0

    def items(self, material: Material) -> Iterator[Item]:
        yield from TextChat(ZOOM, _DIALECT, material.text, material.place).items()
