"""What the sources of this family that read JSON share: how they recognise a file, and how they go through it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from miner.sources.base import Item, Layout
from miner.sources.links.rows import Row, first_rows, layout, rows
from miner.sources.material import Material

_MARKED_CHARS = 200_000


class JsonSource(ABC):
    """Reads the values of one file, or of several that belong together (see ``Together``).

    Attributes
    ----------
    marks
        One of these stands near the beginning of every file of the kind; looked for before anything is parsed.
    """

    name: ClassVar[str]
    reads: ClassVar[str]
    example: ClassVar[str]
    marks: ClassVar[tuple[str, ...]]
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        """Whether one of the first values is of the kind."""
        start = material.text[:_MARKED_CHARS]
        return any(mark in start for mark in self.marks) and any(self.is_ours(value) for value in first_rows(material))

    def items(self, material: Material) -> Iterator[Item]:
        """Items of one file."""
        yield Layout(layout(material))
        yield from self.read(rows(material))

    @abstractmethod
    def is_ours(self, value: object) -> bool:
        """Whether a value is of the kind, though it may hold no post."""

    @abstractmethod
    def read(self, found: Iterable[Row]) -> Iterator[Item]:
        """Items of the values of one or more files."""
