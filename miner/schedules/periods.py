"""When a digest is due and which stretch of time it covers, by the clock of its own time zone.

A digest covers what was posted from the moment the one before was due to the moment it is due itself. It is named for
the calendar's day, ISO week or month that it mostly covers: "2026-11-13", "2026-W46", "2026-11".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["day", "week", "month"]
UNITS: tuple[Unit, ...] = ("day", "week", "month")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST_DAY = 31  # of a month: taken back to the last one it has
_NAMES = {
    "day": re.compile(r"(\d{4})-(\d\d)-(\d\d)"),
    "week": re.compile(r"(\d{4})-W(\d\d)"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
}


@dataclass(frozen=True)
class Period:
    """What one digest covers: from ``starts_at`` until just before ``ends_at``, when it is due; both in UTC."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Look:
    """How far back a digest looks from the moment it is due; all of them 0 and not ``everything``: its period."""

    days: int = 0
    hours: int = 0
    months: int = 0
    everything: bool = False


@dataclass(frozen=True)
class Rhythm:
    """When a digest is due.

    ``day`` is 0 (Monday) to 6 of a week, or 1 to 31 of a month, where a day that a month lacks is its last one.
    """

    unit: Unit
    day: int
    at: time
    zone: ZoneInfo
    look: Look = Look()

    def due_in(self, number: int) -> datetime:
        """The moment in UTC at which it is due in a unit of the calendar.

        A time that the clock leaves out when it is put forward is as much later, of one that comes twice the first counts.
        """
        return _in_utc(datetime.combine(self._day_in(number), self.at), self.zone)

    def period(self, number: int) -> Period:
        """What is named for a unit of the calendar."""
        due = number + self._due_in_the_next
        return Period(self._name(number), self.due_in(due - 1), self.due_in(due))

    def named(self, name: str) -> Period:
        """The period of a name.

        Raises
        ------
        ValueError
            If there is no such day, week or month.
        """
        found = _NAMES[self.unit].fullmatch(name)
        if found is None:
            raise ValueError(name)
        year, second, *rest = (int(part) for part in found.groups())
        day = date.fromisocalendar(year, second, 1) if self.unit == "week" else date(year, second, *(rest or [1]))
        return self.period(self._number_of(day))

    def newest(self, now: datetime) -> int:
        """The number of the newest period that is over."""
        number = self._number_of(now.astimezone(self.zone).date()) + 1
        while self.period(number).ends_at > now:
            number -= 1
        return number

    def next_after(self, now: datetime) -> Period:
        """The period that is not over yet and is due first."""
        return self.period(self.newest(now) + 1)

    def window_start(self, period: Period) -> datetime | None:
        """From when on posts are taken; None: all."""
        look = self.look
        if look.everything:
            return None
        if look == Look():
            return period.starts_at
        end = period.ends_at.astimezone(self.zone).replace(tzinfo=None)
        day = _months_before(end.date(), look.months) - timedelta(days=look.days)
        return _in_utc(datetime.combine(day, end.time()), self.zone) - timedelta(hours=look.hours)

    @property
    def _due_in_the_next(self) -> int:
        """1 where most of the period lies in the unit before the one in which it is due."""
        hours = 24 * self.day if self.unit == "week" else 24 * (self.day - 1) if self.unit == "month" else 0
        half = {"day": 12, "week": 84, "month": 15 * 24}[self.unit]
        return int(hours + self.at.hour < half)

    def _day_in(self, number: int) -> date:
        if self.unit == "day":
            return date.fromordinal(number)
        if self.unit == "week":
            return date.fromordinal(7 * number + 1 + self.day)
        year, month = divmod(number, 12)
        return date(year, month + 1, min(self.day, monthrange(year, month + 1)[1]))

    def _number_of(self, day: date) -> int:
        if self.unit == "day":
            return day.toordinal()
        return _week_of(day) if self.unit == "week" else 12 * day.year + day.month - 1

    def _name(self, number: int) -> str:
        if self.unit == "day":
            return date.fromordinal(number).isoformat()
        if self.unit == "week":
            year, week, _ = date.fromordinal(7 * number + 1).isocalendar()
            return f"{year}-W{week:02d}"
        return f"{number // 12}-{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Due:
    """What is to be made, the oldest first, and what is too old to be made up for."""

    periods: tuple[Period, ...] = ()
    left_out: tuple[Period, ...] = ()


def due(rhythm: Rhythm, covered_until: datetime | None, taken: Collection[str], now: datetime, limit: int) -> Due:
    """The periods that are over and were not made.

    Parameters
    ----------
    covered_until
        When the newest period that was made ended; None: none was, and only the newest one is due.
    taken
        Names of those that were made. After a change of the day a name may come twice: then the next one covers its
        time, too.
    limit
        How many are made at most, the newest of them; at least 1.
    """
    newest = rhythm.newest(now)
    if covered_until is None:
        return Due((rhythm.period(newest),))
    found: list[Period] = []
    while (period := rhythm.period(newest)).ends_at > covered_until:
        found.append(period)
        newest -= 1
    fresh = _from(covered_until, [period for period in reversed(found) if period.name not in taken])
    cut = max(0, len(fresh) - max(limit, 1))
    return Due(tuple(fresh[cut:]), tuple(fresh[:cut]))


def _from(covered_until: datetime, periods: Sequence[Period]) -> list[Period]:
    """Nothing twice and nothing left out, even when the day of the digest was changed meanwhile."""
    return [
        replace(period, starts_at=covered_until if n == 0 else period.starts_at) for n, period in enumerate(periods)
    ]


def _in_utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


def _week_of(day: date) -> int:
    """Weeks begin on Mondays; the first day of the calendar is one."""
    return (day.toordinal() - 1) // 7


def _months_before(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
