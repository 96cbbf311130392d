"""Files that start runs: known by their first line, written whole, and only over files that are ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from miner.errors import CannotChange
from miner.report import write_whole
from miner.schedules.tables import Schedule

MARK = "# Written by 'miner schedule install'; 'miner schedule remove' takes it away."
_SECRET = re.compile(r"(?:^|[^\w])env:([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True)
class OwnFile:
    """A file that starts runs."""

    path: Path
    text: str


@dataclass(frozen=True)
class Starting:
    """How a run is started on this machine.

    Attributes
    ----------
    folder
        Where miner.toml is: places in it are relative to that.
    command
        The program and what stands before ``run NAME``.
    """

    folder: Path
    command: tuple[str, ...]


def is_own(path: Path) -> bool:
    """Whether a file is there and was written by us."""
    try:
        return path.read_text("utf-8").startswith(MARK)
    except (FileNotFoundError, UnicodeDecodeError, IsADirectoryError):
        return False


def place(file: OwnFile) -> str:
    """Write a file, and say what was done: ``written``, ``replaced`` or ``as it was``.

    Raises
    ------
    CannotChange
        If another file is there that we did not write.
    """
    if not file.path.exists():
        write_whole(file.path, (file.text.encode(),))
        return "written"
    if not is_own(file.path):
        raise CannotChange(
            str(file.path), "'miner schedule install' did not write it", "Move it away, or --print yours."
        )
    if file.path.read_text("utf-8") == file.text:
        return "as it was"
    write_whole(file.path, (file.text.encode(),))
    return "replaced"


def take_away(path: Path) -> bool:
    """Remove a file if it is ours; whether it was."""
    if not is_own(path):
        return False
    path.unlink()
    return True


def secrets_named(schedule: Schedule) -> tuple[str, ...]:
    """Names of the environment's variables in which the settings of a digest have secrets, in order."""
    texts = [*schedule.to, *schedule.places, *_texts(msgspec.to_builtins(schedule.settings))]
    return tuple(sorted({name for text in texts for name in _SECRET.findall(text)}))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inside in value.values():
            yield from _texts(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from _texts(inside)
