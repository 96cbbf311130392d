"""RDFa in a page: elements with ``typeof`` and their properties (RDFa Lite 1.1, and RDFa 1.0 as Drupal 7 prints it).

Vocabularies are not told apart: ``schema:Comment`` and ``sioct:Comment`` are both a "Comment".
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.blogs.things import Thing, scoped, short_name, value_of

# Values of ``rel`` that are properties have a prefix; "nofollow" and "stylesheet" have none.
_PREFIXED = re.compile(r"[A-Za-z][\w-]{0,20}:[A-Za-z][\w-]{0,60}\Z")


def things_in_rdfa(page: LexborHTMLParser) -> list[Thing]:
    """All things, flat, in document order; ``rel`` with a prefix is a property like ``property``."""
    found: list[Thing] = []
    opened: dict[int, Thing] = {}
    related: list[tuple[Thing, str, LexborNode]] = []  # whose value is the thing that stands in the element
    for node, thing, owner in scoped(page, "[typeof], [property], [rel]", _opens):
        attributes = node.attributes
        if thing is not None:
            found.append(thing)
            thing.types = tuple(short_name(name) for name in (attributes.get("typeof") or "").split())
            thing.id = attributes.get("about") or attributes.get("resource") or attributes.get("id") or ""
            thing.locator = f"#{attributes['id']}" if attributes.get("id") else f"rdfa item {len(found)}"
            opened[node.mem_id] = thing
            if "about" in attributes:  # RDFa 1.0: a property beside it is the new thing's own
                for name in _properties(node):
                    thing.add(name, node)
        if owner is not None:
            for name in _properties(node):
                owner.add(name, thing if thing is not None else _linked(node, name in _LINKS))
            related += ((owner, name, node) for name in _relations(node) if name not in _LINKS and thing is None)
    for owner, name, node in related:
        inner = (opened[here.mem_id] for here in node.css("[typeof]") if here.mem_id in opened)
        owner.values[name] = [next(inner, node), *owner.values.get(name, ())]
    return found


_LINKS = frozenset(("reply_of", "has_container", "isPartOf", "parentItem"))  # whose value is an address, not a text


def _opens(node: LexborNode) -> bool:
    return bool(node.attributes.get("typeof"))


def _properties(node: LexborNode) -> list[str]:
    names = [short_name(name) for name in (node.attributes.get("property") or "").split()]
    return [*names, *(name for name in _relations(node) if name in _LINKS)]


def _relations(node: LexborNode) -> list[str]:
    return [short_name(name) for name in (node.attributes.get("rel") or "").split() if _PREFIXED.match(name)]


def _linked(node: LexborNode, is_link: bool) -> str | LexborNode:
    resource = node.attributes.get("resource") or ""
    value = resource if is_link and resource else value_of(node)
    return value if isinstance(value, str | LexborNode) else node
