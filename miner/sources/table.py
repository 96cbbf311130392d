"""Tables with any columns: CSV, TSV, JSON, JSON Lines. What a column holds is guessed, shown, and can be told."""

from __future__ import annotations

import heapq
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

from miner.errors import NoTextColumn
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in, mentions_in
from miner.sources.columns import Columns, checked_mapping, guess_columns
from miner.sources.dates import NO_DATE, Stamp, day_first_in, read_date
from miner.sources.material import Material
from miner.sources.table_cells import (
    DELETED,
    NOTHING,
    Words,
    address_of,
    author_of,
    is_markdown,
    number_of,
    replied_to,
    text_of,
)
from miner.sources.table_rows import TOP, Row, is_table, rows_of
from miner.transcript import Kind, ParentSource, Post, Question, QuestionLink, Thread, content_id

SAMPLE = 500  # rows that a guess is made from; chosen by content, so that a shuffled file is read alike
MAX_QUESTIONS = 30  # different values of a question column; more are no questionnaire
_QUESTION_NUMBER = re.compile(r"[QqTt]?\.?\s?(\d{1,2})\b[.:)]?")
_ASKS, _ANSWERS = re.compile(r"\s*Q\.?\d{1,2}\b"), re.compile(r"\s*A\.?\d{1,2}\b")


class Table:
    """Any rows with a column of text."""

    name = "table"
    reads = "tables with any columns (CSV, TSV, JSON, JSON Lines); see --map"
    example = "survey.csv"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return is_table(material)

    def items(self, material: Material) -> Iterator[Item]:
        if material.is_large:
            from miner.sources.table_stream import streamed

            yield from streamed(material)
            return
        found = rows_of(material)
        columns = columns_of_levels(found.rows, material)
        yield from described(columns)
        yield from material.table_repairs
        for reason, n in found.failed.items():
            yield Failed(reason=reason, n=n)
        if found.n_empty:
            yield Skipped(reason="empty row", n=found.n_empty)
        yield from Reading(found.rows, columns, material.place).items()


def described(columns: Mapping[str, Columns]) -> Iterator[Item]:
    """What the columns were taken for, and which were left."""
    for level, guess in columns.items():
        yield Layout(text=f"columns{f' of {level}' if level else ''}: {guess.shown()}")
        if guess.others:
            yield Note(
                text=f"further columns of text were not read: {', '.join(guess.others)}; choose one with --map text="
            )


def columns_of_levels(rows: Sequence[Row], material: Material) -> dict[str, Columns]:
    """Level -> its columns, for the levels that hold text.

    Raises
    ------
    BadMapping
    NoTextColumn
        If no column of any level holds text.
    """
    by_level: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_level[row.level].append(row)
    names = {
        level: list(dict.fromkeys(name for row in those for name in row.cells)) for level, those in by_level.items()
    }
    every_name = list(dict.fromkeys(name for those in names.values() for name in those))
    mapping = checked_mapping(material.settings.columns, every_name) if every_name else {}
    guesses = {level: guess_columns(sorted(names[level]), _sample(those), mapping) for level, those in by_level.items()}
    found = {level: guess for level, guess in guesses.items() if "text" in guess.roles}
    if not found:
        raise NoTextColumn(material.place, every_name)
    return found


def _sample(rows: Sequence[Row]) -> list[dict[str, str]]:
    if len(rows) > SAMPLE:
        rows = heapq.nsmallest(SAMPLE, rows, key=_fingerprint)
    return [row.cells for row in sorted(rows, key=_fingerprint)]


def _fingerprint(row: Row) -> tuple[int, str]:
    content = "\x1f".join(row.cells.values())
    return zlib.crc32(content.encode("utf-8", "replace")), content


