"""What the tests of sources share: read a small file with one source, and compare with what a person checked."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from miner.settings import SourceSettings
from miner.sources.base import Failed, Item, Layout, Note, Skipped, Source
from miner.sources.material import Material
from miner.transcript import Post, Thread

FIXTURES = Path(__file__).parent.parent / "data" / "sources"


def material(text: str | bytes, place: str = "file", settings: SourceSettings = SourceSettings()) -> Material:
    return Material(place, text.encode() if isinstance(text, str) else text, settings)


def items(
    source: Source, text: str | bytes, place: str = "file", settings: SourceSettings = SourceSettings()
) -> list[Item]:
    return list(source.items(material(text, place, settings)))


def posts(
    source: Source, text: str | bytes, place: str = "file", settings: SourceSettings = SourceSettings()
) -> list[Post]:
    return [item for item in items(source, text, place, settings) if isinstance(item, Post)]


def summary(found: list[Item]) -> dict[str, Any]:
    """All that a source yielded, as JSON values: what the files ``*.expected.json`` hold."""
    skipped: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for item in found:
        if isinstance(item, Skipped):
            skipped[item.reason] += item.n
        elif isinstance(item, Failed):
            failed[item.reason] += item.n
    return {
        "threads": [msgspec.to_builtins(item) for item in found if isinstance(item, Thread)],
        "posts": [msgspec.to_builtins(item) for item in found if isinstance(item, Post)],
        "skipped": dict(sorted(skipped.items())),
        "failed": dict(sorted(failed.items())),
        "notes": [item.text for item in found if isinstance(item, Note)],
        "layouts": [item.text for item in found if isinstance(item, Layout)],
    }


def cases(source: str) -> list[Path]:
    """The fixtures of a source that have an expected file (or, when they are written anew, all)."""
    files = sorted(file for file in (FIXTURES / source).iterdir() if not file.name.endswith(".expected.json"))
    return [file for file in files if _expected(file).exists() or os.environ.get("MINER_WRITE_EXPECTED")]


def check_case(source: Source, file: Path) -> None:
    """Compare with the expected file; with ``MINER_WRITE_EXPECTED=1`` write it, for a person to read."""
    found = json.loads(json.dumps(summary(list(source.items(Material(file.name, file.read_bytes()))))))
    if os.environ.get("MINER_WRITE_EXPECTED"):
        _expected(file).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(_expected(file).read_text("utf-8"))


def _expected(file: Path) -> Path:
    return file.with_name(f"{file.name}.expected.json")
