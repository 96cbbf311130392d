"""What the library remembers of the periods of a digest: made, quiet, or left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from miner.library import Library
from miner.library.posts import in_utc
from miner.schedules.periods import Period

State = Literal["made", "quiet", "left out"]


@dataclass(frozen=True)
class Settled:
    """A period that needs no work any more.

    ``run`` and ``digest`` are numbers in the library; None where there was none, or it was forgotten.
    """

    name: str
    period: Period
    state: State
    settled_at: datetime
    run: int | None = None
    digest: int | None = None


def settle(library: Library, settled: Settled) -> None:
    """Remember a period; within a transaction it is a part of that."""
    period = settled.period
    with library.writing():
        library.db.execute(
            "INSERT INTO periods (name, period, state, starts_at, ends_at, settled_at, run, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name, period) DO UPDATE SET state = excluded.state, "
            "settled_at = excluded.settled_at, run = excluded.run, digest = excluded.digest",
            (
                settled.name,
                period.name,
                settled.state,
                in_utc(period.starts_at),
                in_utc(period.ends_at),
                in_utc(settled.settled_at),
                settled.run,
                settled.digest,
            ),
        )


def leave_out(library: Library, name: str, periods: Iterable[Period], now: datetime) -> None:
    """Remember that periods were too old to be made up for."""
    with library.writing():
        for period in periods:
            settle(library, Settled(name, period, "left out", now))


def settled_of(library: Library, name: str) -> tuple[Settled, ...]:
    """All periods of a digest, the oldest first."""
    rows = library.rows(
        "SELECT period, state, starts_at, ends_at, settled_at, run, digest FROM periods WHERE name = ? "
        "ORDER BY ends_at, period",
        (name,),
    )
    at = datetime.fromisoformat
    return tuple(
        Settled(name, Period(period, at(starts), at(ends)), state, at(settled), run, digest)
        for period, state, starts, ends, settled, run, digest in rows
    )


def seen_without_time(library: Library, name: str, period: str) -> frozenset[tuple[str, str]]:
    """(thread, id) of the posts without a time that were first read for another period of the digest."""
    return frozenset(
        library.rows(
            "SELECT t.id, p.id FROM posts p JOIN threads t ON t.number = p.thread JOIN runs r ON r.number = p.first_run "
            "WHERE p.posted_at IS NULL AND r.name = ? AND json_extract(r.about, '$.period') IS NOT ?",
            (name, period),
        )
    )
