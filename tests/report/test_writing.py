"""Files and folders appear whole or not at all, and nobody else's are replaced."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tiny import tiny_digest, with_text

from miner.errors import CannotWrite
from miner.report import write_report
from miner.report.writing import write_folder, write_whole
from miner.settings import ReportSettings


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_of_a_form_is_written_and_replaced(tmp_path):
    forms = ReportSettings(formats=("csv", "convokit", "xlsx"))
    paths = write_report(tiny_digest(), tmp_path / "chat", forms)
    assert [path.name for path in paths] == ["chat.csv", "chat.convokit", "chat.xlsx"]
    assert names_in(tmp_path) == ["chat.convokit", "chat.csv", "chat.xlsx"]
    before = (paths[0] / "posts.csv").read_bytes()
    write_report(with_text("Nobody waits for a late parcel."), tmp_path / "chat", forms)
    assert names_in(tmp_path) == ["chat.convokit", "chat.csv", "chat.xlsx"]
    assert (paths[0] / "posts.csv").read_bytes() != before


def test_what_an_earlier_run_had_and_this_one_has_not_is_gone(tmp_path):
    write_folder(tmp_path / "a.csv", {"one.csv": "1", "two.csv": "2"})
    write_folder(tmp_path / "a.csv", {"one.csv": b"3"})
    assert names_in(tmp_path / "a.csv") == ["one.csv"]
    assert (tmp_path / "a.csv" / "one.csv").read_text("utf-8") == "3"


@pytest.mark.parametrize("strange", ["notes.txt", "below"])
def test_a_folder_with_strange_files_is_left_alone(tmp_path, strange):
    (tmp_path / "a.csv").mkdir()
    if strange == "below":
        (tmp_path / "a.csv" / strange).mkdir()
    else:
        (tmp_path / "a.csv" / strange).write_text("mine", "utf-8")
    with pytest.raises(CannotWrite, match=f"the folder holds '{strange}', which is not of an earlier report"):
        write_folder(tmp_path / "a.csv", {"one.csv": "1"})
    assert names_in(tmp_path) == ["a.csv"]
    assert names_in(tmp_path / "a.csv") == [strange]


def test_a_file_is_never_replaced_by_a_folder(tmp_path):
    (tmp_path / "a.csv").write_text("mine", "utf-8")
    with pytest.raises(CannotWrite, match="a file is there, and this form is a folder"):
        write_folder(tmp_path / "a.csv", {"one.csv": "1"})
    assert (tmp_path / "a.csv").read_text("utf-8") == "mine"


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path, monkeypatch):
    place = tmp_path / "a.csv"
    write_folder(place, {"one.csv": "old"})
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if target == place and self.name != "old":
            raise PermissionError(13, "no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(CannotWrite, match="no"):
        write_folder(place, {"one.csv": "new"})
    assert names_in(tmp_path) == ["a.csv"]
    assert (place / "one.csv").read_text("utf-8") == "old"


def test_pieces_that_stop_coming_leave_nothing(tmp_path):
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        write_whole(tmp_path / "a.txt", pieces())
    assert names_in(tmp_path) == []


def test_a_folder_gets_the_rights_that_others_get(tmp_path):
    (tmp_path / "usual").mkdir()
    write_folder(tmp_path / "a.csv", {"one.csv": "1"})
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("usual", "a.csv")}
    assert len(modes) == 1


def test_a_folder_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CannotWrite, match="Give another place with --output"):
        write_folder(tmp_path / "file" / "a.csv", {"one.csv": "1"})


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """As /dev/null must stay what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        write_whole(pipe, "all of it")
        assert read.result(10) == b"all of it"
    assert pipe.is_fifo()
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "far" / "real.md")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "far" / "real.md").read_text("utf-8") == "new"
