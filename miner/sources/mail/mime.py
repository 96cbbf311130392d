"""The parts of a mail: header fields and leaves with their bytes; read line by line, without recursion."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MAX_DEPTH = 20  # of parts in parts; real mails, forwarded and signed, stay below 8
MAX_PARTS = 500
MAX_HEADER_LINES = 2000  # of one mail; relays add some fifty

Fields = Mapping[str, bytes]

_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]?:[ \t]*(.*)", re.DOTALL)
_PARAMETER = re.compile(r";\s*([\w-]+)(?:\*(\d+))?(\*)?\s*=\s*(?:\"((?:[^\"\\\r\n]|\\.)*)\"|([^;\s\"]+))", re.ASCII)
_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)", re.ASCII)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass
class Container:
    """A multipart that holds others; ``kind`` is "alternative", "mixed" ..."""

    kind: str
    boundary: bytes
    n_parts: int = 0


@dataclass
class Leaf:
    """A part that holds no others.

    ``inside`` are the multiparts around it, each with the number of the branch that it stands in.
    """

    fields: Fields
    inside: tuple[tuple[Container, int], ...]
    lines: list[bytes] = field(default_factory=list)

    @property
    def content_type(self) -> str:
        found = _TYPE.match(_latin(self.fields.get("content-type", b"")))
        if found:
            return found[1].lower()
        digest = bool(self.inside) and self.inside[-1][0].kind == "digest"
        return "message/rfc822" if digest else "text/plain"

    def parameter(self, name: str) -> str:
        return parameters(self.fields.get("content-type", b"")).get(name, "")

    @property
    def is_attachment(self) -> bool:
        """Whether it is a file that was sent along."""
        disposition = self.fields.get("content-disposition", b"").strip().lower()
        named = "filename" in parameters(self.fields.get("content-disposition", b"")) or bool(self.parameter("name"))
        return disposition.startswith(b"attachment") or named or not self.content_type.startswith("text/")

    def body(self) -> bytes:
        """The bytes that were sent, transfer encoding undone; what is broken in it stays as it is."""
        data = b"".join(self.lines)
        encoding = self.fields.get("content-transfer-encoding", b"").strip().lower()
        if encoding == b"base64":
            return _from_base64(data)
        return quopri.decodestring(data) if encoding == b"quoted-printable" else data


@dataclass
class Mail:
    """A mail taken apart."""

    fields: Fields
    leaves: list[Leaf]


def read_mail(lines: Sequence[bytes]) -> Mail:
    """The fields and leaves of a mail; what stands before the first and after the last part is left out."""
    rest = iter(lines)
    fields = read_fields(rest)
    return Mail(fields, list(_leaves(fields, rest)))


def read_fields(lines: Iterator[bytes]) -> dict[str, bytes]:
    """Header fields up to the empty line, by name in lower case, unfolded; the first of a name counts."""
    found: dict[str, list[bytes]] = {}
    current: list[bytes] = []
    for number, line in enumerate(lines):
        if not line.strip(b"\r\n") or number > MAX_HEADER_LINES:
            break
        if line[:1] in b" \t":
            current.append(line.rstrip(b"\r\n"))
            continue
        match = _FIELD.match(line.rstrip(b"\r\n"))
        current = []
        if match:
            found.setdefault(match[1].decode("ascii", "replace").lower(), current).append(match[2])
    return {name: b"".join(parts) for name, parts in found.items()}


def parameters(value: bytes) -> dict[str, str]:
    """The parameters of a field such as Content-Type; continued ones (``name*0=``) put together."""
    found: dict[str, str] = {}
    for name, _, _, quoted, plain in _PARAMETER.findall(_latin(value)[:4000]):
        found[name.lower()] = found.get(name.lower(), "") + (quoted.replace("\\", "") or plain)
    return found


def _leaves(fields: Fields, lines: Iterable[bytes]) -> Iterator[Leaf]:
    """Parts in order; a stack holds the multiparts that are open."""
    stack: list[Container] = []
    leaf: Leaf | None = _opened(fields, stack)
    header: list[bytes] | None = None  # lines of a part's header, while it is read
    n_parts = 0
    for line in lines:
        level, closes = _boundary(line, stack)
        if level >= 0:
            if leaf is not None:
                yield _without_last_end(leaf)
            leaf = None
            del stack[level + (0 if closes else 1) :]
            header = None if closes else []
            n_parts += 1
            if n_parts > MAX_PARTS:
                return
            if stack and not closes:
                stack[-1].n_parts += 1
        elif header is not None:
            if line.strip(b"\r\n"):
                header.append(line)
            else:
                leaf = _opened(read_fields(iter(header)), stack)
                header = None
        elif leaf is not None:
            leaf.lines.append(line)
    if leaf is not None:
        yield _without_last_end(leaf)


def _opened(fields: Fields, stack: list[Container]) -> Leaf | None:
    """A leaf, or None for a multipart, which is put on the stack."""
    value = fields.get("content-type", b"")
    kind = _latin(value).strip().lower()
    boundary = parameters(value).get("boundary", "") if kind.startswith("multipart/") else ""
    if boundary and len(stack) < MAX_DEPTH:
        found = _TYPE.match(kind)
        stack.append(Container(found[1].split("/")[1] if found else "mixed", boundary.encode("latin-1").rstrip()))
        return None
    return Leaf(fields, tuple((container, container.n_parts) for container in stack))


def _boundary(line: bytes, stack: Sequence[Container]) -> tuple[int, bool]:
    """The level whose boundary a line is (-1 for none), and whether it closes it."""
    if stack and line.startswith(b"--"):
        bare = line[2:].rstrip()
        for level in range(len(stack) - 1, -1, -1):
            boundary = stack[level].boundary
            if bare == boundary:
                return level, False
            if bare == boundary + b"--":
                return level, True
    return -1, False


def _without_last_end(leaf: Leaf) -> Leaf:
    """The line end before a boundary belongs to the boundary."""
    if leaf.inside and leaf.lines:
        leaf.lines[-1] = leaf.lines[-1].rstrip(b"\r\n")
    return leaf


def _from_base64(data: bytes) -> bytes:
    """Base64 that was cut or has a footer below it is read as far as it goes."""
    clean = _NOT_BASE64.sub(b"", data.partition(b"=")[0])
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
    except (binascii.Error, ValueError):
        return data


def _latin(value: bytes) -> str:
    return value.decode("latin-1")
