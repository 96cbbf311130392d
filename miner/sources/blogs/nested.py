"""Objects in a JSON value from outside: those of all its pages, and replies nested in comments, without recursion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from miner.sources.json_values import child
from miner.sources.material import Material

Located = tuple[str, Any]


def values_in(material: Material) -> Iterator[Located]:
    """The file's one JSON value, or the object of each line; None for a broken line. With JSON pointer or line.

    Raises
    ------
    BrokenInput
        As ``material.json``.
    """
    value = None if material.is_large else material.json
    if value is not None:
        yield "", value
    else:
        yield from ((material.where(number), entry) for number, entry in material.objects())


def first_values(material: Material, limit: int = 20) -> list[Any]:
    """The first values, for recognition; never raises."""
    value = material.sound_json
    return [value] if value is not None else [entry for _, entry in material.json_rows[:limit]]


def entries_of(value: Any, name: str, locator: str) -> list[Located]:
    """The entries of a list field with their pointers."""
    found = child(value, name)
    return [(f"{locator}/{name}/{n}", entry) for n, entry in enumerate(found)] if isinstance(found, list) else []


def with_replies(entries: list[Located], name: str) -> Iterator[tuple[str, Any, Any]]:
    """Comments and the replies nested in them, in document order: (pointer, comment, the one it stands in or None)."""
    waiting: list[tuple[str, Any, Any]] = [(locator, entry, None) for locator, entry in reversed(entries)]
    while waiting:
        locator, entry, above = waiting.pop()
        yield locator, entry, above
        if isinstance(entry, Mapping):
            waiting += [(where, inner, entry) for where, inner in reversed(entries_of(entry, name, locator))]


def id_of(value: Any, name: str = "id") -> str:
    """An id as text, whether it is written as a number or as text; "" for none, null and 0."""
    found = child(value, name)
    if isinstance(found, bool) or not isinstance(found, int | str):
        return ""
    return str(found) if found != 0 else ""
