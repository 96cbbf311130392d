"""Parquet: rows like JSON Lines; without the optional package an error that names it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from miner.cli import main
from miner.errors import BrokenInput, MissingPart
from miner.settings import SourceSettings
from miner.sources import read, read_or_stream
from miner.transcript import Transcript

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
pq = pytest.importorskip("pyarrow.parquet")

COLUMNS = {
    "id": [1, 2, 3],
    "author": ["ann", "ben", None],
    "text": ["The basics come first, because nobody forgives a late parcel.", "New ideas come first.", ""],
    "created_at": [datetime(2024, 3, 14, 17, tzinfo=UTC), None, datetime(2024, 3, 15, tzinfo=UTC)],
    "score": [4, 2, 0],
    "day": [date(2024, 3, 14)] * 3,
    "price": [Decimal("1.5")] * 3,
    "raw": [b"\xff\x00"] * 3,
}


def written(folder: Path, columns: dict[str, list[object]] = COLUMNS) -> str:
    pq.write_table(pa.table(columns), folder / "talk.parquet")
    return str(folder / "talk.parquet")


def test_rows_are_posts(tmp_path: Path) -> None:
    transcript = read([written(tmp_path)])
    (account,) = transcript.accounts
    assert (account.source, account.read, account.kept, account.skipped) == ("table", 3, 2, {"empty text": 1})
    first = transcript.posts[0]
    assert (first.id, first.author, first.likes, first.locator) == ("table:1", "ann", 4, "talk.parquet#line 1")
    assert first.posted_at == datetime(2024, 3, 14, 17, tzinfo=UTC)
    assert not first.tz_assumed


def test_inner_objects_are_read(tmp_path: Path) -> None:
    columns = {"user": [{"name": f"person {n}"} for n in range(5)], "text": [f"words of number {n}" for n in range(5)]}
    assert {post.author for post in read([written(tmp_path, columns)]).posts} == {f"person {n}" for n in range(5)}


def test_many_rows_are_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.tables.parquet.LARGE", 20_000)
    place = written(tmp_path, {"id": list(range(5000)), "text": [f"words of number {n}" for n in range(5000)]})
    found = read_or_stream([place])
    assert not isinstance(found, Transcript)
    assert sum(1 for _ in found) == 5002


def test_broken_file_says_so(tmp_path: Path) -> None:
    place = Path(written(tmp_path))
    place.write_bytes(place.read_bytes()[:200])
    with pytest.raises(BrokenInput, match=r"talk\.parquet cannot be read: it is a Parquet file that is broken"):
        read([str(place)])


def test_more_than_may_be_held_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput, match="it is larger than 100 bytes"):
        read([written(tmp_path)], SourceSettings(max_bytes=100))


def test_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    place = written(tmp_path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPart) as caught:
        read([place])
    assert str(caught.value) == (
        "talk.parquet is a Parquet file; reading it needs an optional package. "
        "Install it: pip install 'discussion-miner[parquet]'"
    )
    assert main(["read", place]) == 6
