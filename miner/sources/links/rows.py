"""The JSON values of a file one by one: lines, the entries of a list, or the one value; wrappers of Perceval taken off."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.json_values import child
from miner.sources.material import Material

Row = tuple[str, Any]  # where it stands (line or JSON pointer), and the value; None for a broken line
LOOKED_AT = 20  # rows, for recognition: an export is of one kind throughout

_PERCEVAL = ("backend_name", "perceval_version", "data")


def rows(material: Material, name: str = "") -> Iterator[Row]:
    """The values of a file, one after another; JSON Lines are not kept in memory.

    Parameters
    ----------
    name
        Put before each place, where several files are read together.
    """
    if _has_lines(material):
        for number, value in material.objects():
            yield f"{name}{material.where(number)}", unwrapped(value)
        return
    value = material.sound_json
    if isinstance(value, list):
        yield from ((f"{name}/{number}", unwrapped(entry)) for number, entry in enumerate(value))
    elif value is not None:
        yield name, unwrapped(value)


def first_rows(material: Material) -> list[Any]:
    """The first values of a file that are objects, for recognition; [] for what is no JSON."""
    if not material.begins_like_json:
        return []
    return [value for _, value in itertools.islice(rows(material), LOOKED_AT) if isinstance(value, Mapping)]


def layout(material: Material) -> str:
    """How the values stand in the file."""
    if len(material.preview.json_rows) > 1:
        return "one object a line"
    return "a list" if isinstance(material.preview.sound_json, list) else "one answer"


def unwrapped(value: Any) -> Any:
    """What an item of Perceval (GrimoireLab) holds; any other value as it is."""
    if isinstance(value, Mapping) and "backend_name" in value and all(name in value for name in _PERCEVAL):
        return child(value, "data")
    return value


def below(name: str, place: str, entries: Iterable[Any]) -> list[Row]:
    """The entries of a list field with their places."""
    return [(f"{place}/{name}/{number}", entry) for number, entry in enumerate(entries)]


def _has_lines(material: Material) -> bool:
    """Whether it is JSON Lines, as far as its beginning shows."""
    return material.is_large or len(material.preview.json_rows) > 1
