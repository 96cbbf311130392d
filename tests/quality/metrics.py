"""The measures, each written once. Labels are arrays; in groups -1 means "in no group".

Whether noise counts is the caller's choice: ``with_singletons`` makes a group of each text that is in none,
``covered`` leaves such texts out.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.stats import spearmanr
from sklearn.metrics import (
    adjusted_rand_score,
    average_precision_score,
    f1_score,
    normalized_mutual_info_score,
    roc_auc_score,
)

Labels = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

NO_GROUP = -1


def numbered(labels: Sequence[Hashable]) -> Labels:
    """Any labels as numbers in the order of first appearance."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)


def with_singletons(labels: Labels) -> Labels:
    """Each text that is in no group becomes a group of its own."""
    result = np.asarray(labels, dtype=np.int64).copy()
    alone = result == NO_GROUP
    result[alone] = result.max(initial=0) + 1 + np.arange(int(alone.sum()))
    return result


def covered(gold: Labels, found: Labels) -> tuple[Labels, Labels]:
    """Both labellings without the texts that are in no group."""
    inside = found != NO_GROUP
    return gold[inside], found[inside]


def contingency(gold: Labels, found: Labels) -> npt.NDArray[np.int64]:
    """How many texts each pair of gold and found group shares: shape (n_gold, n_found)."""
    rows, columns = (np.unique(labels, return_inverse=True)[1] for labels in (gold, found))
    table = np.zeros((int(rows.max(initial=-1)) + 1, int(columns.max(initial=-1)) + 1), dtype=np.int64)
    np.add.at(table, (rows, columns), 1)
    return table


def accuracy(gold: Labels, found: Labels) -> float:
    """ACC: share of texts that are right under the best one-to-one naming of the groups (Hungarian method)."""
    if not len(gold):
        return 0.0
    table = contingency(gold, found)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return float(table[rows, columns].sum() / len(gold))


def nmi(gold: Labels, found: Labels) -> float:
    """Normalised mutual information, arithmetic mean of the entropies."""
    return float(normalized_mutual_info_score(gold, found, average_method="arithmetic")) if len(gold) else 0.0


def ari(gold: Labels, found: Labels) -> float:
    """Adjusted Rand index."""
    return float(adjusted_rand_score(gold, found)) if len(gold) else 0.0


def b_cubed(gold: Labels, found: Labels) -> tuple[float, float, float]:
    """B-cubed precision, recall, and the harmonic mean of the two (Bagga and Baldwin 1998)."""
    if not len(gold):
        return 0.0, 0.0, 0.0
    table = contingency(gold, found).astype(np.float64)
    precision = float((table**2 / table.sum(axis=0, keepdims=True)).sum() / len(gold))
    recall = float((table**2 / table.sum(axis=1, keepdims=True)).sum() / len(gold))
    return precision, recall, harmonic(precision, recall)


def harmonic(first: float, second: float) -> float:
    """Harmonic mean; 0 where both are 0."""
    return 2 * first * second / (first + second) if first + second else 0.0


def n_groups(labels: Labels) -> int:
    """How many groups there are, noise not counted."""
    return len(set(labels.tolist()) - {NO_GROUP})


def noise_rate(labels: Labels) -> float:
    """Share of texts in no group."""
    return float((labels == NO_GROUP).mean()) if len(labels) else 0.0


def mean_pairwise_ari(samples: Sequence[dict[int, int]]) -> float:
    """Mean ARI of every two labellings on the texts both hold; a labelling maps text number -> group.

    Texts in no group count as groups of their own.
    """
    scores = []
    for first, second in combinations(samples, 2):
        common = sorted(first.keys() & second.keys())
        scores.append(
            ari(*(with_singletons(np.array([one[text] for text in common], dtype=np.int64)) for one in (first, second)))
        )
    return float(np.mean(scores)) if scores else 1.0


def average_precision(labels: Sequence[int], scores: Sequence[float]) -> float:
    """``sklearn.metrics.average_precision_score``; 0 where nothing is positive."""
    return float(average_precision_score(labels, scores)) if any(labels) else 0.0