class Reading:
    """One pass over the rows of a file; looks up what rows say about each other first.

    ``settled``: the reading of the first rows, where these are some of a file that is too large to be held.
    """

    def __init__(
        self, rows: Sequence[Row], columns: Mapping[str, Columns], place: str, settled: Reading | None = None
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.place = place
        self.cells = {row.locator: self._cells_of(row) for row in rows}  # role -> cell, by locator
        times = {locator: cells["time"] for locator, cells in self.cells.items() if "time" in cells}
        self.settled = settled
        self.day_first: bool | None
        self.day_first, self.date_note = (settled.day_first, "") if settled else day_first_in(times.values())
        self.stamps = {locator: read_date(time, self.day_first) for locator, time in times.items()}
        self.n_undated = sum(stamp.at is None for stamp in self.stamps.values())
        self.native: AbstractSet[str] = {self._cell(row, "id") for row in rows}
        self.holders = {row.parent for row in rows if row.parent}
        self.by_locator: dict[str, Row] = {row.locator or "/": row for row in rows} if self.holders else {}
        self.ids: dict[str, str] = {}  # locator -> id of the post that was made of it
        self.is_chat: bool = settled.is_chat if settled else self._has_numbered_questions()
        self.questions: tuple[Question, ...] = settled.questions if settled else self._questions()

    def items(self) -> Iterator[Item]:
        if self.date_note:
            yield Note(text=self.date_note)
        if self.n_undated:
            yield Note(text=f"{self.n_undated} times could not be read and were left out")
        yield from self.rows_read()

    def rows_read(self) -> Iterator[Item]:
        """The posts of the rows, what is none, and the threads."""
        threads: dict[str, Thread] = {}
        said: Counter[str] = Counter()
        for row in self.rows:
            if row.level not in self.columns:
                continue
            problem = self._problem(row)
            if problem is not None:
                yield problem
                continue
            thread = self._thread(row)
            threads.setdefault(thread.id, thread)
            yield self._post(row, thread.id, said)
        yield from threads.values()

    def _cells_of(self, row: Row) -> dict[str, str]:
        columns = self.columns.get(row.level)
        if columns is None:
            return {}
        cells = {role: row.cells.get(name, "").strip() for role, name in columns.roles.items()}
        return {role: cell for role, cell in cells.items() if role == "text" or cell.lower() not in NOTHING}

    def _cell(self, row: Row, role: str) -> str:
        return self.cells[row.locator].get(role, "")

    def _problem(self, row: Row) -> Skipped | Failed | None:
        text = self._cell(row, "text")
        if self.columns[row.level].roles["text"] not in row.cells and row.level == TOP and not self.holders:
            return Failed(reason="row without the cell of the text")
        if text.lower() in DELETED:
            return Skipped(reason="deleted")
        return None if clean(text) else Skipped(reason="empty text")

    def _post(self, row: Row, thread_id: str, said: Counter[str]) -> Post:
        cells = self.cells[row.locator]
        words = text_of(cells["text"], is_markdown(self.columns[row.level].roles["text"]))
        author = author_of(self._cell(row, "author"))
        post_id = self._id(row, author, words[0], said)
        self.ids[row.locator or "/"] = post_id
        is_article = row.level == TOP and (row.locator or "/") in self.holders
        return post_of(
            cells,
            words,
            author,
            post_id=post_id,
            thread_id=thread_id,
            kind="article" if is_article else "message" if self.is_chat else "comment",
            parent=self._parent(row),
            stamp=self.stamps.get(row.locator, NO_DATE),
            questions=self._answered(row),
            locator=row.locator,
        )

    def _id(self, row: Row, author: str, text: str, said: Counter[str]) -> str:
        """The table's own id; else one of the content. Equal rows are different people, so they are numbered."""
        native = self._cell(row, "id")
        if native:
            return f"table:{native}"
        if self.settled is not None:
            return content_id("table", author, self._cell(row, "time"), text, row.locator)
        content = content_id("table", author, self._cell(row, "time"), text)
        said[content] += 1
        return content if said[content] == 1 else content_id("table", content, str(said[content]))

    def _parent(self, row: Row) -> tuple[str | None, ParentSource | None]:
        wanted = replied_to(self._cell(row, "parent"), self.native) if self.native != {""} else ""
        if wanted:  # without ids nothing can be pointed at
            return f"table:{wanted}", "native"
        above = row.parent
        while above:
            if above in self.ids:
                return self.ids[above], "nesting"
            above = self.by_locator[above].parent
        return None, None

    def _thread(self, row: Row) -> Thread:
        if self.holders:
            return self._nested_thread(row)
        name = clean(self._cell(row, "thread"))
        thread_id = f"table:{self.place}:{name}" if name else f"table:{self.place}"
        return Thread(id=thread_id, title=name, is_chat=self.is_chat, questions=self.questions)

    def _nested_thread(self, row: Row) -> Thread:
        """Posts that hold their comments: each outermost one is a thread."""
        while row.parent:
            row = self.by_locator[row.parent]
        named = {name.rpartition(".")[2].lower(): cell for name, cell in row.cells.items()}
        title = clean(next((named[name] for name in ("title", "subject", "name", "slug") if named.get(name)), ""))
        native = self._cell(row, "id") or title or content_id("row", *sorted(row.cells.values()))
        return Thread(
            id=f"table:{self.place}:{native}",
            title=title,
            url=address_of(self._cell(row, "url")),
            is_chat=self.is_chat,
            questions=self.questions,
            n_claimed=_claimed(named),
        )

    def _has_numbered_questions(self) -> bool:
        texts = [self._cell(row, "text") for row in self.rows]
        return sum(bool(_ASKS.match(text)) for text in texts) >= 2 <= sum(bool(_ANSWERS.match(text)) for text in texts)

    def _questions(self) -> tuple[Question, ...]:
        """The values of the question column, numbered by the number they begin with, else in their alphabet."""
        asked = sorted({clean(self._cell(row, "question")) for row in self.rows} - {""}, key=_by_number)
        if len(asked) > MAX_QUESTIONS:
            return ()
        numbers = [_QUESTION_NUMBER.match(text) for text in asked]
        own = [match[1] for match in numbers if match]
        if len(set(own)) == len(asked):
            return tuple(Question(id=f"Q{int(n)}", text=text, post_id="") for n, text in zip(own, asked, strict=True))
        return tuple(Question(id=f"Q{n}", text=text, post_id="") for n, text in enumerate(asked, 1))

    def _answered(self, row: Row) -> tuple[QuestionLink, ...]:
        return self.answered(self._cell(row, "question"))

    def answered(self, cell: str) -> tuple[QuestionLink, ...]:
        """The question that a cell of the question column asks."""
        text = clean(cell) if cell else ""
        return tuple(QuestionLink(id=question.id) for question in self.questions if text and question.text == text)


def post_of(
    cells: Mapping[str, str],
    words: Words,
    author: str,
    *,
    post_id: str,
    thread_id: str,
    kind: Kind,
    parent: tuple[str | None, ParentSource | None],
    stamp: Stamp,
    questions: tuple[QuestionLink, ...],
    locator: str,
) -> Post:
    """The post of a row; ``words`` are its text with quotations and links, as ``text_of`` gives them."""
    text, quoted, links = words
    return Post(
        id=post_id,
        thread_id=thread_id,
        text=text,
        kind=kind,
        author=author,
        parent_id=parent[0],
        parent_source=parent[1],
        quoted=quoted,
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        url=address_of(cells["url"]) if "url" in cells else "",
        likes=number_of(cells["likes"]) if "likes" in cells else 0,
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        links=links,
        questions=questions,
        locator=locator,
    )


def _by_number(text: str) -> tuple[int, str]:
    match = _QUESTION_NUMBER.match(text)
    return (int(match[1]) if match else 100, text)


def _claimed(named: Mapping[str, str]) -> int | None:
    """How many comments the row itself says it has."""
    counts: Iterable[str] = (named.get(name, "") for name in ("n_comments", "num_comments", "comment_count"))
    return next((int(count) for count in counts if count.isdecimal() and len(count) < 10), None)
