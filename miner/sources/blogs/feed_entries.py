"""Entries of RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom feeds, as far as discussions need them.

Read with lxml and not with feedparser: that cleans markup away that tells quotes from words, drops which entry a
comment answers, and holds the whole feed; broken feeds are repaired in ``xml_records``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from lxml import etree

from miner.sources.base import Note
from miner.sources.blogs.addresses import absolute, fragment
from miner.sources.blogs.xml_records import Element, attribute, below, first, local, records, text, vocabulary
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_fragment
from miner.sources.material import Material
from miner.transcript import Record

_TEXTS = ("encoded", "content", "body", "description", "summary")
_DATES = ("published", "pubDate", "issued", "created", "date")
_EDITED = ("updated", "modified")
# "Ann" in "ann@example.org (Ann)", as RSS 2.0 wants authors.
_MAIL_AND_NAME = re.compile(r"\s*\S{1,200}@\S{1,200}\s+\((.{1,200})\)\s*\Z")
# Fragments of permalinks to comments: WordPress and Disqus, Blogger, Typepad, others.
_COMMENT = re.compile(r"(?:comment-?|c|comment-[a-z0-9]{1,40}|isso-|comment_)(\d{1,20})\Z|comment-\w{1,80}\Z")
# What WordPress puts before an answer: In reply to <a href="...#comment-12">Ann</a>. (in the blog's language)
_IN_REPLY = re.compile(
    r"\s*(?:<p>)?[^<>]{0,40}<a\s[^<>]{0,400}#comment-(\d{1,12})[^<>]{0,200}>[^<>]{1,100}</a>[.。]?\s*(?=\n|<|\Z)"
)
_STATES = {"emptied": "deleted", "pending": "awaiting moderation"}
_HTML_TYPES = ("html", "text/html", "")


class Entry(Record, frozen=True):
    """One entry.

    ``answers`` are the ids or addresses of what it replies to; ``n_comments`` how many the feed says it has;
    ``kind`` and ``status`` what Blogger says of it ("comment", "draft"), "" elsewhere.
    """

    id: str = ""
    url: str = ""
    title: str = ""
    author: str = ""
    body: HtmlText = HtmlText(text="")
    stamp: Stamp = NO_DATE
    edited: Stamp = NO_DATE
    answers: tuple[str, ...] = ()
    n_comments: int | None = None
    kind: str = ""
    status: str = ""
    position: int = 0

    @property
    def number(self) -> str:
        """The number of a comment by its permalink; "" for an article."""
        found = _COMMENT.match(fragment(self.url)) or _COMMENT.match(fragment(self.id))
        if found:
            return found[1] or found[0]
        return self.id.rpartition("-")[2] if self.kind == "comment" else ""

    @property
    def is_comment(self) -> bool:
        """Whether it says what it answers, or has a comment's permalink."""
        return self.kind == "comment" or (not self.kind and bool(self.answers or self.number))

    @property
    def page(self) -> str:
        """The address without its fragment and what only leads to the comment."""
        return re.sub(r"#.*\Z|[?&]showComment=\d+|/comment-page-\d+/?(?=#|\Z)", "", self.url)


def entries(material: Material) -> Iterator[Entry | Note | str]:
    """The entries in the feed's order; notes; and, as a string, the feed's own title."""
    n = 0
    for record in records(material, ("item", "entry", "title")):
        if isinstance(record, Note):
            yield record
        elif local(record) == "title":
            yield " ".join(text(record).split())
        else:
            n += 1
            yield _entry(record, n)


def _entry(element: Element, position: int) -> Entry:
    edited = _stamp(element, _EDITED)
    published = _stamp(element, _DATES)
    body, answered = _body(element)
    return Entry(
        id=text(element, "id") or text(element, "guid") or attribute(element, "about"),
        url=_address(element),
        title=" ".join(read_fragment(text(element, "title")).text.split()),
        author=_author(element),
        body=body,
        stamp=published if published.at is not None else edited,
        edited=edited if published.at is not None and edited.at != published.at else NO_DATE,
        answers=(*_answers(element), *answered),
        n_comments=_n_comments(element),
        kind=_kind(element),
        status=_status(element),
        position=position,
    )


