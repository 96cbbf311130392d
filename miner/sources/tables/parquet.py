"""Parquet files as JSON Lines, so that whatever reads those reads these; needs the optional package ``pyarrow``."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from miner.errors import BrokenInput, MissingPart
from miner.sources.large import LARGE, LargeMaterial
from miner.sources.material import Material
from miner.sources.unpacking import too_large

_ROWS_AT_ONCE = 2_000


def lines_of(material: Material) -> Material:
    """The rows of a Parquet file as JSON Lines; as a stream where they are many.

    Raises
    ------
    BrokenInput
    MissingPart
        If ``pyarrow`` is not installed.
    """
    data, place, settings = material.data, material.place, material.settings

    def opened() -> BinaryIO:
        return io.BufferedReader(_Lines(data, place))

    with opened() as file:
        start = file.read(min(LARGE, settings.max_bytes) + 1)
    if len(start) > settings.max_bytes:
        raise too_large(place, settings.max_bytes)
    return LargeMaterial(place, opened, settings, start) if len(start) > LARGE else Material(place, start, settings)


class _Lines(io.RawIOBase):
    """The lines as a file to be read."""

    def __init__(self, data: bytes, place: str) -> None:
        self._pieces = _pieces(data, place)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = memoryview(next(self._pieces, b""))
        view = memoryview(buffer)
        n = min(len(view), len(self._left))
        view[:n] = self._left[:n]
        self._left = self._left[n:]
        return n


def _pieces(data: bytes, place: str) -> Iterator[bytes]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingPart(
            f"{place} is a Parquet file; reading it needs an optional package. "
            "Install it: pip install 'discussion-miner[parquet]'"
        ) from error
    try:
        with pq.ParquetFile(io.BytesIO(data)) as file:
            for batch in file.iter_batches(_ROWS_AT_ONCE, use_threads=False):
                yield b"".join(_ENCODER.encode(row) + b"\n" for row in batch.to_pylist())
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BrokenInput(place, f"it is a Parquet file that is broken ({error})", "Export it again.") from error


_ENCODER = msgspec.json.Encoder(enc_hook=str)
