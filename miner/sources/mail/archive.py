"""Mails of an archive, one after the other: mbox of any dialect, pipermail, or a single mail.

Nothing here holds more than one mail: an archive of ten years is larger than the memory it may use. The file is read in
blocks, in which only lines that may open a mail are looked at.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from miner.sources.mail.mime import MAX_HEADER_BYTES
from miner.sources.material import Material

MAX_MAIL_BYTES = 16 * 1024 * 1024  # of one mail; what follows in it is an attachment that nobody reads as text
_BLOCK = 1 << 20  # bytes read at once
_MAX_OPENING = 1000  # bytes of a line that opens a mail; programs write fewer than 200
_AHEAD = _MAX_OPENING + 100  # bytes behind the beginning of such a line that must be there to tell

# "From ann@example.org  Sat Nov 14 21:29:28 2015", also "From ann at example.org ..." (pipermail).
_DATED = re.compile(rb"From .{0,300}?[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d(?::\d\d)?\b.{0,20}?\b\d{4}\b")
_NUMBERED = re.compile(rb"From -?\d{3,25}\s*$")  # Usenet archives
_BARE = re.compile(rb"From (?:-|\S+@\S+)(?:\s.{0,100})?$")  # programs that write "From - " or an address only
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]?:|>From ")
_APPLE = re.compile(rb"\d{1,10}[ \t]*\r?\n")  # emlx: the first line says how many bytes the mail has


@dataclass(frozen=True)
class RawMail:
    """One mail: the number of its first line in the file, the line that opens it in the archive, and the rest."""

    line: int
    opening: bytes
    data: bytes
    cut: bool


def is_opening(line: bytes) -> bool:
    """Whether a line may begin a mail in an mbox."""
    if not line.startswith(b"From ") or len(line) > _MAX_OPENING:
        return False
    line = line.rstrip(b"\r\n")
    return bool(_DATED.match(line) or _NUMBERED.match(line) or _BARE.match(line))


def heads(material: Material) -> Iterator[RawMail]:
    """``mails``, of each no more than its header may take."""
    return mails(material, MAX_HEADER_BYTES)


def mails(material: Material, max_bytes: int = MAX_MAIL_BYTES) -> Iterator[RawMail]:
    """The mails of a file in order, the first ``max_bytes`` of each.

    A line "From ..." opens one if the line after it is a header field; without a date in it, it must stand below an
    empty line, too: people begin sentences with "From".
    """
    with material.open() as file:
        window = _Window(_without_length(file))
        window.skip_blank()
        while not window.is_over:
            yield window.mail(max_bytes)


def _without_length(file: BinaryIO) -> BinaryIO:
    """The file, or the mail in one of Apple's, whose first line says how long it is; an empty line in its place."""
    first = file.readline(_BLOCK)
    if _APPLE.fullmatch(first):
        return io.BytesIO(b"\n" + file.read(min(int(first), MAX_MAIL_BYTES + 1)))
    file.seek(0)
    return file


class _Window:
    """What is held of a file: places are counted from ``_at``, where the next mail begins."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._data = file.read(_BLOCK).removeprefix(codecs.BOM_UTF8)
        self._at = 0
        self._line = 1

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._data) and not self._more()

    def skip_blank(self) -> None:
        """Pass over the empty lines at the beginning."""
        while not self.is_over:
            blank = len(self._data) - len(self._data.lstrip())
            if blank < len(self._data):
                self._pass_by(self._data.rfind(b"\n", 0, blank) + 1)
                return
            self._pass_by(blank)

    def mail(self, max_bytes: int) -> RawMail:
        """The next mail; the window then begins behind it."""
        line = self._line
        self._look_ahead(0)
        start = self._end_of_line() if self._opens(0, is_below_blank=True) else 0
        opening = self._data[self._at : self._at + start]
        kept = b""
        end = self._next(max(0, start - 1))
        while end < 0:  # not within what is held
            size = len(self._data) - self._at
            if size > max_bytes + _BLOCK:  # what follows is not wanted
                kept = kept or self._data[self._at + start : self._at + start + max_bytes]
                self._pass_by(size - _AHEAD)
            size = len(self._data) - self._at
            end = self._next(max(0, size - _AHEAD)) if self._more() else size
        cut = bool(kept) or end - start > max_bytes
        data = kept or self._data[self._at + start : self._at + min(end, start + max_bytes)]
        self._pass_by(end)
        return RawMail(line, opening, data, cut)

    def _next(self, start: int) -> int:
        """The next place at which a line opens a mail; -1 if what is held does not tell."""
        found = start
        while (found := self._data.find(b"\nFrom ", self._at + found) - self._at) >= 0:
            self._look_ahead(found)
            if self._opens(found + 1):
                return found + 1
            found += 1
        return -1

    def _look_ahead(self, place: int) -> None:
        """Hold enough to tell whether a mail begins at a place."""
        while len(self._data) - self._at < place + _AHEAD and self._more():
            pass

    def _opens(self, place: int, is_below_blank: bool = False) -> bool:
        """Whether a mail begins with the line at a place: it opens one, and a header field follows."""
        start = self._at + place
        if not self._data.startswith(b"From ", start):
            return False
        end = self._data.find(b"\n", start, start + _MAX_OPENING)
        if end < 0 or not _FIELD.match(self._data, end + 1):
            return False
        line = self._data[start:end].rstrip(b"\r")
        if _DATED.match(line):
            return True
        if not (_NUMBERED.match(line) or _BARE.match(line)):
            return False
        above = self._data.rfind(b"\n", self._at, start - 1)
        return is_below_blank or not self._data[max(above, self._at) : start].strip()

    def _end_of_line(self) -> int:
        return self._data.index(b"\n", self._at) + 1 - self._at

    def _pass_by(self, size: int) -> None:
        self._line += self._data.count(b"\n", self._at, self._at + size)
        self._at += size

    def _more(self) -> bool:
        """Hold the next block, too; False at the end of the file."""
        block = self._file.read(_BLOCK)
        if block:
            self._data = self._data[self._at :] + block
            self._at = 0
        return bool(block)
