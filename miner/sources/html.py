"""HTML as stored text: what a reader of the page sees of a node, with the spans that are others' words.

One walk over the nodes with a stack of its own: a page may nest 20,000 elements deep.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.cleaning import clean, links_in
from miner.sources.material import CLOSED_BY_OTHERS
from miner.transcript import Record, Span

MAX_FRAGMENT_DEPTH = 1_000  # levels of tags that are parsed as such: time grows with depth squared
_WORD = re.compile(r"\S+")
MIN_QUOTED_WORDS = 4  # of an inline <q>: fewer words are a name or irony, not a passage taken over

# Elements whose content nobody reads as text.
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "head",
        "title",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "option",
        "datalist",
        "map",
        "-comment",
    ]
)
# Classes that themes use for words meant for screen readers only ("Reply to Ann").
_HIDDEN = re.compile(r"(?:^|\s)(?:screen-reader-text|sr-only|visually-hidden|assistive-text)(?:\s|$)")
_SPACED = frozenset(["p", "blockquote", "ul", "ol", "dl", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6", "figure"])
_LINES = frozenset(
    [
        "div",
        "li",
        "dt",
        "dd",
        "tr",
        "article",
        "section",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "address",
        "figcaption",
        "details",
        "summary",
        "hr",
        "center",
        "fieldset",
        "caption",
        "tbody",
        "thead",
        "body",
        "html",
    ]
)
_QUOTING = frozenset(("blockquote", "q", "pre", "code"))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?![a-zA-Z0-9])[^<>]{0,5000}>")
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_SMILEY = re.compile(r"(?:^|\s)(?:wp-smiley|emoji|smiley)(?:\s|$)")
_LINK = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_AS_TAGGED: Mapping[int, str] = {}


class HtmlText(Record, frozen=True):
    """The text of a node, clean; ``quoted`` are blockquotes, quotes and code blocks; ``links`` http(s) only."""

    text: str
    quoted: tuple[Span, ...] = ()
    links: tuple[str, ...] = ()


def read_fragment(html: str) -> HtmlText:
    """The text of a piece of HTML, such as the body of a comment in an export."""
    if "<" not in html and "&" not in html:
        text = clean(html)
        return HtmlText(text=text, links=links_in(text))
    body = LexborHTMLParser(f"<!DOCTYPE html><body>{_flattened(html)}").body
    return read_node(body) if body is not None else HtmlText(text="")


def _flattened(html: str) -> str:
    """HTML without the tags below ``MAX_FRAGMENT_DEPTH`` levels; lines stay apart, and no word is lost."""
    if html.count("<") <= MAX_FRAGMENT_DEPTH:
        return html
    parts: list[str] = []
    position = depth = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in CLOSED_BY_OTHERS:
            continue
        before, depth = depth, max(0, depth - 1) if tag[1] else depth + 1
        if max(before, depth) > MAX_FRAGMENT_DEPTH:
            parts += (html[position : tag.start()], "<br>" if name in _SPACED or name in _LINES else "")
            position = tag.end()
    return "".join((*parts, html[position:]))


def read_node(node: LexborNode, leave_out: Container[int] = (), read_as: Mapping[int, str] = _AS_TAGGED) -> HtmlText:
    """The text below a node.

    Parameters
    ----------
    leave_out
        ``mem_id`` of nodes below it that do not belong to the text.
    read_as
        ``mem_id`` -> the tag it is read as: forums print quotes in a ``div``, and a whole post in a ``blockquote``.

    Returns
    -------
    HtmlText
        Paragraphs apart by an empty line, lines and list items by a newline; entities resolved.
    """
    raw = _RawText()
    for entered, here in walk(node, leave_out):
        tag = read_as.get(here.mem_id) or here.tag or ""
        if entered:
            raw.enter(here, tag)
        else:
            raw.leave(tag)
    text, quoted = clean_with_spans("".join(raw.parts), raw.spans)
    return HtmlText(text=text, quoted=quoted, links=tuple(dict.fromkeys((*raw.links, *links_in(text)))))


def text_of(node: LexborNode | None, leave_out: Container[int] = ()) -> str:
    """The text of a node on one line; "" for None."""
    return " ".join(read_node(node, leave_out).text.split()) if node is not None else ""


def walk(node: LexborNode, leave_out: Container[int] = ()) -> Iterator[tuple[bool, LexborNode]]:
    """Each node below and with ``node``, entered (True) and left (False), in document order.

    Dropped elements, hidden ones and those to leave out are passed over with all that is in them.
    """
    open_nodes: list[LexborNode] = []
    here: LexborNode | None = node
    while here is not None:
        inside = None
        if not (here is not node and (_is_dropped(here) or (leave_out and here.mem_id in leave_out))):
            yield True, here
            inside = here.first_child
            if inside is not None:
                open_nodes.append(here)
                here = inside
                continue
            yield False, here
        while here is not None:
            if not open_nodes:
                return
            following = here.next
            if following is not None:
                here = following
                break
            here = open_nodes.pop()
            yield False, here


def _is_dropped(node: LexborNode) -> bool:
    if node.is_text_node:
        return False
    if node.tag in _DROPPED:
        return True
    attributes = node.attributes
    return bool(attributes) and ("hidden" in attributes or bool(_HIDDEN.search(attributes.get("class") or "")))


class _RawText:
    """Gathers text as the page lays it out; spans count characters of the joined parts."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.spans: list[Span] = []
        self.links: list[str] = []
        self._starts: list[int] = []
        self._pre = 0
        self._newlines = 0  # that stand before the next word; neighbouring blocks share theirs

    def enter(self, node: LexborNode, tag: str) -> None:
        if node.is_text_node:
            text = node.text_content or ""
            self._add(text if self._pre else _HTML_SPACE.sub(" ", text))
            return
        self._break(tag)
        if tag == "pre":
            self._pre += 1
        if tag in _QUOTING:
            self._starts.append(self.length)
        elif tag == "br":
            self._newlines += 1
        elif tag == "a":
            self._add_link(node.attributes.get("href") or "")
        elif tag == "img" and _SMILEY.search(node.attributes.get("class") or ""):
            self._add(node.attributes.get("alt") or "")

    def leave(self, tag: str) -> None:
        if tag in _QUOTING:
            start = self._starts.pop()
            if self._starts == [] and self._is_passage(tag, "".join(self._since(start))):
                self.spans.append((start, self.length))
        if tag == "pre":
            self._pre -= 1
        self._break(tag)

    def _is_passage(self, tag: str, text: str) -> bool:
        if tag == "q":
            return len(text.split()) >= MIN_QUOTED_WORDS
        return tag != "code" or "\n" in text.strip()

    def _since(self, start: int) -> Iterator[str]:
        """The parts from a position on, backwards from the end: quotes are short, pages are not."""
        taken: list[str] = []
        position = self.length
        for part in reversed(self.parts):
            if position <= start:
                break
            position -= len(part)
            taken.append(part)
        return reversed(taken)

    def _break(self, tag: str) -> None:
        if tag in _SPACED:
            self._newlines = max(self._newlines, 2)
        elif tag in _LINES:
            self._newlines = max(self._newlines, 1)
        elif tag in ("td", "th"):
            self._add(" ")

    def _add_link(self, href: str) -> None:
        if _LINK.match(href.strip()) and len(href) < 2048:
            self.links.append(clean(href.strip()))

    def _add(self, text: str) -> None:
        if self._newlines and not text.strip():
            return
        text = "\n" * min(self._newlines, 2) + text
        self._newlines = 0
        self.parts.append(text)
        self.length += len(text)


