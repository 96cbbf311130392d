"""Reading sides with the pair model: does a text stand on one side with what a pole says, or against it?

The model reads a text and a statement together, so it sees who contradicts whom where two vectors only see that both
speak of one thing. What it is sure of then teaches a linear classifier on the texts' vectors, which speaks for the texts
the model is unsure of (self-training, Yarowsky 1995): people on one side use one another's reasons.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.contrasts.positions import nearness
from miner.contrasts.records import Contrast, Positions
from miner.embeddings import Embeddings, Vectors
from miner.embeddings.english import is_english
from miner.embeddings.pairs import same_side

_TOLD_APART = (
    0.15  # own pole minus other pole, of the statements themselves; emphases ("new things" v "basics") stay below
)
_OPPOSITE_NAMES = 0.3  # the same for two poles that are only named
_STATEMENTS_CHECKED = 3  # of each pole
_INFORMED = 0.1  # what a quarter of the texts read must reach; on emphases nine in ten stay below 0.07
_LIKENESS_WEIGHT, _TAUGHT_WEIGHT = 0.3, 0.5  # beside the reading's 1; chosen on topics that are not scored
_BAND_OF_CHOSEN, _BAND = 0.01, 0.15
_READ_CLEARLY = 0.2  # of a whole discussion only what the pair model itself sees is placed
_MOST_PAIRS = 30_000  # five minutes on two cores; what is left is placed by what those taught
_FEWEST_READ = 40
_READ_AT_ONCE = 100  # texts of a discussion, the nearest to the poles first ...
_STILL_SIDES = 0.1  # ... until so few of them take a side: those behind them speak of something else
_ON_SUBJECT = (
    0.15  # cosine with the nearest statement; a text below, of which the model sees no side, is about something else
)
_DECIMALS = 4
_SOFTNESS = 10.0  # inverse of the classifier's regularisation, chosen on topics that are not scored
_FEWEST_TAUGHT = 12  # texts; fewer teach nothing that holds


def sides_read(
    texts: Sequence[str], embeddings: Embeddings, seeds: Embeddings, contrast: Contrast, chosen: bool
) -> tuple[Positions, float] | None:
    """Positions by the pair model, likeness and what both teach, and the null band; None where it cannot tell the poles apart.

    ``chosen``: see ``positions``. Of a whole discussion it reads only what is near to the poles' statements.
    """
    if not is_english(texts) or not (chosen or told_apart(contrast)):
        return None
    n_left = len(contrast.left.seeds)
    near = _nearest(embeddings.vectors, seeds.vectors, chosen)
    read = np.zeros(len(texts))
    for batch in [near] if chosen else np.split(near, range(_READ_AT_ONCE, len(near), _READ_AT_ONCE)):
        own = [texts[int(number)] for number in batch]
        read[batch] = read_sides(own, contrast, 0 if chosen else _STATEMENTS_CHECKED)
        if batch[0] == near[0] and np.quantile(np.abs(read[batch]), 0.75) < _INFORMED:
            return None
        if np.mean(np.abs(read[batch]) >= _READ_CLEARLY) < _STILL_SIDES:
            break
    likely = nearness(embeddings.vectors, seeds.vectors[:n_left], seeds.vectors[n_left:])
    before = read + _LIKENESS_WEIGHT * likely
    middle = np.concatenate([embeddings.vectors, seeds.vectors]).mean(axis=0)
    features, of_seeds = (side_features(one.vectors, one.sides, middle) for one in (embeddings, seeds))
    taught = learned(features, of_seeds, n_left, before)
    together = (before + _TAUGHT_WEIGHT * taught) / (1 + _LIKENESS_WEIGHT + _TAUGHT_WEIGHT)
    nearest = np.asarray(embeddings.vectors @ seeds.vectors.T).max(axis=1)
    speaks_of_it = (np.abs(read) >= _INFORMED) | (nearest >= _ON_SUBJECT) if chosen else np.abs(read) >= _READ_CLEARLY
    together = np.where(speaks_of_it, together, 0.0)
    return np.asarray(np.round(together, _DECIMALS)), _BAND_OF_CHOSEN if chosen else _BAND


def _nearest(vectors: Vectors, seeds: Vectors, chosen: bool) -> npt.NDArray[np.int64]:
    """Numbers of the texts that the pair model may read: the nearest to a statement first, as many as there is time for."""
    most = _MOST_PAIRS // len(seeds) if chosen else max(_FEWEST_READ, len(vectors) // 5)
    nearest = np.asarray(vectors @ seeds.T).max(axis=1)
    order = np.lexsort((np.arange(len(vectors)), -np.round(nearest, 4)))
    return np.asarray(order[:most])


def read_sides(texts: Sequence[str], contrast: Contrast, n_statements: int = 0) -> Positions:
    """Position of each text by the pair model alone.

    Parameters
    ----------
    n_statements
        So many of each pole's statements are compared with; 0: all.

    Returns
    -------
    shape (n_texts,), values in [-1, 1]
        Negative left, positive right; near 0: the model sees neither agreement nor opposition.
    """
    left, right = (pole.seeds[: n_statements or None] for pole in (contrast.left, contrast.right))
    likeness = same_side([(text, seed) for text in texts for seed in (*left, *right)])
    likeness = likeness.reshape(len(texts), len(left) + len(right))
    return np.asarray((likeness[:, len(left) :].mean(axis=1) - likeness[:, : len(left)].mean(axis=1)) / 2)


def told_apart(contrast: Contrast) -> bool:
    """Whether the pair model sees that the poles' own statements oppose each other."""
    left, right = (pole.seeds[:_STATEMENTS_CHECKED] for pole in (contrast.left, contrast.right))
    across = float(same_side([pair for a in left for b in right for pair in ((a, b), (b, a))]).mean())
    within = [(a, b) for pole in (left, right) for a in pole for b in pole if a != b]
    if not within:
        return across <= -_OPPOSITE_NAMES
    return float(same_side(within).mean()) - across >= _TOLD_APART


