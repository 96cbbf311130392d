"""The docs say what is so: their code runs, their commands, links and tables are those of the program."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from miner import errors
from miner.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    {ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md"), *ROOT.glob("reports/examples/README.md")}
)
BLOCKS = [
    pytest.param(code, id=f"{page.name}-{number}")
    for page in PAGES
    for number, code in enumerate(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL), 1)
]


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _commands() -> dict[str, set[str]]:
    """Command -> its options."""
    group: Any = typer.main.get_command(app)
    return {
        name: {
            option
            for one in (command, *getattr(command, "commands", {}).values())
            for parameter in one.params
            for option in parameter.opts
        }
        | {"--help"}
        for name, command in group.commands.items()
    }


def _shown() -> list[list[str]]:
    """Every call of the command that stands in a code block or between code marks, as words."""
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        lines = [line.strip() for line in text.splitlines() if line.startswith("    miner ")]
        lines += re.findall(r"`(miner [^`]*)`", text)
        found += [shlex.split(line, comments=True) for line in lines]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("code", BLOCKS)
def test_python_in_the_docs_runs(code, tmp_path, monkeypatch, capsys):
    (tmp_path / "reports").symlink_to(ROOT / "reports")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    exec(compile(code, "docs", "exec"), {"__name__": "docs"})  # noqa: S102 - our own docs, that is the point


def test_commands_and_options_in_the_docs_exist():
    commands = _commands()
    shown = _shown()
    assert len(shown) > 15
    for words in shown:
        name = words[1] if len(words) > 1 else "--help"
        if name.startswith("--"):
            assert name in {"--help", "--version"}
            continue
        assert name in commands, words
        options = {word.partition("=")[0] for word in words[2:] if word.startswith("-") and word != "-"}
        assert options <= commands[name], words


def test_readme_shows_every_command():
    assert {words[1] for words in _shown() if len(words) > 1} >= set(_commands())


def test_targets_of_make_in_the_docs_exist():
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"(?:`|^ {4})make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert named <= targets
    assert {"digest", "test", "docs"} <= named


def test_generated_parts_are_up_to_date():
    """Otherwise: make docs."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    stale = [path.name for path, text in generate.generated().items() if path.read_text("utf-8") != text]
    assert stale == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target.partition("#")[0]).exists()] == []


def test_readme_explains_every_exit_code():
    ours = {
        item.exit_code
        for item in vars(errors).values()
        if isinstance(item, type) and issubclass(item, errors.MinerError)
    }
    section = _text("README.md").partition("## Exit codes")[2]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)} == ours | {0, 7, 130}


def test_the_page_on_sources_explains_every_refusal_with_its_code():
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d) \|", _text("docs/sources.md"), re.MULTILINE))
    refusals = {
        name: str(item.exit_code)
        for name, item in vars(errors).items()
        if isinstance(item, type) and issubclass(item, errors.InputError) and item is not errors.InputError
    }
    assert refusals.items() <= rows.items()
    assert {name: str(getattr(errors, name).exit_code) for name in rows} == rows


def test_the_changelog_has_its_form():
    lines = _text("CHANGELOG.md").splitlines()
    assert lines[0] == "# Changelog"
    assert next(line for line in lines if line.startswith("## ")) == "## Unreleased"
    kinds = {line for line in lines if line.startswith("### ")}
    assert kinds <= {f"### {kind}" for kind in ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")}
