"""Tables too large to be held: what columns hold is settled on the first rows, then each row becomes a post at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from miner.sources.base import Failed, Item, Note, Skipped
from miner.sources.cleaning import clean
from miner.sources.dates import NO_DATE, read_date
from miner.sources.delimited import delimiter_of, streamed_rows, unclosed_mark
from miner.sources.material import Material
from miner.sources.notes import Repair
from miner.sources.table import Reading, columns_of_levels, described, post_of
from miner.sources.table_cells import DELETED, NOTHING, Words, author_of, is_markdown, replied_to, text_of
from miner.sources.table_rows import POST_LISTS, TOP, column_names, row_in, rows_in, rows_of
from miner.transcript import Post, Thread, content_id

_LONGEST_NOTHING = max(map(len, NOTHING))
_POST_LISTS = frozenset(POST_LISTS)
_SEVERAL = (list, dict)
Place = tuple[str, Any]  # where a row stands, and its fields; a reason where it is broken, None where it is empty


def streamed(material: Material) -> Iterator[Item]:
    """The items of a large table, in the order of the file.

    A reply may point at a row that is not there, and equal rows without ids are told apart by their lines: what would
    need the whole file is left to who reads the result.

    Raises
    ------
    BadMapping, BrokenInput
    """
    start = rows_of(material.preview)
    columns = columns_of_levels(start.rows, material)
    yield from described(columns)
    yield Note(f"too large to be held: what its columns hold was settled on the first {len(start.rows):,} rows")
    settled = Reading(start.rows, columns, material.place)
    if settled.date_note:
        yield Note(settled.date_note)
    flow = _Flow(settled)
    is_json = material.preview.begins_like_json
    unclosed: list[int] = []
    for locator, value in _objects(material) if is_json else _cells(material, unclosed):
        cells = flow.flat_cells(value)
        if cells is None:
            yield from flow.inner(locator, value)
        else:
            yield from flow.items(locator, cells)
    yield from flow.counted()
    yield from (Repair(unclosed_mark(line), "recovered") for line in unclosed)


def _objects(material: Material) -> Iterator[Place]:
    for number, value in material.objects():
        yield material.where(number), "broken line" if value is None else value


def _cells(material: Material, unclosed: list[int]) -> Iterator[Place]:
    delimiter, start = delimiter_of(material.preview.text)
    names, is_headless = column_names(*material.preview.table)
    lines = material.lines()
    if start:
        next(lines)
    for number, cells in streamed_rows(lines, delimiter, unclosed):
        if number > 1 or is_headless:
            yield f"line {number + bool(start)}", "row that never ends" if cells is None else row_in(cells, names)


class _Flow:
    """Rows one by one, with what was settled on the first of them."""

    def __init__(self, settled: Reading) -> None:
        self._settled = settled
        top = settled.columns.get(TOP)
        self._roles = [(role, name, "." in name) for role, name in (top.roles.items() if top is not None else ())]
        self._is_markdown = top is not None and is_markdown(top.roles.get("text", ""))
        self._has_ids = top is not None and "id" in top.roles
        # Of the ids only those are kept that elsewhere say that a row answers none.
        self._native = {name for name in ("0", "-1") if name in settled.native} if self._has_ids else {""}
        # Rows in rows are more than one post, and a name with a dot is a field of an inner object.
        self._is_flat = list(settled.columns) == [TOP] and not settled.holders
        self._threads: dict[str, str] = {}  # name -> id of those that were yielded
        self._counts: Counter[str] = Counter()

    def items(self, locator: str, cells: Mapping[str, str]) -> Iterable[Item]:
        """The post of a row, after its thread where that is new; or why it is none."""
        cell = cells.get("text")
        if cell is None:
            return (Failed("row without the cell of the text"),)
        words = text_of(cell, self._is_markdown)
        if not words[0] or cell.lower() in DELETED:
            return (Skipped("deleted" if words[0] else "empty text"),)
        name = cells.get("thread", "")
        if name in self._threads:
            return (self._post(cells, words, self._threads[name], locator),)
        thread = self._thread(name)
        return (thread, self._post(cells, words, thread.id, locator))

    def inner(self, locator: str, value: Any) -> Iterator[Item]:
        """A row that holds others, read as a small file of its own; or what is no row."""
        if not isinstance(value, dict):
            yield Skipped("empty row") if value is None else Failed(value)
            return
        found = rows_in([(locator, value, TOP)])
        reading = Reading(found.rows, self._settled.columns, self._settled.place, self._settled)
        reading.native = self._native
        self._counts["undated"] += reading.n_undated
        for reason, n in found.failed.items():
            yield Failed(reason, n)
        yield from reading.rows_read()

    def counted(self) -> Iterator[Item]:
        """What is to be said at the end."""
        if self._counts["undated"]:
            yield Note(f"{self._counts['undated']:,} times could not be read and were left out")

    def flat_cells(self, value: Any) -> dict[str, str] | None:
        """Role -> cell; None for what is no row, or not as flat as the first ones."""
        if not self._is_flat or type(value) is not dict:
            return None
        if not _POST_LISTS.isdisjoint(value) and any(isinstance(value.get(name), _SEVERAL) for name in _POST_LISTS):
            return None
        cells: dict[str, str] = {}
        for role, name, is_inner in self._roles:
            found = value.get(name)
            if type(found) is str:
                cell = found.strip()
            elif found is None and not is_inner:
                continue
            elif type(found) is int or type(found) is float:
                cell = str(found)
            else:
                return None
            if len(cell) > _LONGEST_NOTHING or role == "text" or cell.lower() not in NOTHING:
                cells[role] = cell
        return cells

    def _thread(self, name: str) -> Thread:
        title = clean(name)
        place = self._settled.place
        thread_id = f"table:{place}:{title}" if title else f"table:{place}"
        self._threads[name] = thread_id
        return Thread(id=thread_id, title=title, is_chat=self._settled.is_chat, questions=self._settled.questions)

    def _post(self, cells: Mapping[str, str], words: Words, thread_id: str, locator: str) -> Post:
        author = author_of(cells.get("author", ""))
        time = cells.get("time", "")
        stamp = read_date(time, self._settled.day_first) if time else NO_DATE
        if time and stamp.at is None:
            self._counts["undated"] += 1
        native = cells.get("id", "")
        parent = replied_to(cells.get("parent", ""), self._native) if self._has_ids else ""
        return post_of(
            cells,
            words,
            author,
            post_id=f"table:{native}" if native else content_id("table", author, time, words[0], locator),
            thread_id=thread_id,
            kind="message" if self._settled.is_chat else "comment",
            parent=(f"table:{parent}", "native") if parent else (None, None),
            stamp=stamp,
            questions=self._settled.answered(cells["question"]) if "question" in cells else (),
            locator=locator,
        )
