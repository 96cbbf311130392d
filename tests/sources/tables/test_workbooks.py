"""Spreadsheets: sheets as tables, dates as dates, and none that is wider than memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import cell, ods, xlsx

from miner.errors import BrokenInput, MinerError
from miner.settings import SourceSettings
from miner.sources import read
from miner.sources.material import Material
from miner.sources.tables.unboxing import unboxed

ROWS = [
    ["id", "name", "comment", "date", "score"],
    [1, "Ann", "The basics come first, because nobody forgives a late parcel.", "date 2024-03-14T17:00:00", 4.0],
    [2, "Ben", "New ideas come first.\nAnd then the rest.", "date 2024-03-15T00:00:00", 2.5],
    ["", "", "", "", ""],
    [3, "Cleo", "Neither of them does & that is fine.", "date 2024-03-16T09:30:00", 0],
]
MAKERS = pytest.mark.parametrize("make", [xlsx, ods])


def written(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


@MAKERS
def test_sheet_is_read_like_any_table(make, tmp_path: Path) -> None:
    transcript = read([written(tmp_path, "talk.sheet", make({"Comments": ROWS}))])
    (account,) = transcript.accounts
    assert (account.place, account.source, account.read, account.kept) == ("talk.sheet", "table", 3, 3)
    assert account.encoding == make.__name__
    assert account.layout == "columns: text=comment, author=name, id=id, time=date, likes=score"
    first, second, third = transcript.posts
    assert (first.id, first.author, first.likes, first.locator) == ("table:1", "Ann", 4, "talk.sheet#line 2")
    assert (first.posted_at.isoformat(), first.precision) == ("2024-03-14T17:00:00+00:00", "second")
    assert (second.text, second.precision) == ("New ideas come first.\nAnd then the rest.", "day")
    assert third.locator == "talk.sheet#line 5"


@MAKERS
def test_every_sheet_has_its_own_account(make, tmp_path: Path) -> None:
    votes = [["participant", "n-votes"], [1, 7], [2, 9]]
    more = [["text"], ["The lift has been broken for a year, repair it."], ["Open in the evening."]]
    data = make({"Comments": ROWS, "Votes": votes, "Empty": [], "More": more})
    transcript = read([written(tmp_path, "talk.sheet", data)])
    accounts = {account.place: account for account in transcript.accounts}
    assert set(accounts) == {"talk.sheet/Comments", "talk.sheet/Votes", "talk.sheet/More"}
    assert (accounts["talk.sheet/Comments"].kept, accounts["talk.sheet/More"].kept) == (3, 2)
    assert accounts["talk.sheet/Votes"].skipped == {"table without a column of text": 1}
    assert len(read([str(tmp_path)]).posts) == 5


@MAKERS
def test_title_above_the_names_of_the_columns_is_passed_over(make, tmp_path: Path) -> None:
    data = make({"S": [["Answers of 2024", "", "", "", ""], ["", "", "", "", ""], *ROWS]})
    transcript = read([written(tmp_path, "talk.sheet", data)])
    assert [post.locator for post in transcript.posts] == [f"talk.sheet#line {n}" for n in (4, 5, 7)]


@MAKERS
def test_survey_in_a_spreadsheet(make, tmp_path: Path) -> None:
    rows = [["What is good here?", "What is bad here?"]]
    rows += [[f"the good answer of person {n}", f"the bad answer of person {n}"] for n in range(9)]
    (account,) = read([written(tmp_path, "answers.sheet", make({"S": rows}))]).accounts
    assert (account.source, account.kept) == ("survey", 18)


def test_ids_that_a_spreadsheet_rounded_are_taken_from_the_link(tmp_path: Path) -> None:
    rows = [["id_str", "from_user", "text", "created_at", "status_url"]]
    rows += [
        [
            1.26e18,
            "ann",
            f"words {n}",
            "Mon May 25 17:0{n}:00 +0000 2020",
            f"https://twitter.com/ann/status/126000000000000000{n}",
        ]
        for n in range(5)
    ]
    transcript = read([written(tmp_path, "tweets.xlsx", xlsx({"Archive": rows}))])
    assert transcript.accounts[0].source == "tweet_table"
    assert [post.id for post in transcript.posts] == [f"twitter:126000000000000000{n}" for n in range(5)]


def test_two_cells_a_billion_apart_are_refused(tmp_path: Path) -> None:
    rows = f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("XFD1048576", "b")}</row>'
    with pytest.raises(BrokenInput) as caught:
        read([written(tmp_path, "wide.xlsx", xlsx({"S": rows}))])
    assert str(caught.value) == (
        "wide.xlsx cannot be read: its sheet xl/worksheets/sheet1.xml spans 17,179,869,184 cells. "
        "Export the sheet with the discussion as CSV and give that."
    )


def test_spreadsheet_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    data = xlsx({"S": " " * 50_000_000})
    with pytest.raises(BrokenInput, match=r"it is a spreadsheet that unpacks to 50,\d{3},\d{3} bytes"):
        read([written(tmp_path, "bomb.xlsx", data)])


@pytest.mark.parametrize(
    "change", [lambda data: data[: len(data) // 2], lambda data: data.replace(b"sheet1", b"sheetX")]
)
def test_broken_spreadsheet_says_so(change, tmp_path: Path) -> None:
    place = written(tmp_path, "broken.xlsx", change(xlsx({"S": ROWS})))
    with pytest.raises(
        BrokenInput, match=r"broken\.xlsx cannot be read: it is (a spreadsheet|an Office document|a zip archive)"
    ):
        read([place])


def test_empty_spreadsheet_says_so(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput, match="it is a spreadsheet without a filled cell"):
        read([written(tmp_path, "empty.xlsx", xlsx({"S": []}))])


def test_named_columns_work_on_sheets(tmp_path: Path) -> None:
    place = written(tmp_path, "talk.xlsx", xlsx({"S": ROWS}))
    posts = read([place], SourceSettings(columns={"text": "name"})).posts
    assert {post.text for post in posts} == {"Ann", "Ben", "Cleo"}


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=60), st.integers(0, 5000))
def test_no_damaged_spreadsheet_raises_anything_else(noise: bytes, at: int) -> None:
    data = bytearray(xlsx({"S": ROWS}))
    at %= len(data)
    data[at : at + len(noise)] = noise
    try:
        unboxed(Material("odd.xlsx", bytes(data)))
    except MinerError:
        pass
