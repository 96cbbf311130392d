"""Telegram Desktop's HTML export: messages.html, messages2.html and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from selectolax.lexbor import LexborNode

from miner.sources.base import Item
from miner.sources.bundles import Entry
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.markup import as_forwarded
from miner.sources.chats.messages import MEDIA, SYSTEM, Message, Room, approval, room_items
from miner.sources.chats.telegram import SOURCE
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_node, text_of
from miner.sources.material import Material
from miner.transcript import content_id

_GO_TO = re.compile(r"#go_to_message(-?\d{1,20})\Z")
_OWN_ID = re.compile(r"message(-?\d{1,20})\Z")
_STAMP = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")
_VIA = re.compile(r"\s+via\s+@\S+\Z")


class TelegramHtml:
    """A message without a name is by the one above; words in a "forwarded" box are others'."""

    name = "telegram_html"
    reads = "Telegram Desktop exports as web pages"
    example = "messages.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return (
            "page_wrap" in material.text and material.page.css_first("div.history div.message[id^=message]") is not None
        )

    def items(self, material: Material) -> Iterator[Item]:
        room = _room(material)
        yield from room_items(room, list(_messages(material, room.id)))


class _Folder(ChatFolder):
    """Reads the pages of a chat as one: replies go from page to page."""

    def chats(self, entries: Sequence[Entry]) -> Iterator[Item]:
        by_folder: dict[str, list[Entry]] = {}
        for entry in sorted(entries, key=lambda entry: (len(entry.name), entry.name)):  # messages10 behind messages9
            by_folder.setdefault(entry.name.rpartition("/")[0], []).append(entry)
        for pages in by_folder.values():
            room = _room(pages[0].material())
            found = [
                msgspec.structs.replace(message, locator=f"{entry.name}#{message.locator}")
                for entry in pages
                for message in _messages(entry.material(), room.id)
            ]
            yield from room_items(room, found)


TELEGRAM_HTML_FOLDER = _Folder(TelegramHtml(), re.compile(r"messages\d*\.html"))


def _room(material: Material) -> Room:
    title = text_of(material.page.css_first("div.page_header .text.bold"))
    return Room(source=SOURCE, id=content_id("", title).lstrip(":") if title else "", title=title)


def _messages(material: Material, room: str) -> Iterator[Message]:
    author = ""
    for node in material.page.css("div.history div.message"):
        found = _OWN_ID.match(node.attributes.get("id") or "")
        if "service" in (node.attributes.get("class") or "").split():
            yield Message(id=f"{room}:{found[1]}" if found else "", skipped=SYSTEM)
            continue
        body = _part(node, "body")
        if body is None or found is None:
            yield Message(failed="broken message")
            continue
        name = _part(body, "from_name")
        author = _VIA.sub("", text_of(name)) if name is not None else author
        yield _message(body, f"{room}:{found[1]}", room, author)


def _message(body: LexborNode, own_id: str, room: str, author: str) -> Message:
    forwarded = _part(body, "forwarded")
    words = _part(forwarded if forwarded is not None else body, "text")
    text = read_node(words) if words is not None else HtmlText(text="")
    reply = body.css_first("div.reply_to a[href]")
    answered = _GO_TO.search((reply.attributes.get("href") or "") if reply is not None else "")
    reactions = [(_first_text(node, ".emoji"), _count(_first_text(node, ".count"))) for node in body.css(".reaction")]
    return Message(
        id=own_id,
        author=author,
        text=as_forwarded(text) if forwarded is not None else text,
        stamp=_moment(body),
        reply_to=f"{room}:{answered[1]}" if answered else "",
        likes=approval(reactions),
        flags=("forwarded",) if forwarded is not None else (),
        locator=f"div#message{own_id.rpartition(':')[2]}",
        skipped="" if text.text else MEDIA if body.css_first(".media_wrap, .media") is not None else "",
    )


def _part(node: LexborNode, name: str) -> LexborNode | None:
    """The child of a class: what stands in a forwarded message has the same classes one level below."""
    here = node.first_child
    while here is not None:
        if not here.is_text_node and name in (here.attributes.get("class") or "").split():
            return here
        here = here.next
    return None


def _first_text(node: LexborNode, selector: str) -> str:
    found = node.css_first(selector)
    return text_of(found) if found is not None else ""


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _moment(body: LexborNode) -> Stamp:
    node = _part(body, "date")
    found = _STAMP.match((node.attributes.get("title") or "") if node is not None else "")
    if found is None:
        return NO_DATE
    day, month, year, clock, zone = found.groups()
    return read_date(f"{year}-{month}-{day} {clock}{zone or ''}")
