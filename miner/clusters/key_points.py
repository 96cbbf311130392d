"""Key points: the one verbatim argument most others of a theme come down to (Bar-Haim et al. 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from miner.clusters.similarity import Features

MIN_WORDS, MAX_WORDS = 6, 25  # shorter says too little, longer is no longer one point
_SAME_POINT_QUANTILE = 0.95
_MOST_COMPARED, _MOST_CANDIDATES = 1500, 300  # of a very large discussion: enough to tell, little to compute
_FULL_LENGTH_WORDS = 12
_MIN_STRENGTH = 0.35  # a remark that hardly argues speaks for a theme only where nothing else does
_ARTICLE_SHARE = 0.75  # a comment speaks for the discussion before the article does
_HEADLINE_SHARE = (
    0.7  # somebody's own words speak before the title of what was shared; where all are titles, none loses
)


class Candidate(Protocol):
    """What is known of an argument that may be a key point."""

    @property
    def n_words(self) -> int: ...
    @property
    def strength(self) -> float: ...
    @property
    def stands_alone(self) -> bool: ...
    @property
    def is_article(self) -> bool: ...
    @property
    def is_headline(self) -> bool: ...


def same_point_level(features: Features) -> float:
    """The similarity from which two arguments count as the same point: what 95 % of all pairs stay below."""
    sample = np.unique(np.linspace(0, len(features) - 1, _MOST_COMPARED).astype(np.int64))
    pairs = features.block(sample, sample)[np.triu_indices(len(sample), 1)]
    return float(np.quantile(pairs, _SAME_POINT_QUANTILE)) if len(pairs) else 1.0


def key_point(
    members: Sequence[int],
    features: Features,
    candidates: Sequence[Candidate],
    level: float,
    taken: int | None = None,
) -> tuple[int, tuple[int, ...]]:
    """The key point of a theme and the members that come down to it, itself included.

    Parameters
    ----------
    members
        Argument numbers, the most central first.
    level
        See ``same_point_level``.
    taken
        The key point of the theme above: of a part another one is chosen where there is one.
    """
    offered = [m for m in members if m != taken]
    sized = [m for m in offered if MIN_WORDS <= candidates[m].n_words <= MAX_WORDS]
    fitting = [m for m in sized if candidates[m].stands_alone]
    strong = [m for m in fitting if candidates[m].strength >= _MIN_STRENGTH]
    short = [m for m in offered if candidates[m].n_words <= MAX_WORDS]
    pool = (strong or fitting or sized or short or list(members))[:_MOST_CANDIDATES]
    inside = features.block(pool, members)
    centrality = (inside.sum(axis=1) - 1) / max(len(members) - 1, 1)
    worth = [_worth(float(central), candidates[m]) for central, m in zip(centrality, pool, strict=True)]
    best = int(np.argmax(np.round(worth, 6)))
    matches = tuple(m for m, like in zip(members, inside[best], strict=True) if m == pool[best] or like >= level)
    return pool[best], matches


def _worth(centrality: float, candidate: Candidate) -> float:
    length = min(candidate.n_words, _FULL_LENGTH_WORDS) / _FULL_LENGTH_WORDS
    own = (_ARTICLE_SHARE if candidate.is_article else 1.0) * (_HEADLINE_SHARE if candidate.is_headline else 1.0)
    return max(centrality, 0.0) * (0.4 + candidate.strength) * (0.5 + 0.5 * length) * own
