"""Chats as text, copied or exported from anywhere: the grammar that most lines follow."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.chats.lines import best_fit
from miner.sources.chats.said import said
from miner.sources.chats.text_chat import Dialect, TextChat
from miner.sources.material import Material

_DIALECT = Dialect("chat_transcript", "chat", said=said)
_MARKUP = re.compile(r"\{|\[\s*[\[{\"\]]|<\?xml|<!DOCTYPE", re.IGNORECASE)
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{0,60})[\s>]")
LINES_LOOKED_AT = 8000


class ChatTranscript:
    """Finds the grammar that most lines follow; lines that follow none continue the message before."""

    name = "chat_transcript"
    reads = "chats as text: copied from Slack, Discord or Teams, or plain `name: text`"
    example = "meeting_chat.txt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return is_plain(material) and best_fit(first_lines(material)) is not None

    def items(self, material: Material) -> Iterator[Item]:
        found = best_fit(first_lines(material))
        if found is not None:
            yield from TextChat(found.grammar, _DIALECT, material.text, material.place).items()


def is_plain(material: Material) -> bool:
    """Whether a file is text without markup: no page, no JSON, no table in a container."""
    if material.is_html or material.container or _MARKUP.match(material.head):
        return False
    elements = itertools.islice(_ELEMENT.finditer(material.head), 5)  # of XML; "<ann> yes" of a chat is never closed
    return not any(f"</{element[1]}>" in material.text for element in elements)


def first_lines(material: Material) -> list[str]:
    """The lines on which a grammar is decided."""
    return material.text.lstrip("\n").split("\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]
