"""Large sets: dense groups first, joined into a reader's number of themes; where nothing is dense, a sample is grouped.

No matrix of all pairs is made; memory grows with the number of arguments, not with its square.
"""

from __future__ import annotations

import numpy as np

from miner.clusters.agglomerate import best_cut, cut, merge_tree, numbered
from miner.clusters.density import dense_groups
from miner.clusters.records import Labels
from miner.clusters.similarity import Features, Matrix, centred
from miner.embeddings import Vectors
from miner.settings import ClusterSettings

_FEWEST_THEMES = 5
_SAMPLE = 2000  # arguments grouped exactly where density finds nothing


def themes_by_density(features: Features, vectors: Vectors, settings: ClusterSettings) -> tuple[Labels, str]:
    """Theme labels (-1 between the dense groups) and a sentence on how they came about."""
    fine = dense_groups(vectors, settings.reducer)
    n_fine = int(fine.max(initial=-1)) + 1
    if n_fine < 2:
        tree_of_sample = (
            "agglomerative (Ward) on a sample, all other arguments to the nearest group: no dense groups were found"
        )
        return label_large(vectors, settings.max_themes, settings), tree_of_sample
    likeness = _between_groups(features, fine)
    most = min(settings.max_themes, n_fine)
    coarse = best_cut(merge_tree(likeness), likeness, range(min(_FEWEST_THEMES, most), most + 1))
    labels = numbered(np.where(fine >= 0, coarse[np.maximum(fine, 0)], -1))
    reduced = "UMAP" if settings.reducer == "umap" else "principal components"
    return labels, f"HDBSCAN on {reduced}: {n_fine} dense groups, joined (Ward) into {int(labels.max()) + 1} themes"


def _between_groups(features: Features, labels: Labels) -> Matrix:
    """Similarity of groups: mean over their members, scaled so that a group is 1 with itself."""
    nearness = features.nearness(labels)
    n_groups = nearness.shape[1]
    between = np.stack([nearness[labels == group].mean(axis=0) for group in range(n_groups)])
    inside = np.sqrt(np.maximum(np.diag(between), 1e-6))
    scaled = np.clip(between / np.outer(inside, inside), -1.0, 1.0)
    scaled = np.round((scaled + scaled.T) / 2, 6)
    np.fill_diagonal(scaled, 1.0)
    return np.asarray(scaled)


def label_large(vectors: Vectors, n_groups: int | None, settings: ClusterSettings) -> Labels:
    """Labels of many texts: dense groups where the number is free, else a sample cut into ``n_groups``, the rest to the nearest."""
    if n_groups is None:
        return dense_groups(vectors, settings.reducer)
    meaning = centred(vectors)
    sample = np.unique(np.linspace(0, len(meaning) - 1, _SAMPLE).astype(np.int64))
    chosen = meaning[sample]
    labels = cut(merge_tree(np.round(chosen @ chosen.T, 6)), n_groups)
    centres = np.stack([chosen[labels == group].mean(axis=0) for group in range(int(labels.max()) + 1)])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    return numbered(np.asarray(np.round(meaning @ centres.T, 6).argmax(axis=1), dtype=np.int64))
