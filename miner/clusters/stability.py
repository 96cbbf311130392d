"""How reliably a group comes back when a tenth of the arguments is left out."""

from __future__ import annotations

import numpy as np

from miner.clusters.agglomerate import cut, merge_tree
from miner.clusters.records import Labels, Similarities

_N_RESAMPLES, _SHARE = 10, 0.9
_MIN_ITEMS = 20  # below that a tenth is two items, and the figure says nothing


def stabilities(similarity: Similarities, labels: Labels) -> dict[int, float | None]:
    """Group -> mean best Jaccard overlap with the groups of ten 90 % resamples (Hennig 2007); None if too few items."""
    n_groups = int(labels.max()) + 1
    if len(labels) < _MIN_ITEMS or n_groups < 1:
        return dict.fromkeys(range(n_groups))
    rng = np.random.default_rng(0)
    overlaps: dict[int, list[float]] = {group: [] for group in range(n_groups)}
    for _ in range(_N_RESAMPLES):
        kept = np.sort(rng.choice(len(labels), int(_SHARE * len(labels)), replace=False))
        again = cut(merge_tree(similarity[np.ix_(kept, kept)]), max(n_groups, 2))
        before = labels[kept]
        for group, found in overlaps.items():
            found.append(_best_overlap(before == group, again))
    return {group: round(float(np.mean(found)), 4) for group, found in overlaps.items()}


def _best_overlap(members: np.ndarray[tuple[int], np.dtype[np.bool_]], again: Labels) -> float:
    best = 0.0
    for group in np.unique(again[members]):
        other = again == group
        best = max(best, float((members & other).sum() / (members | other).sum()))
    return best
