"""JSON files of one folder that belong together because one names what the others number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from miner.sources.bundles import Bundle, Entry

MAX_FILES = 500  # looked into: answers of an API are saved by hand or by a script, not by the thousand


def json_pages(bundle: Bundle, mark: bytes, is_page: Callable[[object], bool]) -> list[tuple[Entry, Any]]:
    """The files that are pages, with their values.

    Parameters
    ----------
    mark
        Bytes that each page holds near its beginning: files without it are not parsed.
    is_page
        Whether a value is one.
    """
    entries = [
        entry
        for entry in bundle.entries
        if entry.base_name.lower().endswith((".json", ".txt")) or "." not in entry.base_name
    ]
    if not bundle.is_folder or len(entries) > MAX_FILES:
        return []
    found: list[tuple[Entry, Any]] = []
    for entry in entries:
        material = entry.material()
        if material.problem is None and mark in material.data[:200_000]:
            value = material.sound_json
            if is_page(value):
                found.append((entry, value))
    return found
