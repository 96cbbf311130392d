"""Peers: the usual recipes, each in a runner of its own that imports what it needs and drops out without it.

A runner offers those of the methods of ``Runner`` that the protocols it stands in call.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
from metrics import NO_GROUP, Labels, Values
from records import OURS


@dataclass(frozen=True)
class Theme:
    """A theme by text numbers: its members, the share it claims, and its quotes, the first ones shown first."""

    members: tuple[int, ...]
    claimed: float
    quotes: tuple[int, ...]


class Runner(Protocol):
    """What is scored, ours and peers alike."""

    def group(self, texts: Sequence[str], n_groups: int | None = None) -> Labels: ...
    def match(self, arguments: Sequence[str], key_points: Sequence[str]) -> Values: ...
    def place(
        self, texts: Sequence[str], plain_poles: str, against: Sequence[str], in_favour: Sequence[str]
    ) -> Values: ...
    def strength(self, texts: Sequence[str]) -> Values: ...
    def themes(self, texts: Sequence[str], n_themes: int) -> list[Theme]: ...
    def quotes(self, texts: Sequence[str]) -> list[int]: ...
    def found_sides(self, texts: Sequence[str]) -> Labels: ...


class VectorPeer(ABC):
    """Vectors, cosine and k-means: all that these peers do, whatever the vectors are."""

    @abstractmethod
    def vectors(self, texts: Sequence[str]) -> Values:
        """Shape (n_texts, n_dims), rows of length 1 or 0."""

    def group(self, texts: Sequence[str], n_groups: int | None = None) -> Labels:
        """K-means; a free number is the one with the best silhouette."""
        vectors = self.vectors(texts)
        if n_groups is not None:
            return k_means(vectors, n_groups)
        from sklearn.metrics import pairwise_distances, silhouette_score

        distances = pairwise_distances(vectors)
        np.fill_diagonal(distances, 0.0)

        def clarity(labels: Labels) -> float:
            separate = 1 < len(set(labels.tolist())) < len(labels)
            return float(silhouette_score(distances, labels, metric="precomputed")) if separate else -1.0

        return max((k_means(vectors, n) for n in sizes_to_try(len(texts))), key=clarity)

    def match(self, arguments: Sequence[str], key_points: Sequence[str]) -> Values:
        """Cosine."""
        vectors = self.vectors([*arguments, *key_points])
        return np.asarray(vectors[: len(arguments)] @ vectors[len(arguments) :].T)

    def place(self, texts: Sequence[str], plain_poles: str, against: Sequence[str], in_favour: Sequence[str]) -> Values:
        """Mean cosine with one pole's statements minus that with the other's."""
        left, right = (list(against), list(in_favour)) if against else ([pole] for pole in plain_poles.split(" | "))
        cosines = self.match(texts, [*left, *right])
        return np.asarray(cosines[:, len(left) :].mean(axis=1) - cosines[:, : len(left)].mean(axis=1))

    def strength(self, texts: Sequence[str]) -> Values:
        """Mean cosine with all texts: the most typical one is the "best"."""
        vectors = self.vectors(texts)
        return np.asarray(vectors @ vectors.mean(axis=0))

    def themes(self, texts: Sequence[str], n_themes: int) -> list[Theme]:
        """K-means with the number given; quotes are the texts nearest to the centre."""
        vectors = self.vectors(texts)
        return themes_of(vectors, k_means(vectors, min(n_themes, len(texts))))

    def quotes(self, texts: Sequence[str]) -> list[int]:
        """The most typical texts."""
        return [int(number) for number in np.argsort(-self.strength(texts), kind="stable")]

    def found_sides(self, texts: Sequence[str]) -> Labels:
        """K-means with two groups."""
        return np.where(k_means(self.vectors(texts), 2) == 1, 1, -1)


class TfIdf(VectorPeer):
    """Weighted words; made anew for each call."""

    def vectors(self, texts: Sequence[str]) -> Values:
        from sklearn.feature_extraction.text import TfidfVectorizer

        made = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        try:
            return np.asarray(made.fit_transform(texts).toarray(), dtype=np.float64)
        except ValueError:  # only stop words: nothing tells these texts apart
            return np.zeros((len(texts), 1))


class MiniLM(VectorPeer):
    """all-MiniLM-L6-v2 as published."""

    def __init__(self) -> None:
        from vectors import MiniLMVectors

        self._encoder = MiniLMVectors()

    def vectors(self, texts: Sequence[str]) -> Values:
        """See ``VectorPeer``."""
        return self._encoder.of(texts)


class Multilingual(VectorPeer):
    """The encoder that ours reads other languages with: what is left is the grouping."""

    def __init__(self) -> None:
        from vectors import MultilingualVectors

        self._encoder = MultilingualVectors()

    def vectors(self, texts: Sequence[str]) -> Values:
        """See ``VectorPeer``."""
        return self._encoder.of(texts)


class Length:
    """The longer, the better."""

    def strength(self, texts: Sequence[str]) -> Values:
        """Number of characters."""
        return np.array([len(text) for text in texts], dtype=np.float64)

    def quotes(self, texts: Sequence[str]) -> list[int]:
        """The longest texts."""
        return [int(number) for number in np.argsort(-self.strength(texts), kind="stable")]


def themes_of(vectors: Values, labels: Labels) -> list[Theme]:
    """Groups as themes, the largest first; quotes are the members nearest to the centre."""
    found = []
    for label in sorted(set(labels.tolist()) - {NO_GROUP}, key=lambda label: (-int((labels == label).sum()), label)):
        members = np.flatnonzero(labels == label)
        nearness = vectors[members] @ vectors[members].mean(axis=0)
        quotes = members[np.argsort(-nearness, kind="stable")]
        found.append(Theme(tuple(members.tolist()), len(members) / len(labels), tuple(quotes.tolist())))
    return found


def k_means(vectors: Values, n: int) -> Labels:
    """K-means with a fixed seed; at most as many groups as there are different vectors."""
    from scipy.sparse import csr_array
    from sklearn.cluster import KMeans

    n = min(n, len({row.tobytes() for row in vectors.round(6) + 0.0}))
    mostly_zero = np.count_nonzero(vectors) < 0.1 * vectors.size  # words: many times faster without the zeros
    points = csr_array(vectors) if mostly_zero else vectors
    return np.asarray(KMeans(n_clusters=n, n_init=3, random_state=0).fit_predict(points), dtype=np.int64)


def sizes_to_try(n_texts: int) -> list[int]:
    """Numbers of groups, half as many again each time: 2 to a quarter of the texts, at most 100."""
    sizes, size = [], 2.0
    while size <= min(max(2, n_texts // 4), 100):
        sizes.append(round(size))
        size *= 1.5
    return sizes


def _ours() -> Runner:
    from ours import Miner

    return Miner()


def recipe(name: str, vectors: Any = None) -> Any:
    """A peer of ``grouping_peers``, which is imported only when it runs, on vectors of its own or those given."""
    import grouping_peers

    return warm_up(getattr(grouping_peers, RECIPES[name])(vectors))


def warm_up(scored: Any) -> Any:
    """The runner, once it has grouped a few invented texts: what it loads or compiles must not count in its seconds."""
    scored.group([f"{thing} number {number}" for thing in ("a ferry", "the bridge") for number in range(10)])
    return scored


RECIPES = {
    "bertopic": "BerTopic",
    "bertopic all": "BerTopicAll",
    "plscan": "Plscan",
    "evoc": "Evoc",
    "kouchou-ai": "KouchouAi",
    "kura": "Kura",
}

_RUNNERS: dict[str, Callable[[], Any]] = {
    OURS: _ours,
    "tfidf": TfIdf,
    "minilm": MiniLM,
    "multilingual": Multilingual,
    "length": Length,
    **{name: partial(recipe, name) for name in RECIPES},
}


def runner(name: str) -> Any:
    """The runner of that name, its model loaded.

    Raises
    ------
    LeftOut
        If what it needs is not installed.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # peers may not fetch anything
    return _RUNNERS[name]()
