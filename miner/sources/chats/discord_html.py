"""Discord channels as DiscordChatExporter writes them in HTML, before and after messages got containers of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from selectolax.lexbor import LexborNode

from miner.sources.base import Item, Layout, Note
from miner.sources.chats.discord import SOURCE
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, approval, room_items, skip_bot
from miner.sources.dates import Stamp, day_first_in, read_date
from miner.sources.html import HtmlText, read_fragment, text_of
from miner.sources.material import Material
from miner.sources.plain_text.quotes import merged, quoted_spans
from miner.transcript import Record, Span

# Classes since 2.35 (2022); those of 2.0 behind them.
_MESSAGES = "div.chatlog__message-container[data-message-id], div.chatlog__message[data-message-id]"
_GROUP = "div.chatlog__message-group"
_AUTHOR = ".chatlog__author, .chatlog__author-name"
_BOT = ".chatlog__author-tag, .chatlog__bot-tag, .chatlog__bot-label"
_TIME = ".chatlog__timestamp, .chatlog__short-timestamp, .chatlog__system-notification-timestamp"
_TEXT = (
    ".chatlog__content .chatlog__markdown-preserve, .chatlog__content .preserve-whitespace, .chatlog__content .markdown"
)
_QUOTES = ".chatlog__markdown-quote-content, .quote, .chatlog__markdown-pre--multiline, .pre--multiline"
_SYSTEM = ".chatlog__system-notification-content"
_SHARED = ".chatlog__attachment, .chatlog__embed, .chatlog__sticker"
_HAS_DAY = re.compile(r"\d[^\d:]+\w+[^\d:]+\d")
_REPLY = re.compile(r"'(\d{15,20})'")
_CHANNEL_IN_NAME = re.compile(r"\[(\d{15,20})\]")


class _Raw(Record, frozen=True):
    message: Message
    time: str
    edited: str


class DiscordHtml:
    """A group of messages has its author's name once; quoted lines and code are others' words."""

    name = "discord_html"
    reads = "Discord channels written by DiscordChatExporter as web pages"
    example = "Guild - general [1234].html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return "chatlog__message" in material.text and material.page.css_first(_MESSAGES) is not None

    def items(self, material: Material) -> Iterator[Item]:
        raw = list(_raw_messages(material))
        day_first, note = day_first_in(entry.time for entry in raw)
        title = " - ".join(text_of(node) for node in material.page.css(".preamble__entry")[:2])
        found = _CHANNEL_IN_NAME.search(material.place)
        room = Room(source=SOURCE, id=found[1] if found else "", title=title)
        yield from room_items(room, [_dated(entry, day_first) for entry in raw])
        if day_first is not None:
            yield Layout("day first" if day_first else "month first")
        if note:
            yield Note(note)


DISCORD_HTML_FOLDER = ChatFolder(DiscordHtml(), re.compile(r".*\[\d{15,20}\].*\.html?", re.IGNORECASE))


def _raw_messages(material: Material) -> Iterator[_Raw]:
    seen: set[str] = set()  # the older layout's messages have the id twice, in both layouts' selectors
    for group in material.page.css(_GROUP):
        author, is_bot = text_of(group.css_first(_AUTHOR)), group.css_first(_BOT) is not None
        for node in group.css(_MESSAGES):
            own_id = node.attributes.get("data-message-id") or ""
            if own_id in seen and "chatlog__message-container" not in (node.attributes.get("class") or ""):
                continue
            seen.add(own_id)
            yield _raw(node, own_id, author, is_bot)


def _raw(node: LexborNode, own_id: str, author: str, is_bot: bool) -> _Raw:
    text = _text(node.css_first(_TEXT))
    reply = node.css_first(".chatlog__reply-link, .chatlog__reference-link")
    answered = _REPLY.search((reply.attributes.get("onclick") or "") if reply is not None else "")
    time, edited = node.css_first(_TIME), node.css_first(".chatlog__content .chatlog__edited-timestamp")
    skipped = SYSTEM if node.css_first(_SYSTEM) is not None else ""
    if not skipped and not text.text and node.css_first(_SHARED) is not None:
        skipped = MEDIA
    message = Message(
        id=own_id,
        author=author,
        text=text,
        reply_to=answered[1] if answered else "",
        likes=approval(
            (_emoji(entry), _number(text_of(entry.css_first(".chatlog__reaction-count"))))
            for entry in node.css(".chatlog__reaction")
        ),
        flags=("edited",) if edited is not None else (),
        locator=f"div#chatlog__message-container-{own_id}",
        skipped=skipped,
    )
    return _Raw(message=skip_bot(message) if is_bot else message, time=_time(time), edited=_time(edited))


def _text(node: LexborNode | None) -> HtmlText:
    """Line ends of the page are line ends of the message."""
    if node is None or node.html is None:
        return HtmlText(text="")
    read = read_fragment(node.html.strip().replace("\n", "<br>"))
    quotes = [read_fragment((found.html or "").replace("\n", "<br>")).text for found in node.css(_QUOTES)]
    spans = merged([*read.quoted, *_places(quotes, read.text), *quoted_spans(read.text)])
    return msgspec.structs.replace(read, quoted=spans)


def _places(quotes: Sequence[str], text: str) -> list[Span]:
    """Where the quoted pieces stand, in their order."""
    spans: list[Span] = []
    position = 0
    for quote in quotes:
        start = text.find(quote, position) if quote else -1
        if start >= 0:
            position = start + len(quote)
            spans.append((start, position))
    return spans


def _time(node: LexborNode | None) -> str:
    """The full time: of short ones, which have no day, it stands in the title."""
    text = text_of(node)
    return text if node is None or _HAS_DAY.search(text) else node.attributes.get("title") or text


def _dated(raw: _Raw, day_first: bool | None) -> Message:
    def moment(text: str) -> Stamp:
        return read_date(text, day_first)

    return msgspec.structs.replace(raw.message, stamp=moment(raw.time), edited=moment(raw.edited))


def _emoji(node: LexborNode) -> str:
    image = node.css_first("img")
    return (image.attributes.get("alt") or image.attributes.get("title") or "") if image is not None else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
