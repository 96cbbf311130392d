"""Coordinates for the map of arguments: for the picture only, nothing is grouped by them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from miner.clusters.density import principal_components
from miner.clusters.records import Labels
from miner.clusters.similarity import centred
from miner.embeddings import Vectors

_TOWARDS_THEME = 0.55  # arguments are drawn towards the middle of their theme, so that themes can be told apart


def points_for(vectors: Vectors, labels: Labels) -> npt.NDArray[np.float64]:
    """Shape (n, 2), in [0, 1]: the two main directions between themes; within a theme, spread as far as arguments differ."""
    if len(vectors) < 3:
        return np.full((len(vectors), 2), 0.5)
    flat = principal_components(_apart(centred(vectors), labels), 2)
    low, high = flat.min(axis=0), flat.max(axis=0)
    return np.asarray(np.round((flat - low) / np.where(high > low, high - low, 1.0), 4))


def _apart(matrix: npt.NDArray[np.float64], labels: Labels) -> npt.NDArray[np.float64]:
    moved = matrix.copy()
    for theme in range(int(labels.max(initial=-1)) + 1):
        members = labels == theme
        middle = matrix[members].mean(axis=0)
        moved[members] = (1 - _TOWARDS_THEME) * matrix[members] + _TOWARDS_THEME * 2 * middle
    return moved
