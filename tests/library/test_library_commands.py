"""``miner library``, ``search``, ``forget`` and ``digest --keep`` as they are typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from miner.cli import main
from miner.library import Library

ROWS = """id,author,created,text
1,ann,2024-03-14T17:00:00Z,"We must get the basics right first because nobody forgives a late parcel."
2,Bob Sanderling,2024-03-14T17:01:00Z,"No, new ideas come first, customers cannot ask for what they never saw."
3,cy,2024-03-14T17:02:00Z,"Parcels that arrive late cost us more customers than any missing feature."
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in [name for name in os.environ if name.startswith("MINER_") and "__" in name]:
        monkeypatch.delenv(name)
    Path("talk.csv").write_text(ROWS, "utf-8")
    return tmp_path


def run(capsys, *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    return code, *capsys.readouterr()


def keep(capsys) -> str:
    code, _, err = run(capsys, "digest", "talk.csv", "--library", "kept.db", "--keep", "--format", "json")
    assert code == 0
    return next(line for line in err.splitlines() if line.startswith("kept in"))


def test_unasked_nothing_is_written_to_the_home_folder(capsys, here):
    code, _, err = run(capsys, "digest", "talk.csv", "--format", "json")
    assert (code, "library" in err, (here / "data").exists()) == (0, False, False)


def test_a_library_that_was_asked_for_once_gives_its_vectors_to_every_run_and_keeps_no_word(capsys, here):
    run(capsys, "digest", "talk.csv", "--format", "json")
    first = Path("reports/talk.json").read_bytes()
    place = str(here / "data/miner/library.db")
    assert run(capsys, "digest", "talk.csv", "--format", "json", "--library", place)[0] == 0
    with Library(Path(place)) as library:
        assert library.one("SELECT count(*) FROM vectors") == 3
        assert library.one("SELECT count(*) FROM posts") == library.one("SELECT count(*) FROM digests") == 0
    assert b"parcel" not in Path(place).read_bytes()
    _, _, err = run(capsys, "digest", "talk.csv", "--format", "json", "-v")
    assert "found in the library, 0 made" in err
    assert Path("reports/talk.json").read_bytes() == first


def test_none_keeps_nothing_and_gives_the_same_bytes(capsys, here):
    run(capsys, "digest", "talk.csv", "--format", "json", "--keep")
    first, written = (path.stat().st_mtime_ns for path in (Path("reports/talk.json"), here / "data/miner/library.db"))
    before = Path("reports/talk.json").read_bytes()
    assert run(capsys, "digest", "talk.csv", "--format", "json", "--library", "none")[0] == 0
    assert Path("reports/talk.json").read_bytes() == before
    assert Path("reports/talk.json").stat().st_mtime_ns > first
    assert (here / "data/miner/library.db").stat().st_mtime_ns == written


def test_a_library_that_cannot_be_used_is_left_alone_unless_it_was_named(capsys, here):
    (here / "data/miner").mkdir(parents=True)
    (here / "data/miner/library.db").write_bytes(b"no library at all, only text" * 99)
    code, _, err = run(capsys, "digest", "talk.csv", "--format", "json")
    assert code == 0
    assert "Made without vectors of earlier runs. The library " in err
    code, _, err = run(capsys, "digest", "talk.csv", "--library", "talk.csv")
    assert (code, err.splitlines()[-1].startswith("Error: The library talk.csv cannot be trusted: ")) == (3, True)


def test_an_unchanged_second_run_takes_the_digest_of_the_first(capsys):
    assert keep(capsys).endswith("3 new posts, 0 edited, 0 as before, 0 gone")
    first = Path("reports/talk.json").read_bytes()
    assert keep(capsys).endswith("0 new posts, 0 edited, 3 as before, 0 gone; the digest is that of an earlier run")
    assert Path("reports/talk.json").read_bytes() == first


def test_quotes_are_found_and_it_is_said_where_they_are(capsys):
    keep(capsys)
    code, out, _ = run(capsys, "search", "late parcel", "--library", "kept.db", "--words-only")
    assert (code, out.splitlines()[:2]) == (
        0,
        [
            "“We must get the basics right first because nobody forgives a late parcel.”",
            "    ann, 2024-03-14, talk.csv#line 2",
        ],
    )
    code, out, _ = run(capsys, "search", "new inventions and ideas", "--library", "kept.db", "--json", "-n", "1")
    (hit,) = json.loads(out)
    assert (hit["author"], hit["rank_by_meaning"]) == ("Bob Sanderling", 1)
    assert run(capsys, "search", "xylophone", "--library", "kept.db", "--words-only") == (0, "", "Nothing found.\n")
    assert json.loads(run(capsys, "search", "parcel", "--library", "kept.db", "--json", "--author", "CY")[1])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "soon"), "Setting 'date' in --since is 'soon'; expected a date such as 2024-03-14."),
        (("--kind", "comet"), "There is no kind of post 'comet'. Did you mean 'comment'?"),
        (("--library", "none.db"), "There is no library at none.db."),
    ],
)
def test_what_cannot_be_searched_is_told(capsys, words, said):
    code, _, err = run(capsys, "search", "parcel", *words)
    assert (code in (2, 3), said in err) == (True, True)


