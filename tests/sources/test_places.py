"""Places: names, order, which files come together, what is refused before any source is asked."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest

from miner.errors import BrokenInput, NetworkError, PlaceNotFound
from miner.settings import SourceSettings
from miner.sources.bundles import Bundle
from miner.sources.places import bundles


def found_in(*places: object, settings: SourceSettings = SourceSettings()) -> list[Bundle]:
    return list(bundles([str(place) for place in places], settings))


def named(*places: object) -> list[tuple[str, bool]]:
    return [(entry.place, bundle.is_folder) for bundle in found_in(*places) for entry in bundle.entries]


def packed(members: dict[str, str]) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return stored.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/c.txt", ".hidden/d.txt", ".e.txt"):
        file = tmp_path / "chats" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"words of {name}", "utf-8")
    return tmp_path / "chats"


def test_folder_is_read_in_name_order_without_hidden_files(folder: Path) -> None:
    assert named(folder) == [("a.txt", True), ("b.txt", True), ("deep/c.txt", True)]
    (bundle,) = found_in(folder)
    assert (bundle.place, [entry.name for entry in bundle.entries]) == ("chats", ["a.txt", "b.txt", "deep/c.txt"])


def test_files_are_shown_by_their_name_unless_two_share_it(folder: Path) -> None:
    other = folder.parent / "a.txt"
    other.write_text("other words", "utf-8")
    assert named(folder / "a.txt", folder / "b.txt") == [("a.txt", False), ("b.txt", False)]
    assert {name for name, _ in named(folder / "a.txt", other)} == {str(folder / "a.txt"), str(other)}
    assert {entry.name for bundle in found_in(folder / "a.txt", other) for entry in bundle.entries} == {"a.txt"}


def test_folders_are_told_apart_by_their_names(folder: Path) -> None:
    second = folder.parent / "mails"
    second.mkdir()
    (second / "a.txt").write_text("words", "utf-8")
    assert ("chats/a.txt", True) in named(folder, second)
    assert [bundle.place for bundle in found_in(folder, second)] == ["chats", "mails"]


def test_file_that_also_stands_in_a_named_folder_is_yielded_once(folder: Path) -> None:
    assert len(named(folder, folder / "a.txt")) == 3
    link = folder.parent / "link.txt"
    link.symlink_to(folder / "a.txt")
    assert len(named(folder / "a.txt", link)) == 1


def test_archives_in_a_folder_are_bundles_of_their_own(folder: Path) -> None:
    for name in ("one.zip", "two.zip"):
        (folder / name).write_bytes(packed({"users.json": "[]", "general/1.json": "[]"}))
    found = {bundle.place: [entry.place for entry in bundle.entries] for bundle in found_in(folder)}
    assert found["one.zip"] == ["one.zip/general/1.json", "one.zip/users.json"]
    assert found["two.zip"] == ["two.zip/general/1.json", "two.zip/users.json"]
    assert all(bundle.is_folder for bundle in found_in(folder))
    found = {bundle.place: [entry.place for entry in bundle.entries] for bundle in found_in(folder, folder / "a.txt")}
    assert found["chats/one.zip"] == ["chats/one.zip/general/1.json", "chats/one.zip/users.json"]


def test_broken_archive_in_a_folder_is_a_file_with_a_problem(folder: Path) -> None:
    (folder / "z.zip").write_bytes(b"PK\x03\x04rest")
    (bundle,) = found_in(folder)
    materials = {entry.place: entry.material() for entry in bundle.entries}
    assert materials["z.zip"].data == b""
    assert str(materials["z.zip"].problem) == (
        "z.zip cannot be read: it is a zip archive that is broken, not text. "
        "Export the discussion as text, HTML, CSV or JSON."
    )
    assert materials["a.txt"].problem is None


def test_broken_archive_that_was_named_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(b"PK\x03\x04rest")
    with pytest.raises(BrokenInput) as caught:
        found_in(tmp_path / "z.zip")
    assert str(caught.value) == (
        "z.zip cannot be read: it is a zip archive that is broken (File is not a zip file). Download or pack it again."
    )


def test_archive_that_was_packed_once_more_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.zip.gz").write_bytes(gzip.compress(packed({"a.txt": "words", "b.txt": "more"}), mtime=0))
    assert named(tmp_path / "a.zip.gz") == [("a.zip.gz/a.txt", True), ("a.zip.gz/b.txt", True)]


def test_standard_input_may_be_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed({"a.txt": "words", "b.txt": "more"}))))
    assert named("-") == [("standard input/a.txt", True), ("standard input/b.txt", True)]


def test_standard_input_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 100)))
    (bundle,) = found_in("-", settings=SourceSettings(max_bytes=50))
    problem = bundle.entries[0].material().problem
    assert str(problem).startswith("standard input cannot be read: it is larger than 50 bytes. ")


def test_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> object:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("words", "utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BrokenInput) as caught:
        found_in(tmp_path / "a.txt")
    assert str(caught.value) == "a.txt cannot be read: Permission denied. Check its permissions."
    (bundle,) = found_in(tmp_path)
    assert str(bundle.entries[0].material().problem) == str(caught.value)


def test_refused_places() -> None:
    with pytest.raises(PlaceNotFound):
        found_in("nowhere.csv")
    with pytest.raises(NetworkError):
        found_in("http://example.org/")
