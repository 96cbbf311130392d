"""Which arguments come down to which key points, read by the pair model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from miner.clusters.similarity import features_of
from miner.embeddings import embed, for_grouping
from miner.embeddings.english import is_english
from miner.embeddings.pairs import same_point
from miner.settings import EmbeddingSettings

Scores = npt.NDArray[np.float64]

_MOST_PAIRS = 40_000  # seven minutes on two cores; of more only the most alike are read
_LIKENESS_SHARE = 0.4  # beside the reading, which knows debates best; of what was not read it is all there is


def match_scores(
    arguments: list[str], key_points: list[str], settings: EmbeddingSettings = EmbeddingSettings()
) -> Scores:
    """How surely each argument comes down to each key point; see ``miner.match``.

    By the pair model for English texts, by likeness of meaning and words for others.
    """
    if not arguments or not key_points:
        return np.zeros((len(arguments), len(key_points)))
    texts = [*arguments, *key_points]
    numbers = np.arange(len(texts))
    features = features_of(for_grouping(embed(texts, settings), texts), texts)
    likeness = features.block(numbers[: len(arguments)], numbers[len(arguments) :])
    if not is_english(texts):
        return likeness
    n_read = max(1, min(len(key_points), _MOST_PAIRS // len(arguments)))
    read = np.argsort(-likeness, axis=1, kind="stable")[:, :n_read]
    rows = np.repeat(np.arange(len(arguments)), n_read)
    columns = read.ravel()
    scores = _LIKENESS_SHARE * likeness
    pairs = [(arguments[row], key_points[column]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
    scores[rows, columns] += (1 - _LIKENESS_SHARE) * same_point(pairs)
    return np.asarray(np.round(scores, 6))
