"""Discussions that go on from week to week, as files and as a page with comments; and a folder to run digests in."""

from __future__ import annotations

import csv
import html
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import SUBJECTS, said

from miner.cli import main

FIRST_MONDAY = datetime(2024, 3, 4, tzinfo=UTC)  # of 2024-W10
Row = tuple[str, str, datetime, str]

TABLE = """
[digests.weekly]
places = [{places}]
every = "week"
on = "friday 09:00"
timezone = "Europe/Berlin"
to = ["folder:sent"]
formats = ["json"]

[library]
file = "kept.db"
"""


def rows_of(week: int, n: int = 12, subjects: Sequence[str] = tuple(SUBJECTS)) -> list[Row]:
    """What was said in a week (0 is the first): from Monday noon on, a post every hour."""
    start = FIRST_MONDAY + timedelta(weeks=week, hours=12)
    claims = [f"{claim} {reason}" for name in subjects for claim in SUBJECTS[name][0] for reason in SUBJECTS[name][1]]
    texts = [(f"reader{n}", f"{text[:1].upper()}{text[1:]}.") for n, text in enumerate(claims)][week::7]
    texts = (texts + said(n, seed=week))[:n]
    return [(f"w{week}-{n}", who, start + timedelta(hours=n), text) for n, (who, text) in enumerate(texts)]


def write_table(file: Path, rows: Iterable[Row]) -> None:
    """The posts as a table."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(["id", "author", "created", "text"])
        table.writerows((key, who, at.isoformat(), text) for key, who, at, text in rows)


def comment_page(rows: Iterable[Row]) -> str:
    """The posts as comments below an article, as WordPress shows them."""
    items = "".join(
        f'<li id="comment-{number}" class="comment depth-1"><article class="comment-body">'
        f'<footer class="comment-meta"><div class="comment-author vcard"><cite class="fn">{html.escape(who)}</cite></div>'
        f'<div class="comment-metadata"><a href="#comment-{number}"><time datetime="{at.isoformat()}">then</time></a></div>'
        f'</footer><div class="comment-content"><p>{html.escape(text)}</p></div></article></li>'
        for number, (_, who, at, text) in enumerate(rows, 1)
    )
    return (
        "<!DOCTYPE html><html><head><title>The library at night</title></head><body><main><article class='post'>"
        '<h1 class="entry-title">The library at night</h1><time class="entry-date" datetime="2024-03-01T08:00:00+00:00">'
        '1 March 2024</time><div class="entry-content"><p>What should our library become? Tell us what you need, we read '
        'all of it and bring it to the council.</p></div></article><ol class="comment-list">'
        f"{items}</ol></main></body></html>"
    )


def monday_after(week: int) -> str:
    """A moment after the digest of a week was due."""
    return (FIRST_MONDAY + timedelta(weeks=week + 1)).isoformat()


def settle_in(folder: Path, monkeypatch: pytest.MonkeyPatch, places: str = '"talk"', more: str = "") -> None:
    """Make the folder the working one, with a miner.toml and nothing of the user's."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    for name in [name for name in os.environ if name.startswith("MINER_") and "__" in name]:
        monkeypatch.delenv(name)
    (folder / "miner.toml").write_text(TABLE.format(places=places) + more, "utf-8")


def run_json(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """A command that answers with JSON: its exit code and what it said."""
    capsys.readouterr()
    code = main([*words, "--json", "-q"])
    said_out = capsys.readouterr().out
    return code, json.loads(said_out) if said_out else {}


def process(*words: str, **others: Any) -> subprocess.Popen[str]:
    """``miner`` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "miner", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **others,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
