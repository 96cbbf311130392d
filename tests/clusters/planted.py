"""Groups that are there by construction, and noise in which there are none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from miner.clusters.similarity import Features, features_of
from miner.embeddings import Vectors

N_DIMS = 96
_SYLLABLES = ("ba", "ko", "ri", "mu", "te", "la", "so", "ni", "pe", "du", "va", "gi")


def vectors_around(n_groups: int, size: int, noise: float = 0.6, seed: int = 0) -> Vectors:
    """``size`` vectors around each of ``n_groups`` directions, group after group; rows of length 1."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(n_groups, N_DIMS))
    rows = np.repeat(centres, size, axis=0) + noise * rng.normal(size=(n_groups * size, N_DIMS))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def noise_vectors(n: int, seed: int = 0) -> Vectors:
    """Directions drawn at random."""
    return vectors_around(n, 1, 0.0, seed)


def text_of(group: int, number: int) -> str:
    """Four words of the group's own and two that only this text has."""
    own = [word(group * 7 + place) for place in range(6)]
    picked = [own[(number + step) % 6] for step in range(4)]
    return " ".join([*picked, word(1000 + 2 * number + 100 * group), word(1001 + 2 * number + 100 * group)])


def word(number: int) -> str:
    """A made-up word for each number."""
    spelled = ""
    number += 144
    while number:
        number, rest = divmod(number, 12)
        spelled += _SYLLABLES[rest]
    return spelled


def planted(n_groups: int, size: int, noise: float = 0.6) -> tuple[Features, npt.NDArray[np.int64]]:
    """Features of planted groups, and the group of each item."""
    truth = np.repeat(np.arange(n_groups), size)
    texts = [text_of(int(group), number) for number, group in enumerate(truth)]
    return features_of(vectors_around(n_groups, size, noise), texts), truth


def agreement(found: npt.NDArray[np.int64], truth: npt.NDArray[np.int64]) -> float:
    """Adjusted Rand index of the items that were put into a group."""
    from sklearn.metrics import adjusted_rand_score

    placed = found >= 0
    return float(adjusted_rand_score(truth[placed], found[placed])) if placed.any() else 0.0
