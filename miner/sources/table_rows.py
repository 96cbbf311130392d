"""Rows of an unknown table, from delimited text or from JSON, as dictionaries of text.

JSON may nest: a post may hold its comments, a comment its replies. Nothing here recurses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from miner.sources.columns import role_of
from miner.sources.dates import read_date
from miner.sources.material import Material

# Lists with these names hold posts beneath a post, or all posts of a file.
POST_LISTS = (
    "comments",
    "posts",
    "messages",
    "replies",
    "children",
    "items",
    "data",
    "answers",
    "responses",
    "results",
)
TOP = ""  # the level of rows that no other row holds
_MAX_FLAT_DEPTH = 4  # of objects within a row: {"data": {"author": {"name": ...}}} becomes data.author.name
_EVEN_SHARE = 0.9  # of rows with as many cells as the header, for a table whose names say nothing
_LOOKED_AT = 200  # rows, for recognition
_MAX_NAME_CHARS = 80  # a first line with a longer cell, unless it asks a survey's question, is no header


@dataclass(frozen=True, slots=True)
class Row:
    """``parent`` is the locator of the row that holds it ("" for none), ``level`` the name of the list it is in."""

    locator: str
    cells: dict[str, str]
    level: str = TOP
    parent: str = ""


@dataclass(slots=True)
class Rows:
    """All rows of a file, and what could not become one, by reason."""

    rows: list[Row] = field(default_factory=list)
    failed: dict[str, int] = field(default_factory=dict)
    n_empty: int = 0

    def fail(self, reason: str) -> None:
        self.failed[reason] = self.failed.get(reason, 0) + 1


def is_table(material: Material) -> bool:
    """Whether a file is delimited text with columns, or JSON objects; prose with commas is not."""
    if material.begins_like_json:
        return any(isinstance(value, dict) for _, value, _ in _json_tops(material))
    names, rows = ([], []) if material.is_html else _delimited(material)
    if not rows:
        return False
    known = [role_of(name) for name in names]
    if material.settings.columns or "text" in known or len([role for role in known if role]) >= 2:
        return True
    return len(names) > 1 and _looks_even(names, rows[:_LOOKED_AT])


def _delimited(material: Material) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The table of a file; lines below a lone name such as ``comment`` are one of a single column.

    "Comments" above a page that was copied as text is no such name: it has a capital, and paragraphs below.
    """
    names, rows = material.table
    if rows:
        return names, rows
    name = material.head.partition("\n")[0].strip()
    if role_of(name) != "text" or name != name.lower() or "\n\n" in material.text.strip():
        return [], []
    lines = list(enumerate(material.text.split("\n"), 1))
    return [name], [(number, [line]) for number, line in lines if line.strip() and line.strip("\ufeff ") != name]


def _looks_even(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Lists in prose ("ham, eggs") have a space behind each comma and end in full stops."""
    cells = [cell for _, row in rows for cell in row[1:]]
    spaced = sum(cell.startswith(" ") for cell in cells)
    even = sum(len(row) == len(names) for _, row in rows)
    return (
        even >= _EVEN_SHARE * len(rows) and spaced <= 0.3 * len(cells) and len(rows) > 1 and not names[-1].endswith(".")
    )


def rows_of(material: Material) -> Rows:
    """The rows; call it only if ``is_table``."""
    return _from_json(material) if material.begins_like_json else _from_table(material)


def _from_table(material: Material) -> Rows:
    names, rows = _delimited(material)
    found = Rows()
    names, is_headless = column_names(names, rows)
    for line, cells in [(1, material.table[0]), *rows] if is_headless else rows:
        row = row_in(cells, names)
        if row is None:
            found.n_empty += 1
        elif isinstance(row, str):
            found.fail(row)
        else:
            found.rows.append(Row(f"line {line}", row))
    return found


def column_names(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> tuple[list[str], bool]:
    """Each column's name, each once; and whether the first row is none of names but of data."""
    if _is_headless(names, rows):
        return [f"column {number}" for number in range(1, len(names) + 1)], True
    return _distinct(names), False


def row_in(cells: Sequence[str], names: Sequence[str]) -> dict[str, str] | str | None:
    """The cells by their columns; a reason why they are no row; None for an empty one."""
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[len(names) :]):
        return "row with more cells than columns (a text that is not quoted?)"
    return dict(zip(names, cells, strict=False))


