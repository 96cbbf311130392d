"""The level below: parts where a theme falls into different points, none in one point or in noise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.clusters.beneath import Part, parts_of
from miner.clusters.similarity import Features, features_of

from .planted import N_DIMS, noise_vectors, text_of, word


def discussion(n_points: int, size: int, n_aside: int = 60, seed: int = 0) -> Features:
    """A theme of some points that have a subject in common, and what is said about other things."""
    rng = np.random.default_rng(seed)
    subject = rng.normal(size=N_DIMS)
    points = subject + 1.2 * rng.normal(size=(n_points, N_DIMS))
    aside = 1.2 * rng.normal(size=(6, N_DIMS))
    truth = np.concatenate([np.repeat(np.arange(n_points), size), n_points + np.arange(n_aside) % 6])
    rows = np.concatenate([points, aside])[truth] + 0.5 * rng.normal(size=(len(truth), N_DIMS))
    texts = [text_of(int(group), number) for number, group in enumerate(truth)]
    return features_of((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), texts)


def people(n: int) -> list[str]:
    """Everybody once."""
    return [f"person {number}" for number in range(n)]


def parts(features: Features, members: Sequence[int], names: Sequence[str] | None = None) -> tuple[Part, ...]:
    return parts_of(members, features, features, names or people(len(features)))


def test_different_points_within_a_theme_are_its_parts() -> None:
    features = discussion(3, 20)
    found = parts(features, range(60))
    assert len(found) == 3
    for part in found:
        assert len({member // 20 for member in part.members}) == 1
        assert set(part.core) <= set(part.members)
        assert (part.stability or 0.0) >= 0.5


def test_one_point_stays_whole() -> None:
    features = discussion(1, 60)
    assert parts(features, range(60)) == ()


def test_noise_stays_whole() -> None:
    texts = [" ".join(word(number * 6 + place) for place in range(6)) for number in range(120)]
    features = features_of(noise_vectors(120), texts)
    assert parts(features, range(60)) == ()


@pytest.mark.parametrize(("size", "n_people"), [(7, 21), (20, 7)])
def test_a_theme_of_few_arguments_or_few_people_stays_whole(size: int, n_people: int) -> None:
    features = discussion(3, size)
    names = [f"person {number % n_people}" for number in range(len(features))]
    assert parts(features, range(3 * size), names) == ()


def test_what_two_people_say_is_no_part() -> None:
    features = discussion(3, 20)
    names = [f"person {number}" if number < 40 else f"one of {number % 2}" for number in range(len(features))]
    assert all(max(part.members) < 40 for part in parts(features, range(60), names))


@settings(max_examples=15)
@given(st.permutations(range(60)), st.integers(1, 4))
def test_the_order_of_the_members_makes_no_difference_and_no_member_is_in_two_parts(
    order: list[int], n_points: int
) -> None:
    features = discussion(n_points, 60 // n_points)
    members = order[: 60 // n_points * n_points] if n_points == 1 else [m for m in order if m < 60]
    found = parts(features, members)
    assert found == parts(features, sorted(members))
    held = [member for part in found for member in part.members]
    assert len(held) == len(set(held))
    assert set(held) <= set(members)
    assert len(found) in (0, 2, 3, 4, 5)
    assert len(held) >= 0.5 * len(members) or not found
