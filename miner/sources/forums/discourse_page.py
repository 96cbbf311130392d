"""Saved pages of Discourse: the data that a page carries, else what it shows to readers or to search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from miner.errors import BrokenInput
from miner.sources.base import Item
from miner.sources.forums.discourse import COOKED, read_values
from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.markup import Markup, Place
from miner.sources.html_article import host_of
from miner.sources.json_values import child, string
from miner.sources.material import Material, check_depth

_MARKS = (
    r"""<meta\b[^>]{0,40}\bname=["']generator["'][^>]{0,40}\bcontent=["']Discourse|\bdata-discourse-setup\b|"""
    r"""\bclass=["'][^"']{0,80}\b(?:crawler-post|onscreen-post)\b"""
)
_WORDS = ('="Discourse', "='Discourse", "data-discourse-setup", "crawler-post", "onscreen-post")
_THREAD = r"/t/(?:[^/?#]+/)?(\d+)"
_NUMBER = (Place(attribute="id", pattern=r"\Apost_(\d+)"),)
_PAGE = (Place(selector="link[rel=canonical]", attribute="href", pattern=r"[?&]page=(\d+)"),)
_TITLE = (Place(selector="#topic-title h1 a, #topic-title h1"), Place(selector="h1"))

SHOWN = Markup(
    version="Discourse, as shown",
    marks=_MARKS,
    words=_WORDS,
    post="article[id^='post_'], .small-action",
    number=_NUMBER,
    author=(
        Place(selector=".names .username"),
        Place(selector=".names a[data-user-card]", attribute="data-user-card"),
        Place(selector="a[data-user-card]", attribute="data-user-card"),
    ),
    date=(
        Place(selector=".post-date .relative-date", attribute="data-time"),
        Place(selector=".post-date .relative-date", attribute="title"),
    ),
    body=".contents > .cooked",
    text=COOKED,
    edited=(Place(selector=".edits [title]", attribute="title"),),
    permalink=(Place(selector="a.post-date", attribute="href"),),
    likes=(Place(selector=".like-count, .reactions-counter"),),
    answers_author=(Place(selector=".reply-to-tab"),),
    gone=((".small-action", "system message"), (".topic-post.deleted article, article.deleted", "deleted")),
    title=_TITLE,
    thread=_THREAD,
    numbers_restart=True,
    claimed=(Place(selector=".timeline-replies", pattern=r"/\s*(\d+)"),),
    is_answer_to_opening=True,
)

FOR_CRAWLERS = Markup(
    version="Discourse, for search engines",
    marks=_MARKS,
    words=_WORDS,
    post=".crawler-post",
    number=_NUMBER,
    author=(Place(selector=".creator [itemprop=name]"), Place(selector=".creator")),
    date=(
        Place(selector="time[itemprop=datePublished], time.post-time", attribute="datetime"),
        Place(selector="meta[itemprop=datePublished]", attribute="content"),
        Place(selector=".crawler-post-infos"),
    ),
    body=".post",
    text=COOKED,
    likes=(Place(selector=".post-likes"),),
    title=_TITLE,
    thread=_THREAD,
    numbers_restart=True,
    page=_PAGE,
    next_page=(Place(selector="link[rel=next], a[rel=next]", attribute="href"),),
    is_answer_to_opening=True,
)


class DiscoursePages(ForumPages):
    """The data in the page tell which post is answered; what is shown names only whom, and only sometimes."""

    name = "discourse_page"
    reads = "saved pages of Discourse topics"
    example = "topic.html"
    platform = "discourse"
    markups = (SHOWN, FOR_CRAWLERS)

    def carries_data(self, material: Material) -> bool:
        return bool(_carried(material))

    def items(self, material: Material) -> Iterator[Item]:
        topics = _carried(material)
        if not topics:
            yield from super().items(material)
            return
        canonical = material.page.css_first("link[rel=canonical]")
        url = (canonical.attributes.get("href") or "") if canonical is not None else ""
        yield from read_values(topics, host_of(url) or "", re.sub(r"[?#].*\Z", "", url).rstrip("/"))


def _carried(material: Material) -> list[tuple[str, Any]]:
    """The topics in the data that the page was sent with; broken data are as good as none: the page shows the posts."""
    node = material.page.css_first("#data-preloaded")
    if node is None:
        return []
    try:
        entries = _decoded(node.attributes.get("data-preloaded") or node.text(), material.place)
        keys = [key for key in entries if key.startswith("topic_")] if isinstance(entries, dict) else []
        named = {key: _decoded(string(entries, key), material.place) for key in keys}
    except (BrokenInput, msgspec.DecodeError):
        return []
    return [(f"#data-preloaded/{key}", topic) for key, topic in named.items() if child(topic, "post_stream")]


def _decoded(text: str, place: str) -> Any:
    check_depth(text.encode(), place)
    return msgspec.json.decode(text or "null")
