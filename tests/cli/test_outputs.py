"""Where reports go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from miner.cli.outputs import check_output, form_of, output_for, report_name
from miner.errors import CannotWrite

BOTH = ("html", "markdown")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("chat.csv", "chat"),
        ("chats/chat.csv.gz", "chat"),
        ("tweets.twarc.jsonl.gz", "tweets.twarc"),
        ("-", "paste"),
        ("thread", "thread"),
        (".hidden", "hidden"),
        ("a|b\n.csv", "a_b_"),
        ("...", "discussion"),
        ("\u202etxt\x9b.csv", "_txt_"),
        ("con.csv", "con_"),
        ("Lpt1.chat.csv", "Lpt1_.chat"),
        ("icon.csv", "icon"),
        ("../../etc/passwd", "passwd"),
    ],
)
def test_a_report_is_named_after_its_first_place(place, name):
    assert report_name(place) == name


def test_a_folder_gives_its_own_name(tmp_path, monkeypatch):
    folder = tmp_path / "exports.2024"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert report_name(str(folder)) == report_name(".") == report_name(f"{folder}{os.sep}") == "exports.2024"


def test_a_very_long_name_still_fits_a_file_system():
    assert len(f"{report_name('é' * 120 + '.csv')}.html".encode()) < 230


@pytest.mark.parametrize(
    ("wanted", "chosen", "expected"),
    [
        ("", False, ["reports/chat.html", "reports/chat.md"]),
        ("out", False, ["out/chat.html", "out/chat.md"]),
        ("out/week.12", False, ["out/week.12/chat.html", "out/week.12/chat.md"]),
        ("out/", True, ["out/chat.html", "out/chat.md"]),
        ("week.html", False, ["week.html"]),
        ("week.md", False, ["week.md"]),
        ("week.json", True, ["week.json", "week.html", "week.md"]),
        ("week.html", True, ["week.html", "week.md"]),
        ("week.html/", False, ["week.html/chat.html", "week.html/chat.md"]),
    ],
)
def test_the_output_is_a_folder_or_a_file_of_a_form(wanted, chosen, expected):
    assert output_for("chat", wanted, BOTH, chosen).paths() == tuple(map(Path, expected))


def test_a_folder_named_like_a_form_is_a_folder(tmp_path):
    folder = tmp_path / "week.html"
    folder.mkdir()
    assert output_for("chat", str(folder), ("json",), True).paths() == (folder / "chat.json",)


def test_a_report_may_replace_the_one_before(tmp_path):
    (tmp_path / "chat.html").write_text("before", "utf-8")
    check_output([tmp_path / "chat.html"], ["chat.csv", "-"])


def test_a_report_never_replaces_what_is_read(tmp_path):
    page = tmp_path / "chat.html"
    page.write_text("a saved page", "utf-8")
    for place in (page, tmp_path):
        with pytest.raises(CannotWrite, match="it would replace a file of the discussion that is read"):
            check_output([page], [str(place)])
    (tmp_path / "link.html").symlink_to(page)
    with pytest.raises(CannotWrite, match="it would replace a file of the discussion that is read"):
        check_output([tmp_path / "link.html"], [str(page)])


def test_a_folder_in_the_way_is_found_before_the_work(tmp_path):
    (tmp_path / "chat.html").mkdir()
    with pytest.raises(CannotWrite, match=r"cannot be written: it is a folder\."):
        check_output([tmp_path / "chat.html"])


def test_a_folder_that_is_not_ones_own_is_found_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(CannotWrite, match=rf"the folder {tmp_path} is not yours to write in"):
        check_output([tmp_path / "new/chat.html"])


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("week.md", "markdown"),
        ("week.discourse.md", "discourse"),
        ("week.slack.txt", "slack"),
        ("week.txt", "text"),
        ("week.discord", "discord"),
        ("week.eml", "email"),
        (".md", ""),
        ("week.doc", ""),
    ],
)
def test_the_longest_end_decides_the_form(name, form):
    assert form_of(Path("x") / name) == form


def test_a_folder_of_a_form_that_is_there_is_that_form(tmp_path):
    folder = tmp_path / "week.discord"
    folder.mkdir()
    output = output_for("chat", str(folder), BOTH, chosen=False)
    assert output.paths() == (folder,)
    output.check()
    assert output_for("chat", f"{folder}{os.sep}", BOTH, chosen=False).paths()[0] == folder / "chat.html"


def test_a_file_in_the_way_of_a_folder_is_found_before_the_work(tmp_path):
    (tmp_path / "week.discord").write_text("", "utf-8")
    with pytest.raises(CannotWrite, match="a file is there, and this form is a folder"):
        output_for("chat", str(tmp_path / "week.discord"), BOTH, chosen=False).check()


def test_reports_of_a_folder_share_a_feed_unless_a_file_is_named():
    assert output_for("chat", "out", ("text", "atom"), chosen=True).paths() == (
        Path("out/chat.txt"),
        Path("out/digests.atom"),
    )
    assert output_for("chat", "out/news.atom", BOTH, chosen=False).paths() == (Path("out/news.atom"),)
