"""The packaged embedders: sentence encoders that run offline and without torch.

``minilm`` is a general mean-pooled sentence encoder (Reimers and Gurevych 2019, Sentence-BERT). ``arguments`` was
trained from it for arguments and gives two more rows for each text: how strong it is as an argument, and a side
vector; texts on one side of a subject have side vectors with a positive dot product.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.embeddings.base import Vectors
from miner.embeddings.graphs import Graph, Rows

_DECIMALS = 5  # vectors are rounded: the last bits of float32 may differ between machines and thread counts
_N_DIMS = 384
_MOST_KEPT = 20_000  # vectors kept in memory, 30 MB: one run asks for those of the same texts again for each contrast


class PackagedEmbedder:
    """Runs a packaged encoder; parameters as ``Graph``."""

    def __init__(self, name: str, max_tokens: int = 128, threads: int = 0) -> None:
        self._graph = Graph(name, max_tokens, threads)
        self.model = f"{name} ({self._graph.entry['title']})"
        self.sha256 = str(self._graph.entry["sha256"])
        self.has_heads = "words" in self._graph.entry
        self._kept: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Embedder.encode``; equal texts are encoded once, also those of an earlier call."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        rows = unit_rows(self._graph.run(new)[0]) if new else np.zeros((0, _N_DIMS), dtype=np.float32)
        fresh = dict(zip(new, rows, strict=True))
        if len(self._kept) + len(fresh) <= _MOST_KEPT:
            self._kept |= fresh
        found = [fresh[text] if text in fresh else self._kept[text] for text in texts]
        return np.stack(found) if found else np.zeros((0, _N_DIMS), dtype=np.float32)

    def heads(self, texts: Sequence[str]) -> tuple[Vectors, Rows, Rows]:
        """Vectors, strength (n_texts,) and side vectors of texts, for an encoder that ``has_heads``."""
        vectors, strength, side = self._graph.run(texts) or (np.zeros((0, n), np.float32) for n in (_N_DIMS, 1, 64))
        return unit_rows(vectors), np.round(strength[:, 0], _DECIMALS), np.round(side, _DECIMALS)


def unit_rows(vectors: npt.NDArray[np.float32]) -> Vectors:
    """Rows of length 1, rounded; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.round(vectors / np.where(lengths > 0, lengths, 1.0), _DECIMALS), dtype=np.float32)
