"""Chat exports: every small example reads as a person checked, by the source that its folder says."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, material, summary

from miner.settings import SourceSettings
from miner.sources import SOURCES, read, recognised_by, source_named
from miner.sources.base import BundleSource, Item, Source
from miner.sources.bundles import Bundle
from miner.sources.chats import BUNDLES
from miner.sources.chats import SOURCES as CHATS
from miner.sources.places import bundles
from miner.transcript import Thread

EXAMPLES = [(source, file) for source in CHATS for file in cases(source.name)]
FOLDERS = sorted(folder for folder in (FIXTURES / "chat_folders").iterdir() if folder.is_dir())


def _bundle(folder: Path) -> Bundle:
    return next(bundles([str(folder)], SourceSettings()))


def _read(folder: Path) -> tuple[BundleSource, list[Item]]:
    """The first kind of bundle that takes files of the folder, and what it yields."""
    bundle = _bundle(folder)
    source = next(source for source in BUNDLES if source.members(bundle))
    return source, list(source.items(source.members(bundle)))


@pytest.mark.parametrize(("source", "file"), EXAMPLES, ids=lambda value: getattr(value, "name", str(value)))
def test_example_reads_as_expected(source: Source, file: Path) -> None:
    check_case(source, file)


@pytest.mark.parametrize(("source", "file"), EXAMPLES, ids=lambda value: getattr(value, "name", str(value)))
def test_example_is_recognised_by_its_own_source_first(source: Source, file: Path) -> None:
    assert recognised_by(material(file.read_bytes(), file.name))[0] is source_named(source.name)


@pytest.mark.parametrize("source", CHATS, ids=lambda source: source.name)
def test_every_source_has_an_example_and_reads_chats(source: Source) -> None:
    assert source in SOURCES
    files = cases(source.name)
    assert files
    for file in files:
        threads = [item for item in source.items(material(file.read_bytes(), file.name)) if isinstance(item, Thread)]
        assert threads
        assert all(thread.is_chat for thread in threads)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_folder_reads_as_expected(folder: Path) -> None:
    source, found = _read(folder)
    assert source.name == folder.name
    expected = folder.with_name(f"{folder.name}.expected.json")
    read = json.loads(json.dumps(summary(found)))
    if os.environ.get("MINER_WRITE_EXPECTED"):
        expected.write_text(json.dumps(read, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert read == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_belongs_to_one_kind(folder: Path) -> None:
    bundle = _bundle(folder)
    assert [source.name for source in BUNDLES if source.members(bundle)] == [folder.name]


def test_a_single_file_is_left_to_the_sources_of_files() -> None:
    files: Sequence[Path] = [file for _, file in EXAMPLES]
    for file in files:
        bundle = next(bundles([str(file)], SourceSettings()))
        assert not [source.name for source in BUNDLES if source.members(bundle)], file.name


def test_a_zip_with_pictures_is_read_as_its_folder(tmp_path: Path) -> None:
    """What iOS shares: the chat, and all that was sent; no picture is a file that could not be read."""
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat - Counter.zip", "w") as archive:
        archive.write(FIXTURES / "whatsapp" / "ios.txt", "_chat.txt")
        archive.writestr("00000012-PHOTO.jpg", b"\xff\xd8\xff\xe0 no picture")
        archive.writestr("00000013-AUDIO.opus", b"OggS\x00\x00\x00")
    account = read([str(tmp_path / "WhatsApp Chat - Counter.zip")]).accounts[0]
    assert (account.source, account.kept, account.failed) == ("whatsapp", 5, {})
    assert "2 file(s) beside the chat (pictures, recordings, settings) were left out" in account.notes


def test_days_of_a_slack_export_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "chat_folders" / "slack_export", tmp_path / "export")
    (tmp_path / "export" / "general" / "2024-03-16.json").write_text('[{"type": "message", ', "utf-8")
    account = read([str(tmp_path / "export")]).accounts[0]
    assert account.failed == {"broken message": 1, "day that could not be read": 1}


def test_a_folder_without_any_chat_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "messages.html").write_text("<html><body>words</body></html>", "utf-8")
    (tmp_path / "2024-03-14.json").write_text("[1, 2]", "utf-8")
    (tmp_path / "result.json").write_text("{}", "utf-8")
    (tmp_path / "_chat.txt").write_text("words", "utf-8")
    bundle = _bundle(tmp_path)
    assert not [source.name for source in BUNDLES if source.members(bundle)]
