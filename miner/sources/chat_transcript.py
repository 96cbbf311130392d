"""Chats as text, copied or exported: IRC, Zoom, WhatsApp, Slack, or plain ``name: text``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.chat_lines import MAX_HEAD, Fit, Grammar, best_fit, head_of, is_system, stamp_of
from miner.sources.cleaning import MENTION, clean, hashtags_in, links_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.material import Material
from miner.sources.plain_text.quotes import quoted_spans
from miner.transcript import ParentSource, Post, Precision, Thread, content_id

MAX_BACK = 2000  # messages before a reply among which the one it answers is looked for
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})[./-](\d{2,4})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?[ \u202f\u00a0_]?(?:([AaPp])\.?[ \u00a0]?[Mm]\b)?")
_OFFSET = re.compile(r"(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d))\Z")
_DAY_LINE = re.compile(
    r"(?:--- (?:Day changed|Log opened)|Session (?:Start|Time):|[-—=*\s]{0,6})\s*([^\n]{6,60}?)[-—=*\s]{0,6}\Z",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"\*\s+\S+\s+(?!has |have |joined|left|quit|parted|sets? |is now known|was kicked|changed)", re.IGNORECASE
)
_REACTION = re.compile(
    r"(?:Reacted to \".*\" with \S+|Removed a \S+ reaction from \".*\")\s*\Z", re.IGNORECASE | re.DOTALL
)
_DELETED = re.compile(
    r"(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht|Se eliminó este mensaje|"
    r"Ce message a été supprimé)\.?\Z",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"(?:<(?:media|image|video|audio|sticker|gif|medien|multimedia|médias)[^<>\n]{0,20}(?:omitted|ausgeschlossen|omitido|omis)>|"
    r"\u200e?(?:image|video|audio|sticker|gif|document) omitted|<attached: [^<>\n]{1,200}>|[^\s<>]{1,120} \(file attached\))\Z",
    re.IGNORECASE,
)
_ENCRYPTED = re.compile(r"Messages and calls are end-to-end encrypted|Messages you send to this group are now secured")
_REPLYING = re.compile(r"Replying to \"(.{1,200}?)(?:\.\.\.|…)?\"[ \t]*\n+", re.IGNORECASE)
_ADDRESSED = re.compile(r"([^\s:,]{1,40})[:,]\s")
_REPOST = re.compile(r"RT @(\w{1,50})\b")


class ChatTranscript:
    """Finds the grammar that most lines follow; lines that follow none continue the message before."""

    name = "chat_transcript"
    reads = "chats as text: IRC logs, saved Zoom chats, WhatsApp and Slack copies, `name: text`"
    example = "meeting_chat.txt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if material.is_html or re.match(r"\{|\[\s*[\[{\"\]]|<\?xml|<!DOCTYPE", material.head, re.IGNORECASE):
            return False
        return best_fit(material.text.split("\n", 8000)[:8000]) is not None

    def items(self, material: Material) -> Iterator[Item]:
        lines = material.text.split("\n")
        fit = best_fit(lines)
        if fit is not None:
            yield from _Chat(fit, lines, content_id("chat_transcript", material.text)).items()


@dataclass
class _Message:
    line: int
    name: str
    stamp: str
    day: date | None
    texts: list[str] = field(default_factory=list)


class _Chat:
    """A chat in the course of being read."""

    def __init__(self, fit: Fit, lines: Sequence[str], thread_id: str) -> None:
        self.grammar: Grammar = fit.grammar
        self.thread_id = thread_id
        self.skipped: Counter[str] = Counter()
        self.messages = self._messages(lines)
        stamps = [message.stamp for message in self.messages]
        self.order = day_order(stamps)
        self.n_undecided = 0
        self.last_by: dict[str, str] = {}
        self.by_first_name: dict[str, set[str]] = {}
        self.said: list[tuple[str, str]] = []

    def items(self) -> Iterator[Item]:
        yield Thread(id=self.thread_id, platform="chat", is_chat=True)
        n_dated = n_posts = 0
        for message in self.messages:
            post = self._post(message)
            if isinstance(post, Post):
                n_posts += 1
                n_dated += post.posted_at is not None
            yield post
        for reason, n in sorted(self.skipped.items()):
            yield Skipped(reason, n)
        yield Layout(f"{self.grammar.name}, {self.order}" if self.order else self.grammar.name)
        yield from self._notes(n_posts - n_dated)

    def _notes(self, n_undated: int) -> Iterator[Note]:
        if self.n_undecided:
            yield Note(
                f"{self.n_undecided} dates could be read day first or month first; their times were left out, "
                "the order of the lines was kept"
            )
        elif n_undated and any(message.stamp for message in self.messages):
            yield Note("times without a full date were left out; the order of the lines was kept")

    def _messages(self, lines: Sequence[str]) -> list[_Message]:
        messages: list[_Message] = []
        current: _Message | None = None
        day: date | None = None
        after_system = False
        for number, line in enumerate(lines, 1):
            head = head_of(self.grammar, line)
            if head is not None:
                current = _Message(number, head["name"].strip(), stamp_of(head), day, [_rest(head, line)])
                messages.append(current)
                after_system = False
            elif (changed := _day_of(line)) is not None:
                day = changed
                self.skipped["system"] += 1
            elif is_system(self.grammar, line):
                self.skipped["action" if _is_action(line) else "system"] += 1
                current, after_system = None, True
            elif current is not None:
                current.texts.append(line.removeprefix("\t"))
            elif line.strip() and not after_system:
                self.skipped["line before the first message"] += 1
        return messages

    def _post(self, message: _Message) -> Post | Skipped:
        text = clean("\n".join(message.texts))
        reason = _no_message(text)
        if reason:
            return Skipped(reason)
        post_id = f"{self.thread_id}:{message.line:06}"
        repost = _REPOST.match(text)
        text, parent, how = self._parent(text, message.name) if repost is None else (text, None, None)
        if not text:
            return Skipped("empty")
        stamp = self._stamp(message)
        name = clean(message.name).removeprefix("@").strip()
        self.last_by[name.casefold()] = post_id
        self.by_first_name.setdefault(name.casefold().partition(" ")[0], set()).add(name.casefold())
        self.said.append((" ".join(text[:400].split()), post_id))
        return Post(
            id=post_id,
            thread_id=self.thread_id,
            kind="repost" if repost else "message",
            repost_of=f"@{repost[1]}" if repost else None,
            author=name,
            text=text,
            quoted=quoted_spans(text),
            posted_at=stamp.at,
            precision=stamp.precision,
            tz_assumed=stamp.tz_assumed,
            hashtags=hashtags_in(text),
            mentions=mentions_in(text),
            links=links_in(text),
            parent_id=parent,
            parent_source=how,
            locator=f"line {message.line}",
        )

    def _stamp(self, message: _Message) -> Stamp:
        stamp = read_stamp(message.stamp, self.order, message.day)
        if stamp.at is None and not self.order and _NUMERIC_DATE.search(message.stamp):
            self.n_undecided += 1
        return stamp

    def _parent(self, text: str, name: str) -> tuple[str, str | None, ParentSource | None]:
        """The text without the client's "Replying to" line, and the message it answers."""
        replying = _REPLYING.match(text)
        if replying:
            start = " ".join(replying[1].split())
            found = next((id_ for said, id_ in reversed(self.said[-MAX_BACK:]) if said.startswith(start)), None)
            return text[replying.end() :].strip(), found, "native" if found else None
        parent = self._mentioned(text, name)
        return text, parent, "mention" if parent else None

    def _mentioned(self, text: str, name: str) -> str | None:
        """The last message of the first person mentioned who spoke before."""
        own = clean(name).removeprefix("@").casefold()
        for mention in list(MENTION.finditer(text))[:20]:
            after = text[mention.start() + 1 : mention.start() + 61].casefold()
            ends = [match.end() for match in re.finditer(r"\w+", after)][:6]
            full = next((after[:end] for end in reversed(ends) if after[:end] in self.last_by), None)
            first = self.by_first_name.get(mention[1].casefold(), set()) - {own}
            speaker = full or (next(iter(first)) if len(first) == 1 else None)
            if speaker is not None and speaker != own:
                return self.last_by[speaker]
        addressed = _ADDRESSED.match(text) if self.grammar.name == "irc" else None
        if addressed and addressed[1].casefold() != own:
            return self.last_by.get(addressed[1].casefold())
        return None


