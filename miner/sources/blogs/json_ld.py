"""JSON-LD in a page: the things in its ``script`` elements."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from miner.errors import BrokenInput
from miner.sources.blogs.things import Thing, short_name
from miner.sources.json_values import child
from miner.sources.material import check_depth

_SCRIPTS = "script[type='application/ld+json']"
MAX_THINGS = 200_000  # of one page; a saved topic of 10,000 posts has some 50,000
# Templates wrap the JSON for browsers that did not know the type.
_WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*\Z")


def things_in_json_ld(page: LexborHTMLParser) -> list[Thing]:
    """All things of all scripts, flat, each after the one it stands in; broken scripts give none."""
    things: list[Thing] = []
    for number, value in enumerate(_scripts(page)):
        if value is not None:
            things += _things(value, f"script {number + 1}", MAX_THINGS - len(things))
    return things


def n_broken_scripts(page: LexborHTMLParser) -> int:
    """How many scripts of JSON-LD are no JSON."""
    return sum(value is None for value in _scripts(page))


@lru_cache(maxsize=1)
def _scripts(page: LexborHTMLParser) -> list[Any]:
    """The values of a page's scripts, which are asked for several times; None for one that is broken."""
    texts = (_WRAPPING.sub("", script.text() or "").strip().rstrip(";") for script in page.css(_SCRIPTS))
    return [_decoded(text) for text in texts if text]


def _decoded(text: str) -> Any:
    """The value; None for what is no JSON. Raw newlines within strings are common in templates."""
    try:
        check_depth(text.encode("utf-8", "replace"), "script")
        return json.loads(text, strict=False)
    except (ValueError, RecursionError, BrokenInput):
        return None


def _things(value: Any, locator: str, limit: int) -> list[Thing]:
    """The objects as things, without recursion: what stands in an object follows it."""
    found: list[Thing] = []
    waiting: list[tuple[Any, Thing | None, str, str]] = [(value, None, "", locator)]
    while waiting and len(found) < limit:
        here, within, name, place = waiting.pop()
        if isinstance(here, list):
            waiting += reversed([(entry, within, name, f"{place}/{n}") for n, entry in enumerate(here)])
        elif isinstance(here, Mapping) and not isinstance(child(here, "@value"), str):
            thing = _thing(here, within, place)
            if within is not None and name:
                within.add(name, thing)
            found.append(thing)
            fields: list[tuple[Any, Thing | None, str, str]] = [
                (entry, thing, short_name(key), f"{place}/{key}") for key, entry in here.items() if key[:1] != "@"
            ]
            if "@graph" in here:  # a wrapper: its things stand where it stands
                fields.append((here["@graph"], within, name, f"{place}/@graph"))
            waiting += reversed(fields)
        elif within is not None and name:
            _add_text(within, name, here)
    return found


def _thing(value: Mapping[str, Any], within: Thing | None, locator: str) -> Thing:
    types = child(value, "@type")
    names = types if isinstance(types, list) else [types]
    own_id = child(value, "@id")
    return Thing(
        types=tuple(short_name(name) for name in names if isinstance(name, str)),
        id=own_id if isinstance(own_id, str) else "",
        within=within,
        locator=locator,
    )


def _add_text(thing: Thing, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        value = value["@value"]
    if isinstance(value, str):
        thing.add(name, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        thing.add(name, str(value))
