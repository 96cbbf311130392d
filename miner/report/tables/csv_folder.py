"""A folder of CSV files (RFC 4180), one a table, with a data package descriptor that says what each column is.

The files begin with a byte order mark: without it Excel reads UTF-8 as the local code page and spoils every quote
without a word, while pandas, R, DuckDB and the csv module (``utf-8-sig``) know it.

A spreadsheet runs a text cell that begins with one of ``= + - @``, tab or line break as a formula. Such a cell, and
one that begins with an apostrophe, gets one apostrophe in front. To have the text back take away one apostrophe from
each text cell that begins with one. Numbers and times are no text and stay as they are. A spreadsheet whose list
separator is a semicolon may still cut a line inside a quote: for spreadsheets there is the form ``xlsx``.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from miner.digest.records import Digest
from miner.digest.tables import Cell, Table
from miner.report.tables.proven import check_read_back, proven_tables
from miner.settings import ReportSettings

# Half and full width: spreadsheets of East Asian locales take both for the beginning of a formula.
_BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_UNSEEN = " \xa0\u200b\u2060\ufeff"  # what a spreadsheet may leave out before it looks
_GUARD = "'"
_TYPES = {"text": "string", "texts": "array", "time": "datetime"}  # of the data package; the others have our names


def render(digest: Digest, settings: ReportSettings) -> dict[str, str | bytes]:
    """File name -> content."""
    del settings  # data is no matter of taste
    tables = proven_tables(digest)
    files: dict[str, str | bytes] = {f"{table.name}.csv": _written(table) for table in tables}
    return {**files, "datapackage.json": _descriptor(tables)}


def guarded(text: str) -> str:
    """A text cell that no spreadsheet runs."""
    begins = text[:1] in _BEGINS_FORMULA or text.lstrip(_UNSEEN)[:1] in _BEGINS_FORMULA
    return f"{_GUARD}{text}" if begins or text[:1] == _GUARD else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text.removeprefix(_GUARD)


def _written(table: Table) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    _prove(file, table)
    return file.getvalue().encode("utf-8-sig")


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, tuple):
        return json.dumps(cell, ensure_ascii=False)  # begins with a bracket: never a formula
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(cell).lower() if isinstance(cell, bool) else repr(cell)


def _prove(file: io.StringIO, table: Table) -> None:
    at = next((at for at, column in enumerate(table.columns) if column.name == "text"), None)
    if at is None:
        return
    file.seek(0)
    limit = csv.field_size_limit(max(csv.field_size_limit(), file.tell(), len(file.getvalue()) + 1))
    try:
        _, *rows = csv.reader(file, strict=True)
    finally:
        csv.field_size_limit(limit)
    check_read_back("CSV", table.name, table.column("text"), [unguarded(row[at]) for row in rows])


def _descriptor(tables: tuple[Table, ...]) -> str:
    """A Frictionless data package: what the tables and their columns are, for people and programs."""
    package = {
        "profile": "tabular-data-package",
        "name": "miner-digest",
        "description": "Tables of a digest. A text cell that begins with an apostrophe was given it: take one away.",
        "resources": [_resource(table) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, object]:
    fields = [
        {"name": column.name, "type": _TYPES.get(column.kind, column.kind), "description": column.about}
        for column in table.columns
    ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.about,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
