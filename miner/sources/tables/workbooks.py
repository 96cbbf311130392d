"""Spreadsheets (XLSX, ODS) as tables, one a sheet; the sources of tables read them like delimited text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import IO

from miner.errors import BrokenInput
from miner.settings import SourceSettings
from miner.sources.delimited import Rows
from miner.sources.material import Material

MAX_CELLS = 5_000_000  # between the first and the last filled cell of a sheet: 100,000 rows of 50 columns take 160 MB
_MAX_RATIO = 200  # unpacked to packed
_SMALL = 32 * 1024 * 1024
_CELL = re.compile(rb'<(?:\w{1,20}:)?c\s[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
_OVERLAP = 300  # bytes; a cell's tag may lie across two pieces
_PIECE = 1 << 20
_EXPORT = "Export the sheet with the discussion as CSV and give that."
Cell = int | float | str | bool | time | date | datetime | timedelta


class Sheet(Material):
    """One sheet: ``table`` has its cells with the numbers of their rows, ``text`` is the same as CSV.

    A title and notes above the names of the columns, alone in their rows, belong to no column and are left out.
    """

    def __init__(self, place: str, rows: Rows, settings: SourceSettings, form: str) -> None:
        n_above = next((at for at, (_, row) in enumerate(rows) if sum(map(bool, row)) > 1), 0)
        rows = rows[n_above:]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(row for _, row in rows)
        super().__init__(place, text.getvalue().encode("utf-8", "replace"), settings)
        self._rows = rows
        self._form = form

    @property
    def encoding(self) -> str:
        """The kind of spreadsheet."""
        return self._form

    @cached_property
    def table(self) -> tuple[list[str], Rows]:
        """See ``Material.table``; the line numbers are the sheet's own."""
        return [" ".join(name.split()) for name in self._rows[0][1]], self._rows[1:]


def sheets_of(material: Material) -> list[Material]:
    """The sheets of a workbook that hold anything; alone, a sheet has the name of its file.

    Raises
    ------
    BrokenInput
        A workbook that is broken, locked, or so wide and long that it cannot be held.
    """
    import python_calamine as calamine

    _check(material)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(material.data)) as book:
            found = [
                (name, _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False)))
                for name in book.sheet_names
            ]
    except calamine.PasswordError as error:
        raise BrokenInput(material.place, "it is locked with a password", "Save it without one.") from error
    except calamine.CalamineError as error:
        raise BrokenInput(material.place, f"it is a spreadsheet that is broken ({error})", _EXPORT) from error
    filled = [(name, rows) for name, rows in found if rows]
    if not filled:
        raise BrokenInput(material.place, "it is a spreadsheet without a filled cell", _EXPORT)
    if len(filled) == 1:
        return [Sheet(material.place, filled[0][1], material.settings, material.container)]
    return [
        Sheet(f"{material.place}/{' '.join(name.split())}", rows, material.settings, material.container)
        for name, rows in filled
    ]


def _rows(cells: list[list[Cell]]) -> Rows:
    """The rows that hold anything, as text, with their numbers; columns without a cell at the right are left out."""
    rows = [(number, [_text(cell) for cell in row]) for number, row in enumerate(cells, 1)]
    rows = [(number, row) for number, row in rows if any(row)]
    width = max((max(at for at, cell in enumerate(row, 1) if cell) for _, row in rows), default=0)
    return [(number, row[:width]) for number, row in rows]


def _text(cell: Cell) -> str:
    """A cell as one would type it: dates as ISO, whole numbers without a fraction."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def _check(material: Material) -> None:
    """Look how much there is before anything is unpacked into cells: two of them may span a billion."""
    try:
        with zipfile.ZipFile(io.BytesIO(material.data)) as archive:
            n_bytes = sum(info.file_size for info in archive.infolist())
            if n_bytes > max(_SMALL, _MAX_RATIO * len(material.data)) or n_bytes > material.settings.max_bytes:
                raise BrokenInput(material.place, f"it is a spreadsheet that unpacks to {n_bytes:,} bytes", _EXPORT)
            for info in archive.infolist():
                if info.filename.startswith("xl/worksheets/"):
                    with archive.open(info) as sheet:
                        n_cells = _n_cells(sheet)
                    if n_cells > MAX_CELLS:
                        raise BrokenInput(material.place, f"its sheet {info.filename} spans {n_cells:,} cells", _EXPORT)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BrokenInput(material.place, f"it is a spreadsheet that is broken ({error})", _EXPORT) from error


def _n_cells(sheet: IO[bytes]) -> int:
    """Cells between the first and the last that are named."""
    columns, rows = [16_384, 0], [1_048_576, 0]
    tail = b""
    while piece := sheet.read(_PIECE):
        for match in _CELL.finditer(tail + piece):
            column, row = _column_number(match[1]), int(match[2])
            columns = [min(columns[0], column), max(columns[1], column)]
            rows = [min(rows[0], row), max(rows[1], row)]
        tail = piece[-_OVERLAP:]
    return max(0, columns[1] - columns[0] + 1) * max(0, rows[1] - rows[0] + 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
