"""What is said while a command runs: progress and accounts, all on standard error."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

Progress = Callable[[str], None]

# Terminals obey some of them, and a line break would let a file's name begin a line of its own ("Error: ...").
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAK = re.compile(r"[\t\n\r\u2028\u2029]+")
_PLACES_SHOWN = 10


class ReadFile(Protocol):
    """What is known of a file after reading: the account of the transcript, or of the digest."""

    @property
    def place(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def read(self) -> int: ...
    @property
    def kept(self) -> int: ...
    @property
    def skipped(self) -> dict[str, int]: ...
    @property
    def failed(self) -> dict[str, int]: ...
    @property
    def encoding(self) -> str: ...
    @property
    def layout(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


def plain(text: str) -> str:
    """Text from files as one line, safe for a terminal: control characters become ``?``, line breaks spaces."""
    return _CONTROL.sub("?", _BREAK.sub(" ", text))


@dataclass(frozen=True)
class Voice:
    """How much is said: ``quiet`` errors only; ``verbose`` also times and notes."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """A line, unless quiet."""
        if not self.quiet:
            self.insist(text)

    def insist(self, text: str) -> None:
        """A line in any case."""
        sys.stderr.write(f"{plain(text)}\n")

    @contextmanager
    def working(self) -> Iterator[Progress]:
        """Shows the stages as they begin: one moving line on a terminal, else a line each."""
        if self.quiet:
            yield _ignore
        elif sys.stderr.isatty():
            from rich.console import Console
            from rich.text import Text

            with Console(stderr=True).status(Text("starting")) as status:
                yield _Stages(lambda stage: status.update(Text(plain(stage))), self)
        else:
            yield _Stages(lambda stage: self.say(f"{stage} ..."), self)

    def account_of_files(self, files: Sequence[ReadFile]) -> None:
        """One line a file: how it was read and what was left out. Files with failures are always shown."""
        shown = files if self.verbose else [file for n, file in enumerate(files) if n < _PLACES_SHOWN or file.failed]
        for file in shown:
            self.say(_line(file))
            for note in file.notes if self.verbose or file.failed else ():
                self.say(f"    {note}")
        if len(shown) < len(files):
            self.say(f"  and {len(files) - len(shown)} more files (-v shows them)")


class _Stages:
    """Passes each stage on; when verbose, says how long the one before took."""

    def __init__(self, show: Progress, voice: Voice) -> None:
        self._show, self._voice = show, voice
        self._stage, self._since = "", time.monotonic()

    def __call__(self, stage: str) -> None:
        if self._stage and self._voice.verbose:
            self._voice.say(f"  {self._stage}: {time.monotonic() - self._since:.1f} s")
        self._stage, self._since = stage, time.monotonic()
        self._show(stage)


def counted(reasons: Mapping[str, int]) -> str:
    """``goodbye 3, greeting 5``."""
    return ", ".join(f"{reason} {n:,}" for reason, n in sorted(reasons.items()))


def _line(file: ReadFile) -> str:
    parts = [f"  {file.place}: {file.source or 'not read'}, {file.kept:,} of {file.read:,} kept"]
    left_out = counted({**file.skipped, **{f"{reason} (failed)": n for reason, n in file.failed.items()}})
    parts += [left_out] if left_out else []
    parts += [file.layout] if file.layout else []
    parts += [file.encoding] if file.encoding and file.encoding != "utf-8" else []
    parts += [file.step] if file.step != "strict" else []
    return "; ".join(parts)


def _ignore(stage: str) -> None:
    """Nothing is shown."""
