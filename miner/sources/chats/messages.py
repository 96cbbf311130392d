"""Messages of a room become posts: in order of time, replies linked, everything that is no post counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.chat.markers import question_at_head
from miner.sources.chats.speakers import Speakers
from miner.sources.cleaning import clean, hashtags_in
from miner.sources.dates import NO_DATE, Stamp
from miner.sources.html import HtmlText
from miner.transcript import ParentSource, Post, Record, Thread, content_id

NO_TEXT = HtmlText(text="")
BOT, SYSTEM, DELETED, MEDIA, EMPTY = "bot", "system", "deleted", "media without text", "empty"
_NO_APPROVAL = frozenset(["-1", "thumbsdown", "👎", "confused", "angry", "😠", "😡", "🤮", "rage", "disappointed"])
_LAST = datetime(9999, 1, 1, tzinfo=UTC)


class Message(Record, frozen=True):
    """One item of a chat, as its format tells it.

    Attributes
    ----------
    id
        Native, unique in the source; "" where the format has none.
    reply_to
        ``id`` of the message this one answers; "" for none.
    said_to
        Names of people it is addressed to, the first one first: a guess at what it answers where ``reply_to`` is "".
    skipped, failed
        Why it is no post; "" if it is one.
    """

    id: str = ""
    author: str = ""
    text: HtmlText = NO_TEXT
    stamp: Stamp = NO_DATE
    edited: Stamp = NO_DATE
    reply_to: str = ""
    said_to: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    url: str = ""
    likes: int = 0
    repost_of: str = ""
    flags: tuple[str, ...] = ()
    locator: str = ""
    skipped: str = ""
    failed: str = ""


class Room(Record, frozen=True):
    """Where messages were sent: ``source`` goes before all ids, ``id`` is native ("" where there is none)."""

    source: str
    id: str = ""
    title: str = ""
    url: str = ""
    platform: str = ""
    n_claimed: int | None = None


def room_items(room: Room, messages: Sequence[Message]) -> Iterator[Item]:
    """The thread of a room, its posts in order of time, and what was skipped.

    Messages that are not in the file and are answered there are noted; a message that was skipped is no parent.
    """
    messages = in_order(messages)
    thread_id = f"{room.source}:{room.id}" if room.id else _content_id(room, messages)
    yield Thread(
        id=thread_id,
        title=clean(room.title),
        url=room.url,
        platform=room.platform or room.source,
        is_chat=True,
        n_claimed=room.n_claimed,
    )
    yield from _Posts(room.source, thread_id, messages).items()
    if room.n_claimed is not None and room.n_claimed != len(messages):
        yield Note(f"the file says {room.n_claimed} messages, {len(messages)} are in it")


def rooms_items(rooms: Iterable[tuple[Room, Sequence[Message]]]) -> Iterator[Item]:
    """``room_items`` of several rooms; one without any post yields no thread."""
    for room, messages in rooms:
        has_posts = any(_reason(message) == "" and not message.failed for message in messages)
        for item in room_items(room, messages):
            if has_posts or not isinstance(item, Thread):
                yield item


def in_order(messages: Sequence[Message]) -> list[Message]:
    """By time; those of one moment, and those without a time, stay where they stand (files may begin with the newest)."""
    timed = [message.stamp.at for message in messages if message.stamp.at is not None]
    ordered = list(reversed(messages)) if timed and timed[0] > timed[-1] else list(messages)
    keys: list[datetime] = []
    last = min(timed, default=_LAST)
    for message in ordered:
        last = message.stamp.at or last
        keys.append(last)
    return [ordered[index] for index in sorted(range(len(ordered)), key=keys.__getitem__)]


def approval(reactions: Iterable[tuple[str, int]]) -> int:
    """How many reactions, those left out that speak against a message."""
    return sum(max(0, n) for name, n in reactions if name.strip(":").lower() not in _NO_APPROVAL)


def skip_bot(message: Message) -> Message:
    """A bot's message as skipped; one that asks a numbered question of a chat is kept, as people answer it."""
    if message.skipped or message.failed or question_at_head(message.text.text[:500]) is not None:
        return message
    return msgspec.structs.replace(message, skipped=BOT)


def _content_id(room: Room, messages: Sequence[Message]) -> str:
    return content_id(room.source, room.title, *(f"{message.author}\x1e{message.text.text}" for message in messages))


def _reason(message: Message) -> str:
    return message.skipped or ("" if message.text.text else EMPTY)


class _Posts:
    """The messages of one room in the course of becoming posts."""

    def __init__(self, source: str, thread_id: str, messages: Sequence[Message]) -> None:
        self.source = source
        self.thread_id = thread_id
        self.messages = messages
        self.present = {message.id for message in messages if message.id}
        self.kept = {message.id for message in messages if message.id and not message.failed and not _reason(message)}
        self.speakers = Speakers()
        self.n_missing = 0

    def items(self) -> Iterator[Item]:
        skipped: Counter[str] = Counter()
        for message in self.messages:
            reason = _reason(message)
            if message.failed:
                yield Failed(message.failed)
            elif reason:
                skipped[reason] += 1
            else:
                yield self._post(message)
        for reason, n in sorted(skipped.items()):
            yield Skipped(reason, n)
        if self.n_missing:
            yield Note(f"{self.n_missing} message(s) answer others that are not in the file")

    def _post(self, message: Message) -> Post:
        text = message.text.text
        post_id = f"{self.source}:{message.id}" if message.id else self._own_id(message)
        named = tuple(dict.fromkeys(self.speakers.mentioned(text)))  # in full where somebody of that name spoke before
        parent, how = self._parent(message, named)
        author = clean(message.author)
        self.speakers.spoke(author, post_id, message.stamp.at)
        return Post(
            id=post_id,
            thread_id=self.thread_id,
            kind="repost" if message.repost_of else "message",
            repost_of=message.repost_of or None,
            author=author,
            text=text,
            quoted=message.text.quoted,
            parent_id=parent,
            parent_source=how,
            posted_at=message.stamp.at,
            precision=message.stamp.precision,
            tz_assumed=message.stamp.tz_assumed,
            edited_at=message.edited.at,
            url=message.url if message.url.startswith(("https://", "http://")) else "",
            likes=message.likes,
            hashtags=hashtags_in(text),
            mentions=message.mentions or named,
            links=message.text.links,
            flags=message.flags,
            locator=message.locator,
        )

    def _own_id(self, message: Message) -> str:
        """Of author, time and text; in the room it was said in, as people say "yes" everywhere."""
        moment = message.stamp.at.isoformat() if message.stamp.at is not None else message.locator
        return content_id(self.source, self.thread_id, message.author, moment, message.text.text)

    def _parent(self, message: Message, named: Sequence[str]) -> tuple[str | None, ParentSource | None]:
        if message.reply_to and message.reply_to != message.id:
            if message.reply_to not in self.present:
                self.n_missing += 1
            elif message.reply_to not in self.kept:
                return None, None
            return f"{self.source}:{message.reply_to}", "native"
        if message.repost_of:
            return None, None
        for name in (*message.said_to, *named):
            parent = self.speakers.last_of(name, clean(message.author), message.stamp.at)
            if parent is not None:
                return parent, "mention"
        return None, None
