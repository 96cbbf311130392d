"""Any saved page with a discussion: embedded data, the repeated block, the text's own grammar, whichever reads it best."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from miner.errors import NotRecognised
from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.blogs.comments import Comment, claim_note, thread_items
from miner.sources.html_article import host_of
from miner.sources.material import Material
from miner.sources.pages.discussion import Discussion, find_discussion
from miner.transcript import Post, Thread, content_id

WITHOUT_DISCUSSION = "a web page on which miner finds no discussion: no data, no block that repeats text, name and date"


class Page:
    """Reads what repeats text, name and date, and the article above it; asked when no platform is recognised."""

    name = "page"
    reads = "any other saved page with a discussion: comments, guestbook, forum, in any layout"
    example = "page.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return material.is_html and _discussion(material) is not None

    def items(self, material: Material) -> Iterator[Item]:
        discussion = _discussion(material)
        if discussion is None:
            raise NotRecognised(material.place, WITHOUT_DISCUSSION)
        yield from _items(discussion)


@lru_cache(maxsize=2)
def _discussion(material: Material) -> Discussion | None:
    """Found once for recognition and reading."""
    return find_discussion(material)


def _items(found: Discussion) -> Iterator[Item]:
    article = found.article
    address = re.sub(r"#.*\Z", "", article.url).rstrip("/")
    thread_id = content_id("page", address or article.title + "".join(c.body.text for c in found.comments)[:2000])
    host = host_of(article.url)
    thread = Thread(id=thread_id, title=article.title, url=article.url, platform=host or "", n_claimed=found.n_claimed)
    opening = _opening(found)
    answers_opening = sum(bool(c.parent) and opening is not None and c.parent == opening.number for c in found.comments)
    for item in thread_items(thread, found.comments, thread_id, opening):
        if isinstance(item, Note) and item.text.startswith(f"{answers_opening} comment(s) answer"):
            continue  # they answer the opening, which is no comment
        if isinstance(item, Post) and item.id.removeprefix(f"{thread_id}:") in found.relative:
            item = msgspec.structs.replace(item, flags=(*item.flags, "relative_date"))
        yield item
    yield Layout(f"read by: {found.step}")
    if found.n_beside:
        yield Skipped("excerpt in a sidebar", found.n_beside)
    yield from (Note(note) for note in found.notes)
    n_found = len(found.comments) + (found.opening is not None and found.n_claimed == len(found.comments) + 1)
    yield from claim_note(found.n_claimed, n_found)


def _opening(found: Discussion) -> Comment | None:
    if found.opening is not None:
        return found.opening
    article = found.article
    if not article.body.text:
        return None
    return Comment(
        body=article.body, kind="article", author=article.author, stamp=article.date, url=article.url, locator="article"
    )
