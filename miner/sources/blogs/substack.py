"""Comments of Substack: saved pages of a post or of its comments, and answers of its API.

The names of classes are those that have stayed while the generated ones change with each build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Failed, Item, Note
from miner.sources.blogs.comments import Comment, thread_items
from miner.sources.blogs.nested import entries_of, id_of, with_replies
from miner.sources.blogs.page_thread import count_in, hooked_article, machine_date, nearest_above, page_items, path_end
from miner.sources.dates import read_date
from miner.sources.html import read_fragment, read_node, text_of
from miner.sources.html_article import host_of, known_languages
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.transcript import Thread

_MARK = re.compile(r"substackcdn\.com|substack\.com")
_CONTENT = ".comment-content"
_BODY = ".comment-body"
_BESIDE = ".show-all-toggle"
_MORE = re.compile(r"^(\d{1,6})\s+(?:more\s+)?(?:comments?|repl(?:y|ies))\b", re.IGNORECASE)
_OF_COMMENTS = frozenset(("id", "body", "date", "ancestor_path"))


class Substack:
    """Comments by the number in their permalinks; replies by nesting (pages) or path (API)."""

    name = "substack"
    reads = "saved pages of Substack posts with their comments, and its API (JSON)"
    example = "post.html"
    family: Literal["file", "page"] = "file"  # JSON, too

    def recognises(self, material: Material) -> bool:
        if material.begins_like_json:
            if '"ancestor_path"' not in material.text[:200_000]:
                return False
            return any(_is_comment(entry) for entry in children(material.sound_json, "comments")[:20])
        if not material.is_html or not _MARK.search(material.text):
            return False
        return material.page.css_first(f"{_CONTENT} {_BODY}") is not None

    def items(self, material: Material) -> Iterator[Item]:
        if material.begins_like_json:
            yield from _answer(material.json)
            return
        page = material.page
        nodes = page.css(_CONTENT)
        title, opening = hooked_article(
            page,
            "h1.post-title",
            ".available-content .body, .available-content",
            ".byline-names, .profile-hover-card-target",
            "time",
        )
        beside = {node.mem_id for node in page.css(".comments-page, .comments-section, .comment-list, .comment")}
        claimed = count_in(text_of(page.css_first(".comments-count, .post-meta .post-ufi-comment-button")))
        yield from page_items(self.name, page, _comments(nodes), beside, claimed, opening=opening, title=title)
        yield from _left_out(page)


def _comments(nodes: list[LexborNode]) -> list[Comment]:
    """Each with the comment whose block it stands in: a block holds one content and the list of its replies."""
    numbers = [_number(node, place) for place, node in enumerate(nodes, 1)]
    blocks: dict[int, str] = {}
    comments: list[Comment] = []
    for node, own in zip(nodes, numbers, strict=True):
        block = _block(node)
        parent = nearest_above(block, blocks)
        blocks[block.mem_id] = own
        comments.append(_comment(node, own, parent))
    return comments


def _block(node: LexborNode) -> LexborNode:
    """The nearest element around it that is a whole comment, replies included."""
    above = node.parent
    for _ in range(10):
        if above is None:
            break
        if "comment" in (above.attributes.get("class") or "").split():
            return above
        above = above.parent
    return node


def _number(node: LexborNode, place: int) -> str:
    link = node.css_first("a.comment-timestamp, a[href*='/comment/']")
    return path_end(link.attributes.get("href") or "") if link is not None else f"place-{place}"


def _comment(node: LexborNode, own: str, parent: str) -> Comment:
    body = node.css_first(_BODY)
    link = node.css_first("a.comment-timestamp")
    url = (link.attributes.get("href") or "") if link is not None else ""
    is_deleted = "deleted" in (node.attributes.get("class") or "") or text_of(body) in (
        "Comment deleted",
        "Comment removed",
    )
    return Comment(
        body=read_node(body, {inner.mem_id for inner in body.css(_BESIDE)}) if body is not None else read_fragment(""),
        number=own,
        parent=parent,
        parent_source="nesting",
        author=text_of(node.css_first(".commenter-name")),
        stamp=read_date(machine_date(link) or text_of(link), languages=known_languages(("en",))),
        url=url if host_of(url) else "",
        not_a_post="deleted" if is_deleted else "",
        locator=f"comment {own}",
    )


def _left_out(page: LexborHTMLParser) -> Iterator[Note]:
    """What the page only offers to load: "7 more comments...", "1 reply by Ann"."""
    found = (_MORE.match(text_of(link)) for link in page.css("a[href*='/comment']")[:2000])
    n = sum(int(match[1]) for match in found if match)
    if n:
        yield Note(f"the page offers {n} more comment(s) or replies that are not in the file")


def _answer(value: Any) -> Iterator[Item]:
    posts: dict[str, list[Comment]] = {}
    n_missing = 0
    for locator, entry, above in with_replies(entries_of(value, "comments", ""), "children"):
        if not _is_comment(entry):
            yield Failed("object that is no comment")
            continue
        n_missing += max(0, (number(entry, "children_count") or 0) - len(children(entry, "children")))
        posts.setdefault(id_of(entry, "post_id"), []).append(_from_api(entry, above, locator))
    for post, comments in posts.items():
        yield from thread_items(Thread(id=f"substack:post-{post}", platform="substack"), comments, "substack")
    if n_missing:
        yield Note(f"{n_missing} replies are not in the file")


def _is_comment(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_COMMENTS


def _from_api(value: Mapping[str, Any], above: Any, locator: str) -> Comment:
    """The path names all comments above it, the nearest last: "12.57"."""
    path = string(value, "ancestor_path").rpartition(".")[2]
    body = string(value, "body")
    return Comment(
        body=read_fragment(body if "<" in body else body.replace("\n", "<br>")),
        number=id_of(value),
        parent=path or id_of(above),
        author=string(value, "name") or string(value, "handle"),
        stamp=read_date(string(value, "date")),
        edited_at=read_date(string(value, "edited_at")).at,
        likes=number(value, "reaction_count") or 0,
        not_a_post="deleted" if child(value, "deleted") is True or not body else "",
        locator=locator,
    )
