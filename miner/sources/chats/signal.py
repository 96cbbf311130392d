"""Signal chats as signal-export writes them: ``[day, time] name: text`` with quotations, reactions and files below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.lines import Grammar, fit, sample_of
from miner.sources.chats.said import said_on_signal
from miner.sources.chats.text_chat import Dialect, TextChat
from miner.sources.chats.transcript import first_lines, is_plain
from miner.sources.material import Material

# Up to 2023 "[2019-12-24, 12:23] ", since then "[2024-02-01 12:23:05] ", which WhatsApp writes in Sweden, too.
_OLD = r"\d{4}-\d\d-\d\d, \d\d:\d\d"
_NEW = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
_GRAMMAR = Grammar(
    "signal-export",
    re.compile(rf"\[(?P<bracketed>{_OLD}|{_NEW})\] (?P<name>[^:\n]{{1,80}}?):(?:[ \t]|\Z)(?P<text>.*)", re.DOTALL),
    None,
    0.05,
    any_name=True,
)
_IS_OLD = re.compile(rf"\[{_OLD}\] ")
_MARKS = re.compile(
    r"\n\(- [^\n:]{1,80}: \S{1,8}(?:, | -\))|\n\(\( \S{1,8} \)\)|\]\(\./(?:media/)?[^()\n]{1,200}\)", re.MULTILINE
)
_LOOKED_AT = 200_000
_DIALECT = Dialect("signal", "signal", said=said_on_signal)


class Signal:
    """A quotation above the text names what is answered by its first words."""

    name = "signal"
    reads = "Signal chats written by signal-export"
    example = "chat.md"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not material.head.startswith("[") or not is_plain(material):
            return False
        found = fit(_GRAMMAR, sample_of(first_lines(material)))
        if not found.n_heads or found.first != 0 or found.n_heads < _GRAMMAR.share * found.n_lines:
            return False
        return bool(_IS_OLD.match(material.head) or _MARKS.search(material.text[:_LOOKED_AT]))

    def items(self, material: Material) -> Iterator[Item]:
        yield from TextChat(_GRAMMAR, _DIALECT, material.text, material.place).items()


SIGNAL_FOLDER = ChatFolder(Signal(), re.compile(r"(?:chat|index)\.(?:md|txt)", re.IGNORECASE))
