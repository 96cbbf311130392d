"""Microformats 2 in a page or in parsed JSON: ``h-entry``, ``h-cite``, ``h-feed`` and ``h-card`` with their properties.

Rules of https://microformats.org/wiki/microformats2-parsing, as far as discussions need them; the old class names
(``hentry``) are not read, since themes put them on anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.sources.blogs.things import Thing, scoped
from miner.sources.html import text_of
from miner.sources.json_values import child, string

ROOTS = ("h-entry", "h-cite", "h-feed", "h-card", "h-event", "h-review", "h-adr", "h-item", "h-product", "h-recipe")
_PROPERTY = re.compile(r"(p|u|dt|e)-((?:[a-z0-9]{1,20}-){0,4}[a-z]{2,30})\Z")
_SELECTOR = ", ".join(f"[class*='{prefix}-']" for prefix in ("h", "p", "u", "dt", "e"))
_ADDRESSES = ("href", "src", "data", "poster", "value", "title")


def things_in_microformats(page: LexborHTMLParser) -> list[Thing]:
    """All things, flat, in document order; names that are only implied are filled in."""
    found: list[Thing] = []
    for node, thing, owner in scoped(page, _SELECTOR, _opens):
        if thing is not None:
            found.append(thing)
            thing.types = tuple(name for name in _classes(node) if name in ROOTS)
            thing.id = node.attributes.get("id") or ""
            thing.locator = f"#{thing.id}" if thing.id else f"{thing.types[0]} {len(found)}"
        if owner is not None:
            for prefix, name in _properties(node):
                owner.add(name, thing if thing is not None else _value(prefix, node))
    for thing in found:
        _imply(thing)
    return found


def things_in_parsed(value: Any, limit: int = 200_000) -> list[Thing]:
    """The things of JSON as parsers write it (all of a page in ``items``, or one): ``type``, ``properties``, ``children``."""
    found: list[Thing] = []
    items = child(value, "items")
    waiting: list[tuple[Any, Thing | None, str, str]] = [
        (entry, None, "", f"/items/{number}")
        for number, entry in reversed(list(enumerate(items if isinstance(items, list) else [])))
    ]
    if is_parsed_thing(value):
        waiting = [(value, None, "", "")]
    while waiting and len(found) < limit:
        here, within, name, place = waiting.pop()
        if is_parsed_thing(here):
            types = tuple(entry for entry in here["type"] if isinstance(entry, str))
            thing = Thing(types=types, id=string(here, "id"), within=within, locator=place)
            found.append(thing)
            if within is not None and name:
                within.add(name, thing)
            waiting += reversed(list(_inside(here, thing, place)))
        elif within is not None and name:
            plain = here if isinstance(here, str) else string(here, "value")
            within.add(name, string(here, "html") or escape(plain, quote=False))
    return found


def is_parsed_thing(value: Any) -> bool:
    """Whether it is a thing as parsers write it."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("properties"), Mapping)
        and isinstance(value.get("type"), list)
        and any(isinstance(name, str) and name.startswith("h-") for name in value["type"])
    )


def _inside(value: Mapping[str, Any], thing: Thing, place: str) -> Iterator[tuple[Any, Thing, str, str]]:
    for name, values in value["properties"].items():
        for number, entry in enumerate(values if isinstance(values, list) else []):
            yield entry, thing, str(name), f"{place}/properties/{name}/{number}"
    children = value.get("children")
    for number, entry in enumerate(children if isinstance(children, list) else []):
        yield entry, thing, "", f"{place}/children/{number}"


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _opens(node: LexborNode) -> bool:
    return any(name in ROOTS for name in _classes(node))


def _properties(node: LexborNode) -> list[tuple[str, str]]:
    found = (_PROPERTY.match(name) for name in _classes(node))
    return [(match[1], match[2]) for match in found if match]


def _value(prefix: str, node: LexborNode) -> str | LexborNode:
    attributes = node.attributes
    if prefix == "u":
        return next((attributes[name] or "" for name in _ADDRESSES if attributes.get(name)), "") or _value_class(node)
    if prefix == "dt":
        return attributes.get("datetime") or attributes.get("title") or attributes.get("value") or _value_class(node)
    if prefix == "p":
        return attributes.get("title" if node.tag == "abbr" else "value" if node.tag == "data" else "alt") or node
    return node


def _value_class(node: LexborNode) -> str:
    """The parts of a value that is written in pieces (``class="value"``), else the text."""
    parts = [
        (part.attributes.get("datetime") or text_of(part))
        if "value" in _classes(part)
        else part.attributes.get("title") or ""
        for part in node.css(".value, .value-title")
    ]
    return "".join(parts) or text_of(node)


def _imply(thing: Thing) -> None:
    """Name and address of a thing that is marked without properties: ``<a class="h-card" href="...">Ann</a>``."""
    if thing.node is None:
        return
    inner = any(isinstance(value, Thing) for values in thing.values.values() for value in values)
    if "name" not in thing.values and not inner and not {"content", "summary"}.intersection(thing.values):
        thing.add("name", thing.node.attributes.get("alt") or thing.node)
    href = thing.node.attributes.get("href")
    if href and "url" not in thing.values:
        thing.add("url", href)
