"""A file as it was found: its text, JSON or page on demand."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, BinaryIO

import msgspec
from selectolax.lexbor import LexborHTMLParser

from miner.errors import BrokenInput
from miner.settings import SourceSettings
from miner.sources.decoding import decode, repaired_letters
from miner.sources.delimited import Rows, read_rows
from miner.sources.json_recovery import records_before_the_cut
from miner.sources.json_sequence import values_in_a_row
from miner.sources.notes import Repair
from miner.sources.unpacking import container_of

MAX_DEPTH = 500  # of JSON; the deepest real reply tree in an export stays under 200
MAX_PAGE_DEPTH = 10_000  # of open tags; pages with forgotten end tags have hundreds
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
# Elements without an end tag, or that the next one of their kind ends.
CLOSED_BY_OTHERS = frozenset(
    (
        "area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead tbody tfoot option"
        " optgroup colgroup html head body"
    ).split()
)
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BEFORE_HTML = re.compile(r"(?:\s|<!--.*?-->|<\?xml[^>]*>)+", re.DOTALL)
_HEAD_CHARS = 4096
_BLANK = "\ufeff \n\t"
_JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]")
_LINES_TRIED = 100  # a file with fewer than half objects in so many lines is no JSON Lines
JsonRows = list[tuple[int, dict[str, Any] | None]]


class Material:
    """A file that a source is asked about.

    ``place`` is the name shown in the account; ``data`` the unpacked bytes; ``problem`` why there are none; ``repairs``
    what had to be done to read it so far (tables tell of their own).
    A file that is too large to be held is a ``LargeMaterial``: ``lines`` and ``objects`` read it as a stream, anything
    else loads it.
    """

    def __init__(
        self,
        place: str,
        data: bytes,
        settings: SourceSettings = SourceSettings(),
        problem: BrokenInput | None = None,
        repairs: dict[Repair, None] | None = None,
    ) -> None:
        self.place = place
        self.settings = settings
        self.problem = problem
        self._data = data
        self.repairs = {} if repairs is None else repairs

    @property
    def data(self) -> bytes:
        """The unpacked bytes."""
        return self._data

    def open(self) -> BinaryIO:
        """The unpacked bytes as a stream from their beginning: for formats that are read neither by lines nor whole."""
        return io.BytesIO(self.data)

    @property
    def is_large(self) -> bool:
        """Whether it is read as a stream; a source that can should then keep little."""
        return False

    @property
    def preview(self) -> Material:
        """What sources are shown for recognition: the file itself, or the first part of one that is large."""
        return self

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        if self.container:
            return "", self.container
        text, encoding = decode(self.data)
        if letters := repaired_letters(self.data, text, encoding):
            self.repairs[Repair(letters)] = None
        return text, encoding

    @cached_property
    def container(self) -> str:
        """``xlsx``, ``ods`` or ``parquet`` for a table in a binary container; its ``text`` is empty."""
        return container_of(self.data)

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
        return self.text[:_HEAD_CHARS].lstrip(_BLANK) or self._first_words

    @cached_property
    def _first_words(self) -> str:
        """The head of a file that begins with thousands of empty lines."""
        return self.text.lstrip(_BLANK)[:_HEAD_CHARS]

    @cached_property
    def is_html(self) -> bool:
        """Whether it begins like a page; comments and an XML declaration may stand before."""
        before = _BEFORE_HTML.match(self.head)
        start = self.head[before.end() :] if before else self.head
        return bool(_HTML_START.match(start)) or (start.startswith("<") and "<body" in self.text[:200_000].lower())

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
        """The file as one JSON value; None if it does not begin like JSON or is JSON Lines.

        Several values one behind another, not one a line, come as a list of them; several lists as one list.

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
            if (repaired := self._repaired_json()) is not None:
                return repaired
            if "end" in str(error) or "truncated" in str(error).lower():
                raise BrokenInput(
                    self.place, "it is JSON that ends in the middle", "Export or download it again."
                ) from error
            raise BrokenInput(self.place, f"it is not valid JSON ({error})", "Export or download it again.") from error

    def _repaired_json(self) -> Any:
        """JSON that a strict parser refuses, as far as it can be read, and what was done to it; None if it cannot."""
        if (value := with_half_characters(self.text)) is not None:
            repair = Repair("halves of characters in the JSON were left out")
        elif value := values_in_a_row(self.text):
            repair = Repair("several JSON values stand one behind another in the file")
        elif (value := records_before_the_cut(self.text)) is not None:
            repair = Repair("the JSON ends in the middle: the records before that were read", "recovered", 1)
        else:
            return None
        self.repairs[repair] = None
        return value

    @property
    def sound_json(self) -> Any:
        """``json``, but None where that raises: for recognition."""
        try:
            return self.json
        except BrokenInput:
            return None

    @cached_property
    def json_rows(self) -> JsonRows:
        """JSON Lines as (line number, object); None where a line is broken or nested too deep.

        Empty unless at least half of the lines are objects.
        """
        if not self.head.startswith("{"):
            return []
        rows: JsonRows = []
        n_objects = 0
        for number, line in enumerate(self.text.split("\n"), 1):
            if not line.strip():
                continue
            value = object_in(line)
            n_objects += value is not None
            rows.append((number, value))
            if len(rows) == _LINES_TRIED and n_objects * 2 < _LINES_TRIED:
                return []
        return rows if n_objects * 2 >= len(rows) else []

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers from 1, without their ends."""
        lines = self.text.split("\n")
        if not lines[-1]:
            lines.pop()
        yield from enumerate(lines, 1)

    def byte_lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines as they are stored, without their ends: for formats whose parts name their own encodings."""
        yield from enumerate(self.data.splitlines(), 1)

    def where(self, number: int) -> str:
        """The locator of one of ``objects``."""
        return f"line {number}"

    def objects(self) -> Iterator[tuple[int, dict[str, Any] | None]]:
        """JSON Lines one by one, as (line number, object); None where a line is broken or nested too deep.

        For reading; ``json_rows`` is for recognition.
        """
        for number, line in self.lines():
            if line.strip():
                yield number, object_in(line)

    @cached_property
    def table(self) -> tuple[list[str], Rows]:
        """The file as a delimited table: (column names, rows as (line number, cells)); ([], []) if it is none.

        The delimiter is the one of comma, semicolon, tab and bar that splits the first rows most evenly.
        """
        return self._table[:2]

    @property
    def table_repairs(self) -> tuple[Repair, ...]:
        """What had to be done to read it as a table."""
        why = self._table[2]
        return (Repair(why, "recovered"),) if why else ()

    @cached_property
    def _table(self) -> tuple[list[str], Rows, str]:
        return ([], [], "") if self.begins_like_json else read_rows(self.text)


