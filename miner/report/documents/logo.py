"""The brand's logo as documents need it: bytes that were looked at, and its size.

A stored digest may have been written by anybody: what is no whole picture, or a drawing that does more than draw, is
left out, as it is on the page.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass

from miner.report.brand import ACTIVE_SVG, MAX_LOGO_BYTES

_PNG = b"\x89PNG\r\n\x1a\n"
_NO_FRAME = (0xC4, 0xC8, 0xCC)  # of C0..CF, the markers of JPEG that do not begin a frame
_MOST_PIXELS = 40_000_000  # a small file may unpack to a picture that no machine holds


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture; ``width`` and ``height`` in pixels are 0 for a drawing, which has any size."""

    content: bytes
    width: int = 0
    height: int = 0

    @property
    def drawn(self) -> bool:
        """Whether it is an SVG."""
        return not self.width


def logo_of(uri: str) -> Logo | None:
    """The logo in a data URI, or None if it is none that can be shown."""
    head, _, coded = uri.partition(";base64,")
    try:
        content = base64.b64decode(coded, validate=True)
    except binascii.Error:
        return None
    if not content or len(content) > MAX_LOGO_BYTES:
        return None
    if head == "data:image/svg+xml":
        return None if ACTIVE_SVG.search(content) else Logo(content)
    size = _size_of_png(content) if content.startswith(_PNG) else _size_of_jpeg(content)
    return Logo(content, *size) if size and 0 < size[0] * size[1] <= _MOST_PIXELS else None


def _size_of_png(content: bytes) -> tuple[int, int] | None:
    """Width and height, if all its parts are whole."""
    at, size = len(_PNG), None
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 8 + length
        if end + 4 > len(content) or zlib.crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            return None
        if kind == b"IHDR" and length == 13:
            size = struct.unpack_from(">II", content, at + 8)
        elif kind == b"IEND":
            return size
        at = end + 4
    return None


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    """Width and height from the frame, if the parts before it are whole and the picture has an end."""
    if not content.startswith(b"\xff\xd8") or b"\xff\xd9" not in content:
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + length
    return None
