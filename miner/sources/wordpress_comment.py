"""One comment of a WordPress page: its author, date and text, by the classes of many themes or by their place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborNode

from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_node, text_of, walk

# Classes of the author's name: core (fn), wpDiscuz, Epoch, common themes; then wider guesses.
_AUTHOR = [
    "fn",
    "epoch-author-link",
    "wc-comment-author",
    "wpd-comment-author",
    "comment-author-name",
    "comment_author",
    "comment-author-link",
    "commentauthor",
    "comment__author-name",
    "author-name",
    "authorname",
]
_AUTHOR_BOX = ("comment-author", "comment__author", "comment_author_box")
_DATE = [
    "comment-date",
    "comment-time",
    "comment_date",
    "comment_time",
    "wc-comment-date",
    "wpd-comment-date",
    "comment-timestamp",
    "comment-metadata",
    "comment-meta",
    "commentmetadata",
    "comment__date",
    "epoch-comment-link",
    "published",
    "date",
    "time",
    "meta",
]
# Containers of the text alone, the innermost of the usual nestings first.
_TEXT = [
    "comment-text",
    "wc-comment-text",
    "wpd-comment-text",
    "commenttext",
    "epoch-comment-content",
    "comment_text",
    "comment__text",
    "comment-content",
    "comment__content",
    "comment_content",
    "comment-entry",
    "commententry",
    "comment-copy",
]
_META = re.compile(
    r"(?:(?:epoch-|wc-|wpd-)?comment[-_]{0,2})?(?:author|meta|metadata|meta-data|date|time|reply|reply-link|avatar|number|"
    r"edit|edit-link|actions|footer|header|likes?|like-link|share|votes?|rating|report|permalink|"
    r"awaiting-moderation|info|tools|buttons?|details)|says|vcard|gravatar|fn|sharedaddy|sd-block|jp-relatedposts|"
    r"pmcc-comments-report-link|comments-report-link|hide-if-no-js|edit-link|cld-like-dislike-wrap|wp-ulike|"
    r"commentmetadata|comment-reply-link|comment-edit-link"
)
_NOT_TEXT_TAGS = frozenset(("header", "footer", "aside", "nav", "time"))
_BLOCKS = frozenset(("p", "blockquote", "pre", "ol", "ul", "table"))
_SAYS = re.compile(
    r"(?:\s*[,:.…]|\s+(?:says?|said|wrote|writes|sagt|schrieb|schreibt|meint|dit|a dit|dice|dijo|ha detto|scrive|disse|"
    r"diz|zegt|schreef|skriver|säger|mówi|pisze|пишет|говорит))+\s*:?\s*\Z",
    re.IGNORECASE,
)
_MONTH = r"[^\W\d_]{3,12}"
_CLOCK = (
    r"(?:[\s,@|/·–-]{0,4}(?:(?:um|at|à|a las|às|om|kl|alle|ore|o)\b\.?\s*)?"
    r"(\d{1,2}[:h.]\d\d(?::\d\d)?(?:\s?[ap]\.?\s?m\b\.?)?))?"
)
_HUMAN_DATE = re.compile(
    rf"((?:\d{{1,2}}(?:st|nd|rd|th|º|er)?\.?\s+(?:de\s+)?{_MONTH}\.?,?\s+(?:de\s+|del\s+)?\d{{4}})"
    rf"|(?:{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
    r"|(?:\d{4}-\d\d-\d\d)|(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b))" + _CLOCK,
    re.IGNORECASE,
)
_EAST_ASIAN_DATE = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
NUMERIC_DATE = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d\d)\b")


@dataclass(frozen=True)
class _Either:
    """What is in one of two containers: the first is the page's, too large to copy for each comment."""

    one: Container[int]
    other: Container[int]

    def __contains__(self, item: object) -> bool:
        return item in self.one or item in self.other


