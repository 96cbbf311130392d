"""Lists in JSON from outside, with all their entries: those of a wrong shape are counted, not passed over."""

from __future__ import annotations

from typing import Any

from miner.sources.json_values import child


def listed(value: object, name: str = "") -> list[Any]:
    """The entries of a field, or of the value itself without a name; [] where there is no list."""
    found = child(value, name) if name else value
    return found if isinstance(found, list) else []
