"""``miner run NAME``: fetch, read, digest and deliver what is due, in an order in which it may be killed anywhere.

Nothing is remembered of a period before its digest is whole; then the digest, the period and what is to be sent become
visible at once; then it is sent. A run that is killed is followed by one that goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from miner.delivery import Outcome, entries, send_waiting
from miner.errors import NoSuchPeriod
from miner.library import Library
from miner.library.posts import in_utc
from miner.schedules.locking import only_run_of
from miner.schedules.making import Made, Talk, make, read_places
from miner.schedules.periods import Due, Period, due
from miner.schedules.runs import Settled, leave_out, settled_of
from miner.schedules.tables import Schedule


@dataclass(frozen=True)
class Ran:
    """What a run did.

    Attributes
    ----------
    made
        The periods that were made or found quiet, the oldest first.
    left_out
        Periods that were too old to be made up for.
    already
        The period that was asked for, or the newest one, where it had been settled before.
    outcomes
        What became of deliveries, those that waited since an earlier run included.
    next_at
        When it is due again.
    """

    name: str
    made: tuple[Made, ...]
    left_out: tuple[Period, ...]
    already: Settled | None
    outcomes: tuple[Outcome, ...]
    next_at: datetime


def run_schedule(schedule: Schedule, library: Library, now: datetime, talk: Talk, asked: str = "") -> Ran:
    """Make what is due and send what waits.

    Parameters
    ----------
    asked
        The name of a period that is to be made instead of what is due; "" for that.

    Raises
    ------
    AlreadyRunning
        If another process makes the same digest.
    NoSuchPeriod
        If there is none of that name, or it is not over.
    NetworkError, InputError, LibraryError, MissingPart, ...
        What reading, mining and rendering raise. The period stays due; what had been made before stays made.
    """
    with only_run_of(schedule.name, library.place):
        overdue = _send(schedule, library, now, talk)  # first: a site that is down holds no ready digest back
        wanted = wanted_periods(schedule, library, now, asked)
        leave_out(library, schedule.name, wanted.left_out, now)
        made = _make_all(schedule, wanted.periods, library, now, talk)
        sent = _send(schedule, library, now, talk) if made else ()
    return Ran(
        name=schedule.name,
        made=made,
        left_out=wanted.left_out,
        already=None if made else _already(schedule, library, asked),
        outcomes=(*overdue, *sent),
        next_at=schedule.rhythm.next_after(now).ends_at,
    )


def wanted_periods(schedule: Schedule, library: Library, now: datetime, asked: str = "") -> Due:
    """The periods that a run makes, the oldest first: those that are due, or the one that was asked for.

    Raises
    ------
    NoSuchPeriod
    """
    settled = settled_of(library, schedule.name)
    made = {one.period.name for one in settled if one.state == "made"}
    if asked:
        period = _period_named(schedule, asked, now)
        return Due(() if period.name in made else (period,))
    covered_until = max((one.period.ends_at for one in settled), default=None)
    return due(schedule.rhythm, covered_until, {one.period.name for one in settled}, now, schedule.catch_up)


def _period_named(schedule: Schedule, asked: str, now: datetime) -> Period:
    try:
        period = schedule.rhythm.named(asked)
    except ValueError as error:
        like = schedule.rhythm.next_after(now).name
        reason = f"its periods are named like {like!r} (every {schedule.rhythm.unit})"
        raise NoSuchPeriod(schedule.name, asked, reason) from error
    if period.ends_at > now:
        at = period.ends_at.astimezone(schedule.rhythm.zone)
        raise NoSuchPeriod(schedule.name, asked, f"it is not over before {at:%Y-%m-%d %H:%M %Z}")
    return period


def _make_all(
    schedule: Schedule, periods: Sequence[Period], library: Library, now: datetime, talk: Talk
) -> tuple[Made, ...]:
    """The places are read once, however many periods were missed."""
    if not periods:
        return ()
    everything = read_places(schedule, talk)
    made = []
    for period in periods:
        talk.progress(f"period {period.name}")
        made.append(make(schedule, period, everything, library, now, talk))
    return tuple(made)


def _send(schedule: Schedule, library: Library, now: datetime, talk: Talk) -> tuple[Outcome, ...]:
    """Send what waits for this digest's recipients; others' may need other settings."""
    left = send_waiting(library, schedule.settings, now, talk.progress, ())  # by a run that was killed
    waiting = [one for one in entries(library, schedule.name) if one.state == "waiting" and one.due_at <= in_utc(now)]
    if not waiting:
        return left
    numbers = [one.number for one in waiting]
    return (*left, *send_waiting(library, schedule.settings, now, talk.progress, numbers))


def _already(schedule: Schedule, library: Library, asked: str) -> Settled | None:
    settled = settled_of(library, schedule.name)
    found = [one for one in settled if asked in ("", one.period.name)]
    return found[-1] if found else None