def half_precision(labels: Sequence[int], scores: Sequence[float]) -> tuple[float, float]:
    """Plain and corrected average precision of the better-scored half of the arguments of one topic x stance.

    The top ``floor(0.5 n)`` by score are kept; "corrected" multiplies by the share of positives among them.
    """
    n_kept = len(labels) // 2
    top = np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")[:n_kept]
    kept = [int(labels[number]) for number in top]
    plain = average_precision(kept, [float(scores[number]) for number in top])
    return plain, plain * (sum(kept) / n_kept if n_kept else 0.0)


def macro_f1(gold: Labels, signs: Labels) -> float:
    """Macro-F1 over the two sides at full coverage: a sign of 0 (neither) is on no side and counts as wrong."""
    return float(f1_score(gold, signs, labels=[-1, 1], average="macro", zero_division=0)) if len(gold) else 0.0


def accuracy_of_placed(gold: Labels, signs: Labels) -> tuple[float, float]:
    """Coverage (share with a side at all), and the accuracy on those."""
    placed = signs != 0
    if not placed.any():
        return 0.0, 0.0
    return float(placed.mean()), float((gold[placed] == signs[placed]).mean())


def accuracy_at(gold: Labels, positions: Values, share: float) -> float:
    """Accuracy on the share of texts with the clearest positions."""
    n = round(share * len(gold))
    clearest = np.argsort(-np.abs(positions), kind="stable")[:n]
    return float((np.sign(positions[clearest]) == gold[clearest]).mean()) if n else 0.0


def poles_f(gold: Labels, signs: Labels) -> tuple[float, float, float]:
    """Pole purity under the better orientation, coverage, and the harmonic mean of the two (pole F)."""
    coverage, right = accuracy_of_placed(gold, signs)
    purity = max(right, 1 - right) if coverage else 0.0
    return purity, coverage, harmonic(purity, coverage)


def opposition_auc(opposed: Sequence[bool], opposition: Sequence[float]) -> float:
    """AUC of telling pairs on opposite poles from pairs on the same; 0.5 where there are not both kinds."""
    return float(roc_auc_score(opposed, opposition)) if 0 < sum(opposed) < len(opposed) else 0.5


def vote_correlations(votes: Values, min_common: int) -> Values:
    """Pearson correlation of every two columns over the voters of both; nan below ``min_common`` voters.

    Parameters
    ----------
    votes : shape (n_voters, n_comments)
        1 agree, -1 disagree, 0 pass, nan not seen.
    """
    seen = (~np.isnan(votes)).astype(np.float64)
    cast = np.where(np.isnan(votes), 0.0, votes)
    n = seen.T @ seen
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_first, mean_second = cast.T @ seen / n, seen.T @ cast / n
        squares = (cast**2).T @ seen / n - mean_first**2
        spread = np.sqrt(np.maximum(squares, 0.0) * np.maximum(squares.T, 0.0))
        result = (cast.T @ cast / n - mean_first * mean_second) / spread
    result[(n < min_common) | (spread < 1e-9)] = np.nan
    return np.asarray(result)


def rank_correlation(scores: Values, gold: Values) -> float:
    """Spearman's rho; 0 where one side is constant."""
    if len(scores) < 2 or np.ptp(scores) == 0 or np.ptp(gold) == 0:
        return 0.0
    return float(spearmanr(scores, gold).statistic)


def pair_accuracy(first: Values, second: Values, first_is_better: npt.NDArray[np.bool_]) -> float:
    """Share of pairs told right; a tie is half right."""
    right = np.where(first == second, 0.5, (first > second) == first_is_better)
    return float(right.mean()) if len(right) else 0.0


def percentile_ranks(values: Values) -> Values:
    """Rank of each value among all, 0 the lowest and 1 the highest; equal values share their mean rank."""
    if len(values) < 2:
        return np.full(len(values), 0.5)
    below = (values[:, None] > values[None, :]).sum(axis=1)
    equal = (values[:, None] == values[None, :]).sum(axis=1) - 1
    return np.asarray((below + equal / 2) / (len(values) - 1))
