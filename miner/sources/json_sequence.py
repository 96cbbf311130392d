"""Several JSON values one behind another: pages of an answer that somebody saved into one file."""

from __future__ import annotations

import json
import re
from typing import Any

_BETWEEN = re.compile(r"[\s,]*")


def values_in_a_row(text: str) -> list[Any]:
    """The values, those of lists joined into one list; [] unless there are two or more whole ones and nothing else.

    The text must not be nested deeper than a parser takes.
    """
    decoder = json.JSONDecoder()
    values: list[Any] = []
    position = 0
    while (position := _end(text, position)) < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return []
        values.append(value)
    if len(values) < 2 or not all(isinstance(value, (dict, list)) for value in values):
        return []
    return [entry for value in values for entry in (value if isinstance(value, list) else [value])]


def _end(text: str, position: int) -> int:
    found = _BETWEEN.match(text, position)
    return found.end() if found else position
