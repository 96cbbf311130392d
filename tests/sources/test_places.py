"""Places: names, order, what is refused before any source is asked."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from miner.errors import BrokenInput, NetworkError, PlaceNotFound
from miner.settings import SourceSettings
from miner.sources.places import checked, materials


def named(places: list[str]) -> list[tuple[str, bool]]:
    return [(material.place, in_folder) for material, in_folder in materials(places, SourceSettings())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/c.txt", ".hidden/d.txt", ".e.txt"):
        file = tmp_path / "chats" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"words of {name}", "utf-8")
    return tmp_path / "chats"


def test_folder_is_read_in_name_order_without_hidden_files(folder: Path) -> None:
    assert named([str(folder)]) == [("a.txt", True), ("b.txt", True), ("deep/c.txt", True)]


def test_files_are_shown_by_their_name_unless_two_share_it(folder: Path) -> None:
    other = folder.parent / "a.txt"
    other.write_text("other words", "utf-8")
    assert named([str(folder / "a.txt"), str(folder / "b.txt")]) == [("a.txt", False), ("b.txt", False)]
    assert {name for name, _ in named([str(folder / "a.txt"), str(other)])} == {str(folder / "a.txt"), str(other)}


def test_file_that_also_stands_in_a_named_folder_is_yielded_once(folder: Path) -> None:
    assert len(named([str(folder), str(folder / "a.txt")])) == 3
    link = folder.parent / "link.txt"
    link.symlink_to(folder / "a.txt")
    assert len(named([str(folder / "a.txt"), str(link)])) == 1


def test_unreadable_files_of_a_folder_carry_their_problem(folder: Path) -> None:
    (folder / "z.zip").write_bytes(b"PK\x03\x04rest")
    found = {material.place: material for material, _ in materials([str(folder)], SourceSettings())}
    assert found["z.zip"].data == b""
    assert str(found["z.zip"].problem) == (
        "z.zip cannot be read: it is a zip archive, not text. Export the discussion as text, HTML, CSV or JSON."
    )
    assert found["a.txt"].problem is None


def test_standard_input_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 100)))
    with pytest.raises(BrokenInput, match="standard input cannot be read: it is larger than 50 bytes"):
        list(materials(["-"], SourceSettings(max_bytes=50)))


def test_refused_places() -> None:
    with pytest.raises(PlaceNotFound):
        named(["nowhere.csv"])
    with pytest.raises(NetworkError):
        named(["http://example.org/"])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty"),
        (b" \n ", "it is empty"),
        (b"%PDF-1.7", "it is a PDF, not text"),
        (b"\xd0\xcf\x11\xe0rest", "it is an old Office document, not text"),
        (b"\x00\x01\x02\x03" * 10, "it is binary, not text"),
        (b"\x1f\x8bnot gzip", "its gzip data are broken"),
        (gzip.compress(b"", mtime=0), "it is empty"),
        (gzip.compress(b"%PDF-1.7", mtime=0), "it is a PDF, not text"),
    ],
)
def test_bytes_that_cannot_be_text(data: bytes, what: str) -> None:
    with pytest.raises(BrokenInput, match=what):
        checked(data, "file", 1000)


def test_packed_bytes_are_unpacked_and_utf_16_is_text() -> None:
    assert checked(gzip.compress(b"words", mtime=0), "file", 1000) == b"words"
    data = "words".encode("utf-16")
    assert checked(data, "file", 1000) == data
