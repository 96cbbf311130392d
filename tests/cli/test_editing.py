"""``miner edit``, ``miner render`` with edits beside the digest, people and brand on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from miner.cli import main
from miner.digest.records import dump_digest

sys.path.append(str(Path(__file__).resolve().parent.parent / "report"))
from digests import library_chat


@pytest.fixture
def digest_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = tmp_path / "chat.json"
    place.write_bytes(dump_digest(library_chat()))
    return place


def test_an_edit_is_written_down_listed_drawn_and_taken_back(digest_file, capsys):
    assert main(["edit", "chat.json", "rename", "1", "Open at night"]) == 0
    assert "The theme “somebody at the door” is called Open at night." in capsys.readouterr().err
    assert main(["edit", "chat.json", "hide", "6", "-q"]) == 0
    assert main(["edit", "chat.json", "--list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in listed[1:]] == [["1", "rename"], ["2", "hide"]]
    assert main(["render", "chat.json", "--format", "markdown"]) == 0
    assert "2 of 2 edit(s) made: chat.edits.toml" in capsys.readouterr().err
    assert "Open at night" in digest_file.with_suffix(".md").read_text("utf-8")
    assert main(["edit", "chat.json", "--undo", "1"]) == 0
    assert "rename" not in digest_file.with_name("chat.edits.toml").read_text("utf-8").partition("schema")[2]
    assert main(["render", "chat.json", "--format", "markdown", "-q"]) == 0
    assert "Open at night" not in digest_file.with_suffix(".md").read_text("utf-8")


def test_a_theme_is_named_as_the_edited_report_shows_it(digest_file, capsys):
    assert main(["edit", "chat.json", "hide", "1"]) == 0
    assert main(["edit", "chat.json", "hide", "1"]) == 0
    assert "“nowhere else to be” was taken out" in capsys.readouterr().err


def test_an_edit_whose_target_is_gone_is_told_by_its_number(digest_file, capsys):
    assert main(["edit", "chat.json", "rename", "1", "Open at night", "-q"]) == 0
    data = json.loads(digest_file.read_text("utf-8"))
    for number, argument in enumerate(data["arguments"]):
        if argument["theme_id"] == "safe":
            argument["theme_id"] = ["safe", "bus", "cost", "who"][number % 4]
    digest_file.write_text(json.dumps(data), "utf-8")
    assert main(["render", "chat.json", "--format", "markdown"]) == 0
    said = capsys.readouterr().err
    assert "Warning: edit 1 (rename) was not made" in said
    assert "--undo 1 takes it away" in said
    assert "Open at night" not in digest_file.with_suffix(".md").read_text("utf-8")
    assert main(["edit", "chat.json", "--list"]) == 0
    assert "not made" in capsys.readouterr().out


def test_nothing_is_written_for_an_edit_that_cannot_be_made(digest_file, capsys):
    assert main(["edit", "chat.json", "rename", "77", "x"]) == 2
    assert "There is no theme '77'" in capsys.readouterr().err
    assert main(["edit", "chat.json", "--undo", "3"]) == 2
    assert "holds 0 edit(s)" in capsys.readouterr().err
    assert main(["edit", "chat.json"]) == 0
    assert "No edits" in capsys.readouterr().out
    assert not digest_file.with_name("chat.edits.toml").exists()
    assert main(["edit", "gone.json", "hide", "1"]) == 3


def test_undo_says_when_the_digest_itself_holds_the_edit(digest_file, capsys):
    assert main(["edit", "chat.json", "rename", "1", "Open at night", "-q"]) == 0
    assert main(["render", "chat.json", "--format", "json", "-o", "edited.json", "-q"]) == 0
    Path("edited.edits.toml").write_bytes(Path("chat.edits.toml").read_bytes())
    assert main(["edit", "edited.json", "--undo", "1"]) == 0
    assert "was written with this edit in it" in capsys.readouterr().err


def test_people_and_brand_come_from_options_and_settings(digest_file, capsys):
    Path("miner.toml").write_text('[brand]\nname = "Night Desk"\naccent = "#fe0"\n', "utf-8")
    assert main(["render", "chat.json", "--format", "markdown", "--people", "pseudonyms"]) == 0
    said = capsys.readouterr().err
    assert f"Pseudonyms are made with the key in {Path('data/miner/people.key').absolute()}" in said
    assert "The accent #ffee00 is hard to read on light paper" in said
    assert '#openlate is hidden, for somebody is called so; people_keep = ["openlate"]' in said
    written = digest_file.with_suffix(".md").read_text("utf-8")
    assert "Night Desk" in written
    assert "ferro" not in written
    first = written
    assert main(["render", "chat.json", "--format", "markdown", "--people", "pseudonyms", "-q"]) == 0
    assert digest_file.with_suffix(".md").read_text("utf-8") == first


def test_a_merge_is_paid_for_once(digest_file, monkeypatch, capsys):
    from miner.digest.edits import desk

    assert main(["edit", "chat.json", "merge", "2", "3", "-q"]) == 0
    kept = digest_file.with_name("chat.edits.cache")
    before = kept.read_bytes()
    made = desk.Desk
    monkeypatch.delattr(desk, "Desk")  # nothing is compared again
    assert main(["render", "chat.json", "--format", "markdown"]) == 0
    assert main(["edit", "chat.json", "--list"]) == 0
    assert kept.read_bytes() == before
    drawn = digest_file.with_suffix(".md").read_text("utf-8")
    monkeypatch.setattr(desk, "Desk", made, raising=False)
    kept.write_bytes(before[:-9])
    capsys.readouterr()
    assert main(["render", "chat.json", "--format", "markdown"]) == 0
    assert "chat.edits.cache is left aside and made again" in capsys.readouterr().err
    assert digest_file.with_suffix(".md").read_text("utf-8") == drawn
    assert kept.read_bytes() == before


def test_a_merge_looks_vectors_up_in_the_library(digest_file, monkeypatch):
    from miner.library import Vectors

    Path("miner.toml").write_text('[library]\nfile = "kept.db"\n', "utf-8")
    assert main(["edit", "chat.json", "merge", "2", "3", "-q"]) == 0
    kept = digest_file.with_name("chat.edits.cache")
    before = kept.read_bytes()
    kept.unlink()
    made = []
    monkeypatch.setattr(Vectors, "keep", lambda _, model, rows: made.append((model, len(rows))))
    assert main(["render", "chat.json", "--format", "markdown", "-q"]) == 0
    assert kept.read_bytes() == before
    assert made == []


def test_a_merge_is_drawn_where_nothing_can_be_kept(digest_file, capsys):
    assert main(["edit", "chat.json", "merge", "2", "3", "-q"]) == 0
    kept = digest_file.with_name("chat.edits.cache")
    kept.unlink()
    kept.mkdir()
    assert main(["render", "chat.json", "--format", "markdown"]) == 0
    said = capsys.readouterr().err
    assert "chat.edits.cache is left aside and made again" in said
    assert "The next 'miner render' takes a few seconds more" in said


def test_an_unknown_way_to_show_people_is_an_error(digest_file, capsys):
    assert main(["render", "chat.json", "--people", "nobody"]) == 2
    assert "There is no way to show people 'nobody'" in capsys.readouterr().err


def test_the_key_itself_is_not_taken_nor_shown(digest_file, capsys):
    Path("miner.toml").write_text('[report]\npeople_key = "hunter2hunter2hunter2"\n', "utf-8")
    assert main(["render", "chat.json", "--people", "pseudonyms"]) == 2
    said = capsys.readouterr().err
    assert "env:NAME, file:PATH or keyring:SERVICE/USER" in said
    assert "hunter2" not in said


def test_a_digest_is_edited_in_its_next_run(tmp_path, root, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    place = str(root / "reports/examples/cx_innovation_chat.csv")
    assert main(["digest", place, "-q", "-o", "chat.json"]) == 0
    assert main(["edit", "chat.json", "rename", "1", "Begin with the everyday", "-q"]) == 0
    assert main(["digest", place, "-o", "chat.json"]) == 0
    assert "1 of 1 edit(s) made: chat.edits.toml" in capsys.readouterr().err
    theme = json.loads(Path("chat.json").read_text("utf-8"))["themes"][0]
    assert (theme["title"], theme["edited"]) == ("Begin with the everyday", ["title"])
