"""What Facebook and Instagram let people download of their account as pages, which is what they offer first.

All pages of a download are built of the same boxes, lists of friends and of advertisements as well as posts: which of them
hold what somebody said is told by the name of the file and by what stands in the boxes. Class names are those of 2018-2021
(``_2lej``) and since (``_a6-g``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

from selectolax.lexbor import LexborNode

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.chats.messages import MEDIA, Message, Room, room_items
from miner.sources.cleaning import hashtags_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp, day_first_in, read_date
from miner.sources.html import HtmlText, read_node, text_of
from miner.sources.html_article import known_languages, language
from miner.sources.material import Material
from miner.sources.social.conversations import NO_TEXT
from miner.sources.social.download_entries import OWNER
from miner.sources.social.downloads import NO_POSTS
from miner.transcript import Post, Thread, content_id

_WORDS = ("_a6-g", "_2lej")
_BOX = "._a6-g, ._2lej"
_HEAD = "._a6-h, ._2lek"
_BODY = "._a6-p, ._2let"
_DATE = "._a72d, ._2lem, ._a6-o"
_TITLE = "._a70e, ._3b0d, h1"
_PART = "._2pin"  # of a post: its words, a link, when it was changed
_LABEL = "td._a6_q"  # "Comment", "Media Owner", "Time", each with its value in it or beside it
_VALUE = "td._a6_r"
_NO_WORDS = "ul, table, video, audio, ._a7nf"  # reactions, what is known of a picture, a box within
_NAMED = re.compile(r"[^\s:]{3,20}: ?\S")  # "Participants: Ann Lee and Ben Ode"
_MESSAGES = re.compile(r"message(?:_\d+)?\.html?\Z", re.IGNORECASE)
_COMMENTS = re.compile(r"comments[\w-]*\.html?\Z", re.IGNORECASE)
_NOT_SAID = re.compile(r"(?:liked|saved|viewed|hidden)_", re.IGNORECASE)
_POSTS = re.compile(r"(?:posts|status|check_ins|reels|stories|igtv)[\w.-]*\.html?\Z", re.IGNORECASE)
_ACTED = re.compile(r"(?P<author>.{1,80}?) (?:commented on|replied to|posted in|wrote on) ")
_CHANGED = re.compile(r"(?:\w{3,20} )?\w{3,9}\.? \d{1,2}, \d{4},? \d{1,2}:\d\d(?::\d\d)? ?[ap]m", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:IP Address|Adresse IP|IP-Adresse): ?\S+\Z")
_LOOKED_AT = 200_000  # characters, for the name of the platform
# Folders that only downloads have, by year of the layout; pages in other folders are asked about one by one.
_FOLDERS = frozenset(
    "your_facebook_activity your_activity_across_facebook your_instagram_activity comments_and_reactions inbox "
    "message_requests archived_threads filtered_threads e2ee_cutover personal_information profile_information connections "
    "security_and_login_information ads_information logged_information preferences apps_and_websites_off_of_facebook".split()
)
Kind = Literal["messages", "comments", "posts", ""]


class DownloadPage:
    """Messages, or the posts and comments of one person; other pages of the download hold none."""

    name = "download_page"
    reads = "messages, posts and comments of a Facebook or Instagram account (download as HTML)"
    example = "message_1.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return any(word in material.text for word in _WORDS) and any(
            _head(box) or _body(box) for box in _boxes(material)
        )

    def items(self, material: Material) -> Iterator[Item]:
        kind = _kind(material)
        boxes = _boxes(material)
        if not kind:
            yield Skipped("entry of a list that holds no posts", len(boxes))
        elif kind == "messages":
            yield from _conversation([(material, "")], "")
        else:
            yield from _entries(material, kind, "")


class DownloadPages:
    """All pages of a download that was packed or unpacked; the pages of a conversation are one."""

    name, reads = DownloadPage.name, DownloadPage.reads
    example = "facebook-ann-2024-05-01.zip"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        pages = [entry for entry in bundle.entries if bundle.is_folder and _is_page(entry)]
        return [entry for entry in pages if DownloadPage().recognises(entry.material())]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        conversations: dict[str, list[tuple[Material, str]]] = {}
        for entry in members:
            material = entry.material()
            kind = _kind(material)
            if kind == "messages":
                folder = PurePosixPath(entry.name).parent.name
                conversations.setdefault(folder, []).append((material, f"{entry.name}#"))
            elif kind:
                yield from _entries(material, kind, f"{entry.name}#")
            else:
                yield Skipped(NO_POSTS)
        for folder, pages in conversations.items():
            yield from _conversation(pages, folder)


def _is_page(entry: Entry) -> bool:
    path = PurePosixPath(entry.name)
    return path.suffix.lower() in (".html", ".htm") and not _FOLDERS.isdisjoint(path.parts)


@lru_cache(maxsize=1)
def _boxes(material: Material) -> list[LexborNode]:
    """The outermost boxes in page order."""
    found: list[LexborNode] = []
    inside: set[int] = set()
    for box in material.page.css(_BOX):
        if box.mem_id not in inside:
            found.append(box)
            inside.update(inner.mem_id for inner in box.css(_BOX))
    return found


def _head(box: LexborNode) -> str:
    return text_of(box.css_first(_HEAD))


def _body(box: LexborNode) -> LexborNode | None:
    return box.css_first(_BODY)


def _kind(material: Material) -> Kind:
    """By the file's name; where that says nothing by what only such pages have."""
    name = PurePosixPath(material.place).name
    if _MESSAGES.search(name) or any(_lists_people(box) for box in _boxes(material)[:3]):
        return "messages"
    if _NOT_SAID.match(name):
        return ""
    labels = [text_of(label) for box in _boxes(material)[:5] for label in box.css(_LABEL)[:1]]
    if _COMMENTS.search(name) or any(label.split()[:1] == ["Comment"] for label in labels):
        return "comments"
    return "posts" if _POSTS.search(name) else ""