def with_half_characters(text: str | bytes) -> Any:
    """JSON whose only fault is half of a character (``"\\ud83d"``, an emoji cut in two), which the fast reader refuses.

    None for any other fault. The half character is dropped where texts are cleaned.
    """
    half = b"\\u" if isinstance(text, bytes) else "\\u"
    if half not in text:  # type: ignore[operator]
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def object_in(line: str | bytes) -> dict[str, Any] | None:
    """The object on a line of JSON Lines; None where it is broken, nested too deep or no object."""
    data = line.encode() if isinstance(line, str) else line
    if not data.startswith(b"{") and not data.lstrip().startswith(b"{"):
        return None
    if len(data) > MAX_DEPTH and _is_too_deep(data):
        return None
    try:
        value = _DECODER.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        value = with_half_characters(data)
    return value if isinstance(value, dict) else None


_DECODER = msgspec.json.Decoder()


def check_page_depth(text: str, place: str, most: int = MAX_PAGE_DEPTH) -> None:
    """Refuse a page whose tags are nested so deep that parsing it takes minutes: time grows with depth squared.

    Raises
    ------
    BrokenInput
    """
    if text.count("<") <= most:
        return
    depth = 0
    for match in _TAG.finditer(text):
        if match[2].lower() not in CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > most:
                raise BrokenInput(place, f"its tags are nested deeper than {most:,} levels", "Save the page again.")


def check_depth(data: bytes, place: str) -> None:
    """Refuse JSON nested deeper than ``MAX_DEPTH`` before any parser sees it (80 kB of brackets cost one 3.8 GB).

    Raises
    ------
    BrokenInput
    """
    if _is_too_deep(data):
        raise BrokenInput(
            place, f"its JSON is nested deeper than {MAX_DEPTH} levels", "No export is; give the original file."
        )


def _is_too_deep(data: bytes) -> bool:
    return data.count(b"[") + data.count(b"{") > MAX_DEPTH and _depth(data) > MAX_DEPTH


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
