"""Fields of JSON objects from outside: of the type that is wanted, or empty. Nothing here raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def child(value: object, name: str) -> Any:
    """The field, whatever it is; None if there is none."""
    # Parsers give dictionaries, and asking whether one is a mapping takes longer than looking the field up.
    return value.get(name) if type(value) is dict or isinstance(value, Mapping) else None


def string(value: object, name: str) -> str:
    """The field if it is text, else ""."""
    found = value.get(name) if type(value) is dict else child(value, name)
    return found if isinstance(found, str) else ""


def number(value: object, name: str) -> int | None:
    """The field if it is a whole number; ``true`` is none."""
    found = child(value, name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def children(value: object, name: str) -> list[Mapping[str, Any]]:
    """The objects in a list field; [] if there is no list."""
    found = child(value, name)
    return [entry for entry in found if isinstance(entry, (dict, Mapping))] if isinstance(found, list) else []
