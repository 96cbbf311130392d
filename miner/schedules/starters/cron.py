"""cron: a line that runs every hour, because cron knows no time zones and makes up for nothing it missed.

A run that is not due ends within a second and changes nothing.
"""

from __future__ import annotations

import hashlib
import shlex

from miner.schedules.starters.base import Starting
from miner.schedules.tables import Schedule

_NOTE = "# miner schedule: {name}"


def cron_line(schedule: Schedule, starting: Starting) -> str:
    """The line of a digest; its minute is its own, so that not all begin at the full hour."""
    minute = hashlib.sha256(schedule.name.encode()).digest()[0] % 60
    words = (*starting.command, "run", schedule.name, "--quiet")
    command = f"cd {shlex.quote(str(starting.folder))} && {' '.join(map(shlex.quote, words))}"
    return f"{minute} * * * * {command.replace('%', chr(92) + '%')}"  # cron makes a line break of a bare %


def with_line(table: str, schedule: Schedule, line: str) -> str:
    """A table of cron with the line of a digest under a note of ours, in the place of the one before."""
    kept = without_line(table, schedule.name)
    end = "" if not kept or kept.endswith("\n") else "\n"
    return f"{kept}{end}{_NOTE.format(name=schedule.name)}\n{line}\n"


def without_line(table: str, name: str) -> str:
    """A table of cron without the note and the line of a digest; all else stays as it is."""
    lines = table.splitlines(keepends=True)
    found = [n for n, line in enumerate(lines) if line.strip() == _NOTE.format(name=name)]
    gone = {n for at in found for n in (at, at + 1)}
    return "".join(line for n, line in enumerate(lines) if n not in gone)
