"""Core, assigned, tail: a leftover is never forced into a group, and chance makes no themes."""

from __future__ import annotations

import numpy as np
import pytest

from clusters.planted import agreement, noise_vectors, planted, vectors_around, word
from miner.clusters.agglomerate import cut, merge_tree
from miner.clusters.membership import beyond_chance, settle
from miner.clusters.similarity import features_of


def test_members_of_clear_groups_are_core_and_stay_where_they_are() -> None:
    features, truth = planted(4, 8, noise=0.3)
    labels, memberships = settle(features, features, truth)
    assert agreement(labels, truth) == 1
    assert (labels >= 0).mean() > 0.9
    assert memberships.count("core") >= 0.8 * len(truth)


def test_a_misplaced_item_moves_to_the_group_it_is_nearest_to() -> None:
    features, truth = planted(3, 8, noise=0.3)
    wrong = truth.copy()
    wrong[0] = 2
    labels, _ = settle(features, features, wrong)
    assert labels[0] == labels[1]


def test_an_item_that_is_near_to_none_goes_to_the_tail() -> None:
    rows = np.concatenate([vectors_around(3, 8, 0.3), noise_vectors(1, seed=9)])
    said = [" ".join(word(group * 9 + place) for place in range(4)) for group in (0, 1, 2) for _ in range(8)]
    features = features_of(rows, [*said, "something else entirely"])
    labels, memberships = settle(features, features, np.array([0] * 8 + [1] * 8 + [2] * 9))
    assert labels[-1] == -1
    assert memberships[-1] == "tail"


def test_every_item_has_a_membership_and_only_the_tail_has_no_group() -> None:
    features, truth = planted(3, 6, noise=1.5)
    labels, memberships = settle(features, features, truth)
    assert len(memberships) == len(labels) == len(truth)
    assert [membership == "tail" for membership in memberships] == (labels < 0).tolist()


def test_nothing_grouped_stays_ungrouped() -> None:
    features, _ = planted(2, 4)
    labels, memberships = settle(features, features, np.full(8, -1, dtype=np.int64))
    assert labels.tolist() == [-1] * 8
    assert set(memberships) == {"tail"}


def test_clear_groups_are_beyond_chance() -> None:
    features, truth = planted(4, 8)
    kept = beyond_chance(features.similarities(), features.shuffled().similarities(), truth)
    assert agreement(kept, truth) == 1
    assert (kept >= 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_data_make_hardly_any_group(seed: int) -> None:
    rows = noise_vectors(60, seed)
    rng = np.random.default_rng(seed)
    said = [" ".join(word(int(number)) for number in rng.integers(0, 400, 8)) for _ in range(60)]
    features = features_of(rows, said)
    similarity = features.similarities()
    kept = beyond_chance(similarity, features.shuffled().similarities(), cut(merge_tree(similarity), 6))
    assert len(set(kept[kept >= 0].tolist())) <= 3
