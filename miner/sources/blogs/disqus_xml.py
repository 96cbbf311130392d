"""Disqus exports (XML): threads first, then all comments, each naming its thread and the comment it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from miner.sources.base import Item, Note
from miner.sources.blogs.comments import Comment, summed, thread_items
from miner.sources.blogs.xml_records import Element, attribute, first, local, records, text
from miner.sources.dates import read_date
from miner.sources.html import read_fragment
from miner.sources.html_article import host_of
from miner.sources.material import Material
from miner.transcript import Record, Thread

_ROOT = re.compile(r"<disqus\b[^>]{0,1000}disqus\.com")


class Page(Record, frozen=True):
    """A thread of the export: the page that was commented on."""

    title: str = ""
    url: str = ""
    is_deleted: bool = False


class DisqusExport:
    """A thread for each page with comments."""

    name = "disqus"
    reads = "comment exports of Disqus (XML)"
    example = "example-2024-05-01.xml"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return bool(_ROOT.search(material.head))

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        pages: dict[str, Page] = {}
        comments: dict[str, list[Comment]] = {}
        for record in records(material, ("thread", "post")):
            if isinstance(record, Note):
                yield record
            elif local(record) == "thread":
                pages[attribute(record, "id")] = _page(record)
            else:
                on = attribute(first(record, "thread"), "id")
                comments.setdefault(on, []).append(_comment(record, pages.get(on, Page())))
        for number, members in comments.items():
            page = pages.get(number, Page())
            platform = host_of(page.url) or "disqus"
            thread = Thread(id=f"disqus:thread-{number}", title=page.title, url=page.url, platform=platform)
            yield from thread_items(thread, members, self.name)
        n_astray = sum(len(members) for number, members in comments.items() if number not in pages)
        if n_astray:
            yield Note(f"{n_astray} comment(s) belong to a page that is not in the file")


def _page(element: Element) -> Page:
    url = text(element, "link")
    return Page(
        title=" ".join(text(element, "title").split()),
        url=url if host_of(url) else "",
        is_deleted=text(element, "isDeleted") == "true",
    )


def _comment(element: Element, page: Page) -> Comment:
    number = attribute(element, "id")
    return Comment(
        body=read_fragment(text(element, "message")),
        number=number,
        parent=attribute(first(element, "parent"), "id"),
        author=" ".join((text(first(element, "author"), "name") or text(first(element, "author"), "username")).split()),
        stamp=read_date(text(element, "createdAt")),
        url=f"{page.url}#comment-{number}" if page.url and number else "",
        not_a_post=_unwanted(element, page),
        locator=f"post {number}",
    )


def _unwanted(element: Element, page: Page) -> str:
    if text(element, "isDeleted") == "true":
        return "deleted"
    if text(element, "isSpam") == "true":
        return "spam"
    if text(element, "isApproved") == "false":
        return "awaiting moderation"
    return "on a deleted page" if page.is_deleted else ""
