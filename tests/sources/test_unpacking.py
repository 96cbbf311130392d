"""Bytes as they lie on the disk: unpacked within bounds, refused where they cannot be text."""

from __future__ import annotations

import gzip
import io
import shutil

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import BrokenInput
from miner.sources.unpacking import checked, container_of, media_in, opened, unpacked

LINES = b"".join(b"line %d of a discussion\n" % number for number in range(5000))


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty"),
        (b" \n ", "it is empty"),
        (b"%PDF-1.7", "it is a PDF, not text"),
        (b"\xd0\xcf\x11\xe0rest", "it is an old Office document, not text"),
        (b"Rar!\x1a\x07\x00", "it is a RAR archive, not text"),
        (b"\x00\x01\x02\x03" * 10, "it is binary, not text"),
        (b"\x89PNG\r\n\x1a\n", "it is a PNG picture, not text"),
        (b"\x1f\x8bnot gzip", "its gzip data are broken"),
        (b"\x28\xb5\x2f\xfdnot zstd", "its zstd data are broken"),
        (gzip.compress(LINES, mtime=0)[:-20], "its gzip data are broken"),
        (gzip.compress(b"", mtime=0), "it is empty"),
        (gzip.compress(b"%PDF-1.7", mtime=0), "it is a PDF, not text"),
        (b"PK\x03\x04rest", "it is a zip archive that is broken, not text"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml word/document.xml", "it is an Office document, not text"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "an Office document"),
    ],
)
def test_bytes_that_cannot_be_text(data: bytes, what: str) -> None:
    with pytest.raises(BrokenInput, match=what):
        checked(data, "file", 1_000_000)


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_packed_bytes_are_unpacked(pack: object) -> None:
    assert checked(pack(LINES), "file", 1_000_000) == LINES  # type: ignore[operator]
    assert checked(pack(LINES) + pack(b"more\n"), "file", 1_000_000) == LINES + b"more\n"  # type: ignore[operator]


def test_utf_16_is_text() -> None:
    data = "words".encode("utf-16")
    assert checked(data, "file", 1000) == data


@pytest.mark.parametrize("text", ["ID3 tags are text here", "OggS is a word", "BM is short for bitmap", "GIF8 as text"])
def test_words_like_a_signature_are_text(text: str) -> None:
    assert media_in(text.encode()) == ""
    assert checked(text.encode(), "file", 1000) == text.encode()


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP picture"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a sound or film"),
        (b"\x00\x00\x00\x20ftypisom", "a sound or film"),
        (b"OggS\x00\x02\x00\x00", "a sound or film"),
        (b"wOF2\x00\x01\x00\x00", "a font"),
        (b"RIFF and raff", ""),
        (b"", ""),
    ],
)
def test_media_are_told_by_their_first_bytes(start: bytes, what: str) -> None:
    assert media_in(start) == what


def test_tables_in_containers_are_named() -> None:
    xlsx = b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml" + b"xl/workbook.xml"
    assert container_of(xlsx) == "xlsx"
    assert (
        container_of(b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") == "ods"
    )
    assert container_of(b"PAR1rest") == "parquet"
    assert container_of(b"words") == ""


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_bomb_is_stopped_long_before_its_end(pack: object) -> None:
    bomb = pack(b"\x00" * 30_000_000)  # type: ignore[operator]
    read = io.BytesIO()
    with (
        opened(io.BytesIO(bomb), "bomb", 8_000_000) as file,
        pytest.raises(BrokenInput, match="bomb cannot be read: it is larger than 8,000,000 bytes"),
    ):
        shutil.copyfileobj(file, read, 65_536)
    assert len(read.getvalue()) < 12_000_000


def test_long_honest_file_is_a_stream_beyond_the_most_that_is_held() -> None:
    lines = b"".join(b"%d: words that differ %d\n" % (number, number * 7919 % 1009) for number in range(20_000))
    with opened(io.BytesIO(gzip.compress(lines)), "file", 1000) as file:
        assert file.read() == lines


@given(st.binary(max_size=300))
def test_no_bytes_after_a_signature_raise_anything_else(data: bytes) -> None:
    for signature in (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PAR1", b""):
        try:
            checked(signature + data, "file", 1000)
        except BrokenInput:
            pass


def test_closing_the_stream_closes_the_file() -> None:
    stored = io.BytesIO(gzip.compress(LINES))
    opened(stored, "file", 1000).close()
    assert stored.closed


def test_unpacked_stops_one_byte_after_the_most() -> None:
    assert len(unpacked(gzip.compress(LINES), "file", 1000)) == 1001
