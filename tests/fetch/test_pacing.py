"""Pauses and tries, by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_farm import FarmClock

from miner.fetch.pacing import Pace, Retries, asked_to_wait

NOW = datetime(2024, 5, 6, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Mon, 06 May 2024 07:02:00 GMT", 120.0),
        ("Mon, 06 May 2024 07:02:00 -0000", 120.0),
        ("Monday, 06-May-24 07:02:00 GMT", 120.0),
        ("Mon, 06 May 2024 06:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("1.5", None),
        ("٣", None),
        ("Mon, 06 May 20245 07:02:00 GMT", None),
    ],
)
def test_retry_after_in_all_its_forms(value, seconds):
    assert asked_to_wait({"retry-after": value}, NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_read(value):
    wanted = asked_to_wait({"retry-after": value}, NOW)
    assert wanted is None or wanted >= 0


def test_hosts_wait_each_for_itself():
    clock = FarmClock()
    pace = Pace(clock.clock(), lambda host: 1.0, 300.0)
    for host in ("a", "b", "a"):
        pace.wait(host)
        pace.done(host)
    assert clock.slept == [1.0]


def test_the_pace_slows_under_load_and_recovers():
    clock = FarmClock()
    pace = Pace(clock.clock(), lambda host: 1.0, 300.0)
    pauses = []
    for went_well in [False] * 8 + [True] * 60:
        pace.wait("a")
        before = clock.seconds
        pace.done("a", went_well)
        pace.wait("a")
        pauses.append(clock.seconds - before)
    assert pauses[:7] == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert pauses[8] == pytest.approx(54.0)
    assert pauses[-1] == pytest.approx(1.0)


def test_the_same_seed_gives_the_same_pauses_and_the_budget_ends():
    first, second, other = (Retries(5, seed) for seed in (1, 1, 2))
    drawn = [first.backoff(1) for _ in range(7)]
    assert drawn == [second.backoff(1) for _ in range(7)]
    assert drawn != [other.backoff(1) for _ in range(7)]
    assert drawn[5:] == [None, None]
    assert Retries(100).backoff(4) is None
