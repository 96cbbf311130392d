"""Files too large to be held: read as a stream, line by line, as often as asked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, BinaryIO

from miner.settings import SourceSettings
from miner.sources.decoding import MIXED, MIXED_LINES, encoding_of, line_in
from miner.sources.material import Material, object_in
from miner.sources.notes import Repair
from miner.sources.unpacking import too_large

LARGE = 32 * 1024 * 1024  # bytes, unpacked; all that sources make of a smaller file fits into 300 MB
LARGE_LINES = 300_000  # of a smaller file: each becomes a row or a post, which takes more than the text of a short line
PREVIEW_LINES = 20_000
PREVIEW = 1 << 20  # bytes that sources are shown to recognise a file by
MAX_LINE = 1 << 24  # bytes; no post is as long, and a longer line comes in parts


class LargeMaterial(Material):
    """A file that is opened anew for each reading; only its ``start`` is held.

    ``lines``, ``byte_lines`` and ``objects`` need no more than one line in memory. Whatever needs the whole file
    (``data``, ``text``, ``json``, ``table``) loads it, up to ``max_bytes``.
    """

    def __init__(self, place: str, opener: Callable[[], BinaryIO], settings: SourceSettings, start: bytes) -> None:
        super().__init__(place, b"", settings)
        self._opener = opener
        self._encoding = encoding_of(start)
        if self._encoding == MIXED:
            self.repairs[Repair(MIXED_LINES)] = None
        self._preview = Material(place, _first_lines(start), settings)

    def open(self) -> BinaryIO:
        """The unpacked bytes as a stream, opened anew."""
        return self._opener()

    @property
    def is_large(self) -> bool:
        """True."""
        return True

    @property
    def preview(self) -> Material:
        """The first lines."""
        return self._preview

    @property
    def data(self) -> bytes:
        """The unpacked bytes, read anew.

        Raises
        ------
        BrokenInput
            If there are more than ``max_bytes``.
        """
        with self.open() as file:
            data = file.read(self.settings.max_bytes + 1)
        if len(data) > self.settings.max_bytes:
            raise too_large(self.place, self.settings.max_bytes)
        return data

    @property
    def encoding(self) -> str:
        """The encoding that lines are read with."""
        return self._encoding

    @property
    def head(self) -> str:
        """The first 4,096 characters."""
        return self._preview.head

    @cached_property
    def container(self) -> str:
        """A table in a container is never read as a stream."""
        return ""

    @cached_property
    def is_html(self) -> bool:
        """A page is never read as a stream."""
        return False

    def lines(self) -> Iterator[tuple[int, str]]:
        """As ``Material.lines``, one line in memory; one longer than ``MAX_LINE`` comes in parts."""
        if self._encoding == "utf-16":
            yield from self._lines_of_text()
            return
        for number, line in self.byte_lines():
            yield number, line_in(line, self._encoding).replace("\x00", "")

    def byte_lines(self) -> Iterator[tuple[int, bytes]]:
        """As ``Material.byte_lines``, one line in memory; the parts of a line have its number."""
        with self.open() as file:
            if self._encoding == "utf-8-sig":
                file.read(3)
            number = 1
            while line := file.readline(MAX_LINE):
                if b"\r" in line:
                    for part in line.splitlines():
                        yield number, part
                        number += 1
                elif line.endswith(b"\n"):
                    yield number, line[:-1]
                    number += 1
                else:
                    yield number, line

    def objects(self) -> Iterator[tuple[int, dict[str, Any] | None]]:
        """As ``Material.objects``, one line in memory; the bytes are parsed as they are."""
        if self._encoding not in ("utf-8", "utf-8-sig"):
            yield from super().objects()
            return
        before = 0
        for number, line in self.byte_lines():
            if number == before:
                continue  # the rest of a line that is too long; its first part was broken already
            before = number
            value = object_in(line)
            if value is None and line.strip():
                value = object_in(line_in(line, MIXED).replace("\x00", ""))  # two programs wrote to one file
            elif value is None:
                continue
            yield number, value

    def _lines_of_text(self) -> Iterator[tuple[int, str]]:
        with io.TextIOWrapper(self.open(), "utf-16", "replace") as file:
            number = 1
            while line := file.readline(MAX_LINE):
                yield number, line.rstrip("\n").replace("\x00", "")
                number += 1


def _first_lines(start: bytes) -> bytes:
    """Whole lines of the beginning, as many as recognition needs."""
    lines = start[:PREVIEW].split(b"\n", PREVIEW_LINES)
    return b"".join(line + b"\n" for line in lines[:-1]) or start[:PREVIEW]


def is_lines(start: Material) -> bool:
    """Whether the beginning of a file shows that it can be read line by line: JSON Lines, mail, plain text, tables.

    A single JSON value, a page, XML and spreadsheets must be read whole.
    """
    if start.container or start.is_html or start.head.startswith("<"):
        return False
    return bool(start.json_rows) or not start.begins_like_json
