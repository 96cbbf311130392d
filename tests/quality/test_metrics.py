"""Every measure against a case worked out by hand."""

from __future__ import annotations

import math

import found_contrasts
import numpy as np
import pytest
from metrics import (
    Labels,
    accuracy,
    accuracy_at,
    accuracy_of_placed,
    ari,
    average_precision,
    b_cubed,
    covered,
    half_precision,
    macro_f1,
    mean_pairwise_ari,
    n_groups,
    nmi,
    noise_rate,
    numbered,
    opposition_auc,
    pair_accuracy,
    percentile_ranks,
    poles_f,
    rank_correlation,
    vote_correlations,
    with_singletons,
)


def labels(*values: int) -> Labels:
    return np.array(values, dtype=np.int64)


def test_accuracy_names_groups_as_well_as_can_be() -> None:
    assert accuracy(labels(0, 0, 1, 1), labels(1, 1, 1, 0)) == 0.75
    assert accuracy(labels(0, 0, 1, 1), labels(5, 5, 2, 2)) == 1.0
    # three found groups for one gold group: only the largest can be it
    assert accuracy(labels(0, 0, 0, 0), labels(0, 0, 1, 2)) == 0.5


def test_nmi_takes_the_arithmetic_mean_of_the_entropies() -> None:
    information = 0.5 * math.log(4 / 3) + 0.25 * math.log(2 / 3) + 0.25 * math.log(2)
    entropy = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    expected = information / ((math.log(2) + entropy) / 2)
    assert nmi(labels(0, 0, 1, 1), labels(0, 0, 0, 1)) == pytest.approx(expected)


def test_ari_is_zero_where_chance_would_do_as_well() -> None:
    # pairs together in both 1, in gold 2, in found 3, of 6: expected 1
    assert ari(labels(0, 0, 1, 1), labels(0, 0, 0, 1)) == pytest.approx(0.0)
    assert ari(labels(0, 0, 1, 1), labels(3, 3, 1, 1)) == 1.0


def test_b_cubed_averages_over_texts() -> None:
    assert b_cubed(labels(0, 0, 1), labels(0, 1, 1)) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    # all in one group: recall is perfect, precision (2/3 + 2/3 + 1/3) / 3
    assert b_cubed(labels(0, 0, 1), labels(0, 0, 0)) == pytest.approx((5 / 9, 1.0, 5 / 7))
    assert b_cubed(labels(), labels()) == (0.0, 0.0, 0.0)


def test_noise_counts_as_groups_of_one_or_not_at_all() -> None:
    found = labels(0, -1, 0, -1)
    assert with_singletons(found).tolist() == [0, 1, 0, 2]
    assert with_singletons(labels(-1, -1)).tolist() == [1, 2]
    gold, inside = covered(labels(7, 8, 9, 9), found)
    assert (gold.tolist(), inside.tolist()) == ([7, 9], [0, 0])
    assert (n_groups(found), noise_rate(found)) == (1, 0.5)
    assert numbered(["b", "a", "b"]).tolist() == [0, 1, 0]


def test_stability_compares_resamples_on_the_texts_they_share() -> None:
    one, same, other = {0: 0, 1: 0, 2: 1, 3: 1}, {1: 5, 2: 6, 3: 6, 9: 5}, {0: 0, 1: 0, 2: 0, 3: 1}
    assert mean_pairwise_ari([one, same]) == 1.0
    assert mean_pairwise_ari([one, other]) == pytest.approx(0.0)
    assert mean_pairwise_ari([one]) == 1.0


def test_average_precision_of_the_better_half() -> None:
    # by score: right, wrong | the rest is cut off
    assert half_precision([1, 1, 0, 1, 1], [0.9, 0.1, 0.8, 0.2, 0.3]) == (1.0, 0.5)
    plain_, corrected = half_precision([0, 1, 1, 0, 1, 1, 1, 1], [8, 7, 6, 5, 4, 3, 2, 1])
    assert plain_ == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert corrected == pytest.approx(plain_ / 2)
    assert half_precision([1], [1.0]) == (0.0, 0.0)
    assert average_precision([0, 0], [0.2, 0.1]) == 0.0


def test_a_position_of_zero_is_wrong() -> None:
    gold, signs = labels(1, 1, -1, -1), labels(1, 0, -1, 1)
    assert macro_f1(gold, signs) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert accuracy_of_placed(gold, signs) == pytest.approx((3 / 4, 2 / 3))
    assert accuracy_of_placed(gold, labels(0, 0, 0, 0)) == (0.0, 0.0)
    assert accuracy_at(gold, np.array([0.1, -0.9, -0.5, 0.2]), 0.5) == 0.5


def test_found_poles_may_be_named_either_way() -> None:
    gold = labels(1, 1, -1, -1)
    assert poles_f(gold, labels(-1, -1, 1, 0)) == pytest.approx((1.0, 0.75, 6 / 7))
    assert poles_f(gold, labels(0, 0, 0, 0)) == (0.0, 0.0, 0.0)


def test_opposition_is_scored_by_how_people_voted() -> None:
    votes = np.array([[1, 1, -1], [-1, -1, 1], [1, 1, np.nan], [-1, 1, 1]], dtype=float)
    found = vote_correlations(votes, min_common=3)
    both = [0, 1, 3]
    assert found[0, 2] == pytest.approx(np.corrcoef(votes[both, 0], votes[both, 2])[0, 1])
    assert found[0, 1] == pytest.approx(np.corrcoef(votes[:, 0], votes[:, 1])[0, 1])
    assert np.isnan(vote_correlations(votes, min_common=4)[0, 2])
    assert found_contrasts.auc_of(labels(1, 1, -1), found) == 1.0
    assert found_contrasts.auc_of(labels(0, 0, 0), found) == 0.5
    assert opposition_auc([True, False, False], [0.1, 0.2, 0.0]) == 0.5


def test_a_column_all_voters_agree_on_correlates_with_nothing() -> None:
    votes = np.array([[1, 1], [1, -1], [1, 1]], dtype=float)
    assert np.isnan(vote_correlations(votes, min_common=2)).tolist() == [[True, True], [True, False]]


def test_ranks_and_pairs() -> None:
    assert percentile_ranks(np.array([3.0, 1.0, 2.0, 2.0])).tolist() == [1.0, 0.0, 0.5, 0.5]
    assert percentile_ranks(np.array([3.0])).tolist() == [0.5]
    assert rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0])) == pytest.approx(0.5)
    assert rank_correlation(np.array([1.0, 1.0]), np.array([1.0, 2.0])) == 0.0
    right = pair_accuracy(np.array([2.0, 1.0, 1.0, 0.0]), np.array([1.0, 2.0, 1.0, 3.0]), np.array([1, 1, 0, 0]) == 1)
    assert right == pytest.approx((1 + 0 + 0.5 + 1) / 4)
