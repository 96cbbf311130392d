"""Comments that a page describes with schema.org, whatever the syntax: JSON-LD, microdata or RDFa."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from miner.sources.base import Item, Note
from miner.sources.blogs.addresses import absolute, address_of, fragment
from miner.sources.blogs.comments import Comment
from miner.sources.blogs.json_ld import n_broken_scripts, things_in_json_ld
from miner.sources.blogs.microdata import things_in_microdata
from miner.sources.blogs.page_thread import page_items
from miner.sources.blogs.rdfa import things_in_rdfa
from miner.sources.blogs.things import Thing, address_in, body_of
from miner.sources.dates import NO_DATE, Stamp, day_first_in, read_date
from miner.sources.html import HtmlText
from miner.sources.html_article import host_of, known_languages, language
from miner.transcript import Record

REPLIES = ("Comment", "CorrectionComment", "UserComments", "Answer")
POSTINGS = ("DiscussionForumPosting", "SocialMediaPosting")  # opens a thread, or is one of its posts
OPENINGS = (
    "Question",
    "Article",
    "NewsArticle",
    "BlogPosting",
    "TechArticle",
    "Report",
    "OpinionNewsArticle",
    "Review",
)
_NO_DISCUSSION = ("FAQPage",)  # a seller's own questions and answers
_TEXTS = ("text", "commentText", "articleBody", "encoded", "reviewBody", "description")
_NAMES = ("author", "creator", "has_creator")
_DATES = ("dateCreated", "datePublished", "commentTime", "created", "date", "uploadDate")
_PARENTS = ("parentItem", "reply_of", "replyToUrl", "inReplyTo")
_COUNTS = ("commentCount", "answerCount")
_USER_COMMENTS = re.compile(r"UserComments:\s?(\d{1,7})")


class Embedded(Record, frozen=True):
    """What a page's markup says about its discussion.

    ``syntax`` is "JSON-LD", "microdata", "RDFa" or "microformats"; ``n_claimed`` how many comments it says there are;
    ``elements`` are the ``mem_id`` of the comments' elements.
    """

    syntax: str
    comments: tuple[Comment, ...] = ()
    opening: Comment | None = None
    title: str = ""
    url: str = ""
    n_claimed: int | None = None
    notes: tuple[str, ...] = ()
    elements: frozenset[int] = frozenset()


_READERS = (("JSON-LD", things_in_json_ld), ("microdata", things_in_microdata), ("RDFa", things_in_rdfa))


def describes_comments(page: LexborHTMLParser) -> bool:
    """As ``embedded_in(page) is not None``, without reading what the comments say."""
    for _, things in _described(page):
        opening = _opening(things)
        if any(_is_reply(thing, opening) for thing in things):
            return True
    return False


@lru_cache(maxsize=1)
def _described(page: LexborHTMLParser) -> tuple[tuple[str, list[Thing]], ...]:
    """The things of a page by syntax, looked for once for recognition and reading."""
    return tuple((syntax, _without(read(page), _NO_DISCUSSION)) for syntax, read in _READERS)


def embedded_in(page: LexborHTMLParser) -> Embedded | None:
    """The discussion that a page describes with schema.org; None if it describes no comments.

    Where it does so in several syntaxes, the one with the most comments (and of equals the first) is taken.
    """
    found = [discussion_in(things, syntax, page) for syntax, things in _described(page)]
    best = max(found, key=lambda embedded: len(embedded.comments))
    return best if best.comments else None


def embedded_items(found: Embedded, page: LexborHTMLParser, source: str) -> Iterator[Item]:
    """The discussion as a thread; title, author and body of the article are looked up on the page where not described."""
    yield from page_items(
        source,
        page,
        found.comments,
        found.elements,
        found.n_claimed,
        opening=found.opening,
        title=found.title,
        url=found.url,
    )
    yield from (Note(note) for note in found.notes)


def discussion_in(things: Sequence[Thing], syntax: str, page: LexborHTMLParser) -> Embedded:
    """The comments among the things, and what they stand below."""
    things = _without(things, _NO_DISCUSSION)
    opening = _opening(things)
    replies = [thing for thing in things if _is_reply(thing, opening)]
    reader = _Reader(replies, opening, page)
    broken = n_broken_scripts(page) if syntax == "JSON-LD" else 0
    return Embedded(
        syntax=syntax,
        comments=tuple(reader.comment(thing) for thing in replies),
        opening=reader.opening(),
        title=opening.string("headline", "name", "title") if opening is not None else "",
        url=reader.address(opening) if opening is not None else "",
        n_claimed=_claimed(opening),
        elements=frozenset(thing.node.mem_id for thing in replies if thing.node is not None),
        notes=(*((f"{broken} script(s) of JSON-LD are broken",) if broken else ()), *reader.notes),
    )


def _without(things: Sequence[Thing], types: Sequence[str]) -> list[Thing]:
    """The things that neither are of these types nor stand in one that is; each stands behind what it stands in."""
    left_out: set[int] = set()
    for thing in things:
        if thing.is_a(*types) or (thing.within is not None and id(thing.within) in left_out):
            left_out.add(id(thing))
    return [thing for thing in things if id(thing) not in left_out]


def _opening(things: Sequence[Thing]) -> Thing | None:
    """What the comments stand below: the outermost thing around the first of them, else the first posting or article."""
    first = next((thing for thing in things if thing.is_a(*REPLIES)), None)
    if first is not None:
        around = [above for above in first.enclosing() if above.is_a(*POSTINGS, *OPENINGS)]
        if around:
            return around[-1]
    candidates = [thing for thing in things if not thing.is_a(*REPLIES)]
    for types in (POSTINGS, OPENINGS):
        for thing in candidates:
            if thing.is_a(*types):
                return thing
    return None


def _is_reply(thing: Thing, opening: Thing | None) -> bool:
    if thing is opening or not any(thing.all(*_TEXTS)):
        return False
    return thing.is_a(*REPLIES) or (thing.is_a(*POSTINGS) and opening is not None and opening.is_a(*POSTINGS))


def _claimed(opening: Thing | None) -> int | None:
    """How many comments there are, by the count of the thing or of its counter of comments."""
    if opening is None:
        return None
    numbers = [opening.string(*_COUNTS)]
    for counter in opening.things("interactionStatistic", "interactionCount"):
        kind = counter.address("interactionType") + counter.string("interactionType")
        if "Comment" in kind:
            numbers.append(counter.string("userInteractionCount"))
    old = _USER_COMMENTS.search(opening.string("interactionCount"))
    numbers.append(old[1] if old else "")
    return next((int(number) for number in numbers if number.isdigit()), None)


class _Reader:
    """Reads things as comments; knows which of them there are."""

    def __init__(self, replies: Sequence[Thing], opening: Thing | None, page: LexborHTMLParser) -> None:
        self._opening = opening
        own = opening.address("url", "mainEntityOfPage") if opening is not None else ""
        self._page_url = absolute(own, "") or address_of(page)
        self._numbers = {id(thing): _number(thing, position) for position, thing in enumerate(replies)}
        self._by_address: dict[str, str] = {}
        for thing in replies:
            for address in (thing.id, thing.address("url"), fragment(thing.address("url")), fragment(thing.id)):
                if address:
                    self._by_address.setdefault(address, self._numbers[id(thing)])
        described = [*replies, *([opening] if opening is not None else [])]
        self._elements = {thing.node.mem_id for thing in described if thing.node is not None}
        self._languages = known_languages((language(page), "en")) if language(page) else ()
        dates = [thing.string(*_DATES) for thing in described]
        self._day_first, note = day_first_in(dates)
        self.notes = (note,) if note else ()

    def comment(self, thing: Thing) -> Comment:
        parent, how = self._parent(thing)
        return Comment(
            body=self._body(thing),
            number=self._numbers[id(thing)],
            parent=parent,
            parent_source="native" if how else "nesting",
            author=_author(thing),
            stamp=self._stamp(thing, *_DATES),
            edited_at=self._stamp(thing, "dateModified").at,
            url=self.address(thing),
            lang=thing.string("inLanguage")[:2].lower(),
            likes=_likes(thing),
            locator=thing.locator,
        )

    def opening(self) -> Comment | None:
        thing = self._opening
        if thing is None or not any(thing.all("text", "articleBody", "encoded")):
            return None
        return Comment(
            body=self._body(thing, ("text", "articleBody", "encoded")),
            kind="article",
            author=_author(thing),
            stamp=self._stamp(thing, *_DATES),
            edited_at=self._stamp(thing, "dateModified").at,
            url=self.address(thing) or self._page_url,
            likes=_likes(thing),
            locator=thing.locator,
        )

    def address(self, thing: Thing) -> str:
        """The permalink of a thing, if it can be made absolute."""
        own = (thing.node.attributes.get("id") or "") if thing.node is not None else ""
        urls = (
            thing.address("url", "mainEntityOfPage"),
            thing.id if host_of(thing.id) or thing.id[:1] in ("#", "/") else "",
            f"#{own}" if own else "",
        )
        return next((whole for url in urls if (whole := absolute(url, self._page_url))), "")

    def _body(self, thing: Thing, names: Sequence[str] = _TEXTS) -> HtmlText:
        for value in thing.all(*names):
            body = body_of(value, self._elements)
            if body.text:
                return body
        return HtmlText(text="")

    def _parent(self, thing: Thing) -> tuple[str, bool]:
        """The number of the comment it answers, and whether that is named (not only shown by nesting)."""
        for value in thing.all(*_PARENTS):
            if isinstance(value, Thing) and id(value) in self._numbers:
                return self._numbers[id(value)], True
            named = address_in(value)
            for address in (named, fragment(named)):
                if address in self._by_address:
                    return self._by_address[address], True
        for above in thing.enclosing():
            if id(above) in self._numbers:
                return self._numbers[id(above)], False
        return "", False

    def _stamp(self, thing: Thing, *names: str) -> Stamp:
        for name in names:
            stamp = read_date(thing.string(name), self._day_first, self._languages)
            if stamp.at is not None:
                return stamp
        return NO_DATE


def _number(thing: Thing, position: int) -> str:
    """Its own id, without the address of the page; its place in the page's order where it has none."""
    address = thing.id or thing.address("url")
    return fragment(address) or (address if address and len(address) < 200 else f"{position + 1}")


def _author(thing: Thing) -> str:
    """Its author; of the result of a ``CommentAction`` the one who acted."""
    name = thing.string(*_NAMES)
    if not name and thing.within is not None and thing.within.is_a("CommentAction"):
        name = thing.within.string("agent")
    return name


def _likes(thing: Thing) -> int:
    number = thing.string("upvoteCount")
    for counter in thing.things("interactionStatistic"):
        if "LikeAction" in counter.address("interactionType"):
            number = number or counter.string("userInteractionCount")
    return int(number) if number.isdigit() else 0
