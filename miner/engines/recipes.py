"""The usual recipes, with the settings people leave them at: k-means with the clearest number of groups, and density."""

from __future__ import annotations

import importlib.util
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from miner.arguments import Argument
from miner.embeddings import Vectors, embed
from miner.engines.base import FEWEST_ARGUMENTS, Grouper, Labels, Numbers
from miner.settings import EmbeddingSettings

_SEED = 0
_MOST_GROUPS = 20  # tried by k-means: more are no overview
_SILHOUETTE_SAMPLE = 2000  # arguments; all pairs of more take longer than the grouping
_MIN_TOPIC_SIZE = 10  # BERTopic's


class TfIdfKMeans:
    """Weighted words and k-means; the words are weighted anew for each set of arguments."""

    name = "TF-IDF + k-means"

    def missing(self) -> str:
        """See ``Engine``."""
        return ""

    def prepare(self, arguments: Sequence[Argument]) -> Grouper:
        """See ``Engine``."""
        texts = [argument.plain for argument in arguments]
        return lambda numbers: _enough(numbers, lambda: best_k_means(word_weights([texts[int(n)] for n in numbers])))


class MiniLM(ABC):
    """Base of the recipes on vectors of all-MiniLM-L6-v2, the packaged general encoder."""

    name = ""

    def __init__(self, threads: int = 0) -> None:
        self._settings = EmbeddingSettings(embedder="minilm", threads=threads)

    def missing(self) -> str:
        """See ``Engine``."""
        return ""

    def prepare(self, arguments: Sequence[Argument]) -> Grouper:
        """See ``Engine``."""
        texts = [argument.plain for argument in arguments]
        vectors = embed(texts, self._settings).vectors
        return lambda numbers: _enough(
            numbers, lambda: self.group([texts[int(number)] for number in numbers], vectors[numbers])
        )

    @abstractmethod
    def group(self, texts: Sequence[str], vectors: Vectors) -> Labels:
        """Labels of enough texts."""


class MiniLMKMeans(MiniLM):
    """Sentence vectors and k-means."""

    name = "MiniLM + k-means"

    def group(self, texts: Sequence[str], vectors: Vectors) -> Labels:
        """See ``MiniLM``."""
        del texts
        return best_k_means(vectors)


class MiniLMDensity(MiniLM):
    """What BERTopic does before it looks at words: UMAP to five dimensions, HDBSCAN there."""

    name = "MiniLM + HDBSCAN"

    def group(self, texts: Sequence[str], vectors: Vectors) -> Labels:
        """See ``MiniLM``."""
        del texts
        from hdbscan import HDBSCAN

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # notes of the libraries on threads and small sets
            reduced = np.asarray(_umap().fit_transform(vectors), dtype=np.float64)
            model = HDBSCAN(min_cluster_size=_MIN_TOPIC_SIZE, core_dist_n_jobs=1)
            return np.asarray(model.fit_predict(reduced), dtype=np.int64)


class BerTopic(MiniLM):
    """BERTopic with its defaults, but for a fixed seed and our encoder's vectors."""

    name = "BERTopic"

    def missing(self) -> str:
        """See ``Engine``."""
        return "" if importlib.util.find_spec("bertopic") else "pip install bertopic"

    def group(self, texts: Sequence[str], vectors: Vectors) -> Labels:
        """See ``MiniLM``."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the same notes
            from bertopic import BERTopic  # type: ignore[import-not-found, import-untyped, unused-ignore]

            topics, _ = BERTopic(umap_model=_umap()).fit_transform(list(texts), embeddings=vectors)
        return np.asarray(topics, dtype=np.int64)


def best_k_means(points: Any) -> Labels:
    """K-means with the number of groups that has the best silhouette (Rousseeuw 1987): 2 to a quarter, at most 20.

    On one thread: sums of floats depend on how they are shared out.
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    def clarity(labels: Labels) -> float:
        if not 1 < len(set(labels.tolist())) < len(labels):
            return -1.0
        sample = min(_SILHOUETTE_SAMPLE, len(labels)) if len(labels) > _SILHOUETTE_SAMPLE else None
        return round(float(silhouette_score(points, labels, sample_size=sample, random_state=_SEED)), 6)

    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer different texts than groups
        tried = [
            np.asarray(KMeans(n_clusters=n, n_init=3, random_state=_SEED).fit_predict(points), dtype=np.int64)
            for n in sizes_to_try(points.shape[0])
        ]
    return max(tried, key=clarity)


def sizes_to_try(n_texts: int) -> tuple[int, ...]:
    """Numbers of groups, half as many again each time."""
    sizes, size = [], 2.0
    while size <= min(max(2, n_texts // 4), _MOST_GROUPS):
        sizes.append(round(size))
        size *= 1.5
    return tuple(sizes)


def word_weights(texts: Sequence[str]) -> Any:
    """TF-IDF rows without English stop words; of texts without any other word a column of zeros."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    if not any(map(vectorizer.build_analyzer(), texts)):
        return np.zeros((len(texts), 1))
    return vectorizer.fit_transform(texts)


def _enough(numbers: Numbers, grouped: Callable[[], Labels]) -> Labels:
    """The labels, or no group at all for a set that is too small for the recipe."""
    return grouped() if len(numbers) >= FEWEST_ARGUMENTS else np.full(len(numbers), -1, dtype=np.int64)


def _umap() -> Any:
    """BERTopic's, with a fixed seed and on one thread, so that it gives the same twice."""
    from umap import UMAP

    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=_SEED, n_jobs=1)
