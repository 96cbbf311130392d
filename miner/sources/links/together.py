"""Several files of one kind in a folder, read as one: an issue with the pages of its comments, items one a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from miner.errors import BrokenInput
from miner.sources.base import Item
from miner.sources.bundles import Bundle, Entry
from miner.sources.links.json_source import JsonSource
from miner.sources.links.rows import rows

# Of files that can be JSON; a file without a suffix or with that of its packing can be, too.
_SUFFIXES = frozenset(("", ".json", ".jsonl", ".ndjson", ".zst", ".gz", ".txt"))
_START_BYTES = 64
_TRIED = 6  # files spread over the folder: the files of an export are of one kind


class Together:
    """Reads all files of a folder that the source recognises; one alone is left to the source itself."""

    def __init__(self, source: JsonSource) -> None:
        self.source = source
        self.name = source.name
        self.reads = source.reads
        self.example = f"folder of {source.example}"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        if not bundle.is_folder:
            return ()
        entries = [entry for entry in bundle.entries if PurePosixPath(entry.name).suffix.lower() in _SUFFIXES]
        step = max(1, len(entries) // _TRIED)
        if not any(self._is_member(entry) for entry in entries[::step]):
            return ()
        found = [entry for entry in entries if self._is_member(entry)]
        return found if len(found) > 1 else ()

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        yield from self.source.read(row for entry in members for row in rows(entry.material(), f"{entry.name}#"))

    def _is_member(self, entry: Entry) -> bool:
        if not _begins_like_json(entry):
            return False
        material = entry.material()
        return material.problem is None and self.source.recognises(material.preview)


def _begins_like_json(entry: Entry) -> bool:
    """Looked at first, for a folder may hold large files of every kind."""
    try:
        with entry.open() as file:
            return file.read(_START_BYTES).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")
    except BrokenInput:
        return False  # the entry itself says so when it is read
