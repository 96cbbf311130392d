"""Saved pages of Blogger blogs (Blogspot): threaded comments, and the plain lists of older and newer themes.

Every comment has the id ``c`` and its number; its permalink carries the moment in milliseconds (``showComment=``),
while the text beside it may be only "21:00" in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Item
from miner.sources.blogs.comments import Comment
from miner.sources.blogs.page_thread import count_in, nearest_above, page_items
from miner.sources.dates import Stamp, read_date
from miner.sources.html import HtmlText, read_node, text_of
from miner.sources.html_article import host_of, known_languages, language
from miner.sources.material import Material

_BLOGGER = re.compile(r"content=['\"]blogger['\"]|www\.blogger\.com/|blogblog\.com/")
_SECTION = re.compile(r"id=['\"]comments['\"]")
_ID = re.compile(r"c(\d{6,25})\Z")
_MOMENT = re.compile(r"[?&]showComment=(\d{13})\b")
# "Ann said...", as the oldest themes write, in the blog's language.
_SAID = re.compile(
    r"\s+(?:said|hat gesagt|a dit|dijo|disse|ha detto|zei|schrieb|sa|mówi|написал\S*)\s*(?:\.\.\.|…|:)?\s*\Z"
)


class Blogger:
    """The article and the comments below it."""

    name = "blogger"
    reads = "saved pages of Blogger blogs (Blogspot) with their comments, any theme"
    example = "post.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return bool(_BLOGGER.search(material.text) and _SECTION.search(material.text))

    def items(self, material: Material) -> Iterator[Item]:
        page = material.page
        roots = _roots(page)
        numbers = {root.mem_id: number for number, root in roots.items()}
        others = set(numbers)
        languages = known_languages((language(page), "en")) if language(page) else ()
        comments = [
            _comment(number, root, nearest_above(root, numbers), others, languages) for number, root in roots.items()
        ]
        beside = {node.mem_id for node in page.css("#comments, .comments")} | set(numbers)
        date = read_date(text_of(page.css_first(".date-header")), languages=languages)
        url = next((comment.url.partition("?")[0] for comment in comments if comment.url), "")
        yield from page_items(self.name, page, comments, beside, _claimed(page), url=url, date=date)


def _roots(page: LexborHTMLParser) -> dict[str, LexborNode]:
    """Number -> the element of that comment, in page order."""
    roots: dict[str, LexborNode] = {}
    for node in page.css("#comments [id^='c'], .comments [id^='c']"):
        found = _ID.match(node.attributes.get("id") or "")
        if found and node.tag in ("li", "dt", "div", "article"):
            roots.setdefault(found[1], node)
    return roots


def _comment(number: str, root: LexborNode, parent: str, others: set[int], languages: tuple[str, ...]) -> Comment:
    parts = _parts(root)
    body, is_deleted = _body(parts, others)
    link = next((node for part in parts for node in part.css("a[href*='#c']") if _leads_to(node, number)), None)
    url = (link.attributes.get("href") or "") if link is not None else ""
    return Comment(
        body=body,
        number=number,
        parent=parent,
        parent_source="nesting",
        author=_author(parts),
        stamp=_stamp(url, text_of(link), languages),
        url=url if host_of(url) else "",
        not_a_post="deleted" if is_deleted else "",
        locator=f"#c{number}",
    )


def _parts(root: LexborNode) -> list[LexborNode]:
    """The element, and in lists of ``dt`` and ``dd`` those that follow it up to the next comment."""
    parts = [root]
    following = root.next if root.tag == "dt" else None
    while following is not None and following.tag != "dt":
        if following.tag == "dd":
            parts.append(following)
        following = following.next
    return parts


def _body(parts: list[LexborNode], others: set[int]) -> tuple[HtmlText, bool]:
    for part in parts:
        own = part if "comment-body" in (part.attributes.get("class") or "") else None
        node = own or part.css_first(".comment-content, .comment-body")
        if node is not None:
            is_deleted = node.css_first(".deleted-comment") is not None or "deleted" in (
                node.attributes.get("class") or ""
            )
            return read_node(node, others), is_deleted
    return HtmlText(text=""), False


def _author(parts: list[LexborNode]) -> str:
    for part in parts:
        for selector in ("cite.user", ".user", ".comment-author", ".author-name", ".author"):
            name = text_of(part.css_first(selector))
            if name:
                return _SAID.sub("", name)
    return _SAID.sub("", text_of(parts[0])) if parts[0].tag == "dt" else ""


def _leads_to(link: LexborNode, number: str) -> bool:
    return (link.attributes.get("href") or "").endswith(f"#c{number}")


def _stamp(url: str, shown: str, languages: tuple[str, ...]) -> Stamp:
    moment = _MOMENT.search(url)
    return read_date(moment[1]) if moment else read_date(shown, languages=languages)


def _claimed(page: LexborHTMLParser) -> int | None:
    for node in page.css("#comments[data-num-comments]"):
        return count_in(node.attributes.get("data-num-comments") or "")
    for node in page.css("#comments h4, #comments h3, #comments .title")[:3]:
        count = count_in(text_of(node)[:80])
        if count is not None:
            return count
    return None
