"""The account names the step of the parser: strict, cleaned or recovered, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import BrokenInput
from miner.sources import read
from miner.sources.json_recovery import records_before_the_cut
from miner.sources.notes import Repair, step_of
from miner.transcript import PlaceAccount

ROWS = [
    {
        "author": "Ann",
        "text": "The basics come first, whatever else is new.",
        "tags": [{"name": "one"}, {"name": "two"}],
    },
    {"author": "Bo", "text": "Without anything new there is nothing to be basic about.", "tags": []},
    {"author": "Cy", "text": "Both of you describe the same hotel, in fact.", "tags": []},
]
TABLE = "author,text\nAnn,The basics come first\nBo,Something new comes first\nCy,It depends on the hotel\n"


def account(folder: Path, name: str, data: bytes) -> PlaceAccount:
    (folder / name).write_bytes(data)
    (only,) = read([str(folder / name)]).accounts
    assert only.read == only.kept + sum(only.skipped.values()) + sum(only.failed.values())
    return only


@pytest.mark.parametrize(
    ("name", "data", "step", "why"),
    [
        ("plain.csv", TABLE.encode(), "strict", ""),
        ("cells.csv", TABLE.replace("The basics", '"The, basics"').encode(), "strict", ""),
        ("nul.csv", TABLE.replace("hotel", "ho\0tel").encode(), "cleaned", "1 zero byte(s) were left out"),
        (
            "mixed.csv",
            (TABLE + "Dé,Ünö\n").encode() + "Eva,für alle\n".encode("cp1252"),
            "cleaned",
            "some of its lines are UTF-8 and some Windows-1252: each letter was read as what it is",
        ),
        (
            "lost.txt",
            b"\xef\xbb\xbfThe basics come first, said everybody in the room \xff that day.",
            "cleaned",
            "1 letter(s) could not be decoded and stand as \ufffd",
        ),
        (
            "quote.csv",
            TABLE.replace("Something", '"Something').encode(),
            "recovered",
            "a quotation mark in line 3 is never closed: the lines from there on were read one by one",
        ),
        (
            "half.json",
            json.dumps(ROWS).replace("hotel", "hotel \\ud83d").encode(),
            "cleaned",
            "halves of characters in the JSON were left out",
        ),
        (
            "two.json",
            (json.dumps(ROWS[:1], indent=1) + "\n" + json.dumps(ROWS[1:], indent=1)).encode(),
            "cleaned",
            "several JSON values stand one behind another in the file",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and len(value) < 12 else "",
)
def test_step_and_reason(tmp_path: Path, name: str, data: bytes, step: str, why: str) -> None:
    found = account(tmp_path, name, data)
    assert found.step == step
    assert [note for note in found.notes if note == why] == [why] * bool(why)


def test_records_before_a_cut_are_read_and_the_cut_one_is_counted(tmp_path: Path) -> None:
    text = json.dumps(ROWS)
    found = account(tmp_path, "cut.json", text[: text.index("describe")].encode())
    assert (found.kept, found.failed, found.step) == (2, {"cut off": 1}, "recovered")
    assert "the JSON ends in the middle: the records before that were read" in found.notes


def test_a_file_of_many_tells_of_its_own(tmp_path: Path) -> None:
    """An export read together names the file that was repaired."""
    (tmp_path / "users.json").write_text(json.dumps([{"id": "U1", "name": "ann", "profile": {}, "team_id": "T1"}]))
    (tmp_path / "channels.json").write_text(json.dumps([{"id": "C1", "name": "talk", "members": ["U1"]}]))
    (tmp_path / "talk").mkdir()
    messages = [
        {"type": "message", "user": "U1", "text": f"The basics come first, {n} times.", "ts": f"171000000{n}.0001"}
        for n in range(3)
    ]
    (tmp_path / "talk" / "2024-03-09.json").write_text(json.dumps(messages)[:-30])
    found = next(one for one in read([str(tmp_path)]).accounts if one.kept)
    assert (found.kept, found.failed, found.step) == (2, {"cut off": 1}, "recovered")
    assert any(note.startswith("talk/2024-03-09.json: the JSON ends") for note in found.notes)


def test_nothing_whole_before_the_cut_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cut.json").write_text('[{"author": "Ann", "text": "cut in the midd')
    with pytest.raises(BrokenInput, match="it is JSON that ends in the middle"):
        read([str(tmp_path / "cut.json")])


@given(st.integers(0, 400))
def test_a_cut_anywhere_gives_the_records_before_it(at: int) -> None:
    text = json.dumps(ROWS)
    at = min(at, len(text) - 1)
    whole = [row for number, row in enumerate(ROWS) if len(json.dumps(ROWS[: number + 1])) - 1 <= at]
    found = records_before_the_cut(text[:at])
    assert (found or []) == whole or (not whole and isinstance(found, list) and len(found) <= 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            '{"name": "r", "messages": [{"a": 1}, {"a": 2}, {"b": [{"c": 1}, {',
            {"name": "r", "messages": [{"a": 1}, {"a": 2}]},
        ),
        ('[{"a": "]}"}, {"a": "[{\\"', [{"a": "]}"}]),
        ('{"a": [1, 2', None),
        ('{"a": {"b": 1}, ', None),
        ('[{"a": 1}}, {', None),
        ('[{"a": nul}, {"a"', None),
        ("", None),
    ],
)
def test_the_longest_open_list_counts(text: str, found: object) -> None:
    assert records_before_the_cut(text) == found


def test_the_furthest_step_counts() -> None:
    assert step_of([]) == "strict"
    assert step_of([Repair("a")]) == "cleaned"
    assert step_of([Repair("a"), Repair("b", "recovered")]) == "recovered"
