"""Bytes as they lie on the disk become bytes that a source can read: unpacked, bounded, and no picture or program."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from typing import BinaryIO, cast

from miner.errors import BrokenInput

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
_BINARY_SIGNATURES = {
    b"%PDF": "a PDF",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a": "a RAR archive",
    b"BZh91AY&SY": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
}
# What people attach: in a folder these are no broken discussions, they are something else.
_MEDIA_SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"BM": "a bitmap picture",
    b"\x00\x00\x01\x00": "an icon",
    b"OggS": "a sound or film",
    b"ID3": "a sound or film",
    b"\xff\xfb": "a sound or film",
    b"\x1aE\xdf\xa3": "a sound or film",
    b"#!AMR": "a sound or film",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"\x00\x01\x00\x00": "a font",
    b"OTTO": "a font",
}
SIGNATURE_BYTES = 16
_NOT_TEXT = "Export the discussion as text, HTML, CSV or JSON."
_MAX_RATIO = 200  # unpacked to packed; repetitive logs stay under 100, bombs reach 1,000
_CHUNK = 1 << 18
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def is_zip(data: bytes) -> bool:
    """Whether it begins like a zip archive (a spreadsheet is one, too)."""
    return data.startswith(_ZIP)


def container_of(data: bytes) -> str:
    """``xlsx``, ``ods``, ``parquet`` for tables in binary containers; "" for what is meant to be text."""
    if data.startswith(_PARQUET):
        return "parquet"
    if is_zip(data):
        start = data[:4096]
        if b"mimetypeapplication/vnd.oasis.opendocument" in start:
            return "ods" if b"opendocument.spreadsheet" in start else "office"
        if b"[Content_Types].xml" in start or b"_rels/.rels" in start or b"xl/" in start[:200]:
            return "xlsx" if b"xl/workbook.xml" in data else "office"
    return ""


def media_in(start: bytes) -> str:
    """What a file is that holds no text at all ("a JPEG picture"), by its first bytes; "" for any other."""
    if start[:4] == b"RIFF" and start[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "a WebP picture" if start[8:12] == b"WEBP" else "a sound or film"
    if start[:3] == b"\x00\x00\x00" and start[4:8] == b"ftyp":
        return "a sound or film"
    for signature, what in _MEDIA_SIGNATURES.items():
        if start.startswith(signature) and (not signature.isalnum() or _CONTROLS.search(start)):
            return what  # "ID3 tags are ..." is text
    return ""


def checked(data: bytes, place: str, max_bytes: int) -> bytes:
    """The bytes unpacked, if they can be text or a table that a source reads.

    Raises
    ------
    BrokenInput
        Empty, binary, larger than ``max_bytes`` or a broken archive.
    """
    data = unpacked(data, place, max_bytes)
    if len(data) > max_bytes:
        raise too_large(place, max_bytes)
    check_text(data, place)
    return data


def too_large(place: str, max_bytes: int) -> BrokenInput:
    """The error for a file that would have to be held and is too large for it."""
    return BrokenInput(
        place, f"it is larger than {max_bytes:,} bytes", "Raise max_bytes under [sources] in miner.toml, or split it."
    )


def check_text(data: bytes, place: str) -> None:
    """Refuse what can be neither text nor a table; the beginning of a large file is enough.

    Raises
    ------
    BrokenInput
    """
    if not data.strip():
        raise BrokenInput(place, "it is empty", "Check the export; nothing was read.")
    container = container_of(data)
    if container and container != "office":
        return
    what = media_in(data[:SIGNATURE_BYTES]) or next(
        (what for signature, what in _BINARY_SIGNATURES.items() if data.startswith(signature)), ""
    )
    if is_zip(data):
        sound = zipfile.is_zipfile(io.BytesIO(data))
        what = "an Office document" if container else "a zip archive" if sound else "a zip archive that is broken"
    if not what and _is_binary(data[:8192]):
        what = "binary"
    if what:
        raise BrokenInput(place, f"it is {what}, not text", _NOT_TEXT)


def _is_binary(start: bytes) -> bool:
    return start[:2] not in (b"\xff\xfe", b"\xfe\xff") and start.count(b"\x00") > len(start) // 10


def unpacked(data: bytes, place: str, max_bytes: int) -> bytes:
    """gzip and zstd undone, at most one byte over ``max_bytes``.

    Raises
    ------
    BrokenInput
    """
    if not data.startswith((_GZIP, _ZSTD)):
        return data
    with opened(io.BytesIO(data), place, max_bytes) as file:
        return file.read(max_bytes + 1)


def opened(file: BinaryIO, place: str, max_bytes: int) -> BinaryIO:
    """A stream of the unpacked bytes; closing it closes ``file``.

    Reading it raises BrokenInput where packed data are broken, or unpack to more than ``max_bytes`` and to so much
    more than they are that they are a bomb.

    Raises
    ------
    BrokenInput
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith((_GZIP, _ZSTD)):
        return io.BufferedReader(_Unpacking(file, place, max_bytes, start.startswith(_GZIP)), _CHUNK)
    return file


class _Unpacking(io.RawIOBase):
    """gzip or zstd undone bit by bit, with errors that name the file."""

    def __init__(self, packed: BinaryIO, place: str, max_bytes: int, is_gzip: bool) -> None:
        self._packed = packed
        self._place = place
        self._max_bytes = max_bytes
        self._what = "gzip" if is_gzip else "zstd"
        self._file = _from_gzip(packed) if is_gzip else _from_zstd(packed, max_bytes)
        self._n_read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        import zstandard

        view = memoryview(buffer)  # type: ignore[arg-type]  # the protocol of the base class is not exported
        try:
            data = self._file.read(len(view))
        except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
            raise BrokenInput(
                self._place, f"its {self._what} data are broken ({error})", "Download or pack it again."
            ) from error
        view[: len(data)] = data
        self._n_read += len(data)
        if self._n_read > self._max_bytes and self._n_read > _MAX_RATIO * self._packed.tell():
            raise too_large(self._place, self._max_bytes)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._packed.close()
        super().close()


def _from_gzip(packed: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=packed))


def _from_zstd(packed: BinaryIO, max_bytes: int) -> BinaryIO:
    """Dumps of forums are packed with windows of up to 2 GB; the window is bounded to what may be unpacked."""
    import zstandard

    window = max(1 << 10, min(1 << 31, 1 << max_bytes.bit_length()))
    decompressor = zstandard.ZstdDecompressor(max_window_size=window)
    return cast("BinaryIO", decompressor.stream_reader(packed, read_across_frames=True, closefd=False))
