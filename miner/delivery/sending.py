"""Sending what waits in the outbox: one delivery after the other, each part once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from miner.delivery import outbox
from miner.delivery.base import NotNow, Parcel, Progress, Refused, Stamp, Unsure, Way, told
from miner.delivery.outbox import Entry
from miner.delivery.recipients import way_of
from miner.errors import DeliveryFailed, LibraryBusy, LibraryError, MinerError
from miner.library import Library
from miner.library.lock import writer_lock
from miner.library.posts import in_utc
from miner.settings import Settings

_ANOTHER_SENDS_SECONDS = 30.0  # two digests that are due at one hour take their turn
_FIRST_PAUSE = timedelta(minutes=5)  # between runs; doubled each time
_LONGEST_PAUSE = timedelta(hours=6)
_SPREAD = 0.2  # of a pause: many recipients of one server come back one after the other
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 20.0  # seconds, within a run
_SETTLE_TRIES = 12  # of five seconds each: a sent delivery whose state cannot be stored would be unsure
_KILLED = "the program ended in the moment in which it was sent"


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery that was due. ``due_at``: when it is tried again; None if it is not, by itself."""

    number: int
    name: str
    period: str
    recipient: str
    state: str
    reason: str
    due_at: datetime | None = None

    @property
    def line(self) -> str:
        """A sentence for people."""
        match self.state:
            case "sent":
                return f"Delivered to {self.recipient}."
            case "waiting":
                at = self.due_at.strftime("%Y-%m-%d %H:%M UTC") if self.due_at else "the next run"
                return f"Not yet delivered to {self.recipient}: {self.reason}. It is tried again by runs after {at}."
            case "unsure":
                return (
                    f"May have been delivered to {self.recipient}: {self.reason}. It is not sent again by itself; "
                    f"'miner outbox retry {self.number}' sends it again, 'miner outbox drop {self.number}' does not."
                )
            case _:
                return (
                    f"Not delivered to {self.recipient}: {self.reason}. "
                    f"'miner outbox retry {self.number}' tries again, 'miner outbox drop {self.number}' gives up."
                )


def send_waiting(
    library: Library,
    settings: Settings,
    now: datetime,
    progress: Progress = lambda _: None,
    numbers: Collection[int] | None = None,
) -> tuple[Outcome, ...]:
    """Look after what a killed run left, then send what is due.

    Parameters
    ----------
    now
        Aware. What was stored as due later is left alone.
    progress
        Told what is being sent.
    numbers
        These deliveries only, due or not.

    Returns
    -------
    What became of each; one recipient's trouble is no other one's.

    Raises
    ------
    LibraryBusy
        If another process is delivering from the same library.
    LibraryError
        If the library cannot be written; what was sent until then is stored as sent.
    """
    with _alone(library):
        found = [_recovered(library, entry, now) for entry in outbox.left_in_sending(library)]
        unsure = [one for one in found if one is not None]
        return (*unsure, *_all_sent(library, settings, now, progress, numbers))


def send_again(
    library: Library, settings: Settings, now: datetime, numbers: Collection[int], progress: Progress = lambda _: None
) -> tuple[Outcome, ...]:
    """Send deliveries that wait, failed, were given up, or may have arrived; raises UsageError if one is none of these."""
    with _alone(library):
        for entry in outbox.left_in_sending(library):
            _recovered(library, entry, now)
        outbox.retry(library, numbers, now)
        return _all_sent(library, settings, now, progress, numbers)


def check_delivered(outcomes: Sequence[Outcome]) -> None:
    """Raise DeliveryFailed unless everything was sent."""
    lines = [outcome.line for outcome in outcomes if outcome.state != "sent"]
    if lines:
        raise DeliveryFailed(lines)


def _all_sent(
    library: Library, settings: Settings, now: datetime, progress: Progress, numbers: Collection[int] | None
) -> tuple[Outcome, ...]:
    outcomes = []
    for entry in outbox.due(library, now, numbers):
        progress(f"delivering to {entry.recipient}")
        outcomes.append(_Sending(library, entry, settings, now, progress).outcome())
    return tuple(outcomes)


