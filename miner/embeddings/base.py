"""What an embedder must offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors; a text's vector does not depend on the texts beside it."""

    @property
    def model(self) -> str: ...
    @property
    def sha256(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (n_texts, n_dims), rows of length 1, in the order given."""
        ...


@dataclass(frozen=True)
class Embeddings:
    """The vectors of all texts.

    ``vectors`` has shape (n_texts, n_dims), rows of length 1 (or 0 for a text without a word), in the order given.
    ``embedder`` made them, and encodes what later stages compare them with. ``sides`` (n_texts, n_side_dims): vectors
    whose dot product is positive for texts on one side of a subject; ``strengths`` (n_texts,): how well each reads as an
    argument, unscaled. Both are None where the embedder was not trained for arguments.
    """

    vectors: Vectors
    embedder: Embedder
    sides: Vectors | None = None
    strengths: npt.NDArray[np.float32] | None = None
