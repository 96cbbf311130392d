"""Groups that most resamples agree on (Strehl and Ghosh 2002; Monti et al. 2003).

Ward's criterion decides early merges once and for all, and another tenth of the texts decides them another way. So many
resamples are grouped, and two texts belong together as often as the resamples that hold both put them together; average
linkage on that. On 200 texts of seven labelled sets the agreement of two 90 % resamples rose from 0.69 to 0.78 (adjusted
Rand index), B-cubed F1 from 0.51 to 0.53; Ward on the same agreement, or the plain tree refined, had less of either. Themes of
one debate are cut from the plain tree all the same: there the key points people see were found less often by agreement
(weighted recall 0.72 for 0.79).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from miner.clusters.agglomerate import Tree, cut, merge_tree, numbered
from miner.clusters.records import Labels, Similarities
from miner.clusters.similarity import Features

_SHARE = 0.8
_RESAMPLES, _RESAMPLES_OF_MANY, _MANY = 20, 10, 1000  # of many texts fewer, for time; each holds more of them
_LIKENESS = 0.05  # its share beside the agreement: among pairs agreed on alike the more alike come first
_MIN_ITEMS = 20  # below that a fifth is a few items, and how often a group comes back says nothing
_REFINED = 2  # B-cubed F1 of one tree rose by 0.02 to 0.1 on most sets; a third time changed little


def consensus(features: Features, similarity: Similarities, n_groups: int) -> Labels:
    """Groups of at least two texts in canonical order (resamples are drawn by place), numbered by first member.

    Parameters
    ----------
    similarity
        Of the same texts.
    n_groups
        At most so many.
    """
    n = len(features)
    together, drawn = np.zeros((n, n), dtype=np.float32), np.zeros((n, n), dtype=np.float32)
    for kept, tree in _resampled(similarity):
        labels = refined(features.of(kept), cut(tree, n_groups))
        belongs = np.eye(int(labels.max()) + 1, dtype=np.float32)[labels]
        together[np.ix_(kept, kept)] += belongs @ belongs.T
        drawn[np.ix_(kept, kept)] += 1
    # A pair that no resample held is judged by its likeness alone.
    agreed = np.where(drawn > 0, together / np.maximum(drawn, 1), similarity)
    distance = np.round(1 - (1 - _LIKENESS) * agreed.astype(np.float64) - _LIKENESS * similarity, 6)
    np.fill_diagonal(distance, 0.0)
    return cut(np.asarray(linkage(squareform(np.maximum(distance, 0.0), checks=False), "average")), n_groups)


def stabilities(
    similarity: Similarities, labels: Labels, tree_of: Callable[[Labels], Tree] | None = None
) -> dict[int, float | None]:
    """Group of a tree's cut -> mean best Jaccard overlap with the groups of resamples (Hennig 2007); None if too few texts.

    Parameters
    ----------
    tree_of
        Makes the tree of those that were drawn where it is more than the tree of their similarities.
    """
    groups = range(int(labels.max(initial=-1)) + 1)
    if len(labels) < _MIN_ITEMS or not groups:
        return dict.fromkeys(groups)
    runs = [(kept, cut(tree, max(len(groups), 2))) for kept, tree in _resampled(similarity, tree_of)]
    overlaps = [[_best_overlap(labels[kept] == group, again) for kept, again in runs] for group in groups]
    return {group: round(float(np.mean(found)), 4) for group, found in zip(groups, overlaps, strict=True)}


def _resampled(
    similarity: Similarities, tree_of: Callable[[Labels], Tree] | None = None
) -> Iterator[tuple[Labels, Tree]]:
    """What was drawn, and its tree."""
    n = len(similarity)
    rng = np.random.default_rng(0)
    for _ in range(_RESAMPLES if n <= _MANY else _RESAMPLES_OF_MANY):
        kept = np.sort(rng.choice(n, max(2, round(_SHARE * n)), replace=False)).astype(np.int64)
        yield kept, tree_of(kept) if tree_of is not None else merge_tree(similarity[np.ix_(kept, kept)])


def refined(features: Features, labels: Labels) -> Labels:
    """Every text moved to the group whose members are nearest to it, ``_REFINED`` times: merges made early are mended.

    Of each group the member nearest to it stays, so that the number of groups does.
    """
    for _ in range(_REFINED):
        nearness = features.nearness(labels)
        moved = np.asarray(nearness.argmax(axis=1), dtype=np.int64)
        for group in range(nearness.shape[1]):
            members = np.flatnonzero(labels == group)
            moved[members[int(np.argmax(nearness[members, group]))]] = group
        labels = moved
    return numbered(labels)


def _best_overlap(members: np.ndarray[tuple[int], np.dtype[np.bool_]], again: Labels) -> float:
    best = 0.0
    for group in np.unique(again[members]):
        other = again == group
        best = max(best, float((members & other).sum() / (members | other).sum()))
    return best
