"""Which side of a contrast a text is on.

Three signals: how much nearer its vector lies to one pole's statements than to the other's, after what all texts
share is taken away; words that only one pole uses; and what it says outright about the poles (``cues``). A text whose difference could as well
come from statements dealt to the poles at random, or that speaks of something else, is placed at neither.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.contrasts.cues import cue
from miner.contrasts.records import Contrast, Positions
from miner.contrasts.vocabulary import by_words, denies, put_first, says_both
from miner.embeddings import Vectors

_WORD_WEIGHT = 0.7
_DISAGREEING_SHARE = 0.6  # of its position that a text keeps whose words and whose vector point to different poles
# Of its position a text keeps so much that uses no word of either pole: the first if it says nearly what a statement says
# (cosine), else the second. Of 8 such texts among 200 written for two contrasts 4 of 4 were right above, 2 of 4 below.
_LIKENESS_ALONE_SHARES, _SAYS_THE_SAME = (0.75, 0.6), 0.6
_BOTH_SHARE = 0.3  # of its position that a text keeps which says "both"
_BAND = (0.45, 0.65)  # bounds of the null band: above it nine in ten of 80 sentences written for the poles were right
_DENYING_SHARE, _CLEAR_WORDS = (
    0.6,
    0.3,
)  # of its position that a text keeps which denies something and has only its vector
_FULLY_CLEAR = 1.0 + _WORD_WEIGHT  # as near as the poles' own statements, and in the pole's own words
_NEAREST = 3  # statements of a pole a text is compared with: it need not say everything the pole stands for
_BAND_QUANTILE, _BAND_QUANTILE_OF_CHOSEN = 0.90, 0.10
_N_DEALS = 40
_ON_SUBJECT, _ON_SUBJECT_OF_CHOSEN = (
    0.42,
    0.15,
)  # cosine with the nearest statement below which a text speaks of something else
_DECIMALS = 4


def positions(
    texts: Sequence[str], vectors: Vectors, left: Vectors, right: Vectors, contrast: Contrast, chosen: bool = False
) -> tuple[Positions, float]:
    """Position of each text, and the half-width of the null band on this corpus.

    Parameters
    ----------
    vectors : shape (n_texts, n_dims), rows of length 1
    left, right : shape (n_statements, n_dims), rows of length 1
        Vectors of the poles' statements.
    chosen
        The texts were chosen because they speak about the contrast: only those in the middle are at neither. Otherwise
        they are all a discussion holds, most of it about something else.

    Returns
    -------
    positions : shape (n_texts,), in [-1, 1]
        Negative left, positive right; not yet cut by the band.
    band
        Nine in ten texts (of chosen ones: one in ten) stay nearer to 0 than this when the same statements are dealt to
        two poles at random.
    """
    if not len(texts):
        return np.zeros(0), 0.0
    nearer, band = _nearer(vectors, left, right, _BAND_QUANTILE_OF_CHOSEN if chosen else _BAND_QUANTILE)
    outright = [cue(text, contrast.left.name, contrast.right.name) or put_first(text, contrast) for text in texts]
    said = np.array(outright, dtype=np.float64)
    named = by_words(texts, contrast)
    both = np.array([_BOTH_SHARE if says_both(text) else 1.0 for text in texts])
    likely = np.clip(nearer, -1.0, 1.0)
    agreed = np.where(np.sign(likely) * np.sign(named) < 0, _DISAGREEING_SHARE, 1.0)
    nearest = np.asarray(vectors @ np.concatenate([left, right]).T).max(axis=1)
    agreed = np.where(named == 0, np.where(nearest >= _SAYS_THE_SAME, *_LIKENESS_ALONE_SHARES), agreed)
    unsure = np.array([denies(text, contrast) for text in texts]) & (np.abs(named) < _CLEAR_WORDS)
    together = (likely + _WORD_WEIGHT * named) * agreed * both * np.where(unsure, _DENYING_SHARE, 1.0) / _FULLY_CLEAR
    close = nearest >= (_ON_SUBJECT_OF_CHOSEN if chosen else _ON_SUBJECT)
    speaks_of_it = close | (said != 0) | (named != 0)
    placed = np.where(speaks_of_it, np.clip(together, -1.0, 1.0), 0.0)
    placed = np.where((said != 0) & (both == 1.0), said, placed)  # what is said outright is not outvoted by likeness
    return np.asarray(np.round(placed, _DECIMALS)), round(
        (min(band, _BAND[0]) if chosen else float(np.clip(band, *_BAND))) / _FULLY_CLEAR, _DECIMALS
    )


def nearness(vectors: Vectors, left: Vectors, right: Vectors) -> Positions:
    """How much nearer each text is to the right pole's statements than to the left's, by its vector alone; in [-1, 1]."""
    return np.clip(_nearer(vectors, left, right, _BAND_QUANTILE_OF_CHOSEN)[0], -1.0, 1.0)


def _nearer(vectors: Vectors, left: Vectors, right: Vectors, quantile: float) -> tuple[Positions, float]:
    """The difference for each text, in units of what is fully clear, and the chance band in the same units."""
    middle = np.concatenate([vectors, left, right]).mean(axis=0)
    moved, seeds = _unit(vectors - middle), _unit(np.concatenate([left, right]) - middle)
    likeness = moved @ seeds.T
    on_right = np.arange(len(seeds)) >= len(left)
    scale = _clarity_of_seeds(seeds, on_right)
    return _difference(likeness, on_right) / scale, _chance_band(likeness, on_right, quantile) / scale


def _difference(likeness: npt.NDArray[np.float64], on_right: npt.NDArray[np.bool_]) -> Positions:
    """How much nearer each text is to the right pole: to its nearest statements and to all of them, half and half."""
    right, left = likeness[:, on_right], likeness[:, ~on_right]
    nearest = _top(right) - _top(left)
    overall = right.mean(axis=1) - left.mean(axis=1)
    return np.asarray((nearest + overall) / 2)


def _top(likeness: npt.NDArray[np.float64]) -> Positions:
    return np.asarray(np.sort(likeness, axis=1)[:, -_NEAREST:].mean(axis=1))


def _clarity_of_seeds(seeds: npt.NDArray[np.float64], on_right: npt.NDArray[np.bool_]) -> float:
    """The mean difference of a pole's own statements, each against the rest: what counts as fully clear."""
    likeness = seeds @ seeds.T
    clear = []
    for number, is_right in enumerate(on_right):
        others = np.arange(len(seeds)) != number
        if (on_right & others).any() and (~on_right & others).any():
            own = _difference(likeness[number : number + 1, others], on_right[others])[0]
            clear.append(own if is_right else -own)
    return max(float(np.mean(clear)) if clear else 0.0, 0.15)


def _chance_band(likeness: npt.NDArray[np.float64], on_right: npt.NDArray[np.bool_], quantile: float) -> float:
    """What this share of the texts stays below when the statements are dealt to the poles at random."""
    if len(on_right) < 4:  # too few to deal: half of the texts' own differences stand for chance
        return float(np.quantile(np.abs(_difference(likeness, on_right)), quantile / 2))
    rng = np.random.default_rng(0)
    dealt = [np.abs(_difference(likeness, rng.permutation(on_right))) for _ in range(_N_DEALS)]
    return float(np.quantile(np.concatenate(dealt), quantile))


def _unit(vectors: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    dense = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    return np.asarray(dense / np.where(lengths > 1e-9, lengths, 1.0))