@dataclass
class CommentItem:
    """One comment item: its own elements and loose text, without those of its replies."""

    number: str
    root: LexborNode
    outside: Container[int]  # nodes that belong to other comments, lists of replies, forms
    parent: str | None = None
    parent_is_named: bool = False  # by the markup, not only by where the comment stands
    elements: list[LexborNode] = field(default_factory=list)
    texts: list[LexborNode] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)

    @cached_property
    def classes(self) -> dict[int, list[str]]:
        return {node.mem_id: (node.attributes.get("class") or "").split() for node in self.elements}

    @cached_property
    def meta(self) -> set[int]:
        """Its elements that hold no words of the comment."""
        return {
            node.mem_id
            for node in self.elements
            if node.mem_id != self.root.mem_id and any(_META.fullmatch(token) for token in self.classes[node.mem_id])
        }

    def with_class(self, names: tuple[str, ...] | list[str]) -> Iterator[LexborNode]:
        for name in names:
            for node in self.elements:
                if name in self.classes[node.mem_id]:
                    yield node

    def is_pingback(self) -> bool:
        own = {token for node in self.elements[:3] for token in self.classes[node.mem_id]}
        return bool(own & {"pingback", "trackback"})

    def author(self) -> str:
        node = self.author_node
        return _SAYS.sub("", text_of(node, self._not_name(node))).strip(" ,:") if node is not None else ""

    def _not_name(self, node: LexborNode) -> set[int]:
        """What stands in a name's box beside the name: date, reply link, "says"."""
        return self.meta - {node.mem_id}

    @cached_property
    def author_node(self) -> LexborNode | None:
        for node in self.with_class(_AUTHOR):
            if text_of(node):
                return node
        for node in self.elements:
            if node.attributes.get("itemprop") == "name" and text_of(node):
                return node
        for box in self.with_class(_AUTHOR_BOX):
            inside = next((part for part in box.css("strong, b, cite, a.url") if text_of(part)), None)
            if inside is not None:
                return inside
        for node in self.with_class(["author"]):
            if text_of(node):
                return node
        named = next((node for node in self.elements if node.tag == "cite" and text_of(node)), None)
        return named or next((node for node in self.with_class(_AUTHOR_BOX) if text_of(node)), None)

    def date_texts(self) -> Iterator[str]:
        """Where the date may be written: machine-readable first, the loose words of the header last."""
        for node in self.elements:
            if node.tag == "time" or (node.attributes.get("itemprop") or "").startswith("date"):
                yield node.attributes.get("datetime") or node.attributes.get("content") or ""
                yield text_of(node)
        for node in self.with_class(_DATE):
            yield node.attributes.get("title") or ""
            yield text_of(node, self.outside)
        for node in self.elements:
            if node.tag == "a" and (node.attributes.get("href") or "").endswith(f"comment-{self.number}"):
                yield text_of(node)
        for node in self.with_class(_AUTHOR_BOX):
            yield text_of(node)
        yield self.words(self._loose())

    def text(self) -> HtmlText:
        container = self._container()
        if container is not None:
            return read_node(container, _Either(self.outside, self.meta - {container.mem_id}))
        author = self.author_node
        left_out = self.meta | self._loose() | {node.mem_id for node in self.elements if node.tag in _NOT_TEXT_TAGS}
        if author is not None:
            left_out.add(author.mem_id)
        return read_node(self.root, _Either(self.outside, left_out))

    def _container(self) -> LexborNode | None:
        """The element that holds the text alone, if the theme has one."""
        author = self.author_node
        candidates = [*self.with_class(_TEXT)]
        candidates += [node for node in self.elements if node.attributes.get("itemprop") in ("text", "commentText")]
        candidates += [*self.with_class(["comment-body"])]
        for node in candidates:
            holds_author = author is not None and self._holds(node, author)
            if node.mem_id != self.root.mem_id and not holds_author:
                return node
        return None

    def _loose(self) -> set[int]:
        """Words of the header that stand in no element of their own: those before the first paragraph."""
        inside_meta: set[int] = set()
        for node in self.elements:
            parent = node.parent
            if node.mem_id in self.meta or (parent is not None and parent.mem_id in inside_meta):
                inside_meta.add(node.mem_id)
        first = next(
            (
                node
                for node in self.elements
                if node.tag in _BLOCKS and node.mem_id not in inside_meta and text_of(node, self.outside)
            ),
            None,
        )
        if first is None or self.author_node is None:
            return set()
        start = self.order[first.mem_id]
        return {node.mem_id for node in self.texts if self.order[node.mem_id] < start}

    def _holds(self, node: LexborNode, other: LexborNode) -> bool:
        return any(entered and here.mem_id == other.mem_id for entered, here in walk(node, self.outside))

    def words(self, only: Container[int] | None = None) -> str:
        """Its loose words, at most the first 400 characters; ``only`` those of these text nodes."""
        words = [node.text_content or "" for node in self.texts if only is None or node.mem_id in only]
        return " ".join(" ".join(words[:40]).split())[:400]


def read_stamp(text: str, languages: tuple[str, ...], day_first: bool | None) -> Stamp:
    """A date in a short text that may say more ("Ann on March 3, 2024 at 5:12 pm - Reply")."""
    text = " ".join(text.split())[:400]
    if not re.search(r"\d", text):
        return NO_DATE
    if re.match(r"\d{4}-\d\d-\d\dT", text):
        return read_date(text)
    east_asian = _EAST_ASIAN_DATE.search(text)
    if east_asian:
        return read_date(f"{east_asian[1]}-{int(east_asian[2]):02}-{int(east_asian[3]):02}")
    found = _HUMAN_DATE.search(text)
    if not found:
        return NO_DATE
    return read_date(f"{found[1]} {_clock_of_24_hours(found[2] or '')}".strip(), day_first, languages)


def _clock_of_24_hours(clock: str) -> str:
    """A clock such as "5:12 pm" as "17:12", so that no reader of the date loses the half of the day."""
    found = re.match(r"(\d{1,2})[:h.](\d\d)(?::\d\d)?\s?([ap])?", clock, re.IGNORECASE)
    if not found:
        return ""
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    return f"{hour:02}:{found[2]}"
