"""systemd: a service and a timer of the user's own, which make up for a run that was missed while the machine was off.

``systemd.timer(5)``, ``systemd.time(7)``: a calendar expression may end in a time zone; "~01" counts days from the end
of the month.
"""

from __future__ import annotations

from pathlib import Path

from miner.schedules.periods import LAST_DAY, WEEKDAYS
from miner.schedules.starters.base import MARK, OwnFile, Starting, secrets_named
from miner.schedules.tables import Schedule

_SPREAD_SECONDS = 300  # many timers of many people are set to the full hour; the digest covers the same in any case
_SHORT_MONTH = 28

_SERVICE = """{mark}
[Unit]
Description=miner: the digest "{name}"
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command} run {name} --quiet
# 7: sent, though a part of what was read could not be read; the digest says so.
SuccessExitStatus=7
# Secrets that miner.toml names as env:NAME stand here, a NAME=VALUE a line{secrets}.
EnvironmentFile=-%E/miner/secrets.env
NoNewPrivileges=yes
"""

_TIMER = """{mark}
[Unit]
Description=miner: the digest "{name}" is due

[Timer]
OnCalendar={calendar}
Persistent=true
RandomizedDelaySec={spread}

[Install]
WantedBy=timers.target
"""


def units(schedule: Schedule, starting: Starting, folder: Path) -> tuple[OwnFile, ...]:
    """The service and the timer of a digest, for the user's folder of units."""
    names = secrets_named(schedule)
    service = _SERVICE.format(
        mark=MARK,
        name=schedule.name,
        folder=_escaped(str(starting.folder)),
        command=" ".join(_quoted(word) for word in starting.command),
        secrets=f": {', '.join(names)}" if names else "",
    )
    timer = _TIMER.format(mark=MARK, name=schedule.name, calendar=on_calendar(schedule), spread=_SPREAD_SECONDS)
    return tuple(
        OwnFile(folder / f"{unit_name(schedule.name)}.{kind}", text)
        for kind, text in (("service", service), ("timer", timer))
    )


def unit_name(name: str) -> str:
    """Of both units, without the end."""
    return f"miner-{name}"


def on_calendar(schedule: Schedule) -> str:
    """When the digest is due, as ``OnCalendar`` has it: ``Fri *-*-* 09:00:00 Europe/Berlin``."""
    rhythm = schedule.rhythm
    at = f"{rhythm.at:%H:%M}:00 {rhythm.zone.key}"
    if rhythm.unit == "week":
        return f"{WEEKDAYS[rhythm.day][:3].title()} *-*-* {at}"
    if rhythm.unit == "day":
        return f"*-*-* {at}"
    if rhythm.day == LAST_DAY:
        return f"*-*~01 {at}"
    if rhythm.day > _SHORT_MONTH:  # the day, or the last one of a month that lacks it: a run too many does nothing
        return f"*-*-{_SHORT_MONTH}..{rhythm.day} {at}"
    return f"*-*-{rhythm.day:02d} {at}"


def _escaped(text: str) -> str:
    """% begins a specifier."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """A word of ``ExecStart``."""
    return '"' + _escaped(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$") + '"'
