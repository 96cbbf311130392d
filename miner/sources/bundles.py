"""Files that came together: a folder, an archive, or one file by itself; read on demand, never written anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import BinaryIO

from miner.errors import BrokenInput
from miner.settings import SourceSettings
from miner.sources.decoding import decode
from miner.sources.large import LARGE, LARGE_LINES, PREVIEW, LargeMaterial, is_lines
from miner.sources.large_array import LargeArray, begins_list
from miner.sources.material import Material, check_depth
from miner.sources.notes import Repair
from miner.sources.unpacking import SIGNATURE_BYTES, check_text, is_zip, media_in, opened, too_large

_MAX_BLANK = 1 << 24  # bytes at the beginning of a file that hold nothing


@dataclass(frozen=True)
class Entry:
    """One file of a bundle.

    ``name`` is its path inside the bundle with ``/``; ``place`` the name shown in the account; ``load`` gives the
    bytes, or a fresh stream of them, as they are stored; ``repairs`` is what had to be done to read what it held.
    """

    name: str
    place: str
    load: Callable[[], bytes | BinaryIO]
    settings: SourceSettings
    repairs: dict[Repair, None] = field(default_factory=dict, compare=False, repr=False)

    def open(self) -> BinaryIO:
        """A stream of the unpacked bytes.

        Raises
        ------
        BrokenInput
        """
        stored = self.load()
        file = io.BytesIO(stored) if isinstance(stored, bytes) else stored
        try:
            return opened(file, self.place, self.settings.max_bytes)
        except BrokenInput:
            file.close()
            raise

    def material(self) -> Material:
        """The file, read now and kept by nobody else; with its ``problem`` where it cannot be read."""
        try:
            return self._material()
        except BrokenInput as problem:
            return Material(self.place, b"", self.settings, problem)

    def _material(self) -> Material:
        max_bytes = self.settings.max_bytes
        with self.open() as file:
            start = file.read(min(PREVIEW, max_bytes) + 1)
            if is_zip(start):  # what is in it is listed at its end
                start += file.read(max(0, max_bytes + 1 - len(start)))
            if not start.strip():
                start += _behind_blank(file, self.place)
            check_text(start, self.place)
            rest = file.read(max(0, LARGE - len(start) + 1)) if len(start) > PREVIEW else b""
            if len(start) + len(rest) > LARGE or start.lstrip().count(b"\n") + rest.count(b"\n") > LARGE_LINES:
                large = LargeMaterial(self.place, self.open, self.settings, start)
                if is_lines(large.preview):
                    _refuse_one_line(large)
                    return large
                if len(start) + len(rest) > LARGE and large.encoding.startswith("utf-8") and begins_list(start):
                    check_depth(start, self.place)
                    return LargeArray(self.place, self.open, self.settings, start)
                if large.preview.begins_like_json:
                    check_depth(start, self.place)  # before the rest of it is loaded
                rest += file.read(max_bytes + 1 - len(start) - len(rest))
        if len(start) + len(rest) > max_bytes:
            raise too_large(self.place, max_bytes)
        return Material(self.place, start + rest if rest else start, self.settings, repairs=self.repairs)

    @cached_property
    def media(self) -> str:
        """What it is ("a JPEG picture") where it holds no text at all; "" for any other file."""
        try:
            with self.open() as file:
                return media_in(file.read(SIGNATURE_BYTES))
        except BrokenInput:
            return ""

    @cached_property
    def start(self) -> str:
        """The first 4 kB as text, unpacked; "" where it cannot be read: for recognition without reading the file."""
        try:
            with self.open() as file:
                return decode(file.read(4096))[0]
        except BrokenInput:
            return ""

    @property
    def base_name(self) -> str:
        """The last part of its name."""
        return PurePosixPath(self.name).name


def _behind_blank(file: BinaryIO, place: str) -> bytes:
    """What stands behind a first block of nothing; b"" if there is nothing more.

    Raises
    ------
    BrokenInput
        If words come after so much of nothing that the beginning says nothing about the file.
    """
    more = b""
    while block := file.read(PREVIEW):
        if len(more) < _MAX_BLANK:
            more += block
        if block.strip():
            break
    if len(more) >= _MAX_BLANK and block:
        what = f"it begins with more than {_MAX_BLANK:,} empty lines or spaces"
        raise BrokenInput(place, what, "Remove them and give it again.")
    return more if block else b""


def _refuse_one_line(material: Material) -> None:
    """A text of many megabytes without the end of a line is no discussion, and costs twenty times its size."""
    if "\n" not in material.preview.text:
        raise BrokenInput(
            material.place, f"its first line is longer than {PREVIEW:,} bytes", "Give the discussion line by line."
        )


@dataclass(frozen=True)
class Bundle:
    """Files that came together, in the order of their names; ``place`` is what the user named.

    ``is_folder``: a folder or an archive of several files, so that files which no source knows are counted and not
    refused.
    """

    place: str
    entries: tuple[Entry, ...]
    settings: SourceSettings
    is_folder: bool

    @cached_property
    def _by_base_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.base_name, []).append(entry)
        return found

    def named(self, name: str) -> Entry | None:
        """The entry whose path ends in ``name`` ("users.json", "data/account.js"); the shallowest one."""
        ending = PurePosixPath(name).parts
        found = [
            entry
            for entry in self._by_base_name.get(ending[-1], ())
            if PurePosixPath(entry.name).parts[-len(ending) :] == ending
        ]
        return min(found, key=lambda entry: (entry.name.count("/"), entry.name), default=None)

    def without(self, taken: set[str]) -> Bundle:
        """What is left of it when the entries of these names are read."""
        left = tuple(entry for entry in self.entries if entry.name not in taken)
        return Bundle(self.place, left, self.settings, self.is_folder)
