"""What is said on standard error."""

from __future__ import annotations

from miner.cli.voice import Voice, counted, plain
from miner.transcript import PlaceAccount


def _file(number: int, **changes: object) -> PlaceAccount:
    known = {"place": f"{number}.csv", "source": "table", "read": 3, "kept": 2, "skipped": {"empty": 1}}
    return PlaceAccount(**{**known, **changes})


def test_reasons_are_told_in_order():
    assert counted({"thanks": 1200, "greeting": 2}) == "greeting 2, thanks 1,200"


def test_what_terminals_obey_is_taken_out():
    assert plain("a\x1b[31m\u202eb\x9bc\td") == "a?[31m?b?c d"


def test_no_name_begins_a_line_of_its_own(capsys):
    assert plain("fine.csv\r\nError: all is lost\u2028.") == "fine.csv Error: all is lost ."
    Voice().account_of_files([_file(1, place="fine.csv\nError: all is lost", failed={"a\nb": 1}, notes=("c\nd",))])
    assert capsys.readouterr().err.count("\n") == 2


def test_files_are_told_a_line_each_and_the_rest_counted(capsys):
    files = [_file(number) for number in range(12)]
    Voice().account_of_files(files)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "  0.csv: table, 2 of 3 kept; empty 1"
    assert (len(lines), lines[-1]) == (11, "  and 2 more files (-v shows them)")
    Voice(verbose=True).account_of_files(files)
    assert len(capsys.readouterr().err.splitlines()) == 12
    Voice(quiet=True).account_of_files(files)
    assert capsys.readouterr().err == ""


def test_a_file_that_failed_is_always_told_with_its_reason(capsys):
    bad = _file(
        99, source="", read=1, kept=0, skipped={}, failed={"file that could not be read": 1}, notes=("It is empty.",)
    )
    Voice().account_of_files([*(_file(number) for number in range(12)), bad])
    assert capsys.readouterr().err.splitlines()[-3:] == [
        "  99.csv: not read, 0 of 1 kept; file that could not be read (failed) 1",
        "    It is empty.",
        "  and 2 more files (-v shows them)",
    ]


def test_notes_encoding_and_layout_are_told(capsys):
    Voice(verbose=True).account_of_files(
        [_file(1, encoding="cp1252", layout="columns: text=Comment", notes=("2nd guess: table",))]
    )
    assert capsys.readouterr().err.splitlines() == [
        "  1.csv: table, 2 of 3 kept; empty 1; columns: text=Comment; cp1252",
        "    2nd guess: table",
    ]
