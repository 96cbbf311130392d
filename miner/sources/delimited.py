"""Delimited text as rows: the delimiter is found, quotation marks that never close swallow nothing."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator

_MAX_ROW_LINES, _MAX_ROW_CHARS = (
    10_000,
    2_000_000,
)  # of one row of a stream: more is a quotation mark that is not closed
_MAX_ENDLESS = 20  # such rows; after that their lines are not read as anything but one row each
MAX_COLUMNS = 16_384  # as spreadsheets have at most
Rows = list[tuple[int, list[str]]]  # (line number, cells)


def read_table(text: str) -> tuple[list[str], Rows]:
    """Delimited text as (column names, rows as (line number, cells)); ([], []) if it is none.

    The delimiter is the one of comma, semicolon, tab and bar that splits the first rows most evenly.
    """
    return read_rows(text)[:2]


def read_rows(text: str) -> tuple[list[str], Rows, str]:
    """``read_table``, and a sentence about what had to be done to read it, "" where there was nothing."""
    delimiter, start = delimiter_of(text)
    if not delimiter:
        return [], [], ""
    try:
        rows, why = _all_rows(text[start:], delimiter, 2 if start else 1)
    except csv.Error:
        return [], [], ""
    if not rows or len(rows[0][1]) > MAX_COLUMNS:
        return [], [], ""
    return [name.strip().lstrip("\ufeff") for name in rows[0][1]], rows[1:], why


def delimiter_of(text: str) -> tuple[str, int]:
    """What stands between the cells of a table, and where it begins; ("", 0) if the text is none."""
    declared = _DECLARED_DELIMITER.match(text)  # a first line "sep=;", which Excel writes and hides
    return (declared[1], declared.end()) if declared else (_delimiter(text[:_SAMPLE_CHARS]), 0)


def streamed_rows(
    lines: Iterable[tuple[int, str]], delimiter: str, unclosed: list[int] | None = None
) -> Iterator[tuple[int, list[str] | None]]:
    """The rows of a table that is not held, with the line each begins on; None where a cell never ends.

    ``unclosed`` is given the lines of quotation marks that are never closed.
    """
    source = _Lines(lines)
    while source.is_left():
        reader = csv.reader(source, delimiter=delimiter)
        start, before = source.n_given + 1, source.n_given
        try:
            for row in reader:
                if row:
                    yield start, row
                start = before + reader.line_num + 1
                source.begin_row()
        except csv.Error:
            yield start, None
            source.begin_row()
        except _EndlessRow:
            if unclosed is not None and len(unclosed) < _MAX_ENDLESS:
                unclosed.append(start)
            n_alone = 1 if source.n_endless < _MAX_ENDLESS else len(source.row)
            for number, row in enumerate(
                csv.reader(source.taken(n_alone), delimiter=delimiter, quoting=csv.QUOTE_NONE)
            ):
                if row:
                    yield start + number, row


class _EndlessRow(Exception):
    """A quotation mark was not closed within as many lines or characters as a row may have."""


class _Lines:
    """Lines for a reader of rows; those of the row that is being read are kept, and can be read once more."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.row: list[str] = []
        self._n_chars = 0
        self.n_given = 0
        self.n_endless = 0

    def is_left(self) -> bool:
        """Whether there is another line."""
        if not self._again and (following := next(self._lines, None)) is not None:
            self._again.append(f"{following[1]}\n")
        return bool(self._again)

    def begin_row(self) -> None:
        """The row is read; what comes is another."""
        self.row = []
        self._n_chars = 0

    def taken(self, n: int) -> list[str]:
        """The first lines of the row; the others come again."""
        taken, rest = self.row[:n], self.row[n:]
        self._again.extendleft(reversed(rest))
        self.n_given -= len(rest)
        self.begin_row()
        return taken

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.row) >= _MAX_ROW_LINES or self._n_chars > _MAX_ROW_CHARS:
            self.n_endless += 1
            raise _EndlessRow
        if not self.is_left():
            if len(self.row) > 1 and sum(line.count('"') for line in self.row) % 2:
                self.n_endless = _MAX_ENDLESS
                raise _EndlessRow
            raise StopIteration
        line = self._again.popleft()
        self.row.append(line)
        self._n_chars += len(line)
        self.n_given += 1
        return line


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


def unclosed_mark(line: int) -> str:
    """What is said of a quotation mark that takes in all the rest."""
    return f"a quotation mark in line {line:,} is never closed: the lines from there on were read one by one"


def _all_rows(text: str, delimiter: str, first_line: int) -> tuple[Rows, str]:
    """Rows that are not empty, with the line each begins on; and a sentence where they had to be read with repairs.

    A quotation mark that is never closed takes the rest of the file into one cell; those lines are then read one by
    one, and only the cell at fault keeps its mark.
    """
    rows: Rows = []
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
            return rows, unclosed_mark(tail_start)
    return rows, ""


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