def day_order(stamps: Sequence[str]) -> str:
    """ "day first", "month first" or "year first" by the numbers of all dates; "" if they do not settle it."""
    found = [match for stamp in stamps if (match := _NUMERIC_DATE.search(stamp))]
    if not found:
        return ""
    if all(len(match[1]) == 4 for match in found):
        return "year first"
    short = [match for match in found if len(match[1]) < 4]
    day = any(int(match[1]) > 12 for match in short) or all(match[2] == "." for match in short)
    month = any(int(match[3]) > 12 for match in short)
    return "" if day == month else "day first" if day else "month first"


def read_stamp(text: str, order: str, day: date | None = None) -> Stamp:
    """The time of a head: with the date in it, else with that of the day the log says it is."""
    if re.match(r"\d{4}-\d\d-\d\dT", text):
        return read_date(text)
    numeric = _NUMERIC_DATE.search(text)
    clock = _CLOCK.search(
        text[: numeric.start()] + " " * (numeric.end() - numeric.start()) + text[numeric.end() :] if numeric else text
    )
    try:
        found = _numeric_day(numeric, order) if numeric else _word_day(text, clock)
        found = found or (day if not numeric else None)
        if found is None:
            return NO_DATE
        return _moment(found, clock, text)
    except ValueError:  # the 31st of June, 25 o'clock: no date
        return NO_DATE


