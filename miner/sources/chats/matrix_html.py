"""Matrix rooms as Element exports them in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborNode

from miner.sources.base import Item
from miner.sources.chats.folders import ChatFolder
from miner.sources.chats.matrix import SOURCE
from miner.sources.chats.messages import DELETED, MEDIA, SYSTEM, Message, Room, room_items
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_node, text_of
from miner.sources.material import Material

# Class names of Element 1.9 (2021) to 1.11 (2024); names of people moved from one class to the other in between.
_TILES = "li.mx_EventTile, div.mx_EventTile"
_NAME = ".mx_DisambiguatedProfile_displayName, .mx_SenderProfile_displayName, .mx_SenderProfile_name"
_TIME = ".mx_MessageTimestamp"
_BODY = ".mx_EventTile_body"
_REPLY = ".mx_ReplyChain, .mx_ReplyThread, .mx_ReplyTile"
_TITLES = (".mx_RoomHeader_nametext", ".mx_RoomHeader_name", "h1", "title")
_SYSTEM = ".mx_TextualEvent, .mx_EventTile_info, .mx_RoomAvatarEvent, .mx_GenericEventListSummary_summary"
_PERMALINK = re.compile(r"https://matrix\.to/#/([!#][^/?]{1,300})/(\$[^/?]{1,300})")
_STAMP = re.compile(r"(?:\w{3,9}, )?(\w{3,9}) (\d{1,2}),? (\d{4}),? (\d{1,2}:\d\d:\d\d(?: ?[AaPp][Mm])?)")


class MatrixHtml:
    """A message without a name is by the one above; times are those of the exporting computer."""

    name = "matrix_html"
    reads = "Matrix rooms exported by Element as web pages"
    example = "messages.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return "mx_EventTile" in material.text and material.page.css_first(_BODY) is not None

    def items(self, material: Material) -> Iterator[Item]:
        messages = list(_messages(material))
        link = _PERMALINK.search(material.text)
        title = next(filter(None, (text_of(material.page.css_first(selector)) for selector in _TITLES)), "")
        yield from room_items(Room(source=SOURCE, id=link[1] if link else "", title=title), messages)


MATRIX_HTML_FOLDER = ChatFolder(MatrixHtml(), re.compile(r"(?:messages|export)\d*\.html"))


def _messages(material: Material) -> Iterator[Message]:
    author = ""
    for tile in material.page.css(_TILES):
        if _is_inside_reply(tile):
            continue
        name = tile.css_first(_NAME)
        if name is not None and "mx_EventTile_continuation" not in (tile.attributes.get("class") or ""):
            author = text_of(name)
        yield _message(tile, author)


def _is_inside_reply(node: LexborNode) -> bool:
    """Whether it is the preview of what another message answers."""
    here = node.parent
    for _ in range(6):
        if here is None:
            return False
        if "mx_Reply" in (here.attributes.get("class") or ""):
            return True
        here = here.parent
    return False


def _message(tile: LexborNode, author: str) -> Message:
    permalink = _permalink(tile)
    previews = {node.mem_id for node in tile.css(_REPLY)}
    bodies = [node for node in tile.css(_BODY) if not _is_inside_reply(node)]
    text = read_node(bodies[0], previews) if bodies else HtmlText(text="")
    time = tile.css_first(_TIME)
    skipped = ""
    if not text.text:
        is_system = "mx_EventTile_info" in (tile.attributes.get("class") or "") or tile.css_first(_SYSTEM) is not None
        skipped = SYSTEM if is_system else DELETED if tile.css_first(".mx_RedactedBody") is not None else MEDIA
    return Message(
        id=permalink[2] if permalink else "",
        author=author,
        text=text,
        stamp=_moment(time),
        reply_to=_answered(tile, permalink),
        url=permalink[0] if permalink else "",
        flags=("edited",) if tile.css_first(".mx_EventTile_edited") is not None else (),
        locator=f"a[href$='{permalink[2]}']" if permalink else "",
        skipped=skipped,
    )


def _permalink(tile: LexborNode) -> re.Match[str] | None:
    """The address behind the time."""
    for link in tile.css("a[href]"):
        found = _PERMALINK.match(link.attributes.get("href") or "")
        if found is not None and link.css_first(_TIME) is not None:
            return found
    return None


def _answered(tile: LexborNode, own: re.Match[str] | None) -> str:
    reply = tile.css_first(_REPLY)
    for link in reply.css("a[href]") if reply is not None else ():
        found = _PERMALINK.match(link.attributes.get("href") or "")
        if found is not None and (own is None or found[2] != own[2]):
            return found[2]
    return ""


def _moment(node: LexborNode | None) -> Stamp:
    """ "Wed, May 17 2023 17:03:32" in the title."""
    title = (node.attributes.get("title") or node.attributes.get("aria-label") or "") if node is not None else ""
    found = _STAMP.match(title)
    return (
        read_date(f"{found[1]} {found[2]}, {found[3]} {found[4]}") if found else read_date(title) if title else NO_DATE
    )
