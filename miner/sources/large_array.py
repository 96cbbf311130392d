"""A list of objects too large to be held: read as a stream, record by record, as JSON Lines are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, BinaryIO

import msgspec

from miner.errors import BrokenInput
from miner.settings import SourceSettings
from miner.sources.large import MAX_LINE, LargeMaterial
from miner.sources.material import JsonRows, Material, check_depth, object_in
from miner.sources.notes import Repair

_BLOCK = 1 << 20
_PREVIEW_RECORDS = 2_000
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\[")
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
# An object without another in it, as most are: told by one match. All else is counted by its brackets.
_FLAT = re.compile(rb'\{(?:[^{}"]++|' + _STRING + rb")*+\}", re.DOTALL)
_TOKEN = re.compile(_STRING + rb'|[\[{\]}"]', re.DOTALL)
_PLAIN = re.compile(_STRING + rb'|[^,\[\]{}"\s]++(?=[\s,\]])', re.DOTALL)
_BETWEEN = re.compile(rb"[\s,]*+")


class LargeArray(LargeMaterial):
    """A list that is opened anew for each reading.

    ``objects`` needs one record in memory and numbers them from 1; ``preview`` is a list of the first ones. ``json``
    loads all.
    """

    def __init__(self, place: str, opener: Callable[[], BinaryIO], settings: SourceSettings, start: bytes) -> None:
        super().__init__(place, opener, settings, start)
        self._preview = Material(place, b"[" + b",\n".join(_first_records(start)) + b"]", settings)

    @cached_property
    def json_rows(self) -> JsonRows:
        """None: it is a list."""
        return []

    @cached_property
    def json(self) -> Any:
        """The whole list."""
        data = self.data
        check_depth(data, self.place)
        try:
            return msgspec.json.decode(data)
        except (msgspec.DecodeError, RecursionError):
            return Material(self.place, data, self.settings, repairs=self.repairs).json

    def objects(self) -> Iterator[tuple[int, dict[str, Any] | None]]:
        """The records one by one with their numbers; None for an entry that is broken, too deep or no object.

        Raises
        ------
        BrokenInput
            If behind the list stands something else, or a record is longer than any post.
        """
        with self.open() as file:
            for number, record in enumerate(_Records(file, self.place, self.repairs), 1):
                yield number, object_in(record)

    def where(self, number: int) -> str:
        """A JSON pointer."""
        return f"/{number - 1}"


class _Records:
    """The entries of a list as they are written."""

    def __init__(self, file: BinaryIO, place: str, repairs: dict[Repair, None]) -> None:
        self._file = file
        self._place = place
        self._repairs = repairs
        self._buffer = b""
        self._at = 0

    def __iter__(self) -> Iterator[bytes]:
        self._more()
        while opening := _OPENING.match(self._buffer, self._at):
            self._at = opening.end()
            yield from self._entries()
            while not self._buffer[self._at :].strip() and self._more():
                pass
        if self._buffer[self._at :].strip():
            raise BrokenInput(self._place, "behind its list of records stands something else", "Export it again.")

    def _entries(self) -> Iterator[bytes]:
        """Those up to the end of the list, or up to the cut of a file that has none."""
        while True:
            between = _BETWEEN.match(self._buffer, self._at)
            start = between.end() if between else self._at
            if self._buffer.startswith(b"]", start):
                self._at = start + 1
                return
            end = _end_of(self._buffer, start)
            if end > start:
                self._at = end
                yield self._buffer[start:end]
            elif not self._more():
                n_cut = int(bool(self._buffer.strip(b", \t\r\n")))
                why = "the JSON ends in the middle: the records before that were read"
                self._repairs[Repair(why, "recovered", n_cut)] = None
                self._at = len(self._buffer)
                return

    def _more(self) -> bool:
        """Read as much again as is waiting, so that a long record is not looked through for each of its blocks."""
        waiting = self._buffer[self._at :]
        if len(waiting) > MAX_LINE:
            raise BrokenInput(
                self._place, f"a record in its list is longer than {MAX_LINE:,} bytes", "Export it again."
            )
        block = self._file.read(max(_BLOCK, len(waiting)))
        self._buffer, self._at = waiting + block, 0
        return bool(block)


def begins_list(start: bytes) -> bool:
    """Whether a file begins with a list of objects, of which the first is whole in its beginning."""
    return bool(_first_records(start, 1))


def _first_records(start: bytes, most: int = _PREVIEW_RECORDS) -> list[bytes]:
    opening = _OPENING.match(start)
    found: list[bytes] = []
    at = opening.end() if opening else len(start)
    while len(found) < most and (between := _BETWEEN.match(start, at)) and start.startswith(b"{", between.end()):
        at = _end_of(start, between.end())
        if at < 0:
            break
        found.append(start[between.end() : at])
    return found


def _end_of(data: bytes, start: int) -> int:
    """Where the value that begins here ends; -1 if that is not in the data."""
    if flat := _FLAT.match(data, start):
        return flat.end()
    if not data.startswith((b"{", b"["), start):
        plain = _PLAIN.match(data, start)
        return plain.end() if plain else -1
    depth = 0
    for token in _TOKEN.finditer(data, start):
        sign = data[token.start()]
        if sign == 34:  # a quotation mark: a string, whole or cut off
            if token.end() == token.start() + 1:
                return -1
            continue
        depth += 1 if sign in b"[{" else -1
        if not depth:
            return token.end()
    return -1
