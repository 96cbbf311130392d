"""Coverage, stability, groups and seconds, on engines that group by rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from miner.arguments import Argument
from miner.engines.base import Grouper, Labels, Numbers
from miner.engines.measure import agreement, measured, stability


class ByRule:
    """Groups argument numbers by a rule."""

    name = "by rule"

    def __init__(self, rule: Grouper) -> None:
        self._rule = rule

    def missing(self) -> str:
        return ""

    def prepare(self, arguments: Sequence[Argument]) -> Grouper:
        return self._rule


def thirds(numbers: Numbers) -> Labels:
    """Always the same three groups; the first five arguments are in none."""
    return np.where(numbers < 5, -1, numbers % 3)


def by_what_is_first(numbers: Numbers) -> Labels:
    """Other groups with every resample."""
    return np.asarray(np.random.default_rng(int(numbers.sum())).integers(0, 3, len(numbers)), dtype=np.int64)


def arguments_of(n: int) -> list[Argument]:
    return [
        Argument(id=str(i), post_id=str(i), thread_id="t", start=0, end=1, text="x", author="a", plain="x")
        for i in range(n)
    ]


def test_an_engine_that_always_says_the_same_is_stable():
    seconds = iter((10.0, 12.5))
    found = measured(ByRule(thirds), arguments_of(50), 4, lambda: next(seconds))
    assert (found.engine, found.coverage, found.stability, found.n_groups) == ("by rule", 0.9, 1.0, 3)
    assert found.seconds == 2.5


def test_an_engine_that_guesses_is_not():
    found = stability(by_what_is_first, 60, 5)
    assert found is not None
    assert abs(found) < 0.15
    assert found == stability(by_what_is_first, 60, 5)


@pytest.mark.parametrize(("n", "n_resamples"), [(19, 5), (100, 1), (100, 0)])
def test_too_few_to_leave_out_a_tenth_have_no_stability(n, n_resamples):
    assert stability(thirds, n, n_resamples) is None


def test_those_in_no_group_are_groups_of_their_own():
    everything_in_none = dict.fromkeys(range(6), -1)
    assert agreement(everything_in_none, everything_in_none) == 1.0
    assert agreement({1: 0, 2: 0, 3: 1, 4: 1}, {1: 5, 2: 5, 3: -1, 4: -1}) < 1.0
    assert agreement({1: 0, 2: 0, 3: 1, 9: 7}, {0: 3, 1: 1, 2: 1, 3: 0}) == 1.0  # on what both hold


def test_no_arguments_are_no_coverage():
    found = measured(ByRule(thirds), [], 5, lambda: 0.0)
    assert (found.coverage, found.stability, found.n_groups) == (0.0, None, 0)
