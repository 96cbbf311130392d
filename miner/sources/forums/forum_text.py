"""The text of one post: its own words, what it quotes and whom, without signature and buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from miner.sources.cleaning import links_in
from miner.sources.forums.device_lines import without_device_line
from miner.sources.forums.markup import Place, TextMarkup
from miner.sources.html import HtmlText, read_node, text_of
from miner.sources.html_article import stands_in
from miner.transcript import Record, Span

# "Ann said:", "Originally Posted by Ann", "(3 March 2024) Ann Wrote:": what stands around the name.
_BEFORE_NAME = re.compile(
    r"(?:\(.{6,40}?\)\s)?(?:(?:originally posted by|posted by|quote from|quote|zitat von|zitat|citation de|citation|"
    r"cita de|cita|citaat van|citaat|цитата|cytat)\b:?\s?)?",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s(?:said|wrote|writes|schrieb|hat geschrieben|hat gesagt|sagte|a écrit|a dit|escribió|dijo|ha scritto|ha detto|"
    r"escreveu|disse|schreef|zei|skrev|sanoi|kirjoitti|napisał\(?a?\)?|napsal|писал\(?а?\)?|написал\(?а?\)?)\s?[:：].*\Z"
    r"|\s?[:：](?:\s?↑)?\Z|\s(?:on|am|le|el)\s.{0,30}\d.*\Z|\s↑.*\Z",
    re.IGNORECASE,
)
# A quote whose code the forum's software left standing: [QUOTE="Ann, post: 12, member: 3"], [quote='Ann' pid='12'].
_CODE = re.compile(r"\[(?P<end>/)?quote(?:(?P<given>[=\s][^\]\n]{0,200}))?\]", re.IGNORECASE)
_GIVEN_NAME = re.compile(r"(?:author=|=)\s?[\"'“]?([^\"'”,;\]]{1,80})|\A\s[\"']([^\"']{1,80})")
_GIVEN_POST = re.compile(r"(?:post: ?|pid=[\"']?|post=|msg|;)(\d{1,12})")
_QUOTED_LINES = re.compile(
    r"(?:^(?P<name>[^\n>]{1,60}?) (?:wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|kirjoitti|skrev):\n{1,2})?"
    r"^(?P<words>>.*(?:\n>.*)*)",
    re.MULTILINE,
)
_LONGEST_NAME = 200  # with what stands around it


class Quote(Record, frozen=True):
    """A passage taken over: from whom, from which post (both "" if not said), and its words on one line."""

    author: str = ""
    number: str = ""
    words: str = ""


class ForumText(Record, frozen=True):
    """The text of a post, its outermost quotes, and how many signatures were cut from it."""

    text: HtmlText
    quotes: tuple[Quote, ...] = ()
    n_signatures: int = 0


def read_body(body: LexborNode, markup: TextMarkup, thread: str = "") -> ForumText:
    """The text of a post's body.

    Parameters
    ----------
    thread
        The number of the thread; a quote from another thread names no post of this one.
    """
    signatures = _below(body, markup.signature)
    left_out = {node.mem_id for node in (*signatures, *_below(body, markup.not_text))}
    read_as = {node.mem_id: "span" for node in _below(body, markup.jump)}
    read_as.update((node.mem_id, "pre") for node in _below(body, markup.code))
    blocks = _below(body, markup.quote)
    outermost = _outermost(blocks)
    read_as.update((node.mem_id, "blockquote") for node in blocks)
    read_as.update((node.mem_id, "div") for block in outermost for node in block.css("cite"))
    if body.tag in ("blockquote", "pre", "code"):
        read_as[body.mem_id] = "div"
    quotes = tuple(_quote(block, markup, thread) for block in outermost)
    whole = read_node(body, left_out, read_as)
    own = without_device_line(_above(whole, markup.signature_line) if markup.signature_line else whole)
    text, left_standing = _with_quotes_in_text(own)
    n_signatures = sum(bool(text_of(node)) for node in signatures) + (own is not whole)
    return ForumText(text=text, quotes=(*quotes, *left_standing), n_signatures=n_signatures)


def _above(text: HtmlText, line: str) -> HtmlText:
    """The text above the last line that a pattern fits; the whole where none does."""
    found = list(re.finditer(rf"^(?:{line})$", text.text, re.MULTILINE))
    if not found:
        return text
    kept = text.text[: found[-1].start()].rstrip()
    quoted = tuple((start, end) for start, end in text.quoted if end <= len(kept))
    return HtmlText(text=kept, quoted=quoted, links=links_in(kept))


def read_text(text: str) -> ForumText:
    """Clean text without markup, quotes in it as BBCode."""
    found, quotes = _with_quotes_in_text(HtmlText(text=text, links=links_in(text)))
    return ForumText(text=found, quotes=tuple(quotes))


def _with_quotes_in_text(text: HtmlText) -> tuple[HtmlText, list[Quote]]:
    """The text with the spans of quotes that are no markup: BBCode left standing, and lines that begin with ``>``."""
    spans, quotes = _coded_quotes(text.text)
    for lines in _QUOTED_LINES.finditer(text.text):
        spans.append(lines.span())
        words = " ".join(re.sub(r"^[> ]+", "", lines["words"], flags=re.MULTILINE).split())
        quotes.append(Quote(author=(lines["name"] or "").strip(), words=words[:2000]))
    if not spans:
        return text, []
    return HtmlText(text=text.text, quoted=_joined((*text.quoted, *spans)), links=text.links), quotes


def _coded_quotes(text: str) -> tuple[list[Span], list[Quote]]:
    """The outermost quotes in BBCode; a beginning without an end, and an end without a beginning, are just text."""
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    opened: list[re.Match[str]] = []
    for code in _CODE.finditer(text) if "[" in text else ():
        if not code["end"]:
            opened.append(code)
        elif opened:
            pairs.append((opened.pop(), code))
    spans: list[Span] = []
    quotes: list[Quote] = []
    for start, end in sorted(pairs, key=lambda pair: pair[0].start()):
        if not spans or start.start() >= spans[-1][1]:
            spans.append((start.start(), end.end()))
            quotes.append(_quote_in_code(start["given"] or "", text[start.end() : end.start()]))
    return spans, quotes


def _quote_in_code(given: str, words: str) -> Quote:
    name, post = _GIVEN_NAME.search(given), _GIVEN_POST.search(given)
    author = next((group for group in name.groups() if group), "") if name else ""
    return Quote(author=author.strip(), number=post[1] if post else "", words=" ".join(words.split())[:2000])


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def value_at(node: LexborNode, places: Sequence[Place]) -> str:
    """The first value that one of the places below a node (or the node itself) holds; "" if none does."""
    for place in places:
        for here in node.css(place.selector)[:20] if place.selector else (node,):
            value = value_of(here, place)
            if value:
                return value
    return ""


def value_of(node: LexborNode, place: Place) -> str:
    """What a place says of the element that its selector found."""
    value = (node.attributes.get(place.attribute) or "") if place.attribute else text_of(node)
    value = " ".join(value.split())
    if not place.pattern:
        return value
    found = re.search(place.pattern, value[:2000])
    return next((group for group in found.groups() if group), "") if found else ""


def _quote(block: LexborNode, markup: TextMarkup, thread: str) -> Quote:
    elsewhere = value_at(block, markup.quoted_thread) if markup.quoted_thread else ""
    own_thread = not elsewhere or not thread or elsewhere == thread
    return Quote(
        author=_name_in(value_at(block, markup.quote_author)),
        number=value_at(block, markup.quoted_post) if own_thread else "",
        words=text_of(block)[:2000],
    )


def _name_in(line: str) -> str:
    """The name in a line such as "Ann said:"; the line may be the name alone."""
    line = line[:_LONGEST_NAME]
    before = _BEFORE_NAME.match(line)
    return _AFTER_NAME.sub("", line[before.end() if before else 0 :]).strip(" :,")


def _below(body: LexborNode, selector: str) -> list[LexborNode]:
    return [node for node in body.css(selector) if node.mem_id != body.mem_id] if selector else []


def _outermost(blocks: Sequence[LexborNode]) -> list[LexborNode]:
    inside = {block.mem_id for block in blocks}
    return [block for block in blocks if block.parent is None or not stands_in(block.parent, inside)]
