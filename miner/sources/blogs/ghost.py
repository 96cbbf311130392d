"""Comments of Ghost: the frame in which its pages show them, and answers of its members' API.

Browsers save the frame as a page of its own or inside the page (``srcdoc``); both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Failed, Item, Note
from miner.sources.blogs.comments import Comment, thread_items
from miner.sources.blogs.nested import entries_of, id_of, with_replies
from miner.sources.blogs.page_thread import count_in, nearest_above, page_items
from miner.sources.dates import read_date
from miner.sources.html import read_fragment, read_node, text_of
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.transcript import Thread

_MARK = re.compile(r"gh-comment-content")
_ITEM = "[data-testid=animated-comment]"
_BODY = ".gh-comment-content"
_DATE = "a[title][target=_parent], span[title]"  # a permalink since Ghost 6, "17 Jun 2022 08:22" in either
_OF_COMMENTS = frozenset(("id", "html", "status", "created_at"))
_STATES = {"deleted": "deleted", "hidden": "hidden by the site"}


class Ghost:
    """Members' names as shown; replies are nested one level, and name the reply they answer."""

    name = "ghost"
    reads = "comments of Ghost: saved pages or frames, and its API (JSON)"
    example = "post.html"
    family: Literal["file", "page"] = "file"  # JSON, too

    def recognises(self, material: Material) -> bool:
        if material.begins_like_json:
            if '"in_reply_to_id"' not in material.text[:200_000] and '"member"' not in material.text[:200_000]:
                return False
            return any(_is_comment(entry) for entry in children(material.sound_json, "comments")[:20])
        return material.head.startswith("<") and bool(_MARK.search(material.text))

    def items(self, material: Material) -> Iterator[Item]:
        if material.begins_like_json:
            yield from _answer(material.json)
            return
        frame = _frame(material.page)
        comments = _comments(frame)
        section = {node.mem_id for node in material.page.css("#ghost-comments-root, .gh-comments, " + _ITEM)}
        claimed = frame.css_first("[data-testid=count]")
        n_shown = sum(not comment.not_a_post for comment in comments)
        yield from page_items(self.name, material.page, comments, section, count_in(text_of(claimed)), n_found=n_shown)


def _frame(page: LexborHTMLParser) -> LexborHTMLParser:
    """The document that shows the comments: the page, or a frame that was saved within it."""
    if page.css_first(_BODY) is None:
        for frame in page.css("iframe[srcdoc]"):
            inner = frame.attributes.get("srcdoc") or ""
            if _MARK.search(inner):
                return LexborHTMLParser(inner)
    return page


def _comments(page: LexborHTMLParser) -> list[Comment]:
    nodes = page.css(_ITEM)
    numbers = {node.mem_id: node.attributes.get("id") or str(place) for place, node in enumerate(nodes, 1)}
    return [_comment(node, numbers) for node in nodes]


def _comment(node: LexborNode, numbers: dict[int, str]) -> Comment:
    """One comment, without those nested in it."""
    own = node.mem_id
    body = _body(node, numbers)
    shown = _own(node, _DATE, numbers)
    url = (shown.attributes.get("href") or "") if shown is not None else ""
    named = _own(node, "a[data-testid=comment-in-reply-to]", numbers)
    answered = (named.attributes.get("href") or "").lstrip("#") if named is not None else ""
    return Comment(
        body=read_node(body) if body is not None else read_fragment(""),
        number=numbers[own],
        parent=answered or nearest_above(node, numbers),
        parent_source="native" if answered else "nesting",
        author=text_of(_own(node, "h4", numbers)),
        stamp=read_date(shown.attributes.get("title") or "") if shown is not None else read_date(""),
        url=url if host_of(url) else "",
        not_a_post="" if body is not None else "removed",
        locator=f"#{numbers[own]}",
    )


def _body(node: LexborNode, numbers: dict[int, str]) -> LexborNode | None:
    """What holds the text: the block around a ``p``, which a parser has closed before the paragraphs in it."""
    found = _own(node, _BODY, numbers)
    if found is None or found.tag != "p" or found.parent is None:
        return found
    return found if found.parent.mem_id in numbers else found.parent


def _own(node: LexborNode, selector: str, numbers: dict[int, str]) -> LexborNode | None:
    """The first match that belongs to this comment and not to a reply in it."""
    own = numbers[node.mem_id]
    return next((found for found in node.css(selector) if nearest_above(found, numbers) == own), None)


def _answer(value: Any) -> Iterator[Item]:
    """An answer of the API: comments with their replies."""
    pages: dict[str, list[Comment]] = {}
    n_missing = 0
    for locator, entry, above in with_replies(entries_of(value, "comments", ""), "replies"):
        if not _is_comment(entry):
            yield Failed("object that is no comment")
            continue
        n_missing += max(0, (number(child(entry, "count"), "replies") or 0) - len(children(entry, "replies")))
        pages.setdefault(id_of(entry, "post_id"), []).append(_from_api(entry, above, locator))
    for post, comments in pages.items():
        yield from thread_items(Thread(id=f"ghost:post-{post}", platform="ghost"), comments, "ghost")
    if n_missing:
        yield Note(f"{n_missing} replies are not in the file")


def _is_comment(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_COMMENTS


def _from_api(value: Mapping[str, Any], above: Any, locator: str) -> Comment:
    answered = id_of(value, "in_reply_to_id")
    return Comment(
        body=read_fragment(string(value, "html")),
        number=id_of(value),
        parent=answered or id_of(value, "parent_id") or id_of(above),
        parent_source="native",
        author=string(child(value, "member"), "name"),
        stamp=read_date(string(value, "created_at")),
        edited_at=read_date(string(value, "edited_at")).at,
        likes=number(child(value, "count"), "likes") or 0,
        not_a_post=_STATES.get(string(value, "status"), ""),
        locator=locator,
    )