def _lists_people(box: LexborNode) -> bool:
    """The first box of a conversation: who takes part, without a date."""
    return box.css_first(_DATE) is None and bool(_NAMED.match(_head(box)))


class _Dates:
    """The dates of a page, in one order of day and month."""

    def __init__(self, material: Material, boxes: list[LexborNode]) -> None:
        self._languages = known_languages((language(material.page), "en")) if language(material.page) else ()
        self._day_first, self.note = day_first_in(self._written(box) for box in boxes)

    def of(self, box: LexborNode) -> Stamp:
        return self.read(self._written(box))

    def read(self, text: str) -> Stamp:
        return read_date(text.replace("\u202f", " "), self._day_first, self._languages) if text else NO_DATE

    def _written(self, box: LexborNode) -> str:
        """The date as the page prints it; of a table the value beside its last label."""
        found = text_of(box.css_first(_DATE))
        if any(map(str.isdigit, found)):
            return found
        values = box.css(_VALUE)
        if values:
            return text_of(values[-1])
        changed = [match for part in box.css(_PART) if (match := _CHANGED.fullmatch(text_of(part)))]
        return re.sub(r"\A\w{3,20} (?=\w{3,9}\.? \d)", "", changed[-1][0]) if changed else ""


def _conversation(pages: Sequence[tuple[Material, str]], folder: str) -> Iterator[Item]:
    """The messages of a conversation, which may have several pages; each with what goes before its locators."""
    messages: list[Message] = []
    notes: dict[str, None] = {}
    for material, prefix in pages:
        boxes = _boxes(material)
        dates = _Dates(material, boxes)
        notes.update({dates.note: None} if dates.note else {})
        messages += [
            _message(box, f"{prefix}box {place + 1}", dates)
            for place, box in enumerate(boxes)
            if not _lists_people(box)  # who takes part is no message
        ]
    first = pages[0][0]
    title = text_of(first.page.css_first(_TITLE)) or text_of(first.page.css_first("title"))
    platform = "instagram" if "instagram" in first.text[:_LOOKED_AT].lower() else "messenger"
    yield Layout("messages")
    yield from room_items(Room(source=platform, id=folder, title=title, platform=platform), messages)
    yield from (Note(note) for note in notes)


