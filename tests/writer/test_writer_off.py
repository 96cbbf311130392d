"""Switched off, a writer leaves nothing behind: the same bytes in every form, whatever a run before it wrote."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from builders import said
from canned_server import Question, Said, answering

from miner.cli import main

FORMS = ("html", "markdown", "text", "json", "csv", "atom", "email", "docx", "slack")
WRITING = "[writer]\nmax_tokens = 90\nretries = 0\ntasks = ['title']\n"


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f'{n},{name},"{text}"' for n, (name, text) in enumerate(said(60))]
    (tmp_path / "chat.csv").write_text("id,author,text\n" + "\n".join(rows) + "\n", "utf-8")


def _title_of_quotes(question: Question) -> Said:
    """The words that most quotes share: a title that passes."""
    quotes = question["messages"][1]["content"].lower().split()
    words = sorted({word for word in quotes if word.isalpha() and len(word) > 4}, key=lambda word: -quotes.count(word))
    return Said(json.dumps({"title": " ".join(words[:2]).capitalize(), "cites": [1, 2, 3, 4]}))


def _made(folder: str, *options: str) -> dict[str, bytes]:
    """All files of a run, by their place in its folder."""
    forms = [part for form in FORMS for part in ("--format", form)]
    assert main(["digest", "chat.csv", *forms, "-o", f"{folder}/", "--quiet", *options]) == 0
    return {
        str(file.relative_to(folder)): file.read_bytes() for file in sorted(Path(folder).rglob("*")) if file.is_file()
    }


def test_every_form_has_the_same_bytes_as_if_writers_did_not_exist(chat):
    """With settings of a writer but no model, after a run with one that kept all it made in the same library."""
    plain = _made("plain", "--library", "none")
    assert len(plain) >= len(FORMS)
    Path("miner.toml").write_text(WRITING)
    with answering(_title_of_quotes) as server:
        written = _made("written", "--writer", f"{server.base}#small", "--library", "library.db", "--keep")
        assert server.questions
    assert b'"written"' in written["chat.json"]
    assert _titles(written) == _titles(plain)
    off = _made("off", "--library", "library.db")
    assert [name for name in {*plain, *off} if plain.get(name) != off.get(name)] == []


def _titles(made: dict[str, bytes]) -> list[str]:
    """Of the table of themes: the discussion's own stand there, whoever wrote others."""
    table = next(data for name, data in made.items() if name.endswith("themes.csv"))
    return [row["title"] for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig")))]
