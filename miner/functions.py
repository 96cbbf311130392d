"""The functions for plain texts: the same code that ``mine`` runs, callable by itself and scored by the quality gate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

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
    from miner.embeddings import embed, for_grouping

    vectors = for_grouping(embed(texts, settings.embeddings), list(texts))
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
    from miner.clusters.matching import match_scores

    return match_scores(list(arguments), list(key_points), settings.embeddings)


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


def strength(texts: Sequence[str], settings: Settings = Settings()) -> npt.NDArray[np.float64]:
    """How far each text puts forward an opinion or a reason in words that stand alone.

    Parameters
    ----------
    texts
        Of one discussion: what others say too, in words that others use, is a little stronger.

    Returns
    -------
    shape (n_texts,), values in [0, 1]
        About 0.7 is an average argument of a debate; courtesies and fragments are low.
    """
    from miner.embeddings import embed
    from miner.embeddings.weighing import strengths_of

    return strengths_of(texts, embed(texts, settings.embeddings))
