"""Saved pages of WordPress blogs, any theme: the article and the comments below it.

What all themes share is printed by WordPress itself: the comment's number in an ``id``
(``comment-12``, ``li-comment-12``, ``div-comment-12``) and the classes of ``comment_class()``
(``comment``, ``pingback``, ``depth-2``). Author, date and text are found by the classes of the core
markup and of common themes and plugins, and where there are none by their place in the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.base import BundleSource, Item, Note, Skipped, Source
from miner.sources.cleaning import hashtags_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp
from miner.sources.html import HtmlText, text_of, walk
from miner.sources.html_article import Article, host_of, known_languages, language, read_article, stands_in
from miner.sources.material import Material
from miner.sources.wordpress_comment import NUMERIC_DATE, CommentItem, read_stamp
from miner.transcript import ParentSource, Post, Thread, content_id

_COMMENT_ID = re.compile(r"(?:li-|div-)?comment-(\d{1,12})\Z")
# wpDiscuz 3-5 (wc-) and 7 (wpd-) print the parent's number beside the comment's: wc-comm-12_7.
_WPDISCUZ_ID = re.compile(r"(?:wc|wpd)-comm-(\d{1,12})_(\d{1,12})\Z")
_ID_IN_SOURCE = re.compile(r"""id=["']?(?:li-|div-)?comment-\d""")
_LIST_IN_SOURCE = re.compile(r"""id=["']?(?:comments|respond)\b|class=["'][^"']{0,80}\bcomment-?list\b""")
_WORDPRESS = re.compile(
    r"""content=["']WordPress|/wp-(?:content|includes|json)/|\bclass=["'][^"']{0,120}\b(?:comment|pingback)\s[^"']{0,120}\bdepth-\d"""
)
_WORDS = ("WordPress", "/wp-", "depth-")  # in whatever the pattern finds; looked for first, which is much faster
_EMPTY_TAGS = frozenset(("a", "p", "span", "input", "form", "h2", "h3", "h4"))  # anchors that only carry the number

_MODERATION = re.compile(r"(?:comment-)?awaiting-moderation|unapproved")
_CLAIM = re.compile(
    r"(?<![\d.,])(\d{1,6}|one|ein|eine|un|una)\s+(?:thoughts?|comments?|responses?|replies|reply|kommentare?|antworten|"
    r"gedanken?|reaktionen|meinungen|commentaires?|réponses?|comentarios?|respuestas?|commenti|comentários?|reacties)\b"
    r"|\b(?:comments?|kommentare?|commentaires?|comentarios?)\s*\((\d{1,6})\)",
    re.IGNORECASE,
)
_CLAIM_PLACES = "#comments, .comments-title, .comment-title, .comments-heading, #comments h2, #comments h3, h2, h3, h4"
_SIDEBARS = "aside, .widget, .sidebar, #sidebar, [role=complementary]"
_IN_REPLY = re.compile(r"(?:in-?reply|reply-?to|parent)", re.IGNORECASE)


class WordPress:
    """Reads the article and the comment list; the comment's number is in the ``id``."""

    name = "wordpress"
    reads = "saved pages of WordPress blogs with their comments, any theme"
    example = "post.html"
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        text = material.text
        if not any(word in text for word in _WORDS) or not _WORDPRESS.search(text):
            return False
        return bool(_ID_IN_SOURCE.search(text) or _LIST_IN_SOURCE.search(text))

    def items(self, material: Material) -> Iterator[Item]:
        yield from _Page(material.page).items()


