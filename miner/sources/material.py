"""One file as it was found: its bytes, and its text, JSON or page on demand."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from miner.errors import BrokenInput
from miner.settings import SourceSettings

MAX_DEPTH = 500  # of JSON; the deepest real reply tree in an export stays under 200
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEAD_CHARS = 4096
_JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]")
_LINES_TRIED = 100  # a file with fewer than half objects in so many lines is no JSON Lines


@dataclass(frozen=True)
class Material:
    """A file that a source is asked about.

    ``place`` is the name shown in the account; ``data`` the unpacked bytes; ``problem`` why there are none.
    """

    place: str
    data: bytes
    settings: SourceSettings = SourceSettings()  # noqa: RUF009 - frozen
    problem: BrokenInput | None = None

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return decode(self.data)

    @property
    def text(self) -> str:
        """The whole file as text, newlines as ``\\n``, NUL dropped; never raises (guessed encodings are noted)."""
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        """The encoding ``text`` was read with."""
        return self._decoded[1]

    @property
    def head(self) -> str:
        """The first 4,096 characters, for recognition."""
        return self.text[:_HEAD_CHARS].lstrip("\ufeff \n\t")

    @property
    def is_html(self) -> bool:
        """Whether it begins like a page; comments and an XML declaration may stand before."""
        start = re.sub(r"^(?:\s|<!--.*?-->|<\?xml[^>]*>)+", "", self.head, flags=re.DOTALL)
        return bool(_HTML_START.match(start)) or ("<body" in self.text[:200_000].lower() and start.startswith("<"))

    @cached_property
    def page(self) -> LexborHTMLParser:
        """The parsed page (html5 rules, no depth limit)."""
        return LexborHTMLParser(self.text)

    @property
    def begins_like_json(self) -> bool:
        """Whether it begins like an object or a list of them; "[12:18] <name> ..." of a chat log does not."""
        return bool(_JSON_START.match(self.head))

    @cached_property
    def json(self) -> Any:
        """The file as one JSON value; None if it does not begin like JSON or is several values (JSON Lines).

        Raises
        ------
        BrokenInput
            If it begins like JSON and is nested deeper than ``MAX_DEPTH`` or ends in the middle.
        """
        if not self.begins_like_json:
            return None
        if self.json_rows:
            return None if len(self.json_rows) > 1 else self.json_rows[0][1]
        check_depth(self.data if self.encoding.startswith("utf-8") else self.text.encode(), self.place)
        try:
            return msgspec.json.decode(self.text)
        except (msgspec.DecodeError, RecursionError) as error:
            if "end" in str(error) or "truncated" in str(error).lower():
                raise BrokenInput(
                    self.place, "it is JSON that ends in the middle", "Export or download it again."
                ) from error
            raise BrokenInput(self.place, f"it is not valid JSON ({error})", "Export or download it again.") from error

    @property
    def sound_json(self) -> Any:
        """``json``, but None where that raises: for recognition."""
        try:
            return self.json
        except BrokenInput:
            return None

    @cached_property
    def json_rows(self) -> list[tuple[int, dict[str, Any] | None]]:
        """JSON Lines as (line number, object); None where a line is broken or nested too deep.

        Empty unless at least half of the lines are objects.
        """
        if not self.head.startswith("{"):
            return []
        rows: list[tuple[int, dict[str, Any] | None]] = []
        n_objects = 0
        for number, line in enumerate(self.text.split("\n"), 1):
            if not line.strip():
                continue
            value = _object_in(line)
            n_objects += value is not None
            rows.append((number, value))
            if len(rows) == _LINES_TRIED and n_objects * 2 < _LINES_TRIED:
                return []
        return rows if n_objects * 2 >= len(rows) else []

    @cached_property
    def table(self) -> tuple[list[str], list[tuple[int, list[str]]]]:
        """The file as a delimited table: (column names, rows as (line number, cells)); ([], []) if it is none.

        The delimiter is the one of comma, semicolon, tab and bar that splits the first rows most evenly.
        """
        return read_table(self.text)


def _object_in(line: str) -> dict[str, Any] | None:
    if not line.lstrip().startswith("{"):
        return None
    if line.count("{") + line.count("[") > MAX_DEPTH and _depth(line.encode()) > MAX_DEPTH:
        return None
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


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


def _windows_bytes(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, read as Windows-1252: rows of two programs in one file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


MIXED = "utf-8 mixed with windows-1252"
_AS_WINDOWS = "miner-windows-1252"
codecs.register_error(_AS_WINDOWS, _windows_bytes)
# Sequences of two to four bytes that only UTF-8 has; text in another encoding has next to none of them.
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _guessed_encoding(data: bytes) -> str:
    declared = re.search(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]{3,20})""", data[:4096])
    if declared:
        try:
            data.decode(declared.group(1).decode("ascii"))
            return declared.group(1).decode("ascii").lower()
        except (LookupError, UnicodeDecodeError):
            pass
    n_broken = data.decode("utf-8", "replace").count("\ufffd")
    if len(_UTF8_SEQUENCE.findall(data)) * 3 >= n_broken:
        return MIXED
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return best.encoding if best is not None else "cp1252"


