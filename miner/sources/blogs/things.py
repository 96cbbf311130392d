"""Things described in a page's markup: the one shape of JSON-LD, microdata, RDFa and microformats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.html import HtmlText, read_fragment, read_node, text_of

_ADDRESS_OF_TYPE = re.compile(r"\A(?:https?://(?:www\.)?[^\s#]{1,200}[/#]|[A-Za-z][\w.-]{0,20}:)(?=[A-Za-z])")

MAX_LEVELS = 500  # looked up from an element to the thing it belongs to; real pages stay under 100


@dataclass(eq=False, slots=True)
class Thing:
    """One described thing.

    Attributes
    ----------
    types
        Without the vocabulary's address: "Comment", "h-entry".
    values
        By property name: text, the element that holds it, or another thing; in document order.
    within
        The thing that it stands in, whether as a property's value or only by its place on the page.
    role
        The (first) property by which it belongs to the thing it stands in; "" if it only stands there.
    node
        Its element; None in JSON-LD.
    """

    types: tuple[str, ...]
    id: str = ""
    values: dict[str, list[Value]] = field(default_factory=dict)
    within: Thing | None = None
    role: str = ""
    node: LexborNode | None = None
    locator: str = ""

    def add(self, name: str, value: Value) -> None:
        """One more value of a property."""
        if isinstance(value, Thing) and value.within is self:
            value.role = value.role or name
        self.values.setdefault(name, []).append(value)

    def is_a(self, *types: str) -> bool:
        """Whether it is of one of the types."""
        return not set(types).isdisjoint(self.types)

    def all(self, *names: str) -> Iterator[Value]:
        """All values of the properties, in the order of the names."""
        for name in names:
            yield from self.values.get(name, ())

    def things(self, *names: str) -> Iterator[Thing]:
        """Those values that are things."""
        return (value for value in self.all(*names) if isinstance(value, Thing))

    def string(self, *names: str) -> str:
        """The first value that is text, on one line; a thing's is its name."""
        for value in self.all(*names):
            text = value.string("name") if isinstance(value, Thing) else one_line(value)
            if text:
                return text
        return ""

    def address(self, *names: str) -> str:
        """The first value that is an address, as written."""
        return next((found for value in self.all(*names) if (found := address_in(value))), "")

    def enclosing(self) -> Iterator[Thing]:
        """The things it stands in, the nearest first."""
        above = self.within
        while above is not None:
            yield above
            above = above.within


Value = str | LexborNode | Thing


def address_in(value: Value) -> str:
    """The address that a value is or holds; "" for none."""
    if isinstance(value, Thing):
        return value.address("url") or value.id.strip()
    if isinstance(value, LexborNode):
        return (value.attributes.get("href") or value.attributes.get("src") or "").strip()
    return value.strip()


def short_name(name: str) -> str:
    """A type or property without the address or prefix of its vocabulary."""
    return _ADDRESS_OF_TYPE.sub("", name.strip())


def one_line(value: str | LexborNode) -> str:
    """A text value as one line; markup undone."""
    if isinstance(value, LexborNode):
        return text_of(value)
    return " ".join(read_fragment(value).text.split())


def scoped(
    page: LexborHTMLParser, selector: str, opens: Callable[[LexborNode], bool]
) -> Iterator[tuple[LexborNode, Thing | None, Thing | None]]:
    """The elements of a selector as (element, the thing it opens, the thing it belongs to), in document order.

    Types and values are the caller's to fill in.
    """
    opened: dict[int, Thing] = {}
    seen: set[int] = set()
    for node in page.css(selector):
        if node.mem_id in seen:  # once for each part of the selector that it meets
            continue
        seen.add(node.mem_id)
        owner = _nearest(node, opened)
        thing = None
        if opens(node):
            thing = opened[node.mem_id] = Thing(types=(), within=owner, node=node)
        yield node, thing, owner


def _nearest(node: LexborNode, opened: dict[int, Thing]) -> Thing | None:
    above = node.parent
    for _ in range(MAX_LEVELS):
        if above is None:
            break
        if above.mem_id in opened:
            return opened[above.mem_id]
        above = above.parent
    return None


def value_of(node: LexborNode) -> Value:
    """What an element gives as a value: what it says for machines, or itself (its text or its address)."""
    attributes = node.attributes
    for name in ("content", "datetime", "value"):
        if attributes.get(name):
            return attributes[name] or ""
    return (attributes.get("href") or "") if node.tag == "link" else node


def body_of(value: Value, leave_out: set[int]) -> HtmlText:
    """A text value with its paragraphs and quotes; ``leave_out`` are elements of other things."""
    if isinstance(value, Thing):
        return HtmlText(text="")
    if isinstance(value, LexborNode):
        return read_node(value, leave_out)
    return read_fragment(value if "<" in value else value.replace("\n", "<br>"))
