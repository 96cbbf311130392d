"""Saved pages of old.reddit.com: the submission and the tree of comments as the server printed them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_node, text_of, walk
from miner.sources.links.making import MAX_LIKES, MAX_TITLE, make_post, native_id
from miner.sources.links.reddit_posts import SITE, gone_reason, is_bot
from miner.sources.material import Material
from miner.transcript import Post, Thread

_MARK = re.compile(r"""class=["'][^"']*\bthing\b[^"']*["']""")
_FULL_NAME = re.compile(r"""data-fullname=["']?t[13]_""")
_NUMBER = re.compile(r"-?\d{1,9}")
_PERMALINK = re.compile(r"/r/\w{1,50}/comments/([0-9a-z]{1,13})/\S{0,400}\Z")
_BODY, _AUTHOR, _TIME, _SCORE = "div.md", "a.author", "time", ".score.unvoted"
_TITLE, _MORE = "a.title", ".morecomments"
_PARTS = (_BODY, _AUTHOR, _TIME, _SCORE, _TITLE, _MORE)
_LEVELS = 12  # between an item and its parts; the page has six
_MILLISECONDS = re.compile(r"\d{12,13}\Z")


class RedditPage:
    """Every item is a ``div.thing`` that holds its own ``.entry`` and, beside it, a ``.child`` with its replies."""

    name = "reddit_page"
    reads = "saved pages of old.reddit.com threads"
    example = "thread.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        return bool(_MARK.search(material.text) and _FULL_NAME.search(material.text))

    def items(self, material: Material) -> Iterator[Item]:
        yield from _Page(material.page).items()


class _Thing:
    """One item of the page, and the one whose replies it stands in; its own nodes are found by ``_Page``."""

    def __init__(self, node: LexborNode, above: _Thing | None) -> None:
        self.node = node
        self.above = above
        self.classes = frozenset((node.attributes.get("class") or "").split())
        full_name = node.attributes.get("data-fullname") or node.attributes.get("id") or ""
        self.name = native_id(full_name.removeprefix("thing_"))
        self.parts: dict[str, list[LexborNode]] = {}

    def attribute(self, name: str) -> str:
        return (self.node.attributes.get(name) or "").strip()

    def part(self, selector: str) -> LexborNode | None:
        return next(iter(self.parts.get(selector, ())), None)

    def body(self) -> HtmlText:
        found = self.part(_BODY)
        return read_node(found) if found is not None else HtmlText(text="")

    def author(self) -> str:
        name = text_of(self.part(_AUTHOR)) or self.attribute("data-author")
        return "" if gone_reason(name) else name[:100]

    def times(self) -> tuple[Stamp, Stamp]:
        """When it was written, and when it was edited."""
        written: list[Stamp] = []
        edited: list[Stamp] = []
        for node in self.parts.get(_TIME, ()):
            is_edit = "edited-timestamp" in (node.attributes.get("class") or "")
            (edited if is_edit else written).append(read_date(node.attributes.get("datetime") or ""))
        given = self.attribute("data-timestamp")
        if not written and _MILLISECONDS.match(given):
            written = [read_date(given)]
        return (written or [NO_DATE])[0], (edited or [NO_DATE])[0]

    def likes(self) -> int:
        shown = self.part(_SCORE)
        given = (shown.attributes.get("title") or text_of(shown)) if shown is not None else ""
        found = _NUMBER.search(self.attribute("data-score") or given)
        return max(-MAX_LIKES, min(int(found.group()), MAX_LIKES)) if found else 0

    def title(self) -> str:
        return text_of(self.part(_TITLE))[:MAX_TITLE]

    def n_left_out(self) -> int:
        """How many replies a link to more of them stands for; at least one."""
        found = _NUMBER.search(text_of(self.part(_MORE)))
        return max(1, int(found.group())) if found else 1


