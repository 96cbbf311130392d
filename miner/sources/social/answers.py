"""Several answers of one network's interface in a folder, read as one: a status and its thread, pages of a timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Protocol

from miner.sources.base import Item
from miner.sources.bundles import Bundle, Entry
from miner.sources.material import Material


class SocialSource(Protocol):
    """A source of single files that can read several of them together."""

    name: str
    reads: str

    def recognises(self, material: Material) -> bool: ...
    def together(self, files: Sequence[tuple[str, Material]], place: str) -> Iterator[Item]: ...


class Answers:
    """Reads all answers of the source that lie in a folder; one alone is left to the source itself."""

    def __init__(self, source: SocialSource, example: str) -> None:
        self.source = source
        self.name = source.name
        self.reads = source.reads
        self.example = example

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        if not bundle.is_folder:
            return ()
        named = [entry for entry in bundle.entries if PurePosixPath(entry.name).suffix.lower() in (".json", ".jsonl")]
        found = [entry for entry in named if self._is_member(entry)]
        return found if len(found) > 1 else ()

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        folder = members[0].place.removesuffix(members[0].name).rstrip("/")
        files = [(f"{entry.name}#", entry.material()) for entry in members]
        yield from self.source.together(files, folder or PurePosixPath(members[0].name).stem)

    def _is_member(self, entry: Entry) -> bool:
        if entry.start.lstrip("\ufeff \r\n\t")[:1] not in ("{", "["):
            return False
        material = entry.material()
        return material.problem is None and not material.is_large and self.source.recognises(material.preview)
