"""Microdata in a page: elements with ``itemscope``, their types and properties (HTML standard, section 5).

``itemref`` is not followed: no theme's comment list was found to use it.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.blogs.things import Thing, scoped, short_name, value_of


def things_in_microdata(page: LexborHTMLParser) -> list[Thing]:
    """All things, flat, in document order; a thing within another has it in ``within`` even without a property."""
    found: list[Thing] = []
    for node, thing, owner in scoped(page, "[itemscope], [itemprop]", _opens):
        attributes = node.attributes
        if thing is not None:
            found.append(thing)
            thing.types = tuple(short_name(name) for name in (attributes.get("itemtype") or "").split())
            thing.id = attributes.get("itemid") or attributes.get("id") or ""
            thing.locator = f"#{attributes['id']}" if attributes.get("id") else f"microdata item {len(found)}"
        if owner is not None:
            for name in (attributes.get("itemprop") or "").split():
                owner.add(short_name(name), thing if thing is not None else value_of(node))
    return found


def _opens(node: LexborNode) -> bool:
    return "itemscope" in node.attributes
