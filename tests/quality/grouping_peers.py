"""Peers that group by a recipe of their own, all on the same vectors: of all-MiniLM-L6-v2 unless others are given.

Three are packages (``requirements/peers.in``), each imported inside its own runner. Two are the grouping steps of whole
applications, written anew from what their public code does; where the application asks a language model, the nearest
step without one stands in its place, and the docstring says so.
"""

from __future__ import annotations

import importlib.util
import math
import warnings
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from metrics import NO_GROUP, Labels, Values
from peers import Theme, k_means, themes_of
from records import LeftOut
from vectors import MiniLMVectors, MultilingualVectors

SEED = 42
FEWEST_TEXTS = 12  # below that UMAP cannot lay a set out, and HDBSCAN has no group to find


class GroupingPeer(ABC):
    """Groups, and what follows from them: themes, and two sides."""

    package = ""

    def __init__(self, vectors: MiniLMVectors | MultilingualVectors | None = None) -> None:
        if self.package and importlib.util.find_spec(self.package) is None:
            raise LeftOut(f"{self.package} is not installed")
        self.vectors = vectors or MiniLMVectors()

    @abstractmethod
    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        """Labels from 0, -1 = in no group; as near to ``n_groups`` groups as the recipe comes."""

    def group(self, texts: Sequence[str], n_groups: int | None = None) -> Labels:
        """The recipe; a set that is too small for it has no groups."""
        if len(texts) < FEWEST_TEXTS:
            return np.full(len(texts), NO_GROUP, dtype=np.int64)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # notes of the libraries on threads and on small sets
            return np.asarray(self.grouped(texts, self.vectors.of(texts), n_groups), dtype=np.int64)

    def themes(self, texts: Sequence[str], n_themes: int) -> list[Theme]:
        """The groups for the number given, the largest first; quotes are the texts nearest to the centre."""
        return themes_of(self.vectors.of(texts), self.group(texts, n_themes))

    def found_sides(self, texts: Sequence[str]) -> Labels:
        """The two largest of the groups for the number two; what is in another stands on neither side."""
        labels = self.group(texts, 2)
        sizes = np.bincount(labels[labels != NO_GROUP]) if (labels != NO_GROUP).any() else np.zeros(0, dtype=int)
        largest = [int(group) for group in np.argsort(-sizes, kind="stable")[:2]]
        if len(largest) < 2:
            return np.zeros(len(texts), dtype=np.int64)
        return np.where(labels == largest[0], -1, np.where(labels == largest[1], 1, 0)).astype(np.int64)