def clean_with_spans(text: str, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """``clean(text)``, and the spans moved to where their words stand in it.

    Cleaning keeps visible characters and only folds what is between them, so a place in the text is known by the
    number of visible characters before it. Spans lose the white space at their ends; empty ones are left out.
    """
    cleaned = clean(text)
    if not spans:
        return cleaned, ()
    if cleaned == text.strip():
        return cleaned, _within(text, spans)
    cuts = sorted({_off_a_cluster(text, cut) for span in spans for cut in span})
    visible_before: dict[int, int] = {}
    count = position = 0
    for cut in cuts:
        count += sum(map(len, clean(text[position:cut]).split()))
        position = cut
        visible_before[cut] = count
    place_of = _places_of_visible(cleaned)
    moved: list[Span] = []
    for start, end in sorted(spans):
        first = visible_before[_off_a_cluster(text, start)]
        last = visible_before[_off_a_cluster(text, end)] - 1
        if first <= last:
            moved.append((place_of(first), place_of(last) + 1))
    return cleaned, tuple(dict.fromkeys(moved))


def _within(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a text of which cleaning took away white space at its ends, and nothing else."""
    before = len(text) - len(text.lstrip())
    moved: list[Span] = []
    for start, end in sorted(spans):
        first, last = _off_a_cluster(text, start), _off_a_cluster(text, end)
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            moved.append((first - before, last - before))
    return tuple(dict.fromkeys(moved))


def _places_of_visible(text: str) -> Callable[[int], int]:
    """What gives the place of the nth visible character: known by the words before it, as texts are long."""
    starts = [found.start() for found in _WORD.finditer(text)]
    before = [0, *itertools.accumulate(map(len, text.split()))]  # visible characters before each word

    def place_of(number: int) -> int:
        word = bisect_right(before, number, 0, len(starts)) - 1
        return starts[word] + number - before[word]

    return place_of


def _off_a_cluster(text: str, cut: int) -> int:
    """The cut moved behind characters that NFC may join with what stands before (accents, Hangul parts)."""
    while cut < len(text):
        character = text[cut]
        joins = unicodedata.category(character)[0] == "M" or "\u1100" <= character <= "\u11ff"
        if not joins and clean(character):
            break
        cut += 1
    return cut
