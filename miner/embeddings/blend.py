"""Vectors for grouping: the encoder trained for arguments and the general one, each for what it does best.

In a debate about one thing all general vectors lie close together and the trained encoder tells the points apart; in a
chat about many things the general encoder knows more subjects. How close together the general vectors lie says which
of the two it is (arguments of one debate: mean cosine about 0.6; a chat or a comment section: 0.1 to 0.4).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from miner.embeddings.base import Embeddings, Vectors
from miner.settings import EmbeddingSettings

_GENERAL = "minilm"
_MANY_THINGS, _ONE_THING = 0.35, 0.55  # mean cosine of the general vectors
_LEAST_SHARE = (
    0.3  # of the trained encoder; beside 0.7 of the general one it was better than either on a chat marked by hand
)
_MOST_TEXTS = 3000  # of more only one encoder's vectors are made, for time


def for_grouping(embeddings: Embeddings, texts: Sequence[str]) -> Vectors:
    """The vectors that groups are made from, rows of length 1.

    Parameters
    ----------
    embeddings
        Of the same texts. Those of an embedder without heads (the user's own choice) are taken as they are.
    """
    if embeddings.sides is None or not 1 < len(texts) <= _MOST_TEXTS:
        return embeddings.vectors
    general = general_vectors(embeddings, texts)
    share = share_of_trained(general)
    both = np.hstack([np.sqrt(share) * embeddings.vectors, np.sqrt(1 - share) * general])
    return np.asarray(np.round(both, 5), dtype=np.float32)


def general_vectors(embeddings: Embeddings, texts: Sequence[str]) -> Vectors:
    """The texts' vectors by the general encoder; by the user's own embedder where one was chosen."""
    from miner.embeddings import embedder_for

    if embeddings.sides is None:
        return embeddings.embedder.encode(texts)
    return embedder_for(EmbeddingSettings(embedder=_GENERAL)).encode(texts)


def share_of_trained(general: Vectors) -> float:
    """How much the trained encoder counts, in [0.3, 1], by how far the texts speak of one thing.

    Parameters
    ----------
    general : shape (n_texts, n_dims), rows of length 1
        The texts' vectors by the general encoder, two or more.
    """
    n = len(general)
    cosine = (float(np.sum(general.mean(axis=0, dtype=np.float64) ** 2)) * n - 1) / (n - 1)
    one_thing = float(np.clip((cosine - _MANY_THINGS) / (_ONE_THING - _MANY_THINGS), 0.0, 1.0))
    return round(_LEAST_SHARE + (1 - _LEAST_SHARE) * one_thing, 2)
