"""WordPress exports (WXR): posts and pages, each with its comments.

Version 1.0 to 1.2, by local names: themes, plugins and other programs write the same elements under any prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal

import msgspec

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.blogs.comments import Comment, is_post, post_of, summed, thread_items
from miner.sources.blogs.wordpress_text import read_stored
from miner.sources.blogs.xml_records import Element, below, local, records, text, vocabulary
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html_article import host_of
from miner.sources.material import Material
from miner.transcript import Post, Thread, content_id

_LOOKED_AT = 20_000  # characters: the comments at the top of an export are some 2,000 long
_NAMESPACE = re.compile(r"https?://wordpress\.org/export/\d")
_VERSION = re.compile(r"<wp:wxr_version>\s*([\d.]{1,8})\s*<")
_RSS = re.compile(r"<rss\b|<channel\b")
_NO_STAMP = "0000-00-00"

_STATES = {
    "draft": "draft",
    "auto-draft": "draft",
    "pending": "awaiting review",
    "future": "scheduled, not published",
    "private": "private",
    "trash": "in the trash",
}
_NO_TEXTS = {
    "attachment": "attachment",
    "nav_menu_item": "menu item",
    "revision": "revision",
    "custom_css": "part of a theme",
    "customize_changeset": "part of a theme",
    "wp_block": "part of a theme",
    "wp_global_styles": "part of a theme",
    "wp_navigation": "part of a theme",
    "wp_template": "part of a theme",
    "wp_template_part": "part of a theme",
    "wp_font_family": "part of a theme",
    "wp_font_face": "part of a theme",
    "oembed_cache": "embedded object",
    "user_request": "request of a user",
    "feedback": "answer to a contact form",
}
_MODERATION = {
    "0": "awaiting moderation",
    "hold": "awaiting moderation",
    "spam": "spam",
    "trash": "in the trash",
    "post-trashed": "in the trash",
}
_COMMENT_TYPES = ("", "comment")


class WordPressExport:
    """A thread for each post with its comments; what was never published is counted."""

    name = "wxr"
    reads = "WordPress exports (Tools > Export, WXR): posts and pages with their comments"
    example = "blog.wordpress.2024-05-01.xml"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        start = material.text[:_LOOKED_AT]
        return bool(
            material.head.startswith("<")
            and _RSS.search(start)
            and (_NAMESPACE.search(start) or _VERSION.search(start))
        )

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        version = _VERSION.search(material.preview.text[:_LOOKED_AT])
        yield Layout(f"WXR {version[1]}" if version else "WXR without a version")
        blog = _Blog()
        for record in records(material, ("item", "author", "base_blog_url", "link")):
            if isinstance(record, Note):
                yield record
            elif local(record) == "item":
                yield from blog.read(record)
            else:
                blog.note(record)


class _Blog:
    """What an export says of the whole blog, and the reading of its items."""

    def __init__(self) -> None:
        self._url = ""
        self._names: dict[str, str] = {}

    def note(self, element: Element) -> None:
        """Keep what stands beside the items: the blog's address, the names its authors are shown with."""
        if local(element) == "author":
            self._names[text(element, "author_login")] = text(element, "author_display_name")
        else:
            self._url = self._url or text(element)

    def read(self, item: Element) -> Iterator[Item]:
        """One item as a thread, or as what is skipped; comments on pictures and drafts are read, too."""
        kind = text(item, "post_type")
        opening = self._opening(item, _NO_TEXTS.get(kind) or _STATES.get(text(item, "status"), ""))
        comments = [_comment(element, opening.url) for element in below(item, "comment")]
        if opening.not_a_post and not comments:
            yield Skipped(opening.not_a_post)
        elif kind == "reply":
            yield self._reply(item, opening)
        else:
            thread_id = self._thread_id(text(item, "post_id"), text(item, "link") + text(item, "title"))
            thread = Thread(id=thread_id, title=_title(item), url=opening.url, platform="wordpress")
            yield from thread_items(thread, comments, self._prefix(thread.id), opening)

    def _reply(self, item: Element, reply: Comment) -> Post | Skipped:
        """A reply of a bbPress forum: its topic is an item of its own."""
        if not is_post(reply):
            return Skipped(reply.not_a_post or "empty")
        thread_id = self._thread_id(text(item, "post_parent"), "")
        reply = msgspec.structs.replace(reply, kind="comment")
        own_id = f"{thread_id}:reply-{text(item, 'post_id')}"
        return post_of(reply, thread_id, own_id, f"{thread_id}:article", "native")

    def _opening(self, item: Element, not_a_post: str) -> Comment:
        content = next((part for part in below(item, "encoded") if "excerpt" not in vocabulary(part)), None)
        login = text(item, "creator")
        return Comment(
            body=read_stored(text(content)),
            kind="article",
            author=self._names.get(login) or login,
            stamp=_stamp(text(item, "post_date_gmt"), text(item, "pubDate"), text(item, "post_date")),
            url=text(item, "link") if host_of(text(item, "link")) else "",
            not_a_post=not_a_post,
            locator=f"post {text(item, 'post_id')}",
        )

    def _prefix(self, thread_id: str) -> str:
        host = host_of(self._url)
        return f"wxr:{host}" if host else thread_id

    def _thread_id(self, number: str, otherwise: str) -> str:
        host = host_of(self._url)
        return f"wxr:{host}/{number}" if number and host else content_id("wxr", number, otherwise)


def _title(item: Element) -> str:
    return " ".join(text(item, "title").split())


def _comment(element: Element, url: str) -> Comment:
    number = text(element, "comment_id")
    parent = text(element, "comment_parent")
    return Comment(
        body=read_stored(text(element, "comment_content")),
        number=number,
        parent=parent if parent != "0" else "",
        author=" ".join(unescape(text(element, "comment_author")).split()),
        stamp=_stamp(text(element, "comment_date_gmt"), "", text(element, "comment_date")),
        url=f"{url}#comment-{number}" if url and number else "",
        not_a_post=_unwanted(element),
        locator=f"comment {number}",
    )


def _unwanted(element: Element) -> str:
    kind = text(element, "comment_type")
    if kind not in _COMMENT_TYPES:
        return kind  # pingback, trackback, order_note, action_log
    return _MODERATION.get(text(element, "comment_approved"), "")


def _stamp(utc: str, with_zone: str, local_time: str) -> Stamp:
    """The moment: UTC where it is given, else with its zone, else by the blog's own clock (zone not in the file)."""
    if utc and not utc.startswith(_NO_STAMP):
        stamp = read_date(f"{utc} +00:00")
        if stamp.at is not None:
            return stamp
    stamp = read_date(with_zone)
    if stamp.at is not None and stamp.at.timestamp() > 0:  # the epoch stands for "never published"
        return stamp
    return read_date(local_time) if not local_time.startswith(_NO_STAMP) else NO_DATE
