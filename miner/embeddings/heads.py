"""Linear heads on a text's vector, its signs and its company: how strong it is as an argument, and whether it is chatter.

Each is a file of a few kilobytes that belongs to one encoder (``models/<name>/CARD.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from miner.embeddings.base import Vectors
from miner.embeddings.registry import model_file

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Head:
    """Weights of one head.

    ``encoder`` is the checksum of the encoder whose vectors it was fitted on; ``signs`` names what is counted
    (``miner.arguments.signs``), in the order of its weights.
    """

    encoder: str
    signs: tuple[str, ...]
    vector_weights: Scores
    sign_weights: Scores
    company_weights: Scores
    bias: float

    def probabilities(self, vectors: Vectors, signs: Scores, company: Scores) -> Scores:
        """Shape (n_texts,), in [0, 1]; ``signs`` has a column for each of ``self.signs``."""
        raw = vectors.astype(np.float64) @ self.vector_weights + signs @ self.sign_weights
        return np.asarray(1 / (1 + np.exp(-(raw + company @ self.company_weights + self.bias))))

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """What is written to its file; ``head`` reads it back."""
        weights = np.concatenate([self.vector_weights, self.sign_weights, self.company_weights, [self.bias]])
        sizes = [len(self.vector_weights), len(self.sign_weights), len(self.company_weights)]
        return {
            "encoder": np.array(self.encoder),
            "signs": np.array(self.signs, dtype=np.str_),
            "weights": weights.astype(np.float32),
            "ends": np.cumsum(sizes),
        }


@lru_cache(maxsize=4)
def head(name: str) -> Head:
    """A head from the registry, loaded once a process.

    Raises
    ------
    UnknownName, MissingPart
        As ``registry.model_file``.
    """
    with np.load(model_file(name)) as saved:
        weights = np.split(saved["weights"].astype(np.float64), saved["ends"])
        signs = tuple(str(sign) for sign in saved["signs"])
        return Head(str(saved["encoder"]), signs, weights[0], weights[1], weights[2], float(weights[3][0]))
