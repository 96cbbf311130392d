"""Saved pages of www.reddit.com since 2023: what a post says of itself stands in the attributes of its element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.dates import Stamp, read_date
from miner.sources.html import HtmlText, read_node
from miner.sources.links.making import MAX_LIKES, MAX_TITLE, make_post, native_id
from miner.sources.links.reddit_posts import SITE, gone_reason, is_bot
from miner.sources.material import Material
from miner.transcript import ParentSource, Post, Thread

_MARK = re.compile(r"<shreddit-(?:comment|post)\s", re.IGNORECASE)
_COMMENT, _POST = "shreddit-comment", "shreddit-post"
_BODY_ID = re.compile(r"(t[13]_[0-9a-z]{1,13})-(?:comment|post)-rtjson-content\Z")
_PERMALINK = re.compile(r"/r/\w{1,50}/comments/([0-9a-z]{1,13})/\S{0,400}\Z")
_NUMBER = re.compile(r"-?\d{1,9}")
_LEVELS = 12  # between a comment and its text


class RedditNewPage:
    """A comment is a ``shreddit-comment`` with ``thingid`` and ``depth``, its text the element in ``slot="comment"``."""

    name = "reddit_new_page"
    reads = "saved pages of www.reddit.com threads, as the site looks since 2023"
    example = "thread.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return bool(_MARK.search(material.text))

    def items(self, material: Material) -> Iterator[Item]:
        yield from _Page(material.page).items()


class _Page:
    def __init__(self, page: LexborHTMLParser) -> None:
        self.page = page
        self.comments = [node for node in page.css(_COMMENT) if not _is_beside(node)]
        self.bodies = _bodies(page)
        self.post = page.css_first(_POST)
        self.thread = self._thread_name()

    def items(self) -> Iterator[Item]:
        claimed = _whole(self.post, "comment-count") if self.post is not None else None
        title = _attribute(self.post, "post-title")[:MAX_TITLE] if self.post is not None else ""
        yield Thread(
            id=f"reddit:{self.thread}",
            title=title,
            url=f"{SITE}/comments/{self.thread[3:]}/",
            platform="reddit",
            n_claimed=claimed,
        )
        if self.post is not None:
            yield self._opening(self.post, title)
        yield from self._tree()
        for link in self.page.css("faceplate-partial[src*='more-comments']"):
            yield Skipped("missing reply", max(1, _first_number(link.text_content or "")))
        if claimed is not None and claimed != len(self.comments):
            yield Note(f"the page says {claimed} comment(s), {len(self.comments)} are in the file")

    def _opening(self, node: LexborNode, title: str) -> Post | Skipped:
        inner = node.css_first("[slot='text-body']")
        body = self.bodies.get(self.thread) or (read_node(inner) if inner is not None else HtmlText(text=""))
        if not body.text or gone_reason(body.text):
            body = HtmlText(text=title)
        if not body.text:
            return Skipped("empty")
        return make_post(
            f"reddit:{self.thread}",
            f"reddit:{self.thread}",
            body,
            read_date(_attribute(node, "created-timestamp")),
            _POST,
            kind="article",
            author=_author(node),
            url=_permalink(node),
            likes=_whole(node, "score") or 0,
        )

    def _tree(self) -> Iterator[Item]:
        """Comments in page order; the parent by its number, else the last one before that stands less deep."""
        levels: list[tuple[int, str]] = []
        for node in self.comments:
            name = native_id(_attribute(node, "thingid"))
            depth = max(0, _whole(node, "depth") or 0)
            while levels and levels[-1][0] >= depth:
                levels.pop()
            named = native_id(_attribute(node, "parentid"))
            above = levels[-1][1] if levels else self.thread
            yield self._comment(node, name, named or above, "native" if named else "nesting")
            levels.append((depth, name or above))

    def _comment(self, node: LexborNode, name: str, parent: str, how: ParentSource) -> Post | Skipped | Failed:
        if not name.startswith("t1_"):
            return Failed("comment without an id")
        body = self.bodies.get(name, HtmlText(text=""))
        if not body.text or gone_reason(body.text):
            return Skipped(gone_reason(body.text) or "empty")
        author = _author(node)
        if is_bot(author, body.text):
            return Skipped("bot")
        return make_post(
            f"reddit:{name}",
            f"reddit:{self.thread}",
            body,
            _written(node),
            f"{_COMMENT}[thingid={name}]",
            kind="comment",
            author=author,
            parent_id=f"reddit:{parent}",
            parent_source=how,
            url=_permalink(node) or f"{SITE}/comments/{self.thread[3:]}/_/{name[3:]}/",
            likes=_whole(node, "score") or 0,
        )

    def _thread_name(self) -> str:
        own = native_id(_attribute(self.post, "id")) if self.post is not None else ""
        if own.startswith("t3_"):
            return own
        for node in (*([self.post] if self.post is not None else []), *self.comments):
            found = _PERMALINK.match(_attribute(node, "permalink"))
            named = native_id(_attribute(node, "postid"))
            if found or named.startswith("t3_"):
                return f"t3_{found[1]}" if found else named
        return "t3_"


def _bodies(page: LexborHTMLParser) -> dict[str, HtmlText]:
    """Texts by the name of their comment: in its id, or in the comment around it."""
    found: dict[str, HtmlText] = {}
    for node in page.css("[slot='comment'], [id$='-rtjson-content']"):
        own = _BODY_ID.match(node.attributes.get("id") or "")
        name = own[1] if own else _owner(node)
        if name:
            found.setdefault(name, read_node(node))
    return found


def _owner(node: LexborNode) -> str:
    here = node.parent
    for _ in range(_LEVELS):
        if here is None or here.tag == _COMMENT:
            break
        here = here.parent
    return native_id(_attribute(here, "thingid")) if here is not None and here.tag == _COMMENT else ""


def _is_beside(node: LexborNode) -> bool:
    """Whether it stands in a column beside the thread."""
    here = node.parent
    for _ in range(_LEVELS):
        if here is None or here.tag in ("aside", _COMMENT):
            break
        here = here.parent
    return here is not None and here.tag == "aside"


def _written(node: LexborNode) -> Stamp:
    """Its own attribute; else the first time in it, which stands above its text and its replies."""
    given = _attribute(node, "created") or _attribute(node, "created-timestamp")
    shown = None if given else node.css_first("time[datetime], faceplate-timeago[ts]")
    return read_date(given or _attribute(shown, "datetime") or _attribute(shown, "ts"))


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def _author(node: LexborNode) -> str:
    name = " ".join(_attribute(node, "author").split())[:100]
    return "" if gone_reason(name) else name


def _permalink(node: LexborNode) -> str:
    path = _attribute(node, "permalink").removeprefix(SITE)
    return SITE + path if _PERMALINK.match(path) else ""


def _whole(node: LexborNode, name: str) -> int | None:
    found = _NUMBER.fullmatch(_attribute(node, name))
    return max(-MAX_LIKES, min(int(found.group()), MAX_LIKES)) if found else None


def _first_number(text: str) -> int:
    found = _NUMBER.search(text)
    return int(found.group()) if found else 1
