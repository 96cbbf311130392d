"""Survey sheets: a row is a person, and each open question is a column whose heading asks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from miner.errors import InputError
from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in, mentions_in
from miner.sources.columns import Columns, role_of
from miner.sources.dates import NO_DATE, day_first_in, read_date
from miner.sources.material import Material
from miner.sources.table import columns_of_levels
from miner.sources.table_cells import NOTHING, author_of, text_of
from miner.sources.table_rows import TOP, Row, Rows, is_table, rows_of
from miner.transcript import Post, Question, QuestionLink, Thread, content_id

_ASKS = re.compile(r"[?？؟]|^\s*(?:Q(?:uestion|uestão)?|Frage|Pregunta|質問|問)\s?\d{1,2}\b", re.IGNORECASE)
_FIGURE = re.compile(r"[\d.,:/%€$£ -]+$|https?://")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MIN_ANSWER_WORDS = 2.5  # on average; names, towns and grades have fewer
_FEW, _MIN_DISTINCT = 8, 0.5  # from so many answers on, choices of a list come again
_LOOKED_AT = 500  # rows, for recognition
_MIN_HEADING_WORDS = 4  # "Anything else you want to tell us" asks without a question mark; "user comment text" does not


class Survey:
    """One post an answer, with the heading of its column as the question."""

    name = "survey"
    reads = "survey sheets with open questions as columns (CSV, TSV, XLSX, ODS)"
    example = "answers.xlsx"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if material.begins_like_json or material.is_html or material.settings.columns:
            return False
        if not any(map(_asks, material.table[0])) or not is_table(material):
            return False
        try:
            found = rows_of(material)
            return bool(_open_questions(found.rows[:_LOOKED_AT], _columns(found, material)))
        except InputError:
            return False

    def items(self, material: Material) -> Iterator[Item]:
        found = rows_of(material)
        columns = _columns(found, material)
        asked = _open_questions(found.rows, columns) or [columns.roles["text"]]
        shown = ", ".join(f"{role}={name}" for role, name in columns.roles.items() if role in ("author", "id", "time"))
        yield Layout(f"survey{f': {shown}' if shown else ''}")
        yield Note(
            f"{len(asked)} open question(s) of {len(material.table[0])} columns; each answer is a post of its own"
        )
        yield from material.table_repairs
        for reason, n in found.failed.items():
            yield Failed(reason, n)
        if found.n_empty:
            yield Skipped("empty row", found.n_empty)
        questions = tuple(Question(id=f"Q{n}", text=_heading(name), post_id="") for n, name in enumerate(asked, 1))
        thread = Thread(id=f"survey:{material.place}", questions=questions)
        yield thread
        yield from _answers(found.rows, columns, list(zip(questions, asked, strict=True)), thread.id)


def _columns(found: Rows, material: Material) -> Columns:
    return columns_of_levels(found.rows, material)[TOP]


def _open_questions(rows: Sequence[Row], columns: Columns) -> list[str]:
    """The columns of free answers, in the order of the sheet; none if no heading among them asks something."""
    taken = {name for role, name in columns.roles.items() if role in ("author", "id", "time", "url")}
    names = dict.fromkeys(name for row in rows for name in row.cells)
    free = [name for name in names if name not in taken and _is_open([row.cells.get(name, "") for row in rows])]
    asking = [name for name in free if _asks(name)]
    if len(asking) < 2 and not any(map(_ASKS.search, asking)):
        return []
    return [name for name in free if _asks(name) or role_of(name) == "text"]


def _is_open(cells: Sequence[str]) -> bool:
    """Whether people wrote in their own words: several of them, no figures, and not one of a few choices."""
    said = [cell for cell in map(str.strip, cells) if cell.lower() not in NOTHING]
    if not said or sum(bool(_FIGURE.match(cell)) for cell in said) * 3 > len(said):
        return False
    n_words = sum(len(cell.split()) + len(_CJK.findall(cell)) / 2 for cell in said)
    is_varied = len(said) < _FEW or len(set(said)) >= _MIN_DISTINCT * len(said)
    return n_words >= _MIN_ANSWER_WORDS * len(said) and is_varied


def _asks(name: str) -> bool:
    return bool(_ASKS.search(name)) or (len(name.split()) >= _MIN_HEADING_WORDS and not role_of(name))


def _heading(name: str) -> str:
    return " ".join(clean(name).split())


def _answers(
    rows: Sequence[Row], columns: Columns, asked: Sequence[tuple[Question, str]], thread_id: str
) -> Iterator[Item]:
    day_first, note = day_first_in(_cell(row, columns, "time") for row in rows)
    if note:
        yield Note(note)
    n_empty = 0
    for number, row in enumerate(rows, 1):
        time = _cell(row, columns, "time")
        stamp = read_date(time, day_first) if time else NO_DATE
        native = _cell(row, columns, "id")
        author = author_of(_cell(row, columns, "author")) or f"respondent {native or number}"
        for question, name in asked:
            text, quoted, links = text_of(row.cells.get(name, ""))
            if not text or text.lower() in NOTHING:
                n_empty += 1
                continue
            own = (native,) if native else (author, time, text, row.locator)
            yield Post(
                id=f"survey:{native}:{question.id}" if native else content_id("survey", *own, question.id),
                thread_id=thread_id,
                text=text,
                author=author,
                quoted=quoted,
                links=links,
                hashtags=hashtags_in(text),
                mentions=mentions_in(text),
                posted_at=stamp.at,
                precision=stamp.precision,
                tz_assumed=stamp.tz_assumed,
                questions=(QuestionLink(id=question.id, how="column"),),
                locator=f"{row.locator}, column {name}",
            )
    if n_empty:
        yield Skipped("empty answer", n_empty)


def _cell(row: Row, columns: Columns, role: str) -> str:
    cell = row.cells.get(columns.roles.get(role, ""), "").strip()
    return "" if cell.lower() in NOTHING else cell
