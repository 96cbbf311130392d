"""Small sets: exact agglomeration of all pairs, cut where the groups are clearest.

Ward's criterion on the chord distance of the similarities, sqrt(2 - 2s): for vectors of length 1 this is Ward on
cosine. Average and complete linkage left one large group and many single arguments.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from miner.clusters.records import Labels, Similarities

# Chosen on 100 to 1,200 texts of nine sets, drawn with another seed than those the quality gate scores.
_FEW, _READABLE = 9, 30
_FADING, _CLEAR = 0.07, 0.10
_DEAR, _CHEAP = 0.014, 0.005

Tree = npt.NDArray[np.float64]


def merge_tree(similarity: Similarities) -> Tree:
    """The tree of merges (scipy's linkage format) of at least two items."""
    distance = np.sqrt(np.maximum(2 - 2 * similarity, 0.0))
    np.fill_diagonal(distance, 0.0)
    return np.asarray(linkage(squareform(distance, checks=False), "ward"))


def cut(tree: Tree, n_groups: int) -> Labels:
    """Labels 0.. of at most ``n_groups`` groups, numbered by their first member."""
    return numbered(np.asarray(fcluster(tree, n_groups, "maxclust"), dtype=np.int64))


def numbered(labels: Labels) -> Labels:
    """The same groups, numbered 0, 1, ... in the order of their first members; -1 stays."""
    order = {label: number for number, label in enumerate(dict.fromkeys(int(label) for label in labels if label >= 0))}
    return np.array([order.get(int(label), -1) for label in labels], dtype=np.int64)


def best_cut(tree: Tree, similarity: Similarities, sizes: range | tuple[int, ...]) -> Labels:
    """The cut with the clearest groups: highest mean silhouette (Rousseeuw 1987) among the numbers of groups given."""
    cuts = [cut(tree, size) for size in sizes]
    scores = [round(float(silhouette(similarity, labels).mean()), 6) for labels in cuts]
    return cuts[int(np.argmax(scores))]


def clearest_cut(tree: Tree, similarity: Similarities, null: Similarities, sizes: tuple[int, ...]) -> Labels:
    """The cut whose groups stand out most against those of shuffled data, when many groups must be worth their number.

    The silhouette rises with the number of groups even where there are none, and where groups fade into one another. So
    that of the same cut of shuffled data is taken off (as the gap statistic does, Tibshirani, Walther and Hastie 2001),
    and beyond ``_FEW`` groups each doubling must gain something: less where even few groups stand out clearly.

    Parameters
    ----------
    null
        Similarities of the same data shuffled.
    """
    null_tree = merge_tree(null)
    cuts = [cut(tree, size) for size in sizes]
    gaps = np.array(
        [
            silhouette(similarity, labels).mean() - silhouette(null, cut(null_tree, size)).mean()
            for size, labels in zip(sizes, cuts, strict=True)
        ]
    )
    numbers = np.array(sizes, dtype=np.float64)
    clear = gaps[numbers <= _READABLE].max(initial=0.0)
    a_doubling = np.interp(clear, (_FADING, _CLEAR), (_DEAR, _CHEAP))
    worth = gaps - a_doubling * np.maximum(0.0, np.log2(numbers / _FEW))
    return cuts[int(np.argmax(np.round(worth, 6)))]


def silhouette(similarity: Similarities, labels: Labels) -> npt.NDArray[np.float64]:
    """Silhouette of each item on the distance 1 - similarity; 0 for an item alone in its group."""
    n_groups = int(labels.max()) + 1
    if n_groups < 2:
        return np.zeros(len(labels))
    belongs = np.eye(n_groups)[labels]
    sizes = belongs.sum(axis=0)
    distance_sums = (1 - similarity) @ belongs
    own = distance_sums[np.arange(len(labels)), labels] / np.maximum(sizes[labels] - 1, 1)
    others = distance_sums / sizes
    others[np.arange(len(labels)), labels] = np.inf
    nearest = others.min(axis=1)
    scores = (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-9)
    return np.where(sizes[labels] > 1, scores, 0.0)