def _numeric_day(match: re.Match[str], order: str) -> date | None:
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        return date(first, second, third)
    year = third if third > 99 else 2000 + third
    if order == "day first":
        return date(year, second, first)
    return date(year, first, second) if order == "month first" else None


def _word_day(text: str, clock: re.Match[str] | None) -> date | None:
    """The day of "14 March 2024 10:36"; None without a year."""
    words = (text[: clock.start()] + text[clock.end() :] if clock else text).strip(" ,")
    if not re.search(r"\d{4}", words):
        return None
    stamp = read_date(re.sub(r",? at$", "", words))
    return stamp.at.date() if stamp.at is not None else None


def _moment(day: date, clock: re.Match[str] | None, text: str) -> Stamp:
    if clock is None:
        return Stamp(at=datetime(day.year, day.month, day.day, tzinfo=UTC), precision="day", tz_assumed=True)
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    offset = _OFFSET.search(text)
    minutes = int(offset[3]) * 60 + int(offset[4]) if offset and offset[2] else 0
    zone = timezone(timedelta(minutes=-minutes if offset and offset[2] == "-" else minutes))
    moment = datetime(day.year, day.month, day.day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=zone)
    precision: Precision = "second" if clock[3] else "minute"
    return Stamp(at=moment.astimezone(UTC), precision=precision, tz_assumed=offset is None)


def _rest(head: re.Match[str], line: str) -> str:
    """What a head line says: the match saw only its beginning."""
    text = head["text"] + line[MAX_HEAD:]
    # dircproxy marks identified speakers by a sign before the text, and keeps their host in the name
    return text[1:] if head.groupdict().get("host") and text[:1] in "+-" else text


def _day_of(line: str) -> date | None:
    """The day a log line announces ("--- Day changed Tue Mar 12 2024", "March 14, 2024")."""
    if len(line) > 90 or not re.search(r"\b(?:19|20)\d\d\b", line):
        return None
    match = _DAY_LINE.match(line.strip())
    if match is None:
        return None
    words = re.sub(r"\b\d{1,2}:\d\d(?::\d\d)?\b", "", match[1])
    words = re.sub(r"^\w+day,? |(?<=\d)(?:st|nd|rd|th)\b", "", " ".join(words.split()))
    stamp = read_date(words, languages=("en", "de", "es", "fr"))
    return stamp.at.date() if stamp.at is not None else None


def _is_action(line: str) -> bool:
    match = re.search(r"(?:^|\s|\])(\*\s.*)", line[:MAX_HEAD])
    return match is not None and bool(_ACTION.match(match[1]))


def _no_message(text: str) -> str:
    """Why a head with its text is no message; "" if it is one."""
    if not text:
        return "empty"
    for pattern, reason in ((_REACTION, "reaction"), (_DELETED, "deleted"), (_MEDIA, "media")):
        if pattern.match(text):
            return reason
    return "system" if _ENCRYPTED.match(text) else ""
