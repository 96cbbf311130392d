"""Mails of an archive, one after the other: mbox of any dialect, pipermail, or a single mail.

Nothing here holds more than one mail: an archive of ten years is larger than the memory it may use.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from miner.sources.material import Material

MAX_MAIL_BYTES = 16 * 1024 * 1024  # of one mail; what follows in it is an attachment that nobody reads as text
MAX_HEADER_BYTES = 128 * 1024  # of one mail: what threading needs
_MAX_LINE_BYTES = 1024 * 1024  # longer lines come in pieces: base64 without a break, or an attack

# "From ann@example.org  Sat Nov 14 21:29:28 2015", also "From ann at example.org ..." (pipermail).
_DATED = re.compile(rb"From .{0,300}?[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d(?::\d\d)?\b.{0,20}?\b\d{4}\b")
_NUMBERED = re.compile(rb"From -?\d{3,25}\s*$")  # Usenet archives
_BARE = re.compile(rb"From (?:-|\S+@\S+)(?:\s.{0,100})?$")  # programs that write "From - " or an address only
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]?:|>From ")
_APPLE = re.compile(rb"\d{1,10}[ \t]*\r?\n")  # emlx: the first line says how many bytes the mail has


@dataclass
class RawMail:
    """The lines of one mail with their ends; ``line`` is the number of its first line in the file."""

    line: int
    opening: bytes = b""
    lines: list[bytes] = field(default_factory=list)
    limit: int = MAX_MAIL_BYTES
    n_bytes: int = 0
    cut: bool = False

    def add(self, line: bytes) -> None:
        self.n_bytes += len(line)
        if self.n_bytes > self.limit:
            self.cut = True
        else:
            self.lines.append(line)


def raw_lines(material: Material) -> Iterator[bytes]:
    """The lines as bytes, with their ends: each mail names its own encoding."""
    with material.open() as file:
        first = file.readline(_MAX_LINE_BYTES)
        left = int(first) if _APPLE.fullmatch(first) else -1
        yield b"\n" if left >= 0 else first
        if left < 0:
            yield from iter(partial(file.readline, _MAX_LINE_BYTES), b"")
        while left > 0 and (line := file.readline(_MAX_LINE_BYTES)):
            yield line
            left -= len(line)


def is_opening(line: bytes) -> bool:
    """Whether a line may begin a mail in an mbox."""
    if not line.startswith(b"From "):
        return False
    line = line.rstrip(b"\r\n")
    return bool(_DATED.match(line) or _NUMBERED.match(line) or _BARE.match(line))


def mails(material: Material, max_bytes: int = MAX_MAIL_BYTES) -> Iterator[RawMail]:
    """The mails of a file in order, the first ``max_bytes`` of each.

    A line "From ..." opens one if the line after it is a header field; without a date in it, it must stand below an
    empty line, too: people begin sentences with "From".
    """
    current: RawMail | None = None
    opening = b""  # a possible one, until the next line has been seen
    blank_before = True
    number = 0
    for number, line in enumerate(raw_lines(material), 1):
        if current is not None and not opening and not line.startswith(b"From "):  # nearly all lines
            current.add(line)
            blank_before = line.isspace()
            continue
        if opening:
            if _FIELD.match(line):
                if current is not None:
                    yield current
                current = RawMail(number - 1, opening, limit=max_bytes)
            else:
                current = current if current is not None else RawMail(number - 1, limit=max_bytes)
                current.add(opening)
            opening = b""
        line = line.removeprefix(codecs.BOM_UTF8) if current is None else line
        blank = not line.strip()
        if is_opening(line) and (blank_before or _DATED.match(line)):
            opening = line
        elif current is not None:
            current.add(line)
        elif not blank:
            current = RawMail(number, limit=max_bytes)
            current.add(line)
        blank_before = blank
    if opening:
        current = current if current is not None else RawMail(number, limit=max_bytes)
        current.add(opening)
    if current is not None:
        yield current