def test_the_library_says_what_it_holds_and_whether_it_is_sound(capsys):
    keep(capsys)
    assert "posts           3" in run(capsys, "library", "info", "--library", "kept.db")[1]
    info = json.loads(run(capsys, "library", "info", "--library", "kept.db", "--json")[1])
    assert (info["counts"]["posts"], info["counts"]["digests"]) == (3, 1)
    assert run(capsys, "library", "verify", "--library", "kept.db")[:2] == (0, "ok\n")
    with Library("kept.db") as library:
        library.db.execute("DELETE FROM words WHERE rowid = 1")
    code, out, _ = run(capsys, "library", "verify", "--library", "kept.db")
    assert (code, out) == (3, "The index of words has 2 posts, the library 3.\n")
    assert json.loads(run(capsys, "library", "verify", "--library", "kept.db", "--json")[1])["problems"]
    code, out, _ = run(capsys, "library", "gc", "--library", "kept.db", "--older-than", "0")
    assert (code, out.startswith("removed 0 vectors, 0 fetches, 0 pages; ")) == (0, True)
    assert json.loads(run(capsys, "library", "gc", "--library", "kept.db", "--json")[1])["vectors"] == 0


def test_what_is_exported_makes_the_same_digest(capsys):
    keep(capsys)
    assert run(capsys, "library", "export", "--library", "kept.db", "-o", "all.jsonl")[0] == 0
    code, out, _ = run(capsys, "read", "all.jsonl", "-q")
    assert (code, out) == (0, Path("all.jsonl").read_text("utf-8"))
    assert run(capsys, "library", "export", "--library", "kept.db")[1] == out


def test_an_empty_library_is_not_exported(capsys):
    Library("kept.db").close()
    code, _, err = run(capsys, "library", "export", "--library", "kept.db")
    assert (code, "The library kept.db holds no posts. 'miner digest PLACE --keep' keeps them." in err) == (3, True)


@pytest.mark.parametrize("words", [("forget",), ("library", "forget")])
def test_a_person_is_forgotten_and_a_receipt_printed(capsys, words):
    keep(capsys)
    code, out, _ = run(capsys, *words, "--author", "bob sanderling", "--library", "kept.db")
    receipt = json.loads(out)
    assert (code, receipt["posts"], receipt["digests"]) == (0, 1, 1)
    data = Path("kept.db").read_bytes()
    assert b"never saw" not in data
    assert b"anderling" not in data
    assert b"late parcel" in data


def test_no_library_and_no_name_are_told(capsys):
    assert run(capsys, "library", "info")[0] == 3
    assert "library.file is" in run(capsys, "library", "info", "--library", "none")[2]
    assert "--author is empty" in run(capsys, "forget", "--author", " ")[2]
    assert not Path("data").exists()
