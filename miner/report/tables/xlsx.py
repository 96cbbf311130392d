"""A workbook: a sheet that says what is in it, then one sheet a table.

Every text is written as text: nothing becomes a formula, a link or a number by its looks. Characters that XML forbids
are written in the escape of the file format (``_x0007_``), which spreadsheets undo. A cell holds 32,767 characters at
most; what is longer goes on in a further column beside it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, TypeAlias

from miner.digest.records import Digest
from miner.digest.tables import Cell, Column, Table
from miner.errors import CannotWrite
from miner.report import phrases
from miner.report.languages.catalogues import gettext, ngettext, pgettext
from miner.report.languages.formats import day, joined, number
from miner.report.languages.recorded import translated
from miner.report.outside import plain, title_of
from miner.report.tables.proven import check_read_back, proven_tables
from miner.settings import ReportSettings

Workbook: TypeAlias = Any  # XlsxWriter has no types
Worksheet: TypeAlias = Any
Format: TypeAlias = Any

CELL_CHARS = 32_767  # of the file format, counted in UTF-16 units
_ROWS = 1_048_576
_LONG_TEXT = ("text", "key_point")  # columns that wrap
_WIDTHS = {"text": 14, "texts": 24, "integer": 11, "number": 11, "boolean": 9, "time": 19}
_WIDE = {"text": 80, "key_point": 60, "title": 40, "place_title": 30, "theme": 30, "about": 60, "url": 30}
_FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)  # before it spreadsheets count a day that never was
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Format
    title: Format
    wrapped: Format
    plain: Format
    time: Format
    share: Format


def render(digest: Digest, settings: ReportSettings) -> bytes:
    """The workbook."""
    del settings  # data is no matter of taste
    import xlsxwriter  # type: ignore[import-untyped]

    tables = proven_tables(digest)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        at = datetime.combine(digest.written_on, time()) if digest.written_on is not None else datetime(1980, 1, 1)
        book.set_properties({"title": title_of(digest.title), "author": "miner", "created": at})
        looks = _looks(book)
        _about(book.add_worksheet(pgettext("sheet", "About")), digest, tables, looks)
        for table in tables:
            _sheet(book.add_worksheet(sheet_name(table.name)), table, looks)
    _prove(file.getvalue(), tables)
    return file.getvalue()


def _looks(book: Workbook) -> _Looks:
    top = {"valign": "top"}
    return _Looks(
        head=book.add_format({**top, "bold": True, "bottom": 1, "bg_color": "#EEF2F4"}),
        title=book.add_format({**top, "bold": True, "font_size": 15}),
        wrapped=book.add_format({**top, "text_wrap": True}),
        plain=book.add_format(top),
        time=book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm:ss"}),
        share=book.add_format({**top, "num_format": "0.00"}),
    )


def _about(sheet: Worksheet, digest: Digest, tables: tuple[Table, ...], looks: _Looks) -> None:
    """What a reader who opens the file should know."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 90)
    _text(sheet, 0, 0, title_of(digest.title) or phrases.untitled(), looks.title)
    for row, line in enumerate(_lines(digest), 1):
        _text(sheet, row, 0, line, looks.plain)
    row = len(_lines(digest)) + 2
    for at_all, (name, column, about) in enumerate(_contents(tables)):
        look = looks.head if not at_all or not column else looks.plain
        for at, text in enumerate((name, column, about)):
            _text(sheet, row, at, text, looks.wrapped if at == 2 and look is looks.plain else look)
        row += 1


def _lines(digest: Digest) -> list[str]:
    numbers = digest.numbers
    counts = [
        phrases.people(numbers.n_people),
        phrases.posts(numbers.n_posts),
        phrases.arguments(numbers.n_arguments),
        phrases.themes(len(digest.top_themes)),
    ]
    version = plain(digest.method.miner_version, 40)
    made = [phrases.made_by(version) if version else gettext("Made by miner.")]
    if digest.written_on is not None:
        made.append(gettext("Dated %(day)s.", day=day(digest.written_on)))
    return [
        joined(counts),
        phrases.sentences(made),
        gettext("Every quote was looked up in its post when this file was written. Times are UTC."),
        *(plain(translated(limit), 600) for limit in digest.limits),
    ]


