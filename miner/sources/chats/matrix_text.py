"""Matrix rooms as Element exports them in plain text: ``Wed, May 17 2023 17:03:32 - name: text``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.chats.lines import Grammar, fit, sample_of
from miner.sources.chats.messages import MEDIA
from miner.sources.chats.said import Said
from miner.sources.chats.text_chat import Dialect, TextChat
from miner.sources.chats.transcript import first_lines, is_plain
from miner.sources.cleaning import clean
from miner.sources.material import Material

_CLOCK = r"\d{1,2}:\d\d:\d\d(?:[ \u202f][AaPp][Mm])?"
_LEAD = rf"(?P<stamp>\w{{3}}, (?:\w{{3,9}} \d{{1,2}}|\d{{1,2}} \w{{3,9}}),? \d{{4}},? {_CLOCK}) - "
_GRAMMAR = Grammar(
    "Element",
    re.compile(_LEAD + r"(?P<name>[^:\n]{1,80}?): (?P<text>.*)", re.DOTALL),
    re.compile(_LEAD + r"\S"),
    0.05,
    any_name=True,
)
_ACTION = re.compile(_LEAD + r"\* (?P<name>\S{1,60}) (?P<text>\S.*)", re.DOTALL)
_REPLY = re.compile(r'<[^<>"\n]{1,120}?(?: "([^"\n]{1,60}?)(?:\.\.\.)?")?> ')
_FILE = re.compile(r"[^\n]{0,200} \((?:Media omitted[^()\n]*|File Attached|Error fetching file)\)\s*\Z", re.IGNORECASE)
# "Ann changed the room name to: x", "Ann set the topic to ..."
_SENTENCE = re.compile(
    r" (?:changed|set|sent|made|invited|joined|left|removed|added|turned|upgraded)\b.{0,40}\b(?:room|to|the|a)\b"
)


def said_in_element(text: str) -> Said:
    """Without the quotation before a reply, whose first words are returned."""
    if _FILE.match(text.strip()):
        return Said(text="", skipped=MEDIA)
    reply = _REPLY.match(text)
    return Said(text=text[reply.end() :], answers=clean(reply[1] or "")) if reply else Said(text=text)


_DIALECT = Dialect(
    "matrix_text", "matrix", said=said_in_element, is_sentence=lambda name: bool(_SENTENCE.search(name)), action=_ACTION
)


class MatrixText:
    """Lines that nobody said have no name before a colon."""

    name = "matrix_text"
    reads = "Matrix rooms exported by Element as plain text"
    example = "room.txt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not is_plain(material):
            return False
        found = fit(_GRAMMAR, sample_of(first_lines(material)))
        return (
            found.n_heads > 0
            and found.words_before == 0
            and found.n_heads + found.n_system >= found.n_lines * _GRAMMAR.share
        )

    def items(self, material: Material) -> Iterator[Item]:
        yield from TextChat(_GRAMMAR, _DIALECT, material.text, material.place).items()
