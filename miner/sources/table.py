"""Tables with any columns: CSV, TSV, JSON, JSON Lines. What a column holds is guessed, shown, and can be told."""

from __future__ import annotations

import heapq
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from miner.errors import BrokenInput
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in
from miner.sources.columns import Columns, checked_mapping, guess_columns
from miner.sources.dates import NO_DATE, day_first_in, read_date
from miner.sources.material import Material
from miner.sources.table_rows import TOP, Row, is_table, rows_of
from miner.sources.tweet_records import unescaped
from miner.transcript import ParentSource, Post, Question, QuestionLink, Span, Thread, content_id

SAMPLE = 500  # rows that a guess is made from; chosen by content, so that a shuffled file is read alike
MAX_QUESTIONS = 30  # different values of a question column; more are no questionnaire
_DELETED = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[gelöscht]", "[supprimé]", "[eliminado]"})
_NOTHING = frozenset({"", "null", "none", "nan", "n/a", "undefined", "-"})
_MARKUP = re.compile(
    r"</(?:p|a|b|i|em|strong|div|span|li|ul|ol|blockquote|code|pre|u|s|script|td|h\d)>|<(?:br|p|img|hr)\b[^>]{0,500}>",
    re.IGNORECASE,
)
_QUOTED_LINE = re.compile(r"(?:^>[^\n]*\n?)+", re.MULTILINE)
_REDDIT_PREFIX = re.compile(r"t(\d)_")
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
        found = rows_of(material)
        columns = _columns_of_levels(found.rows, material)
        for level, guess in columns.items():
            yield Layout(text=f"columns{f' of {level}' if level else ''}: {guess.shown()}")
            if guess.others:
                yield Note(
                    text=f"further columns of text were not read: {', '.join(guess.others)}; choose one with --map text="
                )
        for reason, n in found.failed.items():
            yield Failed(reason=reason, n=n)
        if found.n_empty:
            yield Skipped(reason="empty row", n=found.n_empty)
        yield from _Reading(found.rows, columns, material).items()


