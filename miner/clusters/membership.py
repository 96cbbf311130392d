"""Who belongs to a group, how surely, and whether the group is more than chance.

core: nearer to its own group than to any other, and nearer than chance. assigned: not placed by the method, or on
a border, but nearer to the group than chance usually is. tail: neither; a leftover is never forced into a group.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from miner.clusters.agglomerate import cut, merge_tree, numbered
from miner.clusters.records import Labels, Membership, Similarities
from miner.clusters.similarity import Features

_CHANCE_QUANTILE = 0.85
_MIN_CORE = 2
_NULL_QUANTILE = 0.8  # of the groups found in shuffled data; the very tightest is an accident of one draw
_CLEARLY = 0.25  # of a group's median nearness: by so much a core member is nearer to it than to the next group


def settle(features: Features, said: Features, labels: Labels) -> tuple[Labels, tuple[Membership, ...]]:
    """Move border items to the group they are nearest to, and those near to none into the tail.

    Parameters
    ----------
    features
        What the groups were made from: which group is nearest is judged by these.
    said
        What each argument says by itself, without context and question: whether it is near enough is judged by these.

    Returns
    -------
    labels, memberships
        Groups that keep fewer than two members are dissolved.
    """
    for _ in range(2):
        if labels.max(initial=-1) < 0:
            break
        best = features.nearness(labels).argmax(axis=1)
        near = said.nearness(labels)[np.arange(len(labels)), best]
        labels = numbered(np.where(near > _chance_levels(said, labels)[best], best, -1))
        alone = [group for group in range(int(labels.max(initial=-1)) + 1) if (labels == group).sum() < _MIN_CORE]
        labels = numbered(np.where(np.isin(labels, alone), -1, labels))
    return labels, memberships_of(features, labels)


def _chance_levels(features: Features, labels: Labels) -> npt.NDArray[np.float64]:
    """For each group: what 85 % of items' nearness to a random group of its size stays below."""
    dealt = np.random.default_rng(0).permutation(labels)
    return np.asarray(np.quantile(features.nearness(dealt), _CHANCE_QUANTILE, axis=0))


def memberships_of(features: Features, labels: Labels) -> tuple[Membership, ...]:
    """How surely each item is in its group: core, assigned, or tail for those in none."""
    if labels.max(initial=-1) < 0:
        return tuple(_membership(-1, False) for _ in labels)
    nearness = features.nearness(labels)
    rows, own_group = np.arange(len(labels)), np.maximum(labels, 0)
    own = nearness[rows, own_group]
    rivals = nearness.copy()
    rivals[rows, own_group] = -np.inf
    second = rivals.max(axis=1) if rivals.shape[1] > 1 else np.full(len(labels), -1.0)
    medians = np.array([np.median(own[labels == group]) for group in range(nearness.shape[1])])
    core = own - np.maximum(second, 0.0) > _CLEARLY * medians[own_group]
    return tuple(_membership(int(label), bool(sure)) for label, sure in zip(labels, core, strict=True))


def _membership(label: int, sure: bool) -> Membership:
    if label < 0:
        return "tail"
    return "core" if sure else "assigned"


def beyond_chance(similarity: Similarities, null: Similarities, labels: Labels) -> Labels:
    """The labels without groups that are no tighter than groups found where there are none.

    Parameters
    ----------
    null
        Similarities of the same data shuffled (``Features.shuffled``); cut into as many groups by the same method.
    """
    n_groups = int(labels.max()) + 1
    if n_groups < 1 or len(labels) < 4:
        return labels
    by_chance = _tightness(null, cut(merge_tree(null), max(n_groups, 2)))
    limit = float(np.quantile(list(by_chance.values()), _NULL_QUANTILE)) if by_chance else 0.0
    loose = [group for group, tight in _tightness(similarity, labels).items() if tight <= limit]
    return numbered(np.where(np.isin(labels, loose), -1, labels))


def _tightness(similarity: Similarities, labels: Labels) -> dict[int, float]:
    """Mean similarity inside each group times its size: in shuffled data this is about the same for every size."""
    tightness: dict[int, float] = {}
    for group in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == group)
        if len(members) > 1:
            inside = similarity[np.ix_(members, members)]
            tightness[group] = round(float(inside.sum() - len(members)) / (len(members) - 1), 6)
    return tightness
