"""Bytes become text: marks, UTF-8, what the file declares, and a guess at last."""

from __future__ import annotations

import codecs
import itertools
import re


def decode(data: bytes) -> tuple[str, str]:
    """Bytes as (text, encoding): byte-order mark, UTF-8, then a guess; what cannot be decoded becomes U+FFFD."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _tidy(data.decode(encoding, "replace")), encoding
    try:
        return _tidy(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    encoding = _guessed_encoding(data)
    if encoding == MIXED:
        return _tidy(data.decode("utf-8", _AS_WINDOWS)), MIXED
    return _tidy(data.decode(encoding, "replace")), encoding


def repaired_letters(data: bytes, text: str, encoding: str) -> str:
    """A sentence about letters that were put right or lost while bytes became text; "" if all are as they were."""
    if encoding == MIXED:
        return MIXED_LINES
    n_lost = text.count("\ufffd") if "\ufffd" in text else 0
    n_lost -= data.count("\ufffd".encode("utf-16-le" if encoding == "utf-16" else "utf-8")) if n_lost else 0
    if n_lost > 0:
        return f"{n_lost:,} letter(s) could not be decoded and stand as \ufffd"
    if b"\x00" in data and encoding != "utf-16":
        return f"{data.count(0):,} zero byte(s) were left out"
    return ""


def _windows_bytes(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, read as Windows-1252: rows of two programs in one file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


# Names that a file may declare and that are escapes or slow on long input, not ways to write text.
_NO_CHARACTER_SETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf_7", "undefined"})
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_ENOUGH = 20  # such bytes; a guess from fewer is worse than the commonest encoding
_GUESSED_FROM = 200_000  # bytes of lines that are not plain ASCII
MIXED = "utf-8 mixed with windows-1252"
MIXED_LINES = "some of its lines are UTF-8 and some Windows-1252: each letter was read as what it is"
_AS_WINDOWS = "miner-windows-1252"
codecs.register_error(_AS_WINDOWS, _windows_bytes)
# Sequences of two to four bytes that only UTF-8 has; text in another encoding has next to none of them.
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _guessed_encoding(data: bytes) -> str:
    declared = re.search(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]{3,20})""", data[:4096])
    if declared:
        try:
            name = declared.group(1).decode("ascii").lower()
            if codecs.lookup(name).name.replace("-", "_") not in _NO_CHARACTER_SETS:
                data.decode(name)
                return name
        except (LookupError, ValueError):  # unknown, or not what it says it is
            pass
    n_broken = data.decode("utf-8", "replace").count("\ufffd")
    if len(_UTF8_SEQUENCE.findall(data)) * 3 >= n_broken:
        return MIXED
    telling = b"\n".join(itertools.islice((line for line in data.splitlines() if not line.isascii()), 2000))
    if len(_HIGH_BYTE.findall(telling)) < _ENOUGH:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(telling[:_GUESSED_FROM]).best()
    return best.encoding if best is not None and best.encoding != "ascii" else "cp1252"


def encoding_of(start: bytes) -> str:
    """The encoding of a file of which only the beginning is looked at; a character may be cut at its end."""
    for length in range(len(start), max(0, len(start) - 4), -1):
        try:
            start[:length].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
    return decode(start[:1_000_000])[1]


def line_in(data: bytes, encoding: str) -> str:
    """One line of a file in an encoding that writes ASCII as it is; never raises."""
    if encoding in ("utf-8", "utf-8-sig", MIXED):
        return data.decode("utf-8", _AS_WINDOWS)
    return data.decode(encoding, "replace")


def _tidy(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