def learned(features: Vectors, seeds: Vectors, n_left: int, known: Positions) -> Positions:
    """What a classifier taught by the known positions (and the seeds, which are sure) says of each text.

    Parameters
    ----------
    features : shape (n_texts, n_dims)
    seeds : shape (n_seeds, n_dims)
        The left pole's first.
    known : shape (n_texts,), values in [-1, 1]
        Positions; how far from 0 is how much a text teaches.

    Returns
    -------
    shape (n_texts,), values in [-1, 1]
        0 where there is too little to learn from.
    """
    sign_of_seeds = np.where(np.arange(len(seeds)) < n_left, -1, 1)
    taught = np.concatenate([np.sign(known), sign_of_seeds]).astype(np.int64)
    weights = np.concatenate([np.abs(known), np.ones(len(seeds))])
    rows = np.concatenate([features, seeds]).astype(np.float64)
    use = taught != 0
    if use.sum() < _FEWEST_TAUGHT:
        return np.zeros(len(features))
    from sklearn.linear_model import LogisticRegression

    order = np.lexsort((weights[use], *rows[use].T[:2]))  # the same bytes for every order of the texts
    classifier = LogisticRegression(C=_SOFTNESS, max_iter=500)
    classifier.fit(rows[use][order], taught[use][order], sample_weight=weights[use][order])
    return np.asarray(np.tanh(classifier.decision_function(features.astype(np.float64)) / 2))


def side_features(vectors: Vectors, sides: Vectors | None, middle: Vectors) -> Vectors:
    """What the classifier sees of a text: its side vector and its vector without what all share, each of length 1."""
    parts = [_unit(vectors - middle)] if sides is None else [_unit(sides), _unit(vectors - middle)]
    return np.asarray(np.hstack(parts), dtype=np.float32)


def _unit(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 1e-9, lengths, 1.0))
