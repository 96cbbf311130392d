"""A hostile discussion through the whole command: every form at once, and what is said to a terminal meanwhile."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import pytest

from miner.cli import main
from miner.digest.records import Digest, load_digest
from miner.report import FORMS
from miner.report.proof import prove

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "report"))  # where the corpus is

from hostile_checks import CHECKS, check_any
from hostile_corpus import TEXTS

PEOPLE = (
    "Ann",
    "Bob <b@b.example>",
    "@everyone",
    "=1+1",
    "\x1b[31mCy\x1b[0m",
    "Zoë\nError: no",
    "\u202eEve",
    "../../etc",
)
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
REASON = " That is why I think the library should open late, because people work all day."


def _posts() -> list[dict[str, str]]:
    """A post a text, by several people; each gives a reason, so that there is something to mine."""
    return [
        {
            "id": f"p{number}",
            "author": PEOPLE[number % len(PEOPLE)],
            "text": f"{text}{REASON if number % 4 else ''}",
            "url": text if number % 3 else f"https://ok.example/{number}",
            "time": f"2024-03-14T17:{number % 60:02}:00Z",
            "title": text,
        }
        for number, text in enumerate(text for text in TEXTS if len(text) < 2_000)
    ]


def _write_csv(place: Path) -> None:
    rows = _posts()
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({key: value.replace("\x00", "") for key, value in row.items()} for row in rows)


def _write_lines(place: Path) -> None:
    """As JSON Lines, with halves of characters as only JSON can write them."""
    rows = [*_posts(), {"id": "half", "author": "\ud800", "text": f"a \udfff half.{REASON}", "title": "\ud83d"}]
    place.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "ascii")


def _content_of(path: Path) -> object:
    if path.is_dir():
        return {part.name: _content_of(part) for part in sorted(path.iterdir())}
    content = path.read_bytes()
    return content.decode() if path.suffix in {".html", ".md", ".txt", ".json", ".jsonl"} else content


@pytest.mark.parametrize(("kind", "write"), [("csv", _write_csv), ("jsonl", _write_lines)])
def test_a_hostile_file_is_mined_into_every_form_and_nothing_else_is_written(
    tmp_path, monkeypatch, capsys, kind, write
):
    given, out = tmp_path / "given", tmp_path / "out"
    given.mkdir()
    place = given / f"..\u202e=cmd|'x' <b>\x1b[31m\nError: all is lost.{kind}"
    write(place)
    monkeypatch.chdir(given)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    code = main(["digest", place.name, "-v", "--format", ",".join(FORMS), "-o", f"{out}/"])
    said = capsys.readouterr()
    assert code in (0, 7), said.err
    assert not OBEYED.search(said.err)
    assert not OBEYED.search(said.out)
    assert not [line for line in said.err.splitlines() if line.startswith("Error")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given", "out"]
    assert [path.name for path in given.iterdir()] == [place.name]
    _check_reports(out, said.out.splitlines())


def _check_reports(out: Path, told: list[str]) -> None:
    digest = load_digest(next(out.glob("*.json")).read_bytes())
    assert len(digest.posts) > 150
    assert len({person.name for person in digest.people}) > 4
    assert prove(digest)
    written = sorted(out.iterdir())
    assert sorted(Path(path).name for path in told) == [path.name for path in written]
    assert len(written) == len(FORMS)
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]
    for form, path in zip(FORMS, map(Path, told), strict=True):
        content = _content_of(path)
        check_any(content)  # type: ignore[arg-type]
        _check_form(form, digest, content)


def _check_form(form: str, digest: Digest, content: object) -> None:
    CHECKS[form](digest, content)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "arguments",
    [
        ["digest", "no\x1b[31m\u202efile\nError: x.csv"],
        ["read", "\x9b31m.csv"],
        ["render", "\x1b]0;t\x07.json"],
        ["digest", "--as", "\x1b[31m", "x.csv"],
        ["digest", "--\x1b[31m", "x.csv"],
        ["read", "--map", "text=\x1b[2J,x", "x.csv"],
        ["digest", "x.csv", "--contrast", "\x1b[31m"],
        ["digest", "x.csv", "--format", "\x1b[31m\u202e"],
        ["\x1b[31m"],
    ],
)
@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_an_error_about_a_hostile_name_is_plain(arguments, debug, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, *debug]) in (2, 3)
    said = capsys.readouterr().err
    assert not OBEYED.search(said)
    assert len([line for line in said.splitlines() if line.startswith("Error:")]) == 1


def test_a_file_that_cannot_be_read_is_told_in_one_plain_line(tmp_path, monkeypatch, capsys):
    bad, good = tmp_path / "bad\x1b[31m\nError: x.json", tmp_path / "good.jsonl"
    bad.write_text('{"messages": [', "utf-8")
    good.write_text('{"author": "Ann", "text": "Open late, because people work."}\n' * 3, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["read", ".", "-v", "-o", "x/own.jsonl"]) == 7
    said = capsys.readouterr().err
    assert not OBEYED.search(said)
    assert "bad?[31m Error: x.json cannot be read" in said
    assert not [line for line in said.splitlines() if line.startswith("Error")]
