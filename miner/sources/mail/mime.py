"""The parts of a mail: header fields and leaves with their bytes; without recursion, lines not taken apart."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

MAX_DEPTH = 20  # of parts in parts; real mails, forwarded and signed, stay below 8
MAX_PARTS = 500
MAX_HEADER_BYTES = 128 * 1024  # of one mail or part; relays add some kB, and long lists of receivers
_MAX_DASHED = 200_000  # lines of a mail that begin like a boundary

Fields = Mapping[str, bytes]

_NAME = re.compile(rb"([!-9;-~]{1,80})[ \t]?")
_EMPTY_LINE = re.compile(rb"^\r*(?:\n|\Z)", re.MULTILINE)
_PARAMETER = re.compile(r";\s*([\w-]+)(?:\*(\d+))?(\*)?\s*=\s*(?:\"((?:[^\"\\\r\n]|\\.)*)\"|([^;\s\"]+))", re.ASCII)
_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)", re.ASCII)
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))


@dataclass
class Container:
    """A multipart that holds others; ``kind`` is "alternative", "mixed" ..."""

    kind: str
    boundary: bytes
    n_parts: int = 0


@dataclass
class Leaf:
    """A part that holds no others.

    ``inside`` are the multiparts around it, each with the number of the branch that it stands in; ``data`` its bytes as
    they were sent.
    """

    fields: Fields
    inside: tuple[tuple[Container, int], ...]
    data: bytes = b""

    @cached_property
    def content_type(self) -> str:
        digest = bool(self.inside) and self.inside[-1][0].kind == "digest"
        return _type(self.fields.get("content-type", b"")) or ("message/rfc822" if digest else "text/plain")

    def parameter(self, name: str) -> str:
        return parameters(self.fields.get("content-type", b"")).get(name, "")

    @cached_property
    def is_attachment(self) -> bool:
        """Whether it is a file that was sent along."""
        disposition = self.fields.get("content-disposition", b"")
        named = "filename" in parameters(disposition) or bool(self.parameter("name"))
        return disposition.strip().lower().startswith(b"attachment") or named or self.content_type[:5] != "text/"

    def body(self) -> bytes:
        """The bytes that were meant, transfer encoding undone; what is broken in it stays as it is."""
        encoding = self.fields.get("content-transfer-encoding", b"").strip().lower()
        if encoding == b"base64":
            return _from_base64(self.data)
        return quopri.decodestring(self.data) if encoding == b"quoted-printable" else self.data


@dataclass
class Mail:
    """A mail taken apart."""

    fields: Fields
    leaves: list[Leaf]


def read_mail(data: bytes) -> Mail:
    """The fields and leaves of a mail; what stands before the first and after the last part is left out."""
    end = _end_of_header(data, 0)
    fields = _fields(data, 0, end)
    return Mail(fields, list(_leaves(fields, data, _behind_empty_line(data, end))))


def read_fields(data: bytes) -> dict[str, bytes]:
    """Header fields up to the empty line, by name in lower case, unfolded; the first of a name counts.

    No more than ``MAX_HEADER_BYTES`` are looked at.
    """
    return _fields(data, 0, _end_of_header(data, 0))


def _fields(data: bytes, start: int, end: int) -> dict[str, bytes]:
    header = data[start : min(end, start + MAX_HEADER_BYTES)]
    if b"\r" in header:
        header = header.replace(b"\r", b"")
    found: dict[str, bytes] = {}
    for line in header.replace(b"\n ", b" ").replace(b"\n\t", b"\t").split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and (known := _name(name)):
            found.setdefault(known, value.lstrip(b" \t"))
    return found


@lru_cache(maxsize=1000)
def _name(name: bytes) -> str:
    """The name of a field in lower case; "" for what is none."""
    found = _NAME.fullmatch(name)
    return found[1].decode("ascii").lower() if found else ""


def _end_of_header(data: bytes, start: int) -> int:
    """The empty line behind a header; the end of the data if there is none."""
    if data.startswith((b"\n", b"\r\n"), start):
        return start
    if data.find(b"\r\r\n", start, start + 4096) >= 0:  # programs that end lines twice
        empty = _EMPTY_LINE.search(data, start)
        return empty.start() if empty else len(data)
    end = data.find(b"\n\n", start)
    with_return = data.find(b"\n\r\n", start, end if end >= 0 else len(data))
    end = with_return if with_return >= 0 else end
    return end + 1 if end >= 0 else len(data)


def _behind_empty_line(data: bytes, start: int) -> int:
    empty = _EMPTY_LINE.match(data, start)
    return empty.end() if empty else start


@lru_cache(maxsize=1000)
def parameters(value: bytes) -> Mapping[str, str]:
    """The parameters of a field such as Content-Type; continued ones (``name*0=``) put together."""
    found: dict[str, str] = {}
    for name, _, _, quoted, plain in _PARAMETER.findall(_latin(value[:4000])):
        found[name.lower()] = found.get(name.lower(), "") + (quoted.replace("\\", "") or plain)
    return found


@lru_cache(maxsize=1000)
def _type(value: bytes) -> str:
    found = _TYPE.match(_latin(value[:1000]))
    return found[1].lower() if found else ""


def _leaves(fields: Fields, data: bytes, start: int) -> Iterator[Leaf]:
    """Parts in order; a stack holds the multiparts that are open."""
    stack: list[Container] = []
    leaf = _opened(fields, stack)
    if leaf is not None:
        leaf.data = data[start:]
        yield leaf
        return
    header = start_of_leaf = -1  # where the header of a part begins that was not read yet, and the leaf that is open
    end_of_header = -1
    n_parts = 0
    for place, end in (*islice(_dashed(data, start), _MAX_DASHED), (len(data), len(data))):
        if header >= 0:
            end_of_header = _end_of_header(data, header) if end_of_header < header else end_of_header
            if end_of_header < place:
                leaf = _opened(_fields(data, header, end_of_header), stack)
                header, start_of_leaf = -1, _behind_empty_line(data, end_of_header)
        level, closes = _boundary(data[place:end], stack)
        if level < 0 and place < len(data):
            continue
        if leaf is not None:
            leaf.data = _without_last_end(data[start_of_leaf:place]) if leaf.inside else data[start_of_leaf:place]
            yield leaf
        leaf = None
        del stack[level + (0 if closes else 1) :]
        header = -1 if closes else end
        n_parts += 1
        if n_parts > MAX_PARTS:
            return
        if stack and not closes:
            stack[-1].n_parts += 1


def _dashed(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """The lines that begin with two dashes, each as (start, end), the end of the line with it."""
    place = start if data.startswith(b"--", start) else data.find(b"\n--", start) + 1
    while place > 0:
        end = data.find(b"\n", place)
        if end < 0:
            yield place, len(data)
            return
        yield place, end + 1
        place = data.find(b"\n--", end) + 1


def _opened(fields: Fields, stack: list[Container]) -> Leaf | None:
    """A leaf, or None for a multipart, which is put on the stack."""
    value = fields.get("content-type", b"")
    is_multipart = value[:100].strip().lower().startswith(b"multipart/")
    boundary = parameters(value).get("boundary", "") if is_multipart else ""
    if boundary and len(stack) < MAX_DEPTH:
        stack.append(Container(_type(value).partition("/")[2] or "mixed", boundary.encode("latin-1").rstrip()))
        return None
    return Leaf(fields, tuple((container, container.n_parts) for container in stack))


def _boundary(line: bytes, stack: Sequence[Container]) -> tuple[int, bool]:
    """The level whose boundary a line is (-1 for none), and whether it closes it."""
    bare = line[2:].rstrip()
    for level in range(len(stack) - 1, -1, -1):
        boundary = stack[level].boundary
        if bare == boundary:
            return level, False
        if bare == boundary + b"--":
            return level, True
    return -1, False


def _without_last_end(data: bytes) -> bytes:
    """The line end before a boundary belongs to the boundary."""
    return data[:-1].rstrip(b"\r") if data.endswith(b"\n") else data.rstrip(b"\r")


def _from_base64(data: bytes) -> bytes:
    """Base64 that was cut or has a footer below it is read as far as it goes."""
    clean = data.partition(b"=")[0].translate(None, _NOT_BASE64)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
    except (binascii.Error, ValueError):
        return data


def _latin(value: bytes) -> str:
    return value.decode("latin-1")
