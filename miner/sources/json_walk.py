"""The values of a JSON file one by one, and objects of one kind in them: interfaces wrap them in ever new shells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from miner.sources.material import Material

Located = tuple[str, Any]
LAYOUTS = {"lines": "one object a line", "list": "a list", "one": "one answer"}


def objects_in(
    value: object, locator: str, wanted: Callable[[Mapping[str, Any]], bool]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The wanted objects with their JSON pointers, in the order of the value; not looked into further.

    With a stack of its own: values may be nested as deep as a parser lets them.
    """
    open_values: list[Located] = [(locator, value)]
    while open_values:
        where, here = open_values.pop()
        if isinstance(here, dict):
            if wanted(here):
                yield where, here
                continue
            inside = [(f"{where}/{name}", found) for name, found in here.items()]
        elif isinstance(here, list):
            inside = [(f"{where}/{at}", found) for at, found in enumerate(here)]
        else:
            continue
        open_values += reversed(inside)


class JsonEntries:
    """The values of a file with where they stand, one by one and as often as asked; None for one that is broken.

    The entries of a list, the lines of JSON Lines (of a large file only one is in memory), or the one value.
    """

    def __init__(self, material: Material) -> None:
        self._material = material
        self._value = None if material.is_large else material.sound_json

    @property
    def layout(self) -> Literal["lines", "list", "one"]:
        """How the file holds them."""
        if self._value is None:
            return "list" if isinstance(self._material.preview.sound_json, list) else "lines"
        return "list" if isinstance(self._value, list) else "one"

    def __iter__(self) -> Iterator[Located]:
        if self._value is None:
            for number, row in self._material.objects():
                yield self._material.where(number), row
        elif isinstance(self._value, list):
            for number, entry in enumerate(self._value):
                yield f"/{number}", entry
        else:
            yield "", self._value