class _Page:
    """A page in the course of being read."""

    def __init__(self, page: LexborHTMLParser) -> None:
        self.page = page
        self.roots, self.n_excerpts = _roots(page)
        self.outside = {root.mem_id for root in self.roots.values()} | _aside(page)
        self.comments = self._gathered()
        self.article: Article = read_article(page, self.outside | _comment_areas(page))
        self.host = host_of(self.article.url) or ""
        self.languages = known_languages(code for code in (language(page), "en") if code) if language(page) else ()
        self.day_first = _day_first(self.comments.values())

    def items(self) -> Iterator[Item]:
        thread_id = self._thread_id()
        n_claimed = _claimed(self.page)
        yield Thread(
            id=thread_id, title=self.article.title, url=self.article.url, platform="wordpress", n_claimed=n_claimed
        )
        opening = self._opening(thread_id)
        if opening is not None:
            yield opening
        yield from self._replies(thread_id, opening)
        if self.n_excerpts:
            yield Skipped("excerpt in a sidebar", self.n_excerpts)
        yield from self._notes(n_claimed)

    def _thread_id(self) -> str:
        """By address, so that the pages of a long comment list are one thread."""
        address = re.sub(r"/comment-page-\d+/?|[?&]cpage=\d+|#.*\Z", "", self.article.url).rstrip("/")
        return content_id("wordpress", address or self.article.title + self.article.body.text[:2000])

    def _opening(self, thread_id: str) -> Post | None:
        article = self.article
        if not article.body.text:
            return None
        return _post(
            article.body,
            id=f"{thread_id}:article",
            thread_id=thread_id,
            kind="article",
            author=article.author,
            stamp=article.date,
            url=article.url,
            locator="article",
        )

    def _replies(self, thread_id: str, opening: Post | None) -> Iterator[Item]:
        prefix = f"wordpress:{self.host}" if self.host else thread_id
        for comment in self.comments.values():
            text = comment.text()
            if comment.is_pingback():
                yield Skipped("pingback")
            elif not text.text:
                yield Skipped("empty")
            else:
                parent, how = self._parent(comment, prefix, opening)
                yield _post(
                    text,
                    id=f"{prefix}:{comment.number}",
                    thread_id=thread_id,
                    kind="comment",
                    author=comment.author(),
                    stamp=self._date(comment),
                    url=self._permalink(comment),
                    locator=f"#comment-{comment.number}",
                    parent_id=parent,
                    parent_source=how,
                )

    def _notes(self, n_claimed: int | None) -> Iterator[Item]:
        n_waiting = sum(
            any(_MODERATION.fullmatch(token) for tokens in comment.classes.values() for token in tokens)
            for comment in self.comments.values()
        )
        if n_waiting:
            yield Note(f"{n_waiting} comment(s) were awaiting moderation when the page was saved")
        if n_claimed is not None and n_claimed != len(self.comments):
            yield Note(f"the page says {n_claimed} comment(s), {len(self.comments)} are in the file")
        if self.day_first is None and any(NUMERIC_DATE.search(item.words()) for item in self.comments.values()):
            yield Note("numeric dates that could be read day first or month first were left out")

    def _gathered(self) -> dict[str, CommentItem]:
        """The comments in page order, each with its own nodes and the comment it stands in."""
        numbers = {root.mem_id: number for number, root in self.roots.items()}
        comments: dict[str, CommentItem] = {}
        levels: list[tuple[int, str | None]] = []  # open comments, and open lists that belong to none of them
        body = self.page.body
        for entered, node in walk(body) if body is not None else ():
            mem_id = node.mem_id
            if not entered:
                if levels and levels[-1][0] == mem_id:
                    levels.pop()
                continue
            if mem_id in numbers:
                number = numbers[mem_id]
                above = next((name for _, name in reversed(levels) if name is not None), None)
                comments[number] = CommentItem(number, node, self.outside, above)
                levels.append((mem_id, number))
            elif mem_id in self.outside:
                levels.append((mem_id, None))
            if levels and levels[-1][1] is not None:
                comment = comments[levels[-1][1]]
                comment.order[mem_id] = len(comment.order)
                (comment.texts if node.is_text_node else comment.elements).append(node)
        return _with_named_parents(comments, self.page)

    def _date(self, comment: CommentItem) -> Stamp:
        for text in comment.date_texts():
            stamp = read_stamp(text, self.languages, self.day_first)
            if stamp.at is not None:
                return stamp
        return NO_DATE

    def _permalink(self, comment: CommentItem) -> str:
        for node in comment.elements:
            href = (node.attributes.get("href") or "") if node.tag == "a" else ""
            if href.endswith(f"#comment-{comment.number}") and host_of(href) is not None:
                return href
        return urljoin(self.article.url, f"#comment-{comment.number}") if self.article.url else ""

    def _parent(
        self, comment: CommentItem, prefix: str, opening: Post | None
    ) -> tuple[str | None, ParentSource | None]:
        if comment.parent is not None:
            return f"{prefix}:{comment.parent}", "native" if comment.parent_is_named else "nesting"
        for node in comment.elements:
            named = re.search(r"#comment-(\d{1,12})\Z", node.attributes.get("href") or "") if node.tag == "a" else None
            if named and named[1] != comment.number and named[1] in self.comments and _says_reply(node):
                return f"{prefix}:{named[1]}", "native"
        return (opening.id, "nesting") if opening is not None else (None, None)