class _Sending:
    """One delivery of this run."""

    def __init__(
        self, library: Library, entry: Entry, settings: Settings, now: datetime, progress: Progress = lambda _: None
    ) -> None:
        self.library, self.entry, self.settings, self.now = library, entry, settings, now
        self._progress = progress
        self._is_leaving = False  # stored as "sending"

    def outcome(self) -> Outcome:
        """Send the parts that were not sent; what became of it is stored."""
        outbox.begin_try(self.library, self.entry)
        try:
            way, where = way_of(self.entry.recipient)
            said = self._parts_sent(way, where)
        except NotNow as failure:
            return self._put_off(str(failure), failure.wait_seconds)
        except Refused as failure:
            return self._settled("failed", str(failure))
        except Unsure as failure:
            return self._settled("unsure", str(failure))
        except LibraryError:
            raise
        except MinerError as error:  # a secret that is not there, a package that is missing: other recipients need none
            return self._put_off(told(error).rstrip("."), None)
        return self._outcome("sent", said)

    def _parts_sent(self, way: Way, where: str) -> str:
        said = ""
        is_first = True
        while (found := outbox.part_of(self.library, self.entry)) is not None:
            part, data = found
            again = is_first and self.entry.tries > 0
            said = self._tried(way, Parcel(self._stamp(where), data, self.now, again))
            self._store_sent(part, said)
            is_first = False
        return said

    def _stamp(self, where: str) -> Stamp:
        entry = self.entry
        return Stamp(where, entry.name, entry.period, entry.message_id, datetime.fromisoformat(entry.since))

    def _tried(self, way: Way, parcel: Parcel) -> str:
        """A few times within this run."""
        import stamina

        limits = self.settings.delivery
        with _told_by(self._progress):
            for attempt in stamina.retry_context(
                on=self._goes_on,
                attempts=max(1, limits.tries),
                timeout=limits.wait_seconds,
                wait_initial=_FIRST_WAIT,
                wait_max=_LONGEST_WAIT,
                wait_jitter=_FIRST_WAIT,
            ):
                with attempt:
                    return self._once(way, parcel, again=parcel.again or attempt.num > 1)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, way: Way, parcel: Parcel, *, again: bool) -> str:
        try:
            return way.send(replace(parcel, again=again), self.settings, self._before_last)
        except Unsure as failure:
            if not way.can_repeat:
                raise
            self._stays()
            raise NotNow(str(failure)) from None
        except (NotNow, MinerError):
            self._stays()
            raise

    def _before_last(self) -> None:
        outbox.mark(self.library, self.entry, "sending", self.now)
        self._is_leaving = True

    def _stays(self) -> None:
        """It did not arrive, for certain: a run that is killed while it waits leaves nothing unsure."""
        if self._is_leaving:
            outbox.mark(self.library, self.entry, "waiting", self.now)
            self._is_leaving = False

    def _store_sent(self, part: int, said: str) -> None:
        """Whatever it takes: it has left."""
        import stamina

        with _told_by(self._progress):
            for attempt in stamina.retry_context(on=LibraryBusy, attempts=_SETTLE_TRIES, timeout=None):
                with attempt:
                    outbox.part_sent(self.library, self.entry, part, self.now, told(said))
        self._is_leaving = False

    def _goes_on(self, failure: Exception) -> bool | float:
        if not isinstance(failure, NotNow) or not failure.soon:
            return False
        if failure.wait_seconds is None:
            return True
        return failure.wait_seconds if failure.wait_seconds <= self.settings.delivery.wait_seconds else False

    def _put_off(self, reason: str, wait_seconds: float | None) -> Outcome:
        age = self.now - datetime.fromisoformat(self.entry.since)
        days = self.settings.delivery.give_up_days
        if age >= timedelta(days=days):
            return self._settled("failed", f"given up after {days:g} days: {reason}")
        at = self.now + max(_pause(self.entry), timedelta(seconds=wait_seconds or 0.0))
        outbox.mark(self.library, self.entry, "waiting", self.now, reason, in_utc(at))
        return self._outcome("waiting", reason, at)

    def _settled(self, state: str, reason: str) -> Outcome:
        outbox.mark(self.library, self.entry, state, self.now, reason)
        return self._outcome(state, reason)

    def _outcome(self, state: str, reason: str, due_at: datetime | None = None) -> Outcome:
        return _outcome_of(self.entry, state, reason, due_at)


def _recovered(library: Library, entry: Entry, now: datetime) -> Outcome | None:
    """A delivery whose run was killed in the moment of sending; None if it can be sent again without harm."""
    way, _ = way_of(entry.recipient)
    if way.can_repeat:
        outbox.mark(library, entry, "waiting", now, due_at=in_utc(now))
        return None
    outbox.mark(library, entry, "unsure", now, _KILLED)
    return _outcome_of(entry, "unsure", _KILLED, None)


def _outcome_of(entry: Entry, state: str, reason: str, due_at: datetime | None) -> Outcome:
    return Outcome(entry.number, entry.name, entry.period, entry.recipient, state, reason, due_at)


def _pause(entry: Entry) -> timedelta:
    """Until another run tries again; spread by the delivery itself, so that the same run plans the same."""
    pause = min(_FIRST_PAUSE * 2.0 ** min(entry.tries, 30), _LONGEST_PAUSE)
    return pause * (1 + _SPREAD * crc32(entry.message_id.encode()) / 0xFFFFFFFF)


@contextmanager
def _alone(library: Library) -> Iterator[None]:
    """The only process that sends from this library; the system ends that when the process ends."""
    if library.in_memory:
        yield
        return
    try:
        with writer_lock(library.place.with_name(f"{library.place.name}.outbox"), "miner", _ANOTHER_SENDS_SECONDS):
            yield
    except LibraryBusy as error:
        raise LibraryBusy(str(library.place), f"another process that delivers from it ({error})") from error


@contextmanager
def _told_by(progress: Callable[[str], None]) -> Iterator[None]:
    """Waiting is told as progress; by itself stamina would write to the log, and so to standard error."""
    from stamina.instrumentation import RetryDetails, get_on_retry_hooks, set_on_retry_hooks

    def tell(details: RetryDetails) -> None:
        progress(f"{told(details.caused_by)}; trying again in {details.wait_for:.0f} s")

    before = get_on_retry_hooks()
    set_on_retry_hooks([tell])
    try:
        yield
    finally:
        set_on_retry_hooks(before)
