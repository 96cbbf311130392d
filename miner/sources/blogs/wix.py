"""Blog posts on Wix sites with their comments, saved from a browser after the comments had appeared.

Classes are generated and change; the ``data-hook`` names have stayed. Wix shows replies on one level: all that stands
in one entry of the list of top-level comments answers the first comment in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Item
from miner.sources.blogs.comments import Comment
from miner.sources.blogs.page_thread import count_in, hooked_article, machine_date, page_items
from miner.sources.dates import read_date
from miner.sources.html import read_node, text_of
from miner.sources.html_article import known_languages, language
from miner.sources.material import Material

_IN_SOURCE = re.compile(r"""data-hook=["'](?:comment-content|top-level-comment-list)["']""")
_LIST = "[data-hook=top-level-comment-list]"
_CONTENT = "[data-hook=comment-content]"
_TEXT = "[data-id=rich-content-viewer], [data-hook=rich-content-viewer]"
_AUTHOR = "[data-hook=user-name], [data-hook=profile-link], [data-hook=author-name]"
_DATE = "time, [data-hook=time-ago], [data-hook=comment-date]"
_ID = re.compile(r"comment-?([\w-]{1,60})\Z")


class Wix:
    """The post and its comments; who wrote and when stands beside each comment's text."""

    name = "wix"
    reads = "saved pages of Wix blogs with their comments"
    example = "post.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return bool(_IN_SOURCE.search(material.text))

    def items(self, material: Material) -> Iterator[Item]:
        page = material.page
        languages = known_languages((language(page), "en")) if language(page) else ()
        title, opening = hooked_article(
            page,
            "[data-hook=post-title]",
            "[data-hook=post-description]",
            "article [data-hook=user-name], header [data-hook=user-name]",
            "article [data-hook=time-ago], header [data-hook=time-ago]",
        )
        header = page.css_first("[data-hook=wc-header-title]")
        section = {node.mem_id for node in page.css("[data-hook^=wc-root], " + _LIST)}
        comments = _comments(page, languages)
        yield from page_items(
            self.name, page, comments, section, count_in(text_of(header)), opening=opening, title=title
        )


def _comments(page: LexborHTMLParser, languages: tuple[str, ...]) -> list[Comment]:
    contents = page.css(_CONTENT)
    lists = {node.mem_id for node in page.css(_LIST)}
    firsts: dict[int, str] = {}  # entry of the top-level list -> the number of the comment that opens it
    comments: list[Comment] = []
    for place, node in enumerate(contents, 1):
        found = _ID.match(node.attributes.get("id") or "")
        own = found[1] if found else f"place-{place}"
        entry = _entry(node, lists)
        parent = firsts.setdefault(entry.mem_id, own)
        comments.append(_comment(node, entry, own, parent if parent != own else "", languages))
    return comments


def _entry(node: LexborNode, lists: set[int]) -> LexborNode:
    """The entry of the top-level list that a comment stands in; itself where there is no such list."""
    here = node
    for _ in range(60):
        above = here.parent
        if above is None:
            return node
        if above.mem_id in lists:
            return here
        here = above
    return node


def _comment(node: LexborNode, entry: LexborNode, own: str, parent: str, languages: tuple[str, ...]) -> Comment:
    frame = _around(node, entry)
    text = node.css_first(_TEXT)
    date = frame.css_first(_DATE)
    return Comment(
        body=read_node(text if text is not None else node),
        number=own,
        parent=parent,
        parent_source="nesting",
        author=text_of(frame.css_first(_AUTHOR)),
        stamp=read_date(machine_date(date) or text_of(date), languages=languages),
        locator=f"#{node.attributes.get('id') or own}",
    )


def _around(node: LexborNode, entry: LexborNode) -> LexborNode:
    """The nearest element around a comment's text that names its author, and holds no other comment."""
    here = node
    while here.css_first(_AUTHOR) is None and here.mem_id != entry.mem_id:
        above = here.parent
        if above is None or len(above.css(_CONTENT)) > 1:
            break
        here = above
    return here
