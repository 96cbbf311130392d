"""Writers on the command line: the exit code, what is said, prompts copied, settings checked before the work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import said
from canned_server import Question, Said, answering

from miner.cli import main


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "chat.csv"
    rows = [f'{n},{name},"{text}"' for n, (name, text) in enumerate(said(60))]
    place.write_text("id,author,text\n" + "\n".join(rows) + "\n", "utf-8")
    (tmp_path / "miner.toml").write_text('[writer]\ntasks = ["title", "poles"]\n')  # whose check asks no model
    return place


def _first_quote(question: Question) -> Said:
    """A title and a sentence made of the first quote's own words."""
    first = question["messages"][1]["content"].partition("\n1. ")[2].partition("\n")[0]
    if '{"left"' in question["messages"][1]["content"]:
        return Said(json.dumps({name: {"text": name, "cites": [1]} for name in ("left", "right")}))
    if '"title"' in question["messages"][1]["content"]:
        return Said(json.dumps({"title": " ".join(first.split()[:4]).strip("."), "cites": [1]}))
    return Said(json.dumps({"sentences": [{"text": f"Somebody says: {first}", "cites": [1]}]}))


def _digest(*options: str) -> int:
    return main(["digest", "chat.csv", "--format", "json", "-o", "out", *options])


def test_a_server_that_writes_ends_with_0_and_a_second_run_asks_nothing(chat, capsys):
    with answering(_first_quote) as server:
        options = ("--writer", f"{server.base}#small", "--library", "library.db")
        assert _digest(*options) == 0
        first, n_asked = Path("out/chat.json").read_bytes(), len(server.questions)
        assert _digest(*options) == 0
        assert Path("out/chat.json").read_bytes() == first
        assert len(server.questions) == n_asked > 0
    assert json.loads(first)["method"]["written"]["writer"] == "small"
    assert f"small wrote {n_asked} texts" in capsys.readouterr().err


def test_a_server_that_fails_ends_with_7_and_the_report_is_there(chat, capsys):
    with answering(lambda _: Said(status=401)) as server:
        assert _digest("--writer", f"{server.base}#small") == 7
    told = capsys.readouterr()
    assert "Warning: the writer small failed" in told.err
    assert "key refused" in told.err
    assert "the exit code is 7" in told.err
    written = json.loads(Path("out/chat.json").read_bytes())
    assert "written" not in written
    assert _digest() == 0
    plain = json.loads(Path("out/chat.json").read_bytes())
    assert "written" not in plain["method"]
    del written["method"]["written"]
    assert written == plain


def test_a_wrong_writer_is_told_before_anything_is_read(chat, capsys):
    assert main(["digest", "no-such-file.csv", "--writer", "no-such-folder"]) == 3
    assert "no-such-folder does not exist" in capsys.readouterr().err
    assert _digest("--writer", "http://localhost:1234/v1") == 2
    assert "the model's name after a #" in capsys.readouterr().err
    assert _digest("--writer", "http://localhost:1234/v1#small", "--max-cost", "1") == 2
    assert "price_in" in capsys.readouterr().err


def test_prompts_are_listed_and_copied_once(tmp_path, capsys):
    assert main(["prompts", "list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == ["title", "summary", "poles", "overview", "questions"]
    own = tmp_path / "own"
    assert main(["prompts", "copy", str(own)]) == 0
    assert len(list(own.glob("*.j2"))) == 5
    assert main(["prompts", "copy", str(own)]) == 2
    assert "nothing is overwritten" in capsys.readouterr().err


def test_a_broken_prompt_of_ones_own_is_told_with_its_file(chat, tmp_path, capsys):
    own = tmp_path / "own"
    main(["prompts", "copy", str(own)])
    (own / "title.j2").write_text(
        "{# version: 1; variables: marker, items #}\n{{ marker }}{{ items }}{{ colour }}\n---\n"
    )
    assert _digest("--writer", "http://localhost:1234/v1#small", "--prompts", str(own)) == 2
    assert "title.j2, line 1" in capsys.readouterr().err