def _columns_of_levels(rows: Sequence[Row], material: Material) -> dict[str, Columns]:
    """Level -> its columns, for the levels that hold text.

    Raises
    ------
    BadMapping
    BrokenInput
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
        shown = ", ".join(repr(name) for name in every_name[:40]) or "none"
        raise BrokenInput(
            material.place,
            f"it is a table without a column of text; its columns are {shown}",
            "Name the column with --map text=COLUMN.",
        )
    return found


def _sample(rows: Sequence[Row]) -> list[dict[str, str]]:
    if len(rows) > SAMPLE:
        rows = heapq.nsmallest(SAMPLE, rows, key=_fingerprint)
    return [row.cells for row in sorted(rows, key=_fingerprint)]


def _fingerprint(row: Row) -> tuple[int, str]:
    content = "\x1f".join(row.cells.values())
    return zlib.crc32(content.encode("utf-8", "replace")), content


class _Reading:
    """One pass over the rows of a file; looks up what rows say about each other first."""

    def __init__(self, rows: Sequence[Row], columns: Mapping[str, Columns], material: Material) -> None:
        self.rows = rows
        self.columns = columns
        self.place = material.place
        self.cells = {row.locator: self._cells_of(row) for row in rows}  # role -> cell, by locator
        times = {locator: cells["time"] for locator, cells in self.cells.items() if "time" in cells}
        day_first, self.date_note = day_first_in(times.values())
        self.stamps = {locator: read_date(time, day_first) for locator, time in times.items()}
        self.n_undated = sum(stamp.at is None for stamp in self.stamps.values())
        self.native = {self._cell(row, "id") for row in rows}
        self.holders = {row.parent for row in rows if row.parent}
        self.by_locator: dict[str, Row] = {row.locator or "/": row for row in rows} if self.holders else {}
        self.ids: dict[str, str] = {}  # locator -> id of the post that was made of it
        self.is_chat = self._has_numbered_questions()
        self.questions = self._questions()

    def items(self) -> Iterator[Item]:
        if self.date_note:
            yield Note(text=self.date_note)
        if self.n_undated:
            yield Note(text=f"{self.n_undated} times could not be read and were left out")
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
        return {role: cell for role, cell in cells.items() if role == "text" or cell.lower() not in _NOTHING}

    def _cell(self, row: Row, role: str) -> str:
        return self.cells[row.locator].get(role, "")

    def _problem(self, row: Row) -> Skipped | Failed | None:
        text = self._cell(row, "text")
        if self.columns[row.level].roles["text"] not in row.cells and row.level == TOP and not self.holders:
            return Failed(reason="row without the cell of the text")
        if text.lower() in _DELETED:
            return Skipped(reason="deleted")
        return None if clean(text) else Skipped(reason="empty text")

    def _post(self, row: Row, thread_id: str, said: Counter[str]) -> Post:
        text, quoted, links = _text_of(self._cell(row, "text"))
        stamp = self.stamps.get(row.locator, NO_DATE)
        author = _author(self._cell(row, "author"))
        post_id = self._id(row, author, text, said)
        self.ids[row.locator or "/"] = post_id
        parent_id, parent_source = self._parent(row)
        is_article = row.level == TOP and (row.locator or "/") in self.holders
        return Post(
            id=post_id,
            thread_id=thread_id,
            text=text,
            kind="article" if is_article else "message" if self.is_chat else "comment",
            author=author,
            parent_id=parent_id,
            parent_source=parent_source,
            quoted=quoted,
            posted_at=stamp.at,
            precision=stamp.precision,
            tz_assumed=stamp.tz_assumed,
            url=_address(self._cell(row, "url")),
            likes=_whole(self._cell(row, "likes")),
            hashtags=hashtags_in(text),
            mentions=mentions_in(text),
            links=links,
            questions=self._answered(row),
            locator=row.locator,
        )

    def _id(self, row: Row, author: str, text: str, said: Counter[str]) -> str:
        """The table's own id; else one of the content. Equal rows are different people, so they are numbered."""
        native = self._cell(row, "id")
        if native:
            return f"table:{native}"
        content = content_id("table", author, self._cell(row, "time"), text)
        said[content] += 1
        return content if said[content] == 1 else content_id("table", content, str(said[content]))

    def _parent(self, row: Row) -> tuple[str | None, ParentSource | None]:
        wanted = self._cell(row, "parent") if self.native != {""} else ""  # without ids nothing can be pointed at
        if wanted and wanted not in self.native:
            prefix = _REDDIT_PREFIX.match(wanted)
            if prefix:  # t1_ is a comment; t3_ is the submission, which a table of comments has not
                wanted = wanted[prefix.end() :] if prefix[1] == "1" or wanted[prefix.end() :] in self.native else ""
            elif wanted in ("0", "-1"):
                wanted = ""
        if wanted:
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
            url=_address(self._cell(row, "url")),
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
        text = clean(self._cell(row, "question"))
        return tuple(QuestionLink(id=question.id) for question in self.questions if text and question.text == text)


def _by_number(text: str) -> tuple[int, str]:
    match = _QUESTION_NUMBER.match(text)
    return (int(match[1]) if match else 100, text)


def _text_of(cell: str) -> tuple[str, tuple[Span, ...], tuple[str, ...]]:
    """The text of a cell, what it quotes, and its links."""
    if _MARKUP.search(cell):
        from miner.sources.html import read_fragment  # selectolax: only where there is markup

        found = read_fragment(cell)
        if found.text:
            return found.text, found.quoted, found.links
    text = clean(unescaped(cell))
    quoted = tuple((match.start(), match.end() - match.group().endswith("\n")) for match in _QUOTED_LINE.finditer(text))
    return text, quoted, links_in(text)


def _author(cell: str) -> str:
    name = " ".join(clean(cell).split()).removeprefix("@")
    return "" if name.lower() in _DELETED else name[:100]


def _address(cell: str) -> str:
    return cell if cell.lower().startswith(("http://", "https://")) and not re.search(r"\s", cell) else ""


def _whole(cell: str) -> int:
    digits = cell.replace(",", "").removesuffix(".0")
    sign = -1 if digits.startswith("-") else 1
    return sign * int(digits.lstrip("-+")) if digits.lstrip("-+").isdecimal() and len(digits) < 16 else 0


def _claimed(named: Mapping[str, str]) -> int | None:
    """How many comments the row itself says it has."""
    counts: Iterable[str] = (named.get(name, "") for name in ("n_comments", "num_comments", "comment_count"))
    return next((int(count) for count in counts if count.isdecimal() and len(count) < 10), None)
