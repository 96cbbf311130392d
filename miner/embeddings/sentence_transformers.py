"""Any sentence-transformers model, by hub name or folder; needs the extra ``hub``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from miner.embeddings.base import Vectors
from miner.embeddings.kept import Text, made_or_kept, maker_key, version_of
from miner.embeddings.packaged import unit_rows
from miner.embeddings.registry import checksum
from miner.errors import MissingPart

_BATCH = 64


class HubEmbedder:
    """Wraps ``SentenceTransformer``; on a GPU when there is one.

    Parameters
    ----------
    name
        Hub name ("BAAI/bge-small-en-v1.5") or folder.

    Raises
    ------
    MissingPart
        If the extra ``hub`` is not installed or the model is neither on this machine nor can be downloaded.
    """

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingPart(
                f"The embedder {name} needs sentence-transformers. Install it: pip install 'discussion-miner[hub]'"
            ) from error
        try:
            self._transformer: Any = SentenceTransformer(name)
        except (OSError, ValueError) as error:
            first_line = str(error).partition("\n")[0]
            raise MissingPart(
                f"The embedder {name} could not be loaded: {first_line} Give a folder that holds the model, "
                "download it first where there is a network, or leave --embedder out for the packaged one."
            ) from error
        self.model = f"{name} (sentence-transformers)"
        self.sha256 = _fingerprint(name, self._transformer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Embedder.encode``."""
        distinct = sorted({"", *texts}, key=lambda text: (len(text), text))  # "": no texts still have a width
        key = maker_key(self.sha256, version_of("sentence-transformers", "transformers", "torch"))
        (vectors,) = made_or_kept(key, distinct, self._made)
        place = {text: index for index, text in enumerate(distinct)}
        return unit_rows(vectors[[place[text] for text in texts]])

    def _made(self, distinct: Sequence[Text]) -> list[Vectors]:
        texts = list(distinct)
        vectors = self._transformer.encode(texts, batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False)
        return [np.asarray(vectors, dtype=np.float32)]


def _fingerprint(name: str, transformer: Any) -> str:
    """Checksum of the weights file where there is one folder, else of the weights as loaded."""
    for file in ("model.safetensors", "pytorch_model.bin"):
        if (Path(name) / file).is_file():
            return checksum(Path(name) / file)
    digest = hashlib.sha256()
    for key, value in sorted(transformer.state_dict().items()):
        digest.update(key.encode())
        digest.update(value.detach().cpu().numpy().tobytes())
    return digest.hexdigest()
