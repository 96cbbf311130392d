"""Other ways to a strength head, on the same topics: what the card tells of those that lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from head_texts import Numbers, Ranked
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge

from miner.embeddings.base import Vectors
from miner.embeddings.packaged import PackagedEmbedder

_PENALTY = 4000.0
_PARTS = 5
_PAIRS_A_TOPIC = 1500


def try_ways(known: Ranked, vectors: Vectors, columns: Numbers, target: Numbers, unseen: np.ndarray) -> None:
    """Print the mean Spearman correlation on the unseen topics for each way."""
    from train_strength import agreement

    n_dims = vectors.shape[1]
    raw = PackagedEmbedder("arguments").heads(known.texts)[1][:, None].astype(np.float64)
    seen = ~unseen

    def ridge(x: Numbers) -> Numbers:
        return np.asarray(Ridge(_PENALTY).fit(x[seen], target[seen]).predict(x))

    ways: dict[str, Callable[[], Numbers]] = {
        "the encoder's own output": lambda: raw[:, 0],
        "signs alone": lambda: ridge(columns[:, n_dims:-2]),
        "nearness of others alone": lambda: columns[:, -2],
        "words of others alone": lambda: columns[:, -1],
        "vector and signs": lambda: ridge(columns[:, :-2]),
        "vector, signs, nearness of others": lambda: ridge(columns[:, :-1]),
        "vector, signs, company": lambda: ridge(columns),
        "... and the encoder's own output": lambda: ridge(np.hstack([columns, raw])),
        "gradient boosting on signs, company and ridge": lambda: boosted(known, columns, target, seen, n_dims),
        "pairs within a topic": lambda: by_pairs(known, columns, seen),
        "mean of five parts of the topics": lambda: by_parts(known, columns, target, seen),
    }
    for name, way in ways.items():
        print(f"{name}: {agreement(way(), known, unseen):.4f}", flush=True)


def parts(topics: np.ndarray, seen: np.ndarray) -> Iterator[np.ndarray]:
    """Rows of each fifth of the seen topics."""
    names = np.unique(topics[seen])
    for number in range(_PARTS):
        yield np.isin(topics, names[number::_PARTS])


def boosted(known: Ranked, columns: Numbers, target: Numbers, seen: np.ndarray, n_dims: int) -> Numbers:
    """Boosted trees on signs, company and what a ridge of the other parts says."""
    beforehand = Ridge(_PENALTY).fit(columns[seen], target[seen]).predict(columns)
    for part in parts(known.topics, seen):
        beforehand[part] = Ridge(_PENALTY).fit(columns[seen & ~part], target[seen & ~part]).predict(columns[part])
    inputs = np.hstack([columns[:, n_dims:], beforehand[:, None]])
    trees = HistGradientBoostingRegressor(
        max_iter=200, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=100, random_state=0
    )
    return np.asarray(trees.fit(inputs[seen], target[seen]).predict(inputs))


def by_pairs(known: Ranked, columns: Numbers, seen: np.ndarray) -> Numbers:
    """Logistic regression on differences: which of two arguments of a topic did people like better?"""
    rng = np.random.default_rng(0)
    differences, better = [], []
    for topic in np.unique(known.topics[seen]):
        own = np.flatnonzero(known.topics == topic)
        first, second = rng.choice(own, _PAIRS_A_TOPIC), rng.choice(own, _PAIRS_A_TOPIC)
        clear = np.abs(known.quality[first] - known.quality[second]) > 0.1
        differences.append((columns[first] - columns[second])[clear])
        better.append((known.quality[first] > known.quality[second])[clear])
    model = LogisticRegression(C=0.001, fit_intercept=False, max_iter=500)
    model.fit(np.vstack(differences), np.concatenate(better))
    return np.asarray(columns @ model.coef_[0])


def by_parts(known: Ranked, columns: Numbers, target: Numbers, seen: np.ndarray) -> Numbers:
    """The mean of regressions that each leave out a fifth of the topics."""
    kept = [seen & ~part for part in parts(known.topics, seen)]
    return np.asarray(np.mean([Ridge(_PENALTY).fit(columns[k], target[k]).predict(columns) for k in kept], axis=0))