def _address(element: Element) -> str:
    """The page of an entry: Atom's alternate link, RSS's link, or its guid where that is a permalink."""
    links = list(below(element, "link"))
    for link in sorted(links, key=lambda link: attribute(link, "rel") not in ("alternate", "")):
        if attribute(link, "rel") in ("alternate", ""):
            address = absolute(attribute(link, "href") or text(link), "")
            if address:
                return address
    return absolute(text(element, "guid"), "")


def _author(element: Element) -> str:
    for name in ("creator", "author"):
        found = first(element, name)
        if found is not None:
            shown = text(found, "name") if first(found, "name") is not None else text(found)
            match = _MAIL_AND_NAME.match(shown)
            return " ".join(unescape(match[1] if match else shown).split())
    return ""


def _body(element: Element) -> tuple[HtmlText, tuple[str, ...]]:
    """The text, without the line that says what it answers; and the number of the comment which that line names."""
    for name in _TEXTS:
        for found in below(element, name):
            html = _markup(found)
            reply = _IN_REPLY.match(html)
            body = read_fragment(html[reply.end() :] if reply else html)
            if body.text:
                return body, ((reply[1],) if reply else ())
    return HtmlText(text=""), ()


def _markup(element: Element) -> str:
    """HTML: that which stands escaped, that which stands in the feed itself (``type="xhtml"``), or plain text escaped."""
    if len(element):
        inner = "".join(etree.tostring(part, encoding="unicode", method="html") for part in element)
        return (element.text or "") + inner
    raw = text(element)
    is_html = attribute(element, "type") in _HTML_TYPES
    return raw if is_html else escape(raw, quote=False).replace("\n", "<br>")


def _answers(element: Element) -> Iterator[str]:
    """What an entry replies to (Atom Threading Extensions, RFC 4685)."""
    for found in below(element, "in-reply-to"):
        yield from (value for value in (attribute(found, "ref"), attribute(found, "href")) if value)
    for name in ("inReplyTo", "parent"):  # of Blogger's newer export: the comment, and the post
        yield from (text(found) for found in below(element, name) if text(found))
    for link in below(element, "link"):
        if attribute(link, "rel") == "related" and attribute(link, "href"):  # Blogger names the parent comment so
            yield attribute(link, "href")


def _kind(element: Element) -> str:
    """What Blogger says it is: its category (backup, feeds) or its type (Takeout), lower case."""
    for category in below(element, "category"):
        term = attribute(category, "term")
        if "/blogger/2008/kind#" in term:
            return term.rpartition("#")[2].lower()
    return next((text(found).lower() for found in below(element, "type") if "blogger" in vocabulary(found)), "")


def _status(element: Element) -> str:
    """Why Blogger does not show it; "" if it does."""
    if text(first(element, "control"), "draft") == "yes":
        return "draft"
    if any(attribute(found, "name") == "blogger.contentRemoved" for found in below(element, "extendedProperty")):
        return "deleted"
    if text(element, "trashed"):
        return "in the trash"
    shown = next((text(found).lower() for found in below(element, "status") if "blogger" in vocabulary(found)), "")
    return "" if shown == "live" else _STATES.get(shown, shown)


def _n_comments(element: Element) -> int | None:
    counts = [text(found) for found in below(element, "comments") if text(found).isdigit()]  # slash:comments
    counts += [text(found) for found in below(element, "total")]
    counts += [attribute(link, "count") for link in below(element, "link") if attribute(link, "rel") == "replies"]
    return next((int(count) for count in counts if count.isdigit() and len(count) < 8), None)


def _stamp(element: Element, names: tuple[str, ...]) -> Stamp:
    for name in names:
        stamp = read_date(text(element, name))
        if stamp.at is not None:
            return stamp
    return NO_DATE
