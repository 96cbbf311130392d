"""The tables ``[digests.NAME]`` of ``miner.toml``: read, checked, and laid over the other settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from miner.errors import BadSetting, UnknownName, UsageError
from miner.schedules.periods import LAST_DAY, UNITS, WEEKDAYS, Look, Rhythm, Unit
from miner.settings import DIGESTS, ScheduledDigest, Settings

_WHERE = "the settings"
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_LOOK = re.compile(r"(\d{1,4})\s*(hour|day|week|month)s?")
_LAID_OVER = {  # key of a digest -> the table in which it stands otherwise
    "as_source": "sources",
    "hosts": "sources",
    "declared": "contrasts",
    "presets": "contrasts",
    "title": "digest",
    "formats": "report",
    "language": "report",
    "people": "report",
}


@dataclass(frozen=True)
class Schedule:
    """A digest that is made again and again.

    Attributes
    ----------
    settings
        Those of its runs: its own tables and keys over all others. They hold no other digest.
    """

    name: str
    places: tuple[str, ...]
    rhythm: Rhythm
    catch_up: int
    to: tuple[str, ...]
    settings: Settings


def schedules_of(settings: Settings) -> tuple[Schedule, ...]:
    """All of them, in the order of their names.

    Raises
    ------
    BadSetting, UnknownName
    """
    return tuple(schedule_of(settings, name) for name in sorted(settings.digests))


def schedule_of(settings: Settings, name: str) -> Schedule:
    """One of them.

    Raises
    ------
    UsageError
        If none is named.
    UnknownName, BadSetting
    """
    if not settings.digests:
        raise UsageError(
            f"miner.toml names no digest, so there is no {name!r}. Add one: miner schedule add {name} PLACE"
        )
    if name not in settings.digests:
        raise UnknownName("digest", name, settings.digests)
    table = settings.digests[name]
    if not table.places:
        raise BadSetting(f"{DIGESTS}.{name}.places", _WHERE, list(table.places), "at least one place")
    if not table.to:
        raise BadSetting(f"{DIGESTS}.{name}.to", _WHERE, [], 'somebody who gets it, or a folder ("folder:reports")')
    if settings.library.file == "none":
        raise BadSetting("library.file", _WHERE, "none", "a file: what was made and sent is remembered there")
    if table.catch_up < 1:
        raise BadSetting(f"{DIGESTS}.{name}.catch_up", _WHERE, table.catch_up, "1 or more")
    return Schedule(name, table.places, rhythm_of(table, name), table.catch_up, table.to, _laid_over(settings, table))


def rhythm_of(table: ScheduledDigest, name: str) -> Rhythm:
    """When it is due.

    Raises
    ------
    BadSetting, UnknownName
    """
    unit = _unit(table.every)
    day_said, time_said = _parted(str(table.on))
    if time_said and table.at:
        raise BadSetting(f"{DIGESTS}.{name}.at", _WHERE, table.at, f"nothing, for `on` says {time_said}")
    return Rhythm(
        unit=unit,
        day=_day(unit, day_said, f"{DIGESTS}.{name}.on"),
        at=_time(time_said or table.at, f"{DIGESTS}.{name}.at"),
        zone=_zone(table.timezone, f"{DIGESTS}.{name}.timezone"),
        look=_look(table.window, f"{DIGESTS}.{name}.window"),
    )


def _laid_over(settings: Settings, table: ScheduledDigest) -> Settings:
    merged: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(settings, digests={}))
    for stage, values in table.tables.items():
        merged[stage] |= values
    for key, stage in _LAID_OVER.items():
        if value := getattr(table, key):
            merged[stage][key] = value
    return msgspec.convert(merged, Settings)


def _unit(text: str) -> Unit:
    for unit in UNITS:
        if text.casefold() == unit:
            return unit
    raise UnknownName("rhythm", text, UNITS)


def _parted(text: str) -> tuple[str, str]:
    """``friday 09:00`` -> its day and its time, each "" if it is not there."""
    words = text.casefold().split()
    times = [word for word in words if ":" in word]
    return " ".join(word for word in words if ":" not in word), " ".join(times)


def _day(unit: Unit, text: str, key: str) -> int:
    if unit == "week":
        found = [number for number, name in enumerate(WEEKDAYS) if text and name.startswith(text) and len(text) > 2]
        if found or not text:
            return found[0] if found else 0
        raise BadSetting(key, _WHERE, text, f"a day such as {WEEKDAYS[4]!r}")
    if unit == "month":
        if text in ("", "last"):
            return LAST_DAY if text else 1
        if text.isdecimal() and 1 <= int(text) <= LAST_DAY:
            return int(text)
        raise BadSetting(key, _WHERE, text, 'a day of the month, 1 to 31, or "last"')
    if text:
        raise BadSetting(key, _WHERE, text, "nothing, or a time: it is made every day")
    return 0


def _time(text: str, key: str) -> time:
    found = _TIME.fullmatch(text or "00:00")
    if found is None:
        raise BadSetting(key, _WHERE, text, 'a time such as "09:00"')
    return time(int(found[1]), int(found[2]))


def _zone(name: str, key: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(
            key, _WHERE, name, 'a zone such as "Europe/Berlin" (where a system knows none: pip install tzdata)'
        ) from error


def _look(text: str, key: str) -> Look:
    if text.strip() in ("", "all"):
        return Look(everything=bool(text.strip()))
    found = _LOOK.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise BadSetting(key, _WHERE, text, 'a time such as "14 days", or "all"')
    n, unit = int(found[1]), found[2]
    if unit == "hour":
        return Look(hours=n)
    return Look(months=n) if unit == "month" else Look(days=7 * n if unit == "week" else n)