class BerTopic(GroupingPeer):
    """BERTopic with its defaults, but for a fixed seed; a number given is its ``nr_topics``, which only joins topics."""

    package = "bertopic"

    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        """See ``GroupingPeer``."""
        return self.topics(texts, vectors, n_groups)[1]

    def topics(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> tuple[Any, Labels]:
        """The fitted model and its topics."""
        from bertopic import BERTopic

        n_topics = None if n_groups is None else n_groups + 1  # it counts the outliers as one
        # Told "english", it deletes all but Latin letters before it looks for words, and fails where there are none.
        language = "multilingual" if isinstance(self.vectors, MultilingualVectors) else "english"
        model = BERTopic(language, umap_model=umap_of(5, min_dist=0.0, metric="cosine"), nr_topics=n_topics)
        found, _ = model.fit_transform(list(texts), embeddings=vectors)
        return model, np.asarray(found, dtype=np.int64)


class BerTopicAll(BerTopic):
    """BERTopic with its outliers given to topics, by its default strategy."""

    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        """See ``GroupingPeer``."""
        model, found = self.topics(texts, vectors, n_groups)
        if not (found == NO_GROUP).any() or not (found != NO_GROUP).any():  # it refuses where nothing can be given away
            return found
        return np.asarray(model.reduce_outliers(list(texts), found.tolist()), dtype=np.int64)


class Plscan(GroupingPeer):
    """PLSCAN with its defaults on the reduced vectors of BERTopic; a number given takes the layer nearest to it.

    References
    ----------
    Bot, Healy and McInnes 2025, Persistent multiscale density-based clustering.
    """

    package = "fast_plscan"

    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        """See ``GroupingPeer``."""
        from fast_plscan import PLSCAN

        reduced = umap_of(5, min_dist=0.0, metric="cosine").fit_transform(vectors)
        model = PLSCAN(num_threads=1).fit(reduced)
        layers = [] if n_groups is None else [labels for _, labels, _ in model.cluster_layers()]
        return nearest_in_number(layers, n_groups) if n_groups is not None and layers else model.labels_


class Evoc(GroupingPeer):
    """EVoC with its defaults on the vectors as they are; a number given is its ``approx_n_clusters``."""

    package = "evoc"

    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        """See ``GroupingPeer``."""
        from evoc import EVoC

        model = EVoC(approx_n_clusters=n_groups, random_state=SEED)
        return np.asarray(model.fit_predict(vectors.astype(np.float32)), dtype=np.int64)


class KouchouAi(GroupingPeer):
    """The grouping of kouchou-ai: UMAP to two dimensions, k-means there, its centres joined by Ward's criterion.

    Its form proposes the cube root of the number of comments (2 to 10) for the upper level, and the square of that for
    the lower one; the upper level is what a reader sees first, and what is scored.
    """

    package = "umap"

    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        """See ``GroupingPeer``."""
        from scipy.cluster.hierarchy import fcluster, linkage
        from sklearn.cluster import KMeans

        n = len(texts)
        upper = n_groups or min(10, max(2, round(n ** (1 / 3))))
        lower = min(max(upper, min(1000, upper * upper)), n)
        points = umap_of(2, n_neighbors=15 if n > 15 else max(2, n - 1)).fit_transform(vectors)
        fine = KMeans(n_clusters=lower, random_state=SEED).fit(points)
        if lower <= upper:
            return np.asarray(fine.labels_, dtype=np.int64)
        joined = fcluster(linkage(fine.cluster_centers_, method="ward"), t=upper, criterion="maxclust")
        return np.asarray(joined[fine.labels_] - 1, dtype=np.int64)


class Kura(GroupingPeer):
    """The grouping of Kura: k-means with ten texts a cluster, its clusters joined until ten or fewer are left.

    Each round puts the clusters into groups of twelve by k-means and joins those of each group into half as many. Kura
    asks a language model which belong together and encodes the names it gives; here k-means on the centres decides, and
    a joined cluster is the mean of its texts. The top level is what is scored.
    """

    per_cluster, per_group, most = 10, 12, 10

    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        """See ``GroupingPeer``."""
        del texts
        labels = k_means(vectors, math.ceil(len(vectors) / self.per_cluster))
        while int(labels.max()) + 1 > (n_groups or self.most):
            labels = self._joined(vectors, labels)
        return labels

    def _joined(self, vectors: Values, labels: Labels) -> Labels:
        """One round: about half as many clusters."""
        n = int(labels.max()) + 1
        centres = np.stack([vectors[labels == cluster].mean(axis=0) for cluster in range(n)])
        groups = k_means(centres, math.ceil(n / self.per_group))
        merged, n_merged = np.zeros(n, dtype=np.int64), 0
        for group in range(int(groups.max()) + 1):
            inside = np.flatnonzero(groups == group)
            parts = k_means(centres[inside], math.ceil(len(inside) / 2) if len(inside) >= 3 else 1)
            merged[inside] = n_merged + parts
            n_merged += int(parts.max()) + 1
        # Groups of one cluster each join nothing; a language model would not be asked again for ever either.
        return merged[labels] if n_merged < n else np.asarray(k_means(centres, math.ceil(n / 2)))[labels]


def umap_of(n_dims: int, **options: Any) -> Any:
    """UMAP with a fixed seed, on one thread: the only way it gives the same twice."""
    from umap import UMAP

    return UMAP(n_components=n_dims, random_state=SEED, n_jobs=1, **options)


def nearest_in_number(layers: Sequence[Labels], n_groups: int) -> Labels:
    """The labelling whose number of groups comes nearest to the one wanted; of equals the finer."""
    return min(
        layers, key=lambda labels: (abs(int(labels.max(initial=-1)) + 1 - n_groups), -int(labels.max(initial=-1)))
    )
