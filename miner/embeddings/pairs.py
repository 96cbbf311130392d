"""Models that read two texts together: do they stand on one side, does an argument come down to a key point, is a sentence said?

A cross-encoder sees both texts at once, so it can tell "keep it" from "scrap it" where two vectors cannot
(Bar-Haim et al. 2020 for key points). It reads some hundred pairs in a second, so it is asked only where it decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from miner.embeddings.graphs import Graph

_DECIMALS = 4
Pair = tuple[str, str]
Scores = npt.NDArray[np.float64]


def same_side(pairs: Sequence[Pair], threads: int = 0) -> Scores:
    """How far two texts stand on one side of what they speak about.

    Returns
    -------
    shape (n_pairs,), values in [-1, 1]
        P(same side) - P(opposite side); near 0: neither, or no telling.
    """
    if not pairs:
        return np.zeros(0)
    probability = _softmax(np.asarray(_graph("side", threads).run(pairs)[0], dtype=np.float64))
    return np.asarray(np.round(probability[:, 0] - probability[:, 1], _DECIMALS))


def same_point(pairs: Sequence[Pair], threads: int = 0) -> Scores:
    """How surely the first text of each pair (an argument) comes down to the second (a key point).

    Returns
    -------
    shape (n_pairs,), values in [0, 1]
    """
    if not pairs:
        return np.zeros(0)
    raw = np.asarray(_graph("match", threads).run(pairs)[0][:, 0], dtype=np.float64)
    return np.asarray(np.round(1 / (1 + np.exp(-raw)), _DECIMALS))


def what_is_said(pairs: Sequence[Pair], threads: int = 0) -> Scores:
    """Whether the first text of each pair (evidence) says what the second says (a sentence about it).

    Returns
    -------
    shape (n_pairs, 3), log-odds
        Of three answers, each against the other two together: it is said, the opposite is said, nothing of it is said.
    """
    if not pairs:
        return np.zeros((0, 3))
    raw = np.asarray(_graph("support", threads).run(pairs)[0], dtype=np.float64)
    others = np.stack([np.logaddexp(raw[:, (i + 1) % 3], raw[:, (i + 2) % 3]) for i in range(3)], axis=1)
    return np.asarray(np.round(raw - others, _DECIMALS))


def _softmax(raw: Scores) -> Scores:
    e = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


@lru_cache(maxsize=3)
def _graph(name: str, threads: int) -> Graph:
    """Loaded once a process."""
    return Graph(name, threads=threads)
