"""Logs of IRC channels: irssi, WeeChat, energymech, mIRC, HexChat, ZNC, IRCCloud, qwebirc, dircproxy, supybot, or copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from miner.sources.base import Item, Skipped
from miner.sources.chats.here_documents import is_script, only_documents
from miner.sources.chats.lines import IRC, STAMP, Grammar, fit, sample_of
from miner.sources.chats.text_chat import Dialect, TextChat
from miner.sources.chats.transcript import first_lines, is_plain
from miner.sources.material import Material

_NICK = r"[^\s<>:!/\[\]()]{1,60}"
_WEECHAT = Grammar(  # time, nick and text apart by tabs; nobody's lines have marks in place of the nick
    "weechat",
    re.compile(
        rf"(?P<stamp>\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d)\t[@+%&~]?(?P<name>(?!--\t|-->\t|<--\t|=!=\t){_NICK})\t(?P<text>.*)",
        re.DOTALL,
    ),
    re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\t(?:-->|<--|--|=!=|ℹ| \*|\*)?\t"),
    0.4,
    any_name=True,
)
# What clients say themselves behind a star, or about somebody: no action of a person.
_NO_ACTION = (
    r"(?!(?:Joins|Parts|Quits|Disconnected|Attempting|Rejoined|Now|Topic|Set|You|Retrieving|Channel|Users|Logging)\b)"
)
_NO_DEED = (
    r"(?![(\[]|(?:has|have|had)\s(?:joined|left|quit|parted|been|changed|set|kicked|become)\b|(?:joined|left|quit|parted)\b"
    r"|sets?\s|is\s(?:now|away|back|no longer)\b|was\s(?:kicked|banned)\b|changed\s|gives\s|removes\s|\d+\s)"
)
_ACTION = re.compile(
    rf"\s*(?:\[?(?P<stamp>{STAMP})\]?[ \t]+)?(?:\*|—|\u2022)[ \t]+{_NO_ACTION}(?P<name>{_NICK}(?<![.:,]))[ \t]+{_NO_DEED}(?P<text>\S.*)",
    re.DOTALL,
)
_WEECHAT_ACTION = re.compile(
    rf"(?P<stamp>\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d)\t ?\*\t(?P<name>{_NICK}) (?P<text>\S.*)", re.DOTALL
)
_COLOURS = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]")
_HAS_NICK = re.compile(r"<[^>\s]{1,60}>|\t")


class Irc:
    """Joins, quits and notices are counted, ``/me`` actions are posts; the day is in the lines, a day line, or the file's name."""

    name = "irc"
    reads = "logs of IRC channels from any client or bot"
    example = "channel.log"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not _HAS_NICK.search(material.head):
            return False
        if is_script(material.head):
            lines, _ = _logs_in(first_lines(material))
            return _fitting(lines) is not None
        return is_plain(material) and _grammar_of(material) is not None

    def items(self, material: Material) -> Iterator[Item]:
        if not is_script(material.head):
            yield from _log_items(_grammar_of(material) or IRC, material.text, material.place)
            return
        lines, n_others = _logs_in(material.text.split("\n"))
        yield from _log_items(_fitting(lines) or IRC, "\n".join(lines), material.place)
        if n_others:
            yield Skipped("line of the script around the log", n_others)


def _log_items(grammar: Grammar, text: str, place: str) -> Iterator[Item]:
    action = _WEECHAT_ACTION if grammar is _WEECHAT else _ACTION
    dialect = Dialect("irc", "irc", action=action, addressed=True, day_from_name=True, one_line=True)
    yield from TextChat(grammar, dialect, _COLOURS.sub("", text), place).items()


def _logs_in(lines: Sequence[str]) -> tuple[list[str], int]:
    """The lines of a script with all blank but its logs, and how many of the others there are."""
    return only_documents(lines, lambda body: _fitting(body) is not None)


def _grammar_of(material: Material) -> Grammar | None:
    return _fitting(first_lines(material))


def _fitting(lines: Sequence[str]) -> Grammar | None:
    sample = [_COLOURS.sub("", line) for line in sample_of(lines)]
    return next((grammar for grammar in (IRC, _WEECHAT) if fit(grammar, sample).accepted()), None)
