"""When a digest is due, what it covers, how it is named, and what is made up for."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.schedules.periods import LAST_DAY, UNITS, Look, Period, Rhythm, due

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = Rhythm("week", 4, time(9), BERLIN)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def newest(rhythm: Rhythm, now: str) -> Period:
    return rhythm.period(rhythm.newest(at(now)))


@pytest.mark.parametrize(
    ("rhythm", "name", "starts", "ends"),
    [
        (FRIDAY, "2026-W46", "2026-11-06T09:00+01:00", "2026-11-13T09:00+01:00"),
        (Rhythm("week", 0, time(), BERLIN), "2026-W46", "2026-11-09T00:00+01:00", "2026-11-16T00:00+01:00"),
        (Rhythm("week", 0, time(9), BERLIN), "2026-W46", "2026-11-09T09:00+01:00", "2026-11-16T09:00+01:00"),
        (Rhythm("week", 3, time(), BERLIN), "2026-W45", "2026-11-05T00:00+01:00", "2026-11-12T00:00+01:00"),
        (Rhythm("week", 3, time(18), BERLIN), "2026-W46", "2026-11-05T18:00+01:00", "2026-11-12T18:00+01:00"),
        (Rhythm("day", 0, time(7), BERLIN), "2026-11-15", "2026-11-15T07:00+01:00", "2026-11-16T07:00+01:00"),
        (Rhythm("day", 0, time(18), BERLIN), "2026-11-15", "2026-11-14T18:00+01:00", "2026-11-15T18:00+01:00"),
        (Rhythm("month", 1, time(9), BERLIN), "2026-10", "2026-10-01T09:00+02:00", "2026-11-01T09:00+01:00"),
        (Rhythm("month", LAST_DAY, time(20), BERLIN), "2026-10", "2026-09-30T20:00+02:00", "2026-10-31T20:00+01:00"),
    ],
)
def test_a_period_is_named_for_what_it_mostly_covers(rhythm, name, starts, ends):
    period = newest(rhythm, "2026-11-16T12:00+00:00")
    assert period == Period(name, at(starts), at(ends))
    assert rhythm.named(name) == period


@pytest.mark.parametrize(
    ("now", "name"),
    [
        ("2026-11-13T07:59:59+00:00", "2026-W45"),
        ("2026-11-13T08:00:00+00:00", "2026-W46"),
        ("2027-01-01T12:00:00+00:00", "2026-W53"),
        ("2027-01-08T12:00:00+00:00", "2027-W01"),
    ],
)
def test_it_is_due_to_the_second_and_weeks_are_those_of_iso(now, name):
    assert newest(FRIDAY, now).name == name


def test_the_time_stays_when_the_clock_changes():
    """Europe went to winter time on 25 October 2026 and to summer time on 29 March 2026."""
    autumn, spring = FRIDAY.named("2026-W44"), FRIDAY.named("2026-W14")
    assert autumn.ends_at - autumn.starts_at == timedelta(days=7, hours=1)
    assert spring.ends_at - spring.starts_at == timedelta(days=7, hours=-1)
    for period in (autumn, spring):
        assert {one.astimezone(BERLIN).hour for one in (period.starts_at, period.ends_at)} == {9}


def test_a_time_that_the_clock_leaves_out_and_one_that_comes_twice():
    night = Rhythm("day", 0, time(2, 30), BERLIN)
    left_out, twice = night.named("2026-03-28").ends_at, night.named("2026-10-24").ends_at
    assert (left_out, left_out.astimezone(BERLIN).hour) == (at("2026-03-29T03:30+02:00"), 3)
    assert twice == at("2026-10-25T02:30+02:00")


@given(
    unit=st.sampled_from(UNITS),
    day=st.integers(0, 6),
    of_month=st.integers(1, 31),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 30, 59]),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Pacific/Apia"]),
    now=st.datetimes(datetime(2013, 1, 1), datetime(2035, 1, 1)),
)
def test_periods_follow_each_other_without_gap_and_each_has_a_name_of_its_own(
    unit, day, of_month, hour, minute, zone, now
):
    rhythm = Rhythm(unit, of_month if unit == "month" else day, time(hour, minute), ZoneInfo(zone))
    now = now.replace(tzinfo=UTC)
    number = rhythm.newest(now)
    periods = [rhythm.period(number + n) for n in range(-3, 3)]
    assert all(one.ends_at == other.starts_at for one, other in pairwise(periods))
    assert all(one.starts_at < one.ends_at for one in periods)
    assert len({one.name for one in periods}) == len(periods)
    assert periods[3].ends_at <= now < periods[4].ends_at
    assert [rhythm.named(one.name) for one in periods] == periods


@pytest.mark.parametrize("name", ["2026-W54", "2026-W00", "2025-W53", "2026-46", "W46", "2026-11-13", ""])
def test_there_is_no_such_week(name):
    with pytest.raises(ValueError, match=r"^"):
        FRIDAY.named(name)


def test_the_first_run_makes_the_newest_period_only():
    now = at("2026-11-16T00:00+00:00")
    found = due(FRIDAY, None, (), now, 4)
    assert [one.name for one in found.periods] == ["2026-W46"]
    assert found.left_out == ()


def test_missed_periods_are_made_up_for_in_order_the_newest_four():
    now = at("2026-11-16T00:00+00:00")
    covered = FRIDAY.named("2026-W39").ends_at
    found = due(FRIDAY, covered, ("2026-W39",), now, 4)
    assert [one.name for one in found.periods] == ["2026-W43", "2026-W44", "2026-W45", "2026-W46"]
    assert [one.name for one in found.left_out] == ["2026-W40", "2026-W41", "2026-W42"]
    assert found.left_out[0].starts_at == covered


def test_nothing_is_due_twice():
    now = at("2026-11-16T00:00+00:00")
    assert due(FRIDAY, FRIDAY.named("2026-W46").ends_at, ("2026-W46",), now, 4).periods == ()


def test_a_digest_that_moves_to_another_day_covers_nothing_twice_and_leaves_nothing_out():
    covered = FRIDAY.named("2026-W46").ends_at
    monday = Rhythm("week", 0, time(9), BERLIN)
    assert due(monday, covered, ("2026-W46",), at("2026-11-17T00:00+00:00"), 4).periods == ()
    (only,) = due(monday, covered, ("2026-W46",), at("2026-11-24T00:00+00:00"), 4).periods
    assert only == Period("2026-W47", covered, at("2026-11-23T09:00+01:00"))
    daily = due(Rhythm("day", 0, time(7), BERLIN), covered, ("2026-W46",), at("2026-11-15T12:00+00:00"), 4).periods
    assert [(one.name, one.starts_at == covered) for one in daily] == [("2026-11-13", True), ("2026-11-14", False)]


@pytest.mark.parametrize(
    ("look", "start"),
    [
        (Look(), "2026-10-23T09:00+02:00"),
        (Look(days=14), "2026-10-16T09:00+02:00"),
        (Look(hours=36), "2026-10-28T21:00+01:00"),
        (Look(months=1), "2026-09-30T09:00+02:00"),
    ],
)
def test_a_window_goes_back_from_the_moment_it_is_due_by_its_own_clock(look, start):
    rhythm = Rhythm("week", 4, time(9), BERLIN, look)
    assert rhythm.window_start(rhythm.named("2026-W44")) == at(start)


def test_a_window_of_everything_has_no_start():
    rhythm = Rhythm("week", 4, time(9), BERLIN, Look(everything=True))
    assert rhythm.window_start(rhythm.named("2026-W44")) is None


def test_a_month_before_the_31st_is_its_last_day():
    rhythm = Rhythm("month", LAST_DAY, time(), ZoneInfo("UTC"), Look(months=1))
    assert rhythm.window_start(rhythm.named("2026-03")) == at("2026-02-28T00:00+00:00")
