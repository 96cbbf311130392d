"""A feed of digests (Atom, RFC 4287): one entry each, the newest first; a report is added to the feed that is there.

An entry's id is made of the discussion and the date, so that a report written again takes the place of the one before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from miner.digest.records import Digest
from miner.errors import CannotWrite
from miner.report.formats import Content
from miner.report.languages.catalogues import SOURCE, gettext, spoken
from miner.report.outline.blocks import Bar, Block, Fold, Grid, Heading, Items, Line, Quote, Text, quotes_in
from miner.report.outline.detail import BRIEF, fitted
from miner.report.outside import safe_url
from miner.report.proof import prove_rendered
from miner.report.texts.dialect import Proven
from miner.settings import ReportSettings

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 50  # a year of weekly digests; readers of feeds keep the rest
MAX_CHARS = 60_000  # of one entry: a feed is fetched whole, every time
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ATOM = "http://www.w3.org/2005/Atom"
_AUTHORITY = "miner.invalid"  # of tag: URIs (RFC 4151); a name that nobody can own, so that no id clashes
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # of a discussion without one date
# Signs that XML cannot hold; HTML can, written as numbers.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(digest: Digest, settings: ReportSettings) -> bytes:
    """A feed of one entry."""
    del settings
    proven = Proven(digest)
    blocks = fitted(proven.outline, lambda blocks: len(_html(blocks)) <= MAX_CHARS, BRIEF)
    entry = _entry(digest, proven, _html(blocks))
    feed = _element("feed")
    _add(feed, "id", f"tag:{_AUTHORITY},{_year(proven)}:digests/{_digits(_of(entry, 'id'))}")
    _add(feed, "title", gettext("Digests"))
    _add(feed, "updated", _of(entry, "updated"))
    _add(_add(feed, "author"), "name", "miner")
    _add(feed, "generator", "miner")
    feed.append(entry)
    written = _written(feed)
    _check(written, blocks)
    return written


def merge(path: Path, new: Content) -> bytes:
    """The feed at ``path`` with the entry of ``new``: the newest first, each id once, at most ``MAX_ENTRIES``.

    Raises
    ------
    CannotWrite
        If what is there is no Atom feed.
    """
    from lxml import etree

    added = _parsed(new if isinstance(new, bytes) else str(new).encode())
    try:
        feed = _parsed(path.read_bytes())
    except etree.XMLSyntaxError as error:
        raise CannotWrite(str(path), f"the file there is no feed that could be added to ({error})") from error
    if feed.tag != f"{{{_ATOM}}}feed":
        raise CannotWrite(str(path), "the file there is no Atom feed that could be added to")
    entries = {_of(entry, "id"): entry for entry in (*_entries(feed), *_entries(added))}
    newest = sorted(entries.values(), key=lambda entry: (_of(entry, "updated"), _of(entry, "id")), reverse=True)
    for entry in _entries(feed):
        feed.remove(entry)
    feed.extend(newest[:MAX_ENTRIES])
    for updated in feed.findall(f"{{{_ATOM}}}updated"):
        updated.text = _of(newest[0], "updated")
    return _written(feed)


def _entry(digest: Digest, proven: Proven, html: str) -> _Element:
    page = proven.page
    at = (proven.written_at or _LONG_AGO).strftime("%Y-%m-%dT%H:%M:%SZ")
    about = "\n".join([*sorted(thread.id for thread in digest.threads), digest.title if not digest.threads else ""])
    entry = _element("entry")
    _add(entry, "id", f"tag:{_AUTHORITY},{at[:10]}:digest/{_digits(about)}")
    _add(entry, "title", page.title)
    _add(entry, "updated", at)
    url = safe_url(digest.threads[0].url) if len(digest.threads) == 1 else ""
    if url:
        _add(entry, "link", rel="related", href=url)
    _add(entry, "summary", page.gist, type="text")
    _add(entry, "content", html, type="html")
    if spoken() is not SOURCE:
        entry.set(_LANG, spoken().code)  # an entry of a feed may be in another language than the one before
    return entry


def _html(blocks: Iterable[Block]) -> str:
    """Plain HTML: what readers of feeds leave of any."""
    return "\n".join(filter(None, map(_block, blocks)))


def _block(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"<h{level}>{_escaped(text)}</h{level}>" if level > 1 else ""  # the title is the entry's
        case Text(line=line):
            return f"<p>{_line(line)}</p>"
        case Items(lines):
            return f"<ul>{''.join(f'<li>{_line(line)}</li>' for line in lines)}</ul>"
        case Grid(head, rows):
            return f"<table>{''.join(_row(row) for row in (head, *rows))}</table>"
        case Quote(card, lead, credit):
            before = f"<p>{_line(lead)}</p>\n" if lead else ""
            lang = f' lang="{_escaped(card.lang)}"' if card.lang else ""
            words = f'<blockquote dir="auto"{lang}>{_words(card.words)}</blockquote>'
            return f"{before}{words}\n<p>— {_line(credit)}</p>"
        case Fold(_, inside):
            return _html(inside)
        case Bar():
            return ""


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{_escaped(cell)}</td>' for cell in cells)}</tr>"


def _line(line: Line) -> str:
    written = []
    for run in line:
        text = _escaped(run.text)
        tag = "b" if run.bold else "i" if run.italic else ""
        text = f"<{tag}>{text}</{tag}>" if tag else text
        written.append(f'<a href="{_escaped(run.url)}">{text}</a>' if run.url else text)
    return "".join(written)


def _words(words: str) -> str:
    return _escaped(words).replace("\n", "<br>")


def _escaped(text: str) -> str:
    from markupsafe import escape

    return _NOT_XML.sub(lambda found: f"&#{ord(found.group())};", str(escape(text)))


def _check(written: bytes, blocks: Iterable[Block]) -> None:
    """Read the feed back: its entry holds every quote."""
    content = _of(_entries(_parsed(written))[0], "content")
    cards = {quote.card.id: quote.card.words for quote in quotes_in(blocks)}
    prove_rendered(content, cards, cards, _words)


def _element(name: str) -> _Element:
    from lxml import etree

    return etree.fromstring(f'<{name} xmlns="{_ATOM}"/>')


def _add(parent: _Element, name: str, text: str | None = None, **attributes: str) -> _Element:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = None if text is None else _NOT_XML.sub("", text)
    return child


def _of(element: _Element, name: str) -> str:
    return (element.findtext(f"{{{_ATOM}}}{name}") or "").strip()


def _entries(feed: _Element) -> list[_Element]:
    return feed.findall(f"{{{_ATOM}}}entry")


def _parsed(data: bytes) -> _Element:
    from lxml import etree

    # Nothing is fetched, nothing is expanded: the file may have been put there by anybody.
    return etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    )


def _written(feed: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _year(proven: Proven) -> int:
    return (proven.written_at or _LONG_AGO).year


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
