"""The outbox: what is to be delivered to whom and how far it is, in the library.

::

    waiting -> sending -> sent
       ^          |-----> unsure     it left, and nobody said whether it arrived: not sent again by itself
       |----------|-----> failed     refused, or given up
                          dropped    by a person

``sending`` is stored right before the last bytes leave. A delivery that is found in that state belongs to a run that
was killed in that moment: nobody knows more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from miner.delivery.planning import Planned
from miner.errors import UsageError
from miner.library import Library
from miner.library.posts import in_utc
from miner.library.records import checked, pack

OPEN = ("waiting", "failed", "unsure")  # what ``retry`` may send again
_FIELDS = "d.number, d.digest, d.key, d.name, d.period, d.target, d.message_id, d.state, d.tries, d.since, d.due_at, coalesce(d.settled_at, ''), d.reason"


@dataclass(frozen=True)
class Entry:
    """A delivery; times are in UTC as ISO 8601, ``settled_at`` "" while it is not settled."""

    number: int
    digest: int
    key: str
    name: str
    period: str
    recipient: str
    message_id: str
    state: str
    tries: int
    since: str
    due_at: str
    settled_at: str
    reason: str
    n_parts: int
    n_sent: int


def post(library: Library, digest_number: int, planned: Sequence[Planned], now: datetime) -> tuple[int, ...]:
    """Put deliveries into the outbox, as a part of the transaction that keeps their digest.

    Returns
    -------
    The numbers of those that were not there before.
    """
    with library.writing():
        return tuple(
            _posted(library, digest_number, one, in_utc(now))
            for one in planned
            if library.one("SELECT number FROM deliveries WHERE key = ?", (one.key,)) is None
        )


def entries(
    library: Library, name: str | None = None, period: str | None = None, numbers: Collection[int] | None = None
) -> tuple[Entry, ...]:
    """What the outbox holds, the oldest first: all of it, or that of a digest's name and period, or some numbers."""
    rows = library.rows(
        f"SELECT {_FIELDS}, count(p.part), coalesce(sum(p.sent), 0) FROM deliveries d "  # noqa: S608 - a constant
        "LEFT JOIN delivery_parts p ON p.delivery = d.number "
        "WHERE (?1 IS NULL OR d.name = ?1) AND (?2 IS NULL OR d.period = ?2) GROUP BY d.number ORDER BY d.number",
        (name, period),
    )
    found = (Entry(*row) for row in rows)
    return tuple(entry for entry in found if numbers is None or entry.number in numbers)


def due(library: Library, now: datetime, numbers: Collection[int] | None) -> tuple[Entry, ...]:
    """What is to be sent now: the numbers, or all that wait and whose time has come."""
    at = in_utc(now)
    found = entries(library, numbers=numbers)
    return tuple(one for one in found if one.state == "waiting" and (numbers is not None or one.due_at <= at))


def left_in_sending(library: Library) -> tuple[Entry, ...]:
    """What a run was sending when it was killed."""
    return tuple(one for one in entries(library) if one.state == "sending")


def part_of(library: Library, entry: Entry) -> tuple[int, bytes] | None:
    """The first part that was not sent, with its number; None when all were.

    Raises
    ------
    LibraryBroken
        If it is not what was stored.
    """
    row = library.db.execute(
        "SELECT part, packed, hash FROM delivery_parts WHERE delivery = ? AND sent = 0 ORDER BY part", (entry.number,)
    ).fetchone()
    if row is None:
        return None
    part, packed, kept_hash = row
    return part, checked(library, packed or b"", kept_hash, f"delivery {entry.number}")


def mark(library: Library, entry: Entry, state: str, now: datetime, reason: str = "", due_at: str = "") -> None:
    """Store a new state; in ``sent`` and ``dropped`` the words are no longer needed, and go."""
    settled = None if state in ("waiting", "sending") else in_utc(now)
    with library.writing():
        library.db.execute(
            "UPDATE deliveries SET state = ?, settled_at = ?, reason = ?, due_at = CASE ? WHEN '' THEN due_at ELSE ? END "
            "WHERE number = ?",
            (state, settled, reason, due_at, due_at, entry.number),
        )
        if state in ("sent", "dropped"):
            library.db.execute("UPDATE delivery_parts SET packed = NULL WHERE delivery = ?", (entry.number,))


def begin_try(library: Library, entry: Entry) -> None:
    """Count a run that tries."""
    with library.writing():
        library.db.execute("UPDATE deliveries SET tries = tries + 1 WHERE number = ?", (entry.number,))


def part_sent(library: Library, entry: Entry, part: int, now: datetime, said: str) -> bool:
    """Store that a part arrived; True if it was the last one, and the delivery is settled."""
    with library.writing():
        library.db.execute(
            "UPDATE delivery_parts SET sent = 1, packed = NULL WHERE delivery = ? AND part = ?", (entry.number, part)
        )
        n_left = library.one("SELECT count(*) FROM delivery_parts WHERE delivery = ? AND sent = 0", (entry.number,))
        mark(library, entry, "waiting" if n_left else "sent", now, said)
    return not n_left


def retry(library: Library, numbers: Collection[int], now: datetime) -> None:
    """Let deliveries wait again, from now on, whatever became of them; those that were sent are not.

    Raises
    ------
    UsageError
        If one is not there, or is not to be sent any more.
    """
    at = in_utc(now)
    with library.writing():
        for entry in _named(library, numbers, OPEN):
            mark(library, entry, "waiting", now, due_at=at)
            library.db.execute("UPDATE deliveries SET since = ? WHERE number = ?", (at, entry.number))


def drop(library: Library, numbers: Collection[int], now: datetime) -> None:
    """Never send deliveries; their words are removed.

    Raises
    ------
    UsageError
        If one is not there, or is settled already.
    """
    with library.writing():
        for entry in _named(library, numbers, (*OPEN, "sending")):
            mark(library, entry, "dropped", now, "dropped by hand")


def _named(library: Library, numbers: Collection[int], states: Collection[str]) -> tuple[Entry, ...]:
    found = entries(library, numbers=numbers)
    missing = sorted(set(numbers) - {entry.number for entry in found})
    if missing:
        raise UsageError(f"There is no delivery {missing[0]} in the outbox. See 'miner outbox list --all'.")
    for entry in found:
        if entry.state not in states or entry.n_parts == 0:
            state = entry.state if entry.n_parts else "without anything to send"
            raise UsageError(f"Delivery {entry.number} to {entry.recipient} is {state}. Nothing was changed.")
    return found


def _posted(library: Library, digest_number: int, one: Planned, at: str) -> int:
    library.db.execute(
        "INSERT INTO deliveries (digest, key, name, period, target, message_id, state, tries, since, due_at, reason) "
        "VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, '')",
        (digest_number, one.key, one.name, one.period, one.recipient, one.message_id, at, at),
    )
    number = library.db.last_insert_rowid()
    library.db.executemany(
        "INSERT INTO delivery_parts (delivery, part, sent, hash, packed) VALUES (?, ?, 0, ?, ?)",
        ((number, part, hashlib.sha256(data).digest(), pack(data)) for part, data in enumerate(one.parts, 1)),
    )
    return number