def _tidy(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def check_depth(data: bytes, place: str) -> None:
    """Refuse JSON nested deeper than ``MAX_DEPTH`` before any parser sees it (80 kB of brackets cost one 3.8 GB).

    Raises
    ------
    BrokenInput
    """
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _depth(data) > MAX_DEPTH:
        raise BrokenInput(
            place, f"its JSON is nested deeper than {MAX_DEPTH} levels", "No export is; give the original file."
        )


def _depth(data: bytes) -> int:
    """How deep brackets are nested, those in strings not counted; looked at only until ``MAX_DEPTH`` is passed."""
    depth = deepest = 0
    for match in _JSON_TOKENS.finditer(data):
        token = match.group()
        if token[:1] in b"[{":
            depth += len(token)
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        elif token[:1] in b"]}":
            depth = max(0, depth - len(token))
    return deepest


_JSON_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]+|[\]}]+', re.DOTALL)


def read_table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """See ``Material.table``."""
    declared = _DECLARED_DELIMITER.match(text)  # a first line "sep=;", which Excel writes and hides
    start = declared.end() if declared else 0
    delimiter = declared[1] if declared else _delimiter(text[:_SAMPLE_CHARS])
    if not delimiter:
        return [], []
    try:
        rows = _all_rows(text[start:], delimiter, 2 if declared else 1)
    except csv.Error:
        return [], []
    return ([name.strip().lstrip("\ufeff") for name in rows[0][1]], rows[1:]) if rows else ([], [])


def _delimiter(sample: str) -> str:
    """The delimiter that splits the first rows most evenly; a comma for one column of quoted cells; "" if none does."""
    best: tuple[float, str] = (0.0, "")
    for delimiter in (",", "\t", ";", "|"):
        rows = [len(row) for row in _rows(sample, delimiter, 40) if row]
        counts = rows[:-1] or rows  # the sample may end within a row
        if counts and counts[0] > 1:
            evenness = sum(count == counts[0] for count in counts) / len(counts)
            best = max(best, (evenness + min(counts[0], 10) / 100, delimiter), key=lambda pair: pair[0])
    if best[0] >= _EVEN_ENOUGH:
        return best[1]
    first, _, rest = sample.partition("\n")
    one_column = rest.lstrip().startswith('"') and all(len(row) < 2 for row in _rows(sample, ",", 40)[:-1])
    return "," if one_column and _ONE_WORD.match(first) else ""


def _all_rows(text: str, delimiter: str, first_line: int) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, with the line each begins on.

    A quotation mark that is never closed takes the rest of the file into one cell; those lines are then read one by
    one, and only the cell at fault keeps its mark.
    """
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    start = 1
    for row in reader:
        if row:
            rows.append((start + first_line - 1, row))
        start = reader.line_num + 1
    if rows and any("\n" in cell for cell in rows[-1][1]):
        tail_start = rows[-1][0]
        lines = text.split("\n")[tail_start - first_line :]
        if sum(line.count('"') for line in lines) % 2:
            unquoted = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
            rows[-1:] = [(number, row) for number, row in enumerate(unquoted, tail_start) if row]
    return rows


def _rows(sample: str, delimiter: str, limit: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) >= limit:
                break
    except csv.Error:
        return rows
    return rows


_DECLARED_DELIMITER = re.compile(r"\ufeff?sep=([,;|\t])\n")
_SAMPLE_CHARS = 65536
_EVEN_ENOUGH = 0.6  # share of rows with as many cells as the first; rows broken by hand are common, prose stays below
_ONE_WORD = re.compile(r"\ufeff?\"?[\w .-]{1,40}\"?$")
csv.field_size_limit(10_000_000)  # a cell of 10 MB is a file in a cell, not a comment
