"""The geometry of the timeline: arguments over time, stacked by theme."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from miner.digest.records import Digest
from miner.report.cards import ThemeRef
from miner.report.languages.formats import day, day_and_month, month_and_year
from miner.report.phrases import STEPS, clock, day_and_clock, stretch

TIME_WIDTH, TIME_HEIGHT = 720, 220
FEWEST_BINS, MOST_BINS = 12, 48
_SPARSE = 20
_PER_BIN = 2  # arguments in a bin on average, at least: single ones make a picket fence

_STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 180, 360, 720, 1440, 2880, 10080, 20160, 43200, 129600, 525600)
)
_ROUND_MINUTES = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
_DAY = timedelta(days=1)
_SEASONS = timedelta(days=300)  # from here on a day without its year could be two days


@dataclass(frozen=True, slots=True)
class Block:
    """Arguments of one theme in one stretch of time, number ``slot``."""

    slot: int
    colour: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at a place on the time axis; ``minor`` ones are left out on a phone."""

    label: str
    x: float
    minor: bool = False


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One stretch of time for the table: its number and label, all arguments, and the count of each theme."""

    slot: int
    label: str
    total: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """When people said what. ``n_outside`` lie so far off in time that they are not drawn.

    ``slots``: post id -> the stretch of time it is from, before 0 or beyond the last for those not drawn.
    """

    width: int
    height: int
    blocks: tuple[Block, ...]
    ticks: tuple[Mark, ...]
    questions: tuple[Mark, ...]
    most: int
    step: str
    rows: tuple[TimeRow, ...]
    columns: tuple[str, ...]
    n_outside: int
    slots: Mapping[str, int]


def timeline(digest: Digest, themes: Mapping[str, ThemeRef]) -> Timeline | None:
    """Arguments over time by theme, or None when fewer than three moments are known."""
    times = _times(digest)
    if len({at for at, _ in times}) < 3:
        return None
    by_day = any(post.precision == "day" for post in digest.posts)
    start, end = _inner_span([at for at, _ in times], is_chat=any(one.asked_at for one in digest.questions))
    step = _step(end - start, by_day, len(times) // _PER_BIN)
    start = _floor(start, step)
    n_bins = (end - start) // step + 1
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    n_outside = 0
    for at, theme in times:
        if start <= at < start + step * n_bins:
            counts[(at - start) // step][theme] += 1
        else:
            n_outside += 1
    order = [*(theme.id for theme in digest.themes), ""]
    order = [key for key in order if any(counts[slot][key] for slot in range(n_bins))]
    most = max(sum(slot.values()) for slot in counts.values())
    return Timeline(
        width=TIME_WIDTH,
        height=TIME_HEIGHT,
        blocks=tuple(_blocks(counts, order, themes, n_bins, most)),
        ticks=_ticks(start, step, n_bins),
        questions=_question_marks(digest, start, step, n_bins),
        most=most,
        step=_step_name(step),
        rows=tuple(
            TimeRow(
                slot,
                _bin_label(start + step * slot, step),
                sum(counts[slot].values()),
                tuple(counts[slot][key] for key in order),
            )
            for slot in range(n_bins)
            if counts[slot]
        ),
        columns=tuple(themes[key].label if key else "" for key in order),
        n_outside=n_outside,
        slots={key: (at - start) // step for key, at in _known(digest).items()},
    )


def _known(digest: Digest) -> dict[str, datetime]:
    """Post id -> when it was posted, where that is known."""
    return {post.id: post.posted_at for post in digest.posts if post.posted_at is not None and post.precision != "none"}


def _times(digest: Digest) -> list[tuple[datetime, str]]:
    known = _known(digest)
    found = ((known.get(argument.post_id), argument.theme_id or "") for argument in digest.arguments)
    return sorted((at, theme) for at, theme in found if at is not None)


def _inner_span(times: list[datetime], is_chat: bool) -> tuple[datetime, datetime]:
    """From first to last; without stray ones when these would leave no room for the others.

    The outermost 2% at each end are cut when they take more than half of the time, and a quarter at most (half, where
    questions were asked at known times) when the rest is over in a small part of it: the hour of a chat among the
    week's messages with its hashtag.
    """
    n, whole = len(times), times[-1] - times[0]
    cut, wanted = n // 50, n - n // (2 if is_chat else 4)
    start = min(range(n - wanted + 1), key=lambda at: times[at + wanted - 1] - times[at])
    dense = times[start], times[start + wanted - 1]
    if (dense[1] - dense[0]) * _SPARSE < whole:
        near = (dense[1] - dense[0]) / 2
        inside = [at for at in times if dense[0] - near <= at <= dense[1] + near]
        return inside[0], inside[-1]
    if cut and (times[-1 - cut] - times[cut]) * 2 < whole:
        return times[cut], times[-1 - cut]
    return times[0], times[-1]


def _step(length: timedelta, by_day: bool, wanted: int) -> timedelta:
    most = min(max(wanted, FEWEST_BINS), MOST_BINS)
    fitting = (step for step in _STEPS if length / step < most and not (by_day and step < _DAY))
    return next(fitting, _STEPS[-1] * math.ceil(length / _STEPS[-1] / most))


def _floor(at: datetime, step: timedelta) -> datetime:
    epoch = datetime(1, 1, 1, tzinfo=UTC)  # a Monday: weeks begin there
    return epoch + (at - epoch) // step * step


def _blocks(
    counts: dict[int, Counter[str]], order: list[str], themes: Mapping[str, ThemeRef], n_bins: int, most: int
) -> Iterable[Block]:
    width = TIME_WIDTH / n_bins
    for slot in range(n_bins):
        below = 0
        for theme in order:
            n = counts[slot][theme]
            if n:
                height = n / most * TIME_HEIGHT
                top = TIME_HEIGHT - below / most * TIME_HEIGHT - height
                gap = min(width * 0.14, 4)
                yield Block(
                    slot,
                    themes[theme].colour if theme else "t0",
                    round(slot * width + gap / 2, 1),
                    round(top, 1),
                    round(width - gap, 1),
                    round(height, 1),
                )
                below += n


def _ticks(start: datetime, step: timedelta, n_bins: int) -> tuple[Mark, ...]:
    """At most eight labels; days, not hours, when the hours of several days would repeat; else round times of day."""
    by_day = step < _DAY < step * (n_bins - 1)
    starts = [slot for slot in range(n_bins) if not by_day or (start + step * slot).hour == 0]
    if step < _DAY and not by_day:
        starts = _round(start, step, n_bins) or starts
    chosen = starts[:: max(1, math.ceil(len(starts) / 8))]
    return tuple(
        Mark(
            _tick_label(start + step * slot, _DAY if by_day else step, step * n_bins),
            round(slot * TIME_WIDTH / n_bins, 1),
            minor=number % 2 == 1,
        )
        for number, slot in enumerate(chosen)
        if slot * TIME_WIDTH / n_bins < TIME_WIDTH * 0.95
    )


def _round(start: datetime, step: timedelta, n_bins: int) -> list[int]:
    """The slots that begin at a multiple of the shortest round stretch that gives eight labels at most."""
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    for every in (timedelta(minutes=minutes) for minutes in _ROUND_MINUTES):
        slots = [slot for slot in range(n_bins) if not (start + step * slot - midnight) % every]
        if 2 <= len(slots) <= 8:
            return slots
    return []


def _question_marks(digest: Digest, start: datetime, step: timedelta, n_bins: int) -> tuple[Mark, ...]:
    """Where each question was asked; not for several chats at once, whose numbers repeat."""
    end = start + step * n_bins
    asked = [(question.asked_at, question.id) for question in digest.questions if question.asked_at is not None]
    if len({key for _, key in asked}) != len(asked) or step > timedelta(hours=1):
        return ()
    return tuple(
        Mark(key, round((at - start) / (end - start) * TIME_WIDTH, 1)) for at, key in sorted(asked) if start <= at < end
    )


def _tick_label(at: datetime, step: timedelta, length: timedelta) -> str:
    """``17:05``, ``14 Mar`` or ``Mar 2024``: as much as tells the labels of one axis apart."""
    if step < _DAY:
        return clock(at)
    return month_and_year(at) if length > _SEASONS else day_and_month(at)


def _bin_label(at: datetime, step: timedelta) -> str:
    return day(at) if step >= _DAY else day_and_clock(at)


def _step_name(step: timedelta) -> str:
    minutes = int(step.total_seconds() // 60)
    size = next(size for size in STEPS if minutes % size == 0)
    return stretch(minutes // size, size)
