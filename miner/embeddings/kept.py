"""Rows of models kept from run to run: what was computed once for a text is looked up the next time.

A row is found again by what made it (weights, tokenizer, limits, runtime) and the hash of its text, and is the same
to the last bit: with kept rows or without, a digest has the same bytes. Where rows are kept is not decided here.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import metadata
from typing import Protocol

import msgspec
import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float32]
Text = str | tuple[str, str]

_CHECK_BYTES = 4


class RowStore(Protocol):
    """Keeps bytes by (model, key)."""

    def find(self, model: str, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Those that are kept."""
        ...

    def keep(self, model: str, rows: Mapping[bytes, bytes]) -> None:
        """Keep rows, if there is room and nobody else is writing: whoever asks can compute them again."""
        ...


_STORE: ContextVar[RowStore | None] = ContextVar("miner_row_store", default=None)


@contextmanager
def rows_kept_in(store: RowStore | None) -> Iterator[None]:
    """Within it, models look their rows up in a store first. None: nothing is looked up or kept."""
    token = _STORE.set(store)
    try:
        yield
    finally:
        _STORE.reset(token)


def text_key(text: Text) -> bytes:
    """SHA-256 of a text, or of a pair of texts."""
    written = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else msgspec.json.encode(text)
    kind = b"text\n" if isinstance(text, str) else b"pair\n"
    return hashlib.sha256(kind + written).digest()


def maker_key(*parts: str) -> str:
    """What tells one way of making rows from all others: everything that may change a bit of them."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def version_of(*packages: str) -> str:
    """The installed versions of packages; of one that goes by another name ("onnxruntime-gpu") nothing is known."""
    found = []
    for package in packages:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            found.append(f"{package} of another build")
    return ", ".join(found)


def made_or_kept(model: str, texts: Sequence[Text], make: Callable[[Sequence[Text]], Sequence[Rows]]) -> Sequence[Rows]:
    """The outputs of a model for texts, each with a row for every text; only those that are not kept are made.

    Parameters
    ----------
    model
        ``maker_key`` of the model.
    texts
        All different.
    """
    store = _STORE.get()
    if store is None or not texts:
        return make(texts)
    keys = [text_key(text) for text in texts]
    kept = {key: row for key, data in store.find(model, keys).items() if (row := unpacked(data)) is not None}
    new = [number for number, key in enumerate(keys) if key not in kept]
    if new:
        outputs = make([texts[number] for number in new])
        made = {keys[number]: tuple(output[place] for output in outputs) for place, number in enumerate(new)}
        store.keep(model, {key: packed(row) for key, row in made.items()})
        kept |= made
    n_outputs = len(kept[keys[0]])
    return [np.stack([kept[key][output] for key in keys]) for output in range(n_outputs)]


def packed(row: Sequence[Rows]) -> bytes:
    """One row of each output as bytes, with a check sum in front."""
    data = msgspec.msgpack.encode([np.ascontiguousarray(part, dtype="<f4").tobytes() for part in row])
    return zlib.crc32(data).to_bytes(_CHECK_BYTES, "little") + data


def unpacked(data: bytes) -> tuple[Rows, ...] | None:
    """What ``packed`` made; None if the bytes are damaged."""
    if zlib.crc32(data[_CHECK_BYTES:]).to_bytes(_CHECK_BYTES, "little") != data[:_CHECK_BYTES]:
        return None
    parts = msgspec.msgpack.decode(data[_CHECK_BYTES:], type=list[bytes])
    return tuple(np.frombuffer(part, dtype="<f4").astype(np.float32, copy=False) for part in parts)