class _Page:
    def __init__(self, page: LexborHTMLParser) -> None:
        self.page = page
        self.things = _things(page)
        self.opening = next((thing for thing in self.things if "link" in thing.classes), None)
        self.thread = self._thread_name()
        self.n_comments = sum("comment" in thing.classes for thing in self.things)

    def items(self) -> Iterator[Item]:
        n_links = sum("link" in thing.classes for thing in self.things)
        if n_links > 1 and not self.n_comments:  # the list of a community: each is a thread of its own
            yield from (item for thing in self.things for item in _listed(thing))
            return
        claimed = self._claimed()
        yield Thread(
            id=f"reddit:{self.thread}",
            title=self._title(),
            url=f"{SITE}/comments/{self.thread[3:]}/",
            platform="reddit",
            n_claimed=claimed,
        )
        for thing in self.things:
            yield from self._item(thing)
        if claimed is not None and claimed != self.n_comments:
            yield Note(f"the page says {claimed} comment(s), {self.n_comments} are in the file")

    def _item(self, thing: _Thing) -> Iterator[Item]:
        if "morechildren" in thing.classes or "morerecursion" in thing.classes:
            yield Skipped("missing reply", thing.n_left_out())
        elif thing is self.opening:
            yield _opening(thing, self._title(), self.thread)
        elif "comment" in thing.classes:
            yield self._comment(thing)
        elif "link" in thing.classes:
            yield Skipped("link to another thread")

    def _comment(self, thing: _Thing) -> Post | Skipped | Failed:
        if not thing.name.startswith("t1_"):
            return Failed("comment without an id")
        body = thing.body()
        if not body.text or gone_reason(body.text):
            return Skipped(gone_reason(body.text) or "empty")
        author = thing.author()
        if is_bot(author, body.text):
            return Skipped("bot")
        written, edited = thing.times()
        parent = thing.above.name if thing.above is not None and thing.above.name else self.thread
        return make_post(
            f"reddit:{thing.name}",
            f"reddit:{self.thread}",
            body,
            written,
            f"#thing_{thing.name}",
            author=author,
            parent_id=f"reddit:{parent}",
            parent_source="nesting",
            edited_at=edited.at,
            url=_permalink(thing) or f"{SITE}/comments/{self.thread[3:]}/_/{thing.name[3:]}/",
            likes=thing.likes(),
        )

    def _thread_name(self) -> str:
        if self.opening is not None and self.opening.name.startswith("t3_"):
            return self.opening.name
        for thing in self.things:
            found = _PERMALINK.match(thing.attribute("data-permalink"))
            if found:
                return f"t3_{found[1]}"
        return "t3_"

    def _title(self) -> str:
        return self.opening.title() if self.opening is not None else ""

    def _claimed(self) -> int | None:
        given = self.opening.attribute("data-comments-count") if self.opening is not None else ""
        return int(given) if given.isdecimal() and len(given) < 9 else None


def _things(page: LexborHTMLParser) -> list[_Thing]:
    """The items in the order of the page, each with the one above it; what is advertised is left out."""
    found: list[_Thing] = []
    open_things: list[_Thing] = []
    body = page.body
    for entered, node in walk(body) if body is not None else ():
        if not entered:
            if open_things and open_things[-1].node.mem_id == node.mem_id:
                open_things.pop()
            continue
        classes = (node.attributes.get("class") or "").split() if node.tag == "div" else []
        if "thing" in classes:
            thing = _Thing(node, open_things[-1] if open_things else None)
            open_things.append(thing)
            found.append(thing)
    _find_parts(page, {thing.node.mem_id: thing for thing in found})
    return [thing for thing in found if not {"promoted", "promotedlink"} & thing.classes]


def _find_parts(page: LexborHTMLParser, things: dict[int, _Thing]) -> None:
    """Give each item its own nodes: those whose nearest item above it is."""
    for selector in _PARTS:
        for node in page.css(selector):
            owner = _owner(node, things)
            if owner is not None:
                owner.parts.setdefault(selector, []).append(node)


def _owner(node: LexborNode, things: dict[int, _Thing]) -> _Thing | None:
    here = node.parent
    for _ in range(_LEVELS):
        if here is None or here.mem_id in things:
            break
        here = here.parent
    return things.get(here.mem_id) if here is not None else None


def _listed(thing: _Thing) -> Iterator[Item]:
    if "link" not in thing.classes or not thing.name.startswith("t3_"):
        yield Skipped("no post")
        return
    title = thing.title()
    yield Thread(id=f"reddit:{thing.name}", title=title, url=_permalink(thing), platform="reddit")
    yield _opening(thing, title, thing.name)


def _opening(thing: _Thing, title: str, name: str) -> Post | Skipped:
    body = thing.body()
    if not body.text or gone_reason(body.text):
        body = HtmlText(text=title)
    if not body.text:
        return Skipped("empty")
    written, edited = thing.times()
    return make_post(
        f"reddit:{name}",
        f"reddit:{name}",
        body,
        written,
        f"#thing_{name}",
        kind="article",
        author=thing.author(),
        edited_at=edited.at,
        url=_permalink(thing),
        likes=thing.likes(),
    )


def _permalink(thing: _Thing) -> str:
    path = thing.attribute("data-permalink")
    return SITE + path if _PERMALINK.match(path) else ""
