"""A chat kept as lines: heads with a name and a time, lines below them, lines that nobody said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.chats.days import day_in_name, day_of_line, read_stamp, settle
from miner.sources.chats.lines import MAX_HEAD, Grammar, head_of, is_system, stamp_of
from miner.sources.chats.markup import chat_text
from miner.sources.chats.messages import SYSTEM, Message, Room, room_items
from miner.sources.chats.said import Said, said_plainly
from miner.sources.chats.speakers import Speakers
from miner.sources.cleaning import clean
from miner.transcript import content_id

MAX_BACK = 2000  # messages before a reply among which the one it answers is looked for
_START_CHARS = 30  # of a quoted message that must be the same: programs cut what they quote
_REPOST = re.compile(r"RT @(\w{1,50})\b")


@dataclass(frozen=True)
class Dialect:
    """What sets one kind of text chat apart.

    ``said`` reads the text behind a name, ``is_sentence`` tells names that are none ("Ann changed the subject to"),
    ``action`` matches lines such as ``* ann nods`` with the groups ``stamp``, ``name`` and ``text``, ``addressed`` says
    that "ann: yes" speaks to Ann, ``day_from_name`` that logs of this kind carry their day in the file's name, ``one_line``
    that no message has a second line unless it begins with a space.
    """

    source: str
    platform: str
    said: Callable[[str], Said] = said_plainly
    is_sentence: Callable[[str], bool] = lambda name: False  # noqa: ARG005 - no name is one
    action: re.Pattern[str] | None = None
    addressed: bool = False
    day_from_name: bool = False
    one_line: bool = False


@dataclass
class _Lines:
    """A message in the course of being read."""

    number: int
    name: str
    stamp: str
    day: date | None
    texts: list[str] = field(default_factory=list)
    flags: tuple[str, ...] = ()


class TextChat:
    """Reads lines by one grammar."""

    def __init__(self, grammar: Grammar, dialect: Dialect, text: str, place: str) -> None:
        self.grammar = grammar
        self.dialect = dialect
        self.own_id = content_id(dialect.source, text).partition(":")[2]
        self.skipped: Counter[str] = Counter()
        self.day = day_in_name(place) if dialect.day_from_name else None
        self.day_from_name = self.day
        self.lines = self._read(text.split("\n"))
        self.order = settle([message.stamp for message in self.lines])
        self.answered: list[tuple[str, str]] = []
        self.n_folded = 0

    def items(self) -> Iterator[Item]:
        """Thread, posts, skipped lines, the layout."""
        messages = [self._message(message) for message in self.lines]
        yield from room_items(
            Room(source=self.dialect.source, id=self.own_id, platform=self.dialect.platform), messages
        )
        for reason, n in sorted(self.skipped.items()):
            yield Skipped(reason, n)
        yield Layout(", ".join(filter(None, (self.grammar.name, self.order.layout))))
        yield from self._notes(messages)

    def _notes(self, messages: Sequence[Message]) -> Iterator[Note]:
        if self.order.note:
            yield Note(self.order.note)
        if self.day_from_name is not None:
            yield Note(f"the day {self.day_from_name} was taken from the file's name")
        undated = [message for message in messages if not message.skipped and message.stamp.at is None]
        if undated and any(line.stamp for line in self.lines):
            yield Note("times without a full date were left out; the order of the lines was kept")

    def _read(self, lines: Sequence[str]) -> list[_Lines]:
        messages: list[_Lines] = []
        current: _Lines | None = None
        after_system = False
        for number, line in enumerate(lines, 1):
            opened = self._opened(number, line)
            if opened is not None:
                current, after_system = opened, False
                messages.append(opened)
            elif (changed := day_of_line(line)) is not None:
                self.day = changed
                self.skipped[SYSTEM] += 1
            elif is_system(self.grammar, line):
                self.skipped[SYSTEM] += 1
                current, after_system = None, True
            elif current is not None and (not self.dialect.one_line or line[:1] in ("", " ", "\t")):
                current.texts.append(line.removeprefix("\t"))
            elif line.strip() and not after_system:
                self.skipped["line of no message" if messages else "line before the first message"] += 1
        return messages

    def _opened(self, number: int, line: str) -> _Lines | None:
        """The message that a line opens."""
        head = head_of(self.grammar, line)
        if head is not None and self.dialect.is_sentence(head["name"]):
            return None
        if head is not None:
            return _Lines(number, head["name"].strip(), stamp_of(head), self.day, [_rest(head, line)])
        action = self.dialect.action.match(line[:MAX_HEAD]) if self.dialect.action is not None else None
        if action is None:
            return None
        text = action["text"] + line[MAX_HEAD:]
        return _Lines(number, action["name"], action["stamp"] or "", self.day, [text], ("action",))

    def _message(self, lines: _Lines) -> Message:
        said = self.dialect.said("\n".join(lines.texts))
        text = chat_text(said.text)
        own_id = f"{self.own_id}:{lines.number:06}"
        repost = _REPOST.match(text.text)
        answered = self._answered(said.answers) if said.answers else ""
        if text.text and not said.skipped:
            self.answered.append((text.text, own_id))
        addressed = Speakers.addressed(text.text) if self.dialect.addressed else ""
        return Message(
            id=own_id,
            author=clean(lines.name).removeprefix("@").strip(),
            text=text,
            stamp=read_stamp(lines.stamp, self.order, lines.day),
            reply_to=answered,
            repost_of=f"@{repost[1]}" if repost else "",
            said_to=(addressed,) if addressed else (),
            flags=(*lines.flags, *said.flags),
            locator=f"line {lines.number}",
            skipped=said.skipped,
        )

    def _answered(self, start: str) -> str:
        """The last message that begins so; "" if none does."""
        wanted = _start_of(start)
        if not wanted:
            return ""
        for at in range(max(self.n_folded, len(self.answered) - MAX_BACK), len(self.answered)):
            self.answered[at] = (_start_of(self.answered[at][0]), self.answered[at][1])
        self.n_folded = len(self.answered)
        return next((own for text, own in reversed(self.answered[-MAX_BACK:]) if text.startswith(wanted)), "")


def _start_of(text: str) -> str:
    return " ".join(clean(text[:400]).split())[:_START_CHARS]


def _rest(head: re.Match[str], line: str) -> str:
    """What a head line says: the match saw only its beginning."""
    text = head["text"] + line[MAX_HEAD:]
    # dircproxy marks identified speakers by a sign before the text, and keeps their host in the name
    return text[1:] if "host" in head.re.groupindex and head["host"] and text[:1] in "+-" else text
