"""Entries and the comments below them, as IndieWeb sites mark them (``h-entry`` with ``u-comment h-cite``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from miner.sources.base import Item, Skipped
from miner.sources.blogs.addresses import absolute, address_of
from miner.sources.blogs.comments import Comment, thread_items
from miner.sources.blogs.mf2 import is_parsed_thing, things_in_microformats, things_in_parsed
from miner.sources.blogs.things import Thing, body_of
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText
from miner.sources.html_article import host_of
from miner.sources.json_values import child
from miner.sources.material import Material
from miner.sources.wordpress import WordPress
from miner.transcript import Thread, content_id

_ENTRIES = ("h-entry", "h-cite")
# What an entry is about or answers: cited, and not said here.
_CONTEXTS = (
    "in-reply-to",
    "like-of",
    "repost-of",
    "bookmark-of",
    "quotation-of",
    "listen-of",
    "watch-of",
    "read-of",
    "author",
    "category",
    "syndication",
    "location",
    "featured",
)
# Answers without words of their own, as sites show them below an entry.
_REACTIONS = {
    "like": "like",
    "repost": "repost",
    "bookmark": "bookmark",
    "rsvp": "answer to an invitation",
    "mention": "pingback",
    "reacji": "like",
}
_ENTRY_IN_SOURCE = re.compile(r"""class\s*=\s*["']?[^"'>]{0,200}\bh-(?:entry|cite)\b""")


class Microformats:
    """Pages, and the JSON that microformats parsers make of them."""

    name = "microformats"
    reads = "pages of IndieWeb sites with their comments (microformats: h-entry, h-cite, h-feed), or parsed as JSON"
    example = "note.html"
    family: Literal["file", "page"] = "file"  # a page may begin in the middle, without <html>

    def recognises(self, material: Material) -> bool:
        if material.begins_like_json:
            value = material.sound_json
            items = [value] if is_parsed_thing(value) else child(value, "items")
            return isinstance(items, list) and bool(items) and all(is_parsed_thing(item) for item in items[:20])
        if not material.head.startswith("<") or not _ENTRY_IN_SOURCE.search(material.text):
            return False
        return not WordPress().recognises(material) and bool(_Nesting(things_in_microformats(material.page)).openings())

    def items(self, material: Material) -> Iterator[Item]:
        value = material.json
        if value is not None:
            yield from entry_items(things_in_parsed(value), self.name)
        else:
            yield from entry_items(things_in_microformats(material.page), self.name, address_of(material.page))


def entry_items(things: Sequence[Thing], source: str, base: str = "") -> Iterator[Item]:
    """A thread for each entry that is no comment, with the comments below it.

    Parameters
    ----------
    base
        The page's own address, for those that are written without a host.
    """
    nesting = _Nesting(things)
    openings = nesting.openings()
    yield from (Skipped(_reaction(thing) or "empty") for thing in things if nesting.is_wordless(thing))
    by_address = {address: thing for thing in openings for address in _addresses(thing)}
    named = [(thing, by_address.get(thing.address("in-reply-to"))) for thing in openings]
    answers = {id(thing): above for thing, above in named if above is not None and above is not thing}
    below: dict[int, list[Thing]] = {}
    for opening in openings:
        above = answers.get(id(opening))
        if above is not None and id(above) not in answers:  # a longer chain, or a circle: a thread of its own
            below.setdefault(id(above), []).append(opening)
    gathered = {id(answer) for members in below.values() for answer in members}
    for opening in openings:
        if id(opening) not in gathered:
            yield from _thread(opening, nesting, below.get(id(opening), []), source, base)


def _thread(opening: Thing, nesting: _Nesting, answers: Sequence[Thing], source: str, base: str) -> Iterator[Item]:
    url = absolute(opening.address("url", "uid"), base)
    reader = _Reader(opening, nesting, base)
    article = reader.comment(opening, "comment" if opening.address("in-reply-to") else "article")
    thread_id = content_id(source, url or opening.id or article.body.text[:2000])
    title = opening.string("name")
    if title == " ".join(article.body.text.split()):
        title = ""  # a note: its name is only its text once more
    thread = Thread(id=thread_id, title=title, url=url, platform=host_of(url) or "web")
    comments = [*reader.comments(), *(reader.comment(thing) for thing in answers)]
    yield from thread_items(thread, comments, f"{source}:{thread_id.partition(':')[2]}", article)
    yield from reader.reactions()


def _reaction(thing: Thing) -> str:
    """What an entry does instead of saying something: it likes, reposts or bookmarks a page."""
    return next((reason for name, reason in _REACTIONS.items() if f"{name}-of" in thing.values), "")


def _has_words(thing: Thing) -> bool:
    if _reaction(thing) and not any(thing.all("content", "summary")):
        return False
    return any(thing.all("content", "summary", "name", "in-reply-to", "comment"))


class _Nesting:
    """Which entry each thing stands in, and whether only as what an entry is about; one look at each thing."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._things = things
        self._above: dict[int, Thing | None] = {}  # the nearest entry around it
        self._contexts: set[int] = set()
        self.below: dict[int, list[Thing]] = {}  # all things in an outermost entry
        roots: dict[int, Thing] = {}
        for thing in things:  # each stands behind the one it stands in
            within = thing.within
            above = None
            if within is not None:
                above = within if within.is_a(*_ENTRIES) else self._above[id(within)]
            self._above[id(thing)] = above
            if thing.role in _CONTEXTS or (within is not None and id(within) in self._contexts):
                self._contexts.add(id(thing))
            if above is not None:
                root = roots[id(thing)] = roots.get(id(above), above)
                self.below.setdefault(id(root), []).append(thing)

    def above(self, thing: Thing) -> Thing | None:
        """The nearest entry that a thing stands in."""
        return self._above[id(thing)]

    def is_context(self, thing: Thing) -> bool:
        """Whether it is cited, or stands in what is."""
        return id(thing) in self._contexts

    def openings(self) -> list[Thing]:
        """Entries with words that stand in no other."""
        return [thing for thing in self._things if self._is_outermost(thing) and _has_words(thing)]

    def is_wordless(self, thing: Thing) -> bool:
        """Whether it is such an entry, but says nothing."""
        return thing.is_a("h-entry") and self._is_outermost(thing) and not _has_words(thing)

    def _is_outermost(self, thing: Thing) -> bool:
        return thing.is_a(*_ENTRIES) and self.above(thing) is None and not self.is_context(thing)


def _addresses(thing: Thing) -> list[str]:
    return [address for address in (thing.address("url"), thing.address("uid")) if address]


class _Reader:
    """Reads the things below one entry."""

    def __init__(self, opening: Thing, nesting: _Nesting, base: str) -> None:
        self._base = base
        self._nesting = nesting
        things = nesting.below.get(id(opening), [])
        entries = [thing for thing in things if thing.is_a(*_ENTRIES) and not nesting.is_context(thing)]
        self._replies = [thing for thing in entries if thing.role not in _REACTIONS]
        self._reactions = [thing.role for thing in entries if thing.role in _REACTIONS]
        self._numbers = {id(thing): thing.address("url", "uid") or thing.id for thing in self._replies}
        self._known = set(self._numbers.values())
        self._elements = {thing.node.mem_id for thing in things if thing.node is not None}

    def comments(self) -> list[Comment]:
        return [self.comment(thing) for thing in self._replies]

    def reactions(self) -> Iterator[Item]:
        for role in self._reactions:
            yield Skipped(_REACTIONS[role])

    def comment(self, thing: Thing, kind: Literal["article", "comment"] = "comment") -> Comment:
        above = self._nesting.above(thing)
        named = thing.address("in-reply-to")
        known = named in self._known and named != self._numbers.get(id(thing))
        return Comment(
            body=self._body(thing),
            number=self._numbers.get(id(thing), ""),
            parent=named if known else self._numbers.get(id(above), "") if above is not None else "",
            parent_source="native" if known else "nesting",
            kind=kind,
            author=self._author(thing),
            stamp=_stamp(thing, "published", "updated"),
            edited_at=_stamp(thing, "updated").at if "published" in thing.values else None,
            url=absolute(thing.address("url", "uid"), self._base),
            locator=thing.locator,
        )

    def _author(self, thing: Thing) -> str:
        """Its own author; the feed's for an entry of a feed."""
        name = thing.string("author")
        if not name and self._nesting.above(thing) is None:
            name = next((found for above in thing.enclosing() if (found := above.string("author"))), "")
        return name

    def _body(self, thing: Thing) -> HtmlText:
        for value in thing.all("content", "summary", "name"):
            body = body_of(value, self._elements)
            if body.text:
                return body
        return HtmlText(text="")


def _stamp(thing: Thing, *names: str) -> Stamp:
    return next((stamp for name in names if (stamp := read_date(thing.string(name))).at is not None), NO_DATE)
