"""The functions for plain texts: the same code that ``mine`` runs, callable by itself and scored by the quality gate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.arguments.strength import strength_of
from miner.contrasts.records import Contrast
from miner.settings import Settings


def group(texts: Sequence[str], n_groups: int | None = None, settings: Settings = Settings()) -> npt.NDArray[np.int64]:
    """Group texts that make the same point.

    Parameters
    ----------
    n_groups
        How many groups; None finds the number.

    Returns
    -------
    shape (n_texts,)
        Group numbers from 0 in the order of first appearance; -1 = in no group.
    """
    from miner.clusters import group_labels
    from miner.embeddings import embed

    vectors = embed(texts, settings.embeddings).vectors
    return group_labels(vectors, list(texts), n_groups, settings.clusters)


def match(
    arguments: Sequence[str], key_points: Sequence[str], settings: Settings = Settings()
) -> npt.NDArray[np.float64]:
    """Score how far each argument makes the same point as each key point.

    Returns
    -------
    shape (n_arguments, n_key_points)
        Higher = more surely the same point; comparable across the whole matrix.
    """
    from miner.clusters.similarity import features_of
    from miner.embeddings import embed

    texts = [*arguments, *key_points]
    if not arguments or not key_points:
        return np.zeros((len(arguments), len(key_points)))
    similarity = features_of(embed(texts, settings.embeddings).vectors, texts).similarities()
    return similarity[: len(arguments), len(arguments) :]


def place(texts: Sequence[str], contrast: str | Contrast, settings: Settings = Settings()) -> npt.NDArray[np.float64]:
    """Place texts that speak about a contrast between its two poles.

    Parameters
    ----------
    contrast
        ``"left | right"`` or a ``Contrast`` with statements for each pole (better: three a side or more).

    Returns
    -------
    shape (n_texts,), values in [-1, 1]
        Negative = left pole, positive = right pole, 0.0 = neither.

    Raises
    ------
    BadContrast
        If the string does not name two poles.
    """
    from miner.contrasts import place_texts
    from miner.embeddings import embed

    declared = Contrast.parse(contrast) if isinstance(contrast, str) else contrast
    positions, _ = place_texts(list(texts), embed(texts, settings.embeddings), declared, chosen=True)
    return positions


def strength(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """How far each text puts forward an opinion or a reason in words that stand alone.

    Returns
    -------
    shape (n_texts,), values in [0, 1]
    """
    return np.array([strength_of(text) for text in texts], dtype=np.float64)
