"""Answers unpacked within bounds: a few kilobytes on the wire may hold gigabytes."""

from __future__ import annotations

import zlib

from miner.errors import NotFetched

ACCEPTED = "gzip"  # what is asked for; deflate and x-gzip come all the same
_WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_MAX_RATIO = 200  # pages and JSON stay under 30, bombs reach 1,000
_FREE = 1 << 20  # a small answer may be as dense as it likes
_CHUNK = 1 << 18


def unpacked(packed: bytes, coding: str, place: str, max_bytes: int) -> bytes:
    """The body of an answer without its content coding.

    Raises
    ------
    NotFetched
        For a coding that was not asked for, broken data, and more than ``max_bytes`` or 200 times what was sent.
    """
    names = [name.strip().lower() for name in coding.split(",") if name.strip().lower() not in ("", "identity")]
    if not names or not packed:
        return packed
    if len(names) > 1 or names[0] not in _WINDOWS:
        raise NotFetched(place, f"it is packed as {coding[:50]!r}, which was not asked for", "Save it from a browser.")
    limit = min(max_bytes, max(_FREE, len(packed) * _MAX_RATIO))
    try:
        return _inflated(packed, _WINDOWS[names[0]], limit, place)
    except zlib.error as error:
        if names[0] != "deflate":
            raise _broken(place, str(error)) from error
    try:
        return _inflated(packed, -zlib.MAX_WBITS, limit, place)  # without its header: what some servers call deflate
    except zlib.error as error:
        raise _broken(place, str(error)) from error


def _inflated(packed: bytes, window: int, limit: int, place: str) -> bytes:
    body = bytearray()
    while packed:
        stream = zlib.decompressobj(window)  # gzip data may stand one behind another
        while packed and not stream.eof:
            body += stream.decompress(packed, min(_CHUNK, limit + 1 - len(body)))
            packed = stream.unconsumed_tail or stream.unused_data
            if len(body) > limit:
                raise NotFetched(
                    place, f"it unpacks to more than {limit:,} bytes", "It may be a trap; save it from a browser."
                )
        if not stream.eof:
            raise _broken(place, "they end too early")
        if window < 0 or not packed.startswith(b"\x1f\x8b"):
            break
    return bytes(body)


def _broken(place: str, reason: str) -> NotFetched:
    return NotFetched(place, f"its packed data are broken ({reason})", "Try again later.")
