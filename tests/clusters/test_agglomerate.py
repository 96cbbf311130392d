"""Exact agglomeration: planted groups come back, numbers do not depend on chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.planted import agreement, planted
from miner.clusters.agglomerate import best_cut, cut, merge_tree, numbered, silhouette


@pytest.mark.parametrize("n_groups", [2, 4, 7])
def test_planted_groups_are_found_and_so_is_their_number(n_groups: int) -> None:
    features, truth = planted(n_groups, 8)
    similarity = features.similarities()
    labels = best_cut(merge_tree(similarity), similarity, range(2, 10))
    assert labels.max() + 1 == n_groups
    assert agreement(labels, truth) == 1


def test_the_groups_are_the_same_in_whatever_order_the_items_come() -> None:
    features, _ = planted(4, 6)
    similarity = features.similarities()
    order = np.random.default_rng(3).permutation(len(similarity))
    straight, shuffled = cut(merge_tree(similarity), 4), cut(merge_tree(similarity[np.ix_(order, order)]), 4)
    assert agreement(shuffled, straight[order]) == 1


def test_a_cut_has_at_most_as_many_groups_as_asked_for() -> None:
    features, _ = planted(3, 4)
    tree = merge_tree(features.similarities())
    assert [int(cut(tree, size).max()) + 1 for size in (1, 2, 3, 12, 40)] == [1, 2, 3, 12, 12]


@given(st.lists(st.integers(-1, 5), max_size=20))
def test_groups_are_numbered_by_their_first_members_and_minus_one_stays(labels: list[int]) -> None:
    renumbered = numbered(np.array(labels, dtype=np.int64)).tolist()
    assert [label < 0 for label in renumbered] == [label < 0 for label in labels]
    firsts = list(dict.fromkeys(label for label in renumbered if label >= 0))
    assert firsts == list(range(len(firsts)))
    assert len(set(zip(labels, renumbered, strict=True))) == len(set(labels))


def test_silhouettes_are_between_minus_one_and_one_and_high_where_groups_are_clear() -> None:
    features, truth = planted(3, 6, noise=0.2)
    scores = silhouette(features.similarities(), truth)
    assert ((scores >= -1) & (scores <= 1)).all()
    assert scores.mean() > 0.3
    wrong = silhouette(features.similarities(), np.arange(18) % 3)
    assert wrong.mean() < 0


def test_an_item_alone_and_a_single_group_have_no_silhouette() -> None:
    features, _ = planted(2, 3)
    similarity = features.similarities()
    assert silhouette(similarity, np.array([0, 0, 0, 0, 0, 1]))[5] == 0
    assert silhouette(similarity, np.zeros(6, dtype=np.int64)).tolist() == [0] * 6


def test_equal_items_merge_without_a_warning() -> None:
    assert cut(merge_tree(np.ones((5, 5))), 3).tolist() == [0] * 5
