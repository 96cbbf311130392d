"""Saved pages of forums, read by the tables of their platform; one reader for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.cleaning import hashtags_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp
from miner.sources.forums.forum_dates import ForumDates, is_machine_date
from miner.sources.forums.forum_nodes import PostNodes, number_in
from miner.sources.forums.forum_text import ForumText, Quote, read_body, value_of
from miner.sources.forums.markup import Markup, Place
from miner.sources.html import HtmlText
from miner.sources.html_article import host_of, known_languages, language
from miner.sources.material import Material
from miner.sources.reasons import READ_TWICE
from miner.sources.thread_pages import page_note
from miner.transcript import ParentSource, Post, Thread, content_id

_SESSION = re.compile(r"(?<=[?&;])(?:sid|s|PHPSESSID)=[0-9a-zA-Z]{16,}(?:[&;]|(?=#)|\Z)")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(https?://[^\s>]{4,500}) -->")
_EMPTY_QUERY = re.compile(r"[?&;]+(?=#|\Z)")
_PAGE_IN_TITLE = re.compile(
    r"\s[-–—|]\s(?:page|seite|página|pagina|sivu|strona|stránka|sida|side|страница)\s\d+\Z", re.IGNORECASE
)
_ADDRESS = (
    Place(selector="link[rel=canonical]", attribute="href"),
    Place(selector="meta[property='og:url']", attribute="content"),
)
_BASE = (Place(selector="base", attribute="href"),)
_LOCALE = (Place(selector="html", attribute="lang"),)
_PAGE_TITLE = (Place(selector="title"),)
_ENOUGH_WORDS = 40  # characters of a quote that show which post it was taken from


class ForumPages:
    """Reads the saved pages of one platform; the file of the platform names it and fills in its tables."""

    name: str
    reads: str
    example: str
    platform: str  # as in ids and threads: that of the platform's other formats
    markups: tuple[Markup, ...]
    family: Literal["file", "page"] = "page"

    def recognises(self, material: Material) -> bool:
        """A thread in a design that no table knows is left to others; a page of the platform without posts is not."""
        marked = [markup for markup in self.markups if _is_marked(material.text, markup)]
        if (
            not marked
            or self.carries_data(material)
            or any(material.page.css_first(markup.post) is not None for markup in self.markups)
        ):
            return bool(marked)
        return not any(_is_of_a_thread(material.page, markup) for markup in marked)

    def carries_data(self, material: Material) -> bool:  # noqa: ARG002 - for the platforms that send data
        """Whether a page holds its posts as data; only some platforms send them."""
        return False

    def items(self, material: Material) -> Iterator[Item]:
        """The posts by the first table that finds any; nothing where the page is of the platform and holds none."""
        for markup in self.markups:
            if material.page.css_first(markup.post) is not None:
                yield from _ForumPage(material.page, markup, self.platform, material.text).items()
                return


class _ForumPage:
    """A page in the course of being read."""

    def __init__(self, page: LexborHTMLParser, markup: Markup, platform: str, source: str) -> None:
        self.markup, self.platform = markup, platform
        self.nodes = PostNodes(page, markup)
        self.base = self.nodes.value_of_page(_BASE)
        self.address = self._address(source)
        self.host = host_of(self.address) or ""
        self.thread_number = self._thread_number()
        self.thread_id = self._thread_id()
        self.page_number = number_in(self.nodes.value_of_page(markup.page)) or 1
        self.n_pages = max((number_in(value) or 1 for value in self.nodes.values_of_page(markup.last_page)), default=1)
        self.texts = {
            index: read_body(node, markup.text, self.thread_number) for index, node in self.nodes.bodies.items()
        }
        found = ((index, re.match(markup.heading, text.text.text)) for index, text in self.texts.items())
        self.headings = {index: heading for index, heading in found if heading} if markup.heading else {}
        self.dates = self._dates(page)
        self.posts: dict[int, Post] = {}

    def items(self) -> Iterator[Item]:
        n_claimed = number_in(self.nodes.value_of_page(self.markup.claimed))
        title = _PAGE_IN_TITLE.sub("", self.nodes.value_of_page((*self.markup.title, *_PAGE_TITLE)))
        yield Layout(self.markup.version)
        url = self.address if self.host else ""
        yield Thread(id=self.thread_id, title=title, url=url, platform=self.platform, n_claimed=n_claimed)
        numbers: set[str] = set()
        for index in range(len(self.nodes)):
            number = self.nodes.value(index, self.markup.number)
            if number in numbers:
                yield Skipped(READ_TWICE)
                continue
            numbers.update({number} - {""})
            yield self._item(index, number)
        yield from self._notes(n_claimed)

    def _item(self, index: int, number: str) -> Item:
        """One post, or why it is none."""
        reason = next((reason for selector, reason in self.markup.gone if self.nodes.nodes(index, selector)), "")
        if reason:
            return Skipped(reason)
        author = self._author(index)
        if index not in self.texts:
            return Failed("post without a text") if number and author else Skipped("box that is no post")
        text = _after(self.texts[index], self.headings[index].end()) if index in self.headings else self.texts[index]
        if not text.text.text:
            return Skipped("empty")
        self.posts[index] = self._post(index, number, author, text)
        return self.posts[index]

    def _post(self, index: int, number: str, author: str, text: ForumText) -> Post:
        stamp, is_relative = self._date(self._written_dates(index))
        edited, _ = self._date(self.nodes.values(index, self.markup.edited))
        words = text.text.text
        post_id = self._post_id(number) or content_id(self.platform, self.thread_id, author, str(stamp.at), words)
        parent, how = self._parent(index, post_id, text)
        return Post(
            id=post_id,
            thread_id=self.thread_id,
            kind="article" if self._is_opening(index) else "comment",
            author=author,
            text=words,
            quoted=text.text.quoted,
            links=text.text.links,
            hashtags=hashtags_in(words),
            mentions=mentions_in(words),
            posted_at=stamp.at,
            precision=stamp.precision,
            tz_assumed=stamp.tz_assumed,
            edited_at=edited.at,
            url=self._permalink(index),
            likes=self._likes(index),
            parent_id=parent,
            parent_source=how,
            flags=("relative_date",) if is_relative else (),
            locator=f"post {number}" if number else f"post no. {index + 1} of the page",
        )

    def _is_opening(self, index: int) -> bool:
        if self.markup.opening:
            return bool(self.nodes.nodes(index, self.markup.opening))
        return index == 0 and self.page_number == 1

    def _author(self, index: int) -> str:
        if index in self.headings:
            return self.headings[index]["author"].strip()[:100]
        return self.nodes.value(index, self.markup.author)[:100]

    def _written_dates(self, index: int) -> Iterator[str]:
        if index in self.headings:
            return iter([self.headings[index]["date"]])
        return self.nodes.values(index, self.markup.date)

    def _date(self, written: Iterator[str]) -> tuple[Stamp, bool]:
        is_relative = False
        for value in written:
            stamp, relative = self.dates.read(value)
            if stamp.at is not None:
                return stamp, relative
            is_relative = is_relative or relative
        return NO_DATE, is_relative

    def _likes(self, index: int) -> int:
        counted = sum(number_in(self.nodes.value(index, (place,))) or 0 for place in self.markup.likes)
        return counted + (len(self.nodes.nodes(index, self.markup.likers)) if self.markup.likers else 0)

    def _permalink(self, index: int) -> str:
        href = self.nodes.value(index, self.markup.permalink)
        url = _without_session(urljoin(urljoin(self.address, self.base), href)) if href else ""
        return url if host_of(url) is not None else ""

    def _post_id(self, number: str) -> str:
        if not number:
            return ""
        if self.markup.numbers_restart or not self.host:
            return f"{self.thread_id}/{number}"
        return f"{self.platform}:{self.host}:{number}"

    def _parent(self, index: int, own_id: str, text: ForumText) -> tuple[str | None, ParentSource | None]:
        """What a post answers: as the page says, else the post around it, else whom it names, else the opening."""
        named = (self.nodes.value(index, self.markup.answers), *(quote.number for quote in text.quotes))
        parent = next((found for number in named if (found := self._post_id(number)) not in ("", own_id)), None)
        if parent is not None:
            return parent, "native"
        above = self.nodes.above[index]
        if above is not None and above in self.posts:
            return self.posts[above].id, "nesting"
        addressed = Quote(author=self.nodes.value(index, self.markup.answers_author) or self._addressed(text))
        quoted = (self._quoted_post(quote) for quote in (*text.quotes, addressed))
        mentioned = next((post for post in quoted if post is not None), None)
        if mentioned is not None:
            return mentioned.id, "mention"
        opening = next((post for post in self.posts.values() if post.kind == "article"), None)
        if self.markup.is_answer_to_opening and opening is not None:
            return opening.id, "nesting"
        return None, None

    def _addressed(self, text: ForumText) -> str:
        """The author whom a post addresses with its first word, "@Ann:"; the longest name that is one of the page."""
        if not text.text.text.startswith("@"):
            return ""
        start = text.text.text[1:].lstrip().casefold()
        names = {
            post.author for post in self.posts.values() if post.author and start.startswith(post.author.casefold())
        }
        whole = (name for name in names if not start[len(name) : len(name) + 1].isalnum())
        return max(whole, key=lambda name: (len(name), name), default="")

    def _quoted_post(self, quote: Quote) -> Post | None:
        """The post that a quote with nothing but a name was taken from: that author's with its words, else the latest."""
        earlier = [post for post in reversed(self.posts.values()) if post.author == quote.author and quote.author]
        ending = quote.words[-_ENOUGH_WORDS:]
        return next((post for post in earlier if ending in " ".join(post.text.split())), next(iter(earlier), None))

    def _notes(self, n_claimed: int | None) -> Iterator[Item]:
        n_pages = max(self.n_pages, self.page_number)
        if n_pages == self.page_number and self.nodes.value_of_page(self.markup.next_page):
            yield page_note(self.page_number, None)
        elif n_pages > 1:
            yield page_note(self.page_number, n_pages)
        elif n_claimed is not None and n_claimed != len(self.nodes):
            yield Note(f"the page says {n_claimed} post(s), {len(self.nodes)} are in the file")
        signature = self.markup.text.signature
        n_signatures = sum(text.n_signatures for text in self.texts.values())
        if signature:
            n_signatures += sum(len(self.nodes.nodes(index, signature)) for index in range(len(self.nodes)))
        if n_signatures:
            yield Note(f"{n_signatures} signature(s) were cut from the posts")
        yield from (Note(note) for note in self.dates.notes)
        n_relative = sum("relative_date" in post.flags for post in self.posts.values())
        if n_relative:
            yield Note(f"{n_relative} date(s) were relative, such as 'yesterday'")

    def _dates(self, page: LexborHTMLParser) -> ForumDates:
        written = [list(self._written_dates(index)) for index in range(len(self.nodes))]
        texts = [value for values in written if not any(map(is_machine_date, values)) for value in values]
        own = language(page)
        languages = known_languages((own, "en")) if own else ()
        locale, zone, now = map(self.nodes.value_of_page, (_LOCALE, self.markup.zone, self.markup.now))
        return ForumDates(texts, languages, locale.replace("_", "-"), zone, now)

    def _thread_number(self) -> str:
        found = re.search(self.markup.thread, self.address) if self.markup.thread else None
        return next((group for group in found.groups() if group), "") if found else ""

    def _thread_id(self) -> str:
        """By number, so that all pages of a thread are one; without one by address or title."""
        if self.thread_number:
            return ":".join(part for part in (self.platform, self.host, f"thread-{self.thread_number}") if part)
        named = re.sub(r"[?#].*\Z", "", self.address) or self.nodes.value_of_page((*self.markup.title, *_PAGE_TITLE))
        return content_id(self.platform, named)

    def _address(self, source: str) -> str:
        """The thread's address; a relative one where the page tells no more."""
        saved_from = _SAVED_FROM.search(source[:4096])
        found = [*self.nodes.values_of_page(_ADDRESS), *((saved_from[1],) if saved_from else ())]
        found += (urljoin(self.base, href) for href in self.nodes.values_of_page(self.markup.link))
        best = next((url for url in found if host_of(url) is not None), found[0] if found else "")
        return _without_session(best)


def _is_marked(source: str, markup: Markup) -> bool:
    return any(word in source for word in markup.words) and bool(re.search(markup.marks, source))


def _is_of_a_thread(page: LexborHTMLParser, markup: Markup) -> bool:
    addresses = (value_of(node, place) for place in _ADDRESS for node in page.css(place.selector)[:3])
    return bool(markup.thread) and any(re.search(markup.thread, address) for address in addresses)


def _without_session(url: str) -> str:
    return _EMPTY_QUERY.sub("", _SESSION.sub("", url))


def _after(text: ForumText, start: int) -> ForumText:
    """The text without its first characters."""
    quoted = tuple((max(first - start, 0), last - start) for first, last in text.text.quoted if last > start)
    rest = HtmlText(text=text.text.text[start:], quoted=quoted, links=text.text.links)
    return ForumText(text=rest, quotes=text.quotes, n_signatures=text.n_signatures)
