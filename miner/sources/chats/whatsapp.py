"""WhatsApp's "Export chat": Android's ``day, time - name: text``, iOS's ``[day, time] name: text``, and both in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.lines import Fit, Grammar, fit, sample_of
from miner.sources.chats.said import said_on_whatsapp
from miner.sources.chats.text_chat import Dialect, TextChat
from miner.sources.chats.transcript import first_lines, is_plain
from miner.sources.material import Material

_DATE = r"\d{1,4}(?:[./-]\d{1,2}[./-]|\. \d{1,2}\. )\d{1,4}\.?"
_HALF_BEFORE = "(?:上午|午前|오전|下午|午後|오후)"
_CLOCK = (
    rf"(?:{_HALF_BEFORE}[ \u202f\u00a0]?)?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?"
    r"(?:[ \u202f\u00a0_]?[AaPp]\.?[ \u202f\u00a0]?[Mm]\.?)?"
)
_STAMP = rf"{_DATE},?[ \u202f\u00a0]?(?:(?:à|às|um|kl\.?|klo|at|om)[ \u202f\u00a0])?{_CLOCK}"
# The third form is what WhatsApp Web copies: [17:05, 12/03/2024].
_LEAD = (
    rf"[\u200e\u200f\ufeff]*(?:\[(?P<bracketed>{_STAMP}|{_CLOCK}, {_DATE})\]|(?P<stamp>{_STAMP})[ \u202f\u00a0][-–])"
    r"[ \u202f\u00a0]"
)
_GRAMMAR = Grammar(
    "whatsapp",
    re.compile(
        _LEAD + r"[\u200e\u200f]*(?:~[ \u202f\u00a0]?)?(?P<name>[^:\"“”<>\n]{1,80}?):(?:[ \t]|(?=\S)|\Z)(?P<text>.*)",
        re.DOTALL,
    ),
    re.compile(_LEAD + r"\S"),
    0.05,  # messages may be long; the first line is always one
    any_name=True,
)
# "Ann changed the subject to: x" has no colon behind a name, but one.
_SENTENCE = re.compile(
    r"\b(?:changed|created|added|removed|joined|left|pinned|turned (?:on|off)|hat (?:die|den|das)|cambi[óo]|a changé)\b"
    r".{0,40}\b(?:group|subject|description|icon|number|to|from|using|this|the|message|Gruppe|Betreff|grupo|groupe)\b",
    re.IGNORECASE,
)
# "[2024-03-14 10:31:05] " is what WhatsApp writes in Sweden, and what anybody writes: then its own words must occur.
_ANY_LOG = re.compile(r"\[\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?\]")
_MARKS = re.compile(r"\u200e|<[^<>\n]{3,40}>\n|\] ~? ?\+\d[\d ]{6,}:|end-to-end")
_LOOKED_AT = 200_000
_LOG_LEVELS = frozenset(["info", "debug", "error", "warn", "warning", "critical", "fatal", "trace", "notice"])
_DIALECT = Dialect("whatsapp", "whatsapp", said=said_on_whatsapp, is_sentence=lambda name: bool(_SENTENCE.search(name)))


class WhatsApp:
    """Every message begins with a day, so that lines without one go on from the message above."""

    name = "whatsapp"
    reads = "chats exported from WhatsApp on Android or iOS, as text or zip"
    example = "_chat.txt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not is_plain(material) or not _is_chat(fit(_GRAMMAR, sample_of(first_lines(material)))):
            return False
        return not _ANY_LOG.match(material.head) or bool(_MARKS.search(material.text[:_LOOKED_AT]))

    def items(self, material: Material) -> Iterator[Item]:
        yield from TextChat(_GRAMMAR, _DIALECT, material.text, material.place).items()


WHATSAPP_FOLDER = ChatFolder(WhatsApp(), re.compile(r"_chat\.txt|.*\bWhatsApp\b.*\.txt", re.IGNORECASE))


def _is_chat(found: Fit) -> bool:
    """Whether messages begin at the first line, and somebody speaks who is no level of a log."""
    first_is_ours = found.first == 0 or (found.first > 0 and found.words_before == 0)
    n_ours = found.n_heads + found.n_system
    return (
        found.n_heads > 0
        and n_ours > 1
        and first_is_ours
        and n_ours >= _GRAMMAR.share * found.n_lines
        and not _LOG_LEVELS.issuperset(found.names)
    )
