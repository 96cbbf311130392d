"""Tables whose first line is a row already: when, who and what, without names for the columns."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from miner.sources.base import Item
from miner.sources.dates import read_date
from miner.sources.material import Material
from miner.sources.table import Table

_LOOKED_AT = 50  # rows
_MAX_NAME_CHARS = 40
_MIN_WORDS = 3  # of some cell of a row: what was said


class HeadlessTable:
    """Rows of as many cells each, one of them a date and nothing else; a chat log has no such rows.

    Stands before the chats as text, whose lines begin with a date, too.
    """

    name = "headless_table"
    reads = "tables whose columns have no names (CSV, TSV): a date, a name, a text"
    example = "log.csv"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if material.is_html or material.settings.columns:
            return False
        names, rows = material.table
        looked_at = [names, *(row for _, row in rows[:_LOOKED_AT])]
        if len(names) < 3 or len(looked_at) < 2 or any(len(row) != len(names) for row in looked_at):
            return False
        if any(cell.startswith(" ") for row in looked_at for cell in row):
            return False  # "12.03.2024, 17:00 - Ann: hello" of a phone
        return any(_is_date_column(at, looked_at) for at in range(len(names))) and all(map(_says_something, looked_at))

    def items(self, material: Material) -> Iterator[Item]:
        named = copy.copy(material)
        named.settings = msgspec.structs.replace(material.settings, columns=_columns(material))
        yield from Table().items(named)


def _columns(material: Material) -> dict[str, str]:
    """The author's column, where one of short words that are no numbers is left beside the date and the text."""
    names, rows = material.table
    looked_at = [names, *(row for _, row in rows[:_LOOKED_AT])]
    short = [at for at in range(len(names)) if all(_is_name(row[at]) for row in looked_at)]
    return {"author": f"column {short[0] + 1}"} if len(short) == 1 else {}


def _is_name(cell: str) -> bool:
    return 0 < len(cell) <= _MAX_NAME_CHARS and not any(map(str.isdigit, cell[:1])) and len(cell.split()) <= _MIN_WORDS


def _is_date_column(at: int, rows: Sequence[Sequence[str]]) -> bool:
    return all(any(map(str.isdigit, row[at])) and read_date(row[at], True).at is not None for row in rows)


def _says_something(row: Sequence[str]) -> bool:
    return any(len(cell.split()) >= _MIN_WORDS and not cell[:1].isdigit() for cell in row)