def _message(box: LexborNode, locator: str, dates: _Dates) -> Message:
    text = _said(box)
    skipped = "" if text.text else MEDIA if box.css_first("img, video, audio, a") is not None else NO_TEXT
    return Message(author=_head(box), text=text, stamp=dates.of(box), locator=locator, skipped=skipped)


def _said(box: LexborNode) -> HtmlText:
    """The words of a message, without reactions, pictures and the sender's address."""
    body = _body(box)
    if body is None:
        return HtmlText(text="")
    left_out = {node.mem_id for node in body.css(_NO_WORDS)}
    left_out.update(node.mem_id for node in body.css("div") if _ADDRESS.match(node.text().strip()))
    return read_node(body, left_out)


def _entries(material: Material, kind: Kind, prefix: str) -> Iterator[Item]:
    """Posts or comments of the owner, each for itself: what they answer is not in the download."""
    boxes = _boxes(material)
    dates = _Dates(material, boxes)
    yield Layout(kind)
    platform = "instagram" if any(box.css_first(_LABEL) for box in boxes) or _is_captioned(boxes) else "facebook"
    thread_id = f"{platform}:{material.place}"
    yield Thread(id=thread_id, title=text_of(material.page.css_first(_TITLE)), platform=platform)
    for place, box in enumerate(boxes):
        text = _words(box, kind, platform)
        if not text.text:
            yield Skipped(NO_TEXT)
            continue
        stamp = dates.of(box)
        acted = _ACTED.match(_head(box)) if platform == "facebook" else None
        author = acted["author"] if acted else OWNER
        yield Post(
            id=content_id(platform, author, str(stamp.at), text.text),
            thread_id=thread_id,
            kind="comment" if kind == "comments" else "message",
            author=author,
            text=text.text,
            quoted=text.quoted,
            links=text.links,
            hashtags=hashtags_in(text.text),
            mentions=mentions_in(text.text),
            posted_at=stamp.at,
            precision=stamp.precision,
            tz_assumed=stamp.tz_assumed,
            locator=f"{prefix}box {place + 1}",
        )
    if dates.note:
        yield Note(dates.note)


def _is_captioned(boxes: list[LexborNode]) -> bool:
    """Whether the heads are captions: a box of Instagram has no parts, its words stand over the pictures."""
    return not any(box.css_first(_PART) for box in boxes)


def _words(box: LexborNode, kind: Kind, platform: str) -> HtmlText:
    label = box.css_first(_LABEL)
    if kind == "comments" and label is not None:  # the words stand in the cell of the first label
        value = label.css_first("div")
        return read_node(value) if value is not None else HtmlText(text="")
    if platform == "instagram":
        head = box.css_first(_HEAD)
        return read_node(head) if head is not None else HtmlText(text="")
    left_out = {node.mem_id for node in box.css(_NO_WORDS)}
    texts = [read_node(part, left_out) for part in _outermost(box.css(_PART))]
    said = [text for text in texts if text.text and not _CHANGED.fullmatch(text.text)]
    return _joined(said)


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    inside: set[int] = set()
    kept: list[LexborNode] = []
    for node in nodes:
        if node.mem_id not in inside:
            kept.append(node)
            inside.update(inner.mem_id for inner in node.css(_PART))
    return kept


def _joined(texts: list[HtmlText]) -> HtmlText:
    """Parts under each other; a link alone is no word of its author, but is kept among the links."""
    links = tuple(dict.fromkeys(link for text in texts for link in text.links))
    own = [text.text for text in texts if text.text not in links]
    return HtmlText(text="\n\n".join(dict.fromkeys(own)), links=links)