def sheet_name(table: str) -> str:
    """What the sheet of a table is called; columns keep their names, so that the same formulas work in every language."""
    names = {
        "posts": pgettext("sheet", "posts"),
        "arguments": pgettext("sheet", "arguments"),
        "quotes": pgettext("sheet", "quotes"),
        "themes": pgettext("sheet", "themes"),
        "positions": pgettext("sheet", "positions"),
        "people": pgettext("sheet", "people"),
    }
    return names.get(table, table)


def _contents(tables: tuple[Table, ...]) -> Iterator[tuple[str, str, str]]:
    yield gettext("Sheet"), gettext("Column"), gettext("What it says")
    for table in tables:
        rows = ngettext("%(n)s row", "%(n)s rows", len(table.rows), n=number(len(table.rows)))
        yield sheet_name(table.name), "", phrases.labelled(table.about, rows)
        yield from (("", column.name, column.about) for column in table.columns)


def _sheet(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    if len(table.rows) >= _ROWS:
        raise CannotWrite(
            f"sheet {table.name}", f"it has {len(table.rows):,} rows, and a sheet holds {_ROWS:,}; csv and parquet do"
        )
    at = 0
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        at += _column(sheet, at, column, cells, looks)
    sheet.freeze_panes(1, 1 if table.columns[0].name != "place" else 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), at - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _column(sheet: Worksheet, at: int, column: Column[Any], cells: list[Cell], looks: _Looks) -> int:
    """Write one column, its cells cut into as many as the longest needs; returns how many that are."""
    pieces = [_pieces(cell) for cell in cells]
    n_columns = max((len(piece) for piece in pieces), default=1)
    for more in range(n_columns):
        name = column.name if not more else f"{column.name} (continued {more + 1})"
        _text(sheet, 0, at + more, name, looks.head)
        sheet.set_column(at + more, at + more, _WIDE.get(column.name, _WIDTHS[column.kind]))
    for row, parts in enumerate(pieces, 1):
        for more, part in enumerate(parts):
            _cell(sheet, row, at + more, column, part, looks)
    return n_columns


def _pieces(cell: Cell) -> list[Cell]:
    """A cell as it is, or the pieces of a text that is too long for one."""
    if isinstance(cell, tuple):
        cell = ", ".join(cell)
    if not isinstance(cell, str) or len(cell) * 2 <= CELL_CHARS:
        return [cell]
    pieces, start, units = [], 0, 0
    for at, sign in enumerate(cell):
        size = 2 if sign > "\uffff" else 1
        if units + size > CELL_CHARS:
            pieces.append(cell[start:at])
            start, units = at, 0
        units += size
    return [*pieces, cell[start:]]


def _cell(sheet: Worksheet, row: int, at: int, column: Column[Any], cell: Cell, looks: _Looks) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell, looks.plain)
    elif isinstance(cell, int | float):
        sheet.write_number(row, at, cell, looks.share if column.kind == "number" else looks.plain)
    elif isinstance(cell, datetime):
        _time(sheet, row, at, cell.astimezone(UTC), looks)
    else:
        _text(sheet, row, at, str(cell), looks.wrapped if column.name in _LONG_TEXT else looks.plain)


def _time(sheet: Worksheet, row: int, at: int, when: datetime, looks: _Looks) -> None:
    if when < _FIRST_DAY:
        _text(sheet, row, at, when.isoformat(), looks.plain)
    else:
        sheet.write_datetime(row, at, when.replace(tzinfo=None), looks.time)


def _text(sheet: Worksheet, row: int, at: int, text: str, look: Format) -> None:
    """A text as text. XlsxWriter takes one that looks like its own markup for that: such a one goes in two runs."""
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, at, text[:1], look, text[1:], look)
    elif text:
        sheet.write_string(row, at, text, look)


def _prove(book: bytes, tables: tuple[Table, ...]) -> None:
    """Read the quotes back with another library than the one that wrote them."""
    from python_calamine import CalamineWorkbook

    read = CalamineWorkbook.from_filelike(io.BytesIO(book))
    for table in tables:
        if any(column.name == "text" for column in table.columns):
            head, *rows = read.get_sheet_by_name(sheet_name(table.name)).to_python()
            parts = [at for at, name in enumerate(head) if str(name).split(" (continued", 1)[0] == "text"]
            found = ["".join(str(row[at]) for at in parts) for row in rows]
            check_read_back("workbook", table.name, [_as_read(cell) for cell in table.column("text")], found)


def _as_read(cell: Cell) -> str:
    """The reader leaves the escape of the two signs that are no characters as it stands."""
    return str(cell).replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")