def _is_headless(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether the first row is data: where a name should be there is a long text, or what the column holds below."""
    if any(role_of(name) for name in names) or not rows:
        return False
    if any(len(name) > _MAX_NAME_CHARS and not name.rstrip().endswith(("?", ":")) for name in names):
        return True
    return any(_is_value(name, [row[at] for _, row in rows[:20] if at < len(row)]) for at, name in enumerate(names))


def _is_value(name: str, cells: Sequence[str]) -> bool:
    """Whether both the name and most cells below it are dates, or numbers."""
    for is_such in (_is_number, lambda cell: read_date(cell, True).at is not None):
        if is_such(name) and sum(map(is_such, cells)) * 2 > len(cells):
            return True
    return False


def _is_number(cell: str) -> bool:
    return cell.strip().replace(".", "", 1).isdecimal()


def _distinct(names: Sequence[str]) -> list[str]:
    """Each name once: a second "Comment" becomes "Comment (2)", an empty one "column 3"."""
    seen: dict[str, int] = {}
    distinct: list[str] = []
    for number, name in enumerate(names, 1):
        name = name or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return distinct


def _json_tops(material: Material) -> Iterator[tuple[str, Any, str]]:
    """The outermost rows as (locator, value, level)."""
    value = material.sound_json
    if value is None:
        for number, row in material.json_rows:
            yield f"line {number}", row, TOP
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield f"/{number}", entry, TOP
    elif isinstance(value, dict):
        lists = [(len(inner), name) for name, inner in value.items() if _has_objects(inner)]
        holds_posts = any(_is_post_list(name, inner) for name, inner in value.items())
        if holds_posts or (not lists and any(role_of(name) == "text" for name in value)):
            yield "", value, TOP
            return
        name = max(lists, default=(0, ""))[1]
        for number, entry in enumerate(value.get(name, ())):
            yield f"/{name}/{number}", entry, TOP


def _from_json(material: Material) -> Rows:
    return rows_in(_json_tops(material))


def rows_in(tops: Iterable[tuple[str, Any, str]]) -> Rows:
    """The rows of JSON values given as (locator, value, level), each before those that it holds."""
    found = Rows()
    waiting = [(locator, value, level, "") for locator, value, level in tops][::-1]
    while waiting:
        locator, value, level, parent = waiting.pop()
        if not isinstance(value, dict):
            found.fail("broken line" if value is None else "entry that is no object")
            continue
        cells, lists = _flat(value)
        found.rows.append(Row(locator, cells, level, parent))
        inner = [
            (f"{locator}/{path.replace('.', '/')}/{number}", entry, path, locator or "/")
            for path, entries in lists
            for number, entry in enumerate(entries)
        ]
        waiting.extend(reversed(inner))
    return found


def _flat(value: dict[str, Any]) -> tuple[dict[str, str], list[tuple[str, list[Any]]]]:
    """The fields of an object as text, inner objects dotted; and its lists of posts as (dotted name, entries)."""
    cells: dict[str, str] = {}
    lists: list[tuple[str, list[Any]]] = []
    waiting: list[tuple[str, Any, int]] = [(name, inner, 1) for name, inner in reversed(value.items())]
    while waiting:
        name, inner, depth = waiting.pop()
        if isinstance(inner, dict) and depth < _MAX_FLAT_DEPTH:
            waiting.extend((f"{name}.{key}", deeper, depth + 1) for key, deeper in reversed(inner.items()))
        elif _is_post_list(name.rpartition(".")[2], inner):
            lists.append((name, inner))
        elif isinstance(inner, bool) or inner is None:
            cells[name] = "" if inner is None else str(inner).lower()
        elif isinstance(inner, str | int | float):
            cells[name] = str(inner)
        elif isinstance(inner, list) and all(isinstance(entry, str) for entry in inner):
            cells[name] = ", ".join(inner)
    return cells, lists


def _is_post_list(name: str, value: object) -> bool:
    return name.lower() in POST_LISTS and _has_objects(value)


def _has_objects(value: object) -> bool:
    return isinstance(value, list) and sum(isinstance(entry, dict) for entry in value[:9]) * 2 > len(value[:9])
