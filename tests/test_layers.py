"""Data flows one way: a stage imports itself, the stages to its left and the base, never what is to its right."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = ("errors", "settings", "transcript", "resources", "secrets", "locks")
STAGES = (
    "sources",
    "fetch",
    "arguments",
    "embeddings",
    "clusters",
    "engines",
    "contrasts",
    "digest",
    "report",
    "library",
    "writer",
    "delivery",
)
TOP = ("pipeline", "schedules", "functions", "cli", "__main__", "__init__")
ABOUT_ITSELF = {"__version__"}  # what `from miner import ...` may bring anywhere: the digest names its maker


def _layer(name: str) -> int:
    if name in BASE:
        return 0
    return STAGES.index(name) + 1 if name in STAGES else len(STAGES) + 1


def _modules(root: Path) -> list[Path]:
    return sorted((root / "miner").rglob("*.py"))


def _part_of(root: Path, file: Path) -> str:
    return file.relative_to(root / "miner").parts[0].removesuffix(".py")


def _imported_parts(file: Path) -> Iterator[str]:
    """Parts of miner that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("miner."))
        elif isinstance(node, ast.ImportFrom) and node.module == "miner":
            yield from (alias.name for alias in node.names if alias.name not in ABOUT_ITSELF)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("miner."):
            yield str(node.module).split(".")[1]


def test_every_part_of_miner_has_its_layer(root):
    assert {_part_of(root, file) for file in _modules(root)} - {*BASE, *STAGES, *TOP} == set()


def test_no_import_is_relative(root):
    """So that the line of an import says which layer it reaches into."""
    nodes = ((file, node) for file in _modules(root) for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    assert [file.name for file, node in nodes if isinstance(node, ast.ImportFrom) and node.level] == []


@pytest.mark.parametrize("part", [*BASE, *STAGES])
def test_a_part_imports_only_what_is_to_its_left(root, part):
    files = [file for file in _modules(root) if _part_of(root, file) == part]
    assert files
    wrong = {
        f"{file.relative_to(root)} imports {other}"
        for file in files
        for other in _imported_parts(file)
        if other != part and _layer(other) >= max(_layer(part), 1)
    }
    assert wrong == set()