def _post(
    text: HtmlText,
    *,
    id: str,  # noqa: A002 - the field's name
    thread_id: str,
    kind: Literal["article", "comment"],
    author: str,
    stamp: Stamp,
    url: str,
    locator: str,
    parent_id: str | None = None,
    parent_source: ParentSource | None = None,
) -> Post:
    return Post(
        id=id,
        thread_id=thread_id,
        kind=kind,
        author=author,
        text=text.text,
        quoted=text.quoted,
        links=text.links,
        hashtags=hashtags_in(text.text),
        mentions=mentions_in(text.text),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        url=url,
        locator=locator,
        parent_id=parent_id,
        parent_source=parent_source,
    )


def _roots(page: LexborHTMLParser) -> tuple[dict[str, LexborNode], int]:
    """Number -> the outermost element of that comment, in page order; how many more stand in a sidebar.

    "Recent comments" in a sidebar repeat the beginning of comments on other articles, with the same kind of id.
    Only where all comments stand in such an element it is this theme's comment area.
    """
    roots: dict[str, LexborNode] = {}
    for node in page.css("[id*='comment-']"):
        found = _COMMENT_ID.match(node.attributes.get("id") or "")
        if found and node.tag not in _EMPTY_TAGS:
            roots.setdefault(found[1], node)
    sidebars = {node.mem_id for node in page.css(_SIDEBARS) if node.tag != "body"}
    kept = {number: node for number, node in roots.items() if not sidebars or not stands_in(node, sidebars)}
    return (kept, len(roots) - len(kept)) if kept else (roots, 0)


def _aside(page: LexborHTMLParser) -> set[int]:
    """Lists of replies and reply forms: they stand in a comment and are not its text."""
    return {node.mem_id for node in page.css(".children, #respond, .comment-respond, .wc-reply, .wpd-reply")}


def _comment_areas(page: LexborHTMLParser) -> set[int]:
    return {node.mem_id for node in page.css("#comments, .comments-area, #disqus_thread, .commentlist, .comment-list")}


def _with_named_parents(comments: dict[str, CommentItem], page: LexborHTMLParser) -> dict[str, CommentItem]:
    """Parents by what the markup says besides nesting: wpDiscuz's ids, then the depth in the classes of flat lists."""
    for node in page.css("[id^='wc-comm-'], [id^='wpd-comm-']"):
        found = _WPDISCUZ_ID.match(node.attributes.get("id") or "")
        if found and found[1] in comments:
            comments[found[1]].parent = found[2] if found[2] in comments else None
            comments[found[1]].parent_is_named = True
    if not any(comment.parent for comment in comments.values()):
        last_at: dict[int, str] = {}
        for comment in comments.values():
            own = " ".join(token for node in comment.elements[:2] for token in comment.classes[node.mem_id])
            depth = re.search(r"(?:^|\s)depth-(\d{1,3})(?:\s|\Z)", own)
            if depth:
                comment.parent = last_at.get(int(depth[1]) - 1)
                last_at[int(depth[1])] = comment.number
    return comments


def _says_reply(node: LexborNode) -> bool:
    """Whether a link to another comment says that this one answers it."""
    around = [node, node.parent] if node.parent is not None else [node]
    return any(_IN_REPLY.search(here.attributes.get("class") or "") for here in around)


def _day_first(comments: Iterable[CommentItem]) -> bool | None:
    """The order of day and month in the page's numeric dates: settled by a number above 12; None if never."""
    pairs = [
        (int(first), int(second)) for comment in comments for first, second in NUMERIC_DATE.findall(comment.words())
    ]
    day, month = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
    return None if day == month else day


def _claimed(page: LexborHTMLParser) -> int | None:
    """How many comments the page says it has."""
    for node in page.css(_CLAIM_PLACES)[:200]:
        found = _CLAIM.search(text_of(node)[:120])
        if found:
            number = found[1] or found[2]
            return int(number) if number.isdigit() else 1
    return None


SOURCES: tuple[Source, ...] = (WordPress(),)
BUNDLES: tuple[BundleSource, ...] = ()
