"""Dates as pages print them, in many languages, and where in a text they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.sources.pages.claims import read_claim
from miner.sources.pages.moments import find_moment, read_clock, read_machine, read_moment
from miner.sources.pages.names import clean_name


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("於 2013/12/28 10:28", "2013-12-28T10:28"),
        ("le mercredi 15 mai 2019 à 08h07", "2019-05-15T08:07"),
        ("geschrieben von Ann am 21. Jan. 2015, 20:02", "2015-01-21T20:02"),
        ("18. Oktober 2023 - 13:11", "2023-10-18T13:11"),
        ("26 abril 2022 a las 15:11", "2022-04-26T15:11"),
        ("2013-03-20 18:51:20 -0600", "2013-03-21T00:51"),
        ("May 3, 2020 at 5:12 pm", "2020-05-03T17:12"),
        ("2024年3月5日(火) 14:05:33", "2024-03-05T14:05"),
        ("2024년 3월 5일 오후 2:05", "2024-03-05T14:05"),
        ("14:03, 12 May 2020", "2020-05-12T14:03"),
        ("5 мая 2020 в 14:05", "2020-05-05T14:05"),
        ("17 marca 2024, 6:50", "2024-03-17T06:50"),
        ("12. 1. 2020 14:05", "2020-01-12T14:05"),
        ("03.03.2011, 14:17", "2011-03-03T14:17"),
        ("12 Aralık 2021 09:00", "2021-12-12T09:00"),
        ("Sunday, March 3rd, 2024 at 11:59 AM", "2024-03-03T11:59"),
        ("12 tammikuuta 2020", "2020-01-12T00:00"),
    ],
)
def test_dates_of_many_languages(text: str, at: str) -> None:
    found = find_moment(text)
    assert found is not None
    moment = read_moment(found.words, True).at
    assert moment is not None
    assert moment.isoformat()[:16] == at


@pytest.mark.parametrize(
    "text",
    ["3 days ago", "vor 3 Tagen", "il y a 2 heures", "hace 5 horas", "3 дня назад", "3日前", "2h", "yesterday at 4:05"],
)
def test_relative_dates_are_dates_that_cannot_be_read(text: str) -> None:
    found = find_moment(text)
    assert found is not None
    assert found.relative
    assert read_moment(found.words, None).at is None


@pytest.mark.parametrize(
    "text", ["Joined 12 monkeys 1995", "2 of 3 pages", "1.2.3", "Mai 2008", "at 3 pm", "31/31/2020", "no digits"]
)
def test_what_is_no_date(text: str) -> None:
    assert find_moment(text) is None


def test_day_without_a_year_is_found_and_not_read() -> None:
    found = find_moment("12 May, 14:05")
    assert found is not None
    assert (found.words, found.relative) == ("", False)


def test_clocks_and_machine_dates() -> None:
    assert [read_clock(text) for text in ("2:20 AM", "um 14:05", "12", "nine")] == ["02:20", "14:05", "", ""]
    assert read_machine("1311791815") == "1311791815"
    assert read_machine("May 3, 2020 5:03 PM") == "2020-05-03 17:03"
    assert read_machine("a photo of a cat") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("23 Comments", 23),
        ("Kommentare (23)", 23),
        ("1,204 comments", 1204),
        ("留言列表 (42)", 42),
        ("23件のコメント", 23),
        ("One comment on “Bread”", 1),
        ("4 комментария", 4),
        ("3 réactions", 3),
        ("Posts: 212", None),
        ("12 points", None),
        ("What readers said", None),
    ],
)
def test_claims(text: str, number: int | None) -> None:
    assert read_claim(text) == number


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann says:", "Ann"),
        ("Par Bruno Roux,", "Bruno Roux"),
        ("geschrieben von Ann am", "Ann"),
        ("Otto K.", "Otto K."),
        ("posted by: ferry_9", "ferry_9"),
        ("Ramón dijo:", "Ramón"),
        ("名無しさん", "名無しさん"),
        ("Sigrid (Author)", "Sigrid"),
        ("Ann wrote on", "Ann"),
    ],
)
def test_names_without_what_stands_around_them(text: str, name: str) -> None:
    assert clean_name(text) == name


@given(st.text(alphabet="0123456789 .:/-年月日apmMayMärz,", max_size=60))
def test_any_text_has_a_date_inside_it_or_none(text: str) -> None:
    found = find_moment(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        read_moment(found.words, None)
