"""Dates as machines and people write them; what could be two days is none, or decided for the file."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.sources.dates import NO_DATE, day_first_in, read_date


@pytest.mark.parametrize(
    ("text", "at", "precision", "assumed"),
    [
        ("2024-03-14", "2024-03-14T00:00:00+00:00", "day", True),
        ("2024-03-14 17:02", "2024-03-14T17:02:00+00:00", "minute", True),
        ("2024-03-14T17:02:03.123456Z", "2024-03-14T17:02:03.123456+00:00", "second", False),
        ("2015-02-24 11:42:48 -0800", "2015-02-24T19:42:48+00:00", "second", False),
        ("2007-08-20 23:38:35-07:00", "2007-08-21T06:38:35+00:00", "second", False),
        ("2020-01-01 10:00:00 UTC", "2020-01-01T10:00:00+00:00", "second", False),
        ("2018-12-31T05:06:57,0537", "2018-12-31T05:06:57.053700+00:00", "second", True),
        ("Tue Mar 10 18:00:00 +0000 2015", "2015-03-10T18:00:00+00:00", "second", False),
        ("Thu, 14 Mar 2024 17:02:03 +0100", "2024-03-14T16:02:03+00:00", "second", False),
        ("1577836800", "2020-01-01T00:00:00+00:00", "second", False),
        ("1577836800000", "2020-01-01T00:00:00+00:00", "second", False),
        ("1577836800000000", "2020-01-01T00:00:00+00:00", "second", False),
        ("1323314807.0", "2011-12-08T03:26:47+00:00", "second", False),
        ("March 3, 2024 at 5:12 pm", "2024-03-03T17:12:00+00:00", "minute", True),
        ("Sunday, 3 March 2024 17:02", "2024-03-03T17:02:00+00:00", "minute", True),
        ("3rd Mar 2024", "2024-03-03T00:00:00+00:00", "day", True),
        ("Dec 31 2019 12:05 AM", "2019-12-31T00:05:00+00:00", "minute", True),
        ("14.3.2024 17:02", "2024-03-14T17:02:00+00:00", "minute", True),
        ("3.4.24", "2024-04-03T00:00:00+00:00", "day", True),
        ("31/12/2019", "2019-12-31T00:00:00+00:00", "day", True),
        ("12/31/2019, 5:02:11 PM", "2019-12-31T17:02:11+00:00", "second", True),
        ("5 mars 2024", "2024-03-05T00:00:00+00:00", "day", True),
        ("14. März 2024 17:02", "2024-03-14T17:02:00+00:00", "minute", True),
        ("2024年3月14日", "2024-03-14T00:00:00+00:00", "day", True),
    ],
)
def test_dates_that_are_read(text: str, at: str, precision: str, assumed: bool) -> None:
    stamp = read_date(text)
    assert stamp.at is not None
    assert (stamp.at.isoformat(), stamp.precision, stamp.tz_assumed) == (at, precision, assumed)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "0000-00-00 00:00:00", "2021-02-30", "1e20", "Sun, 31 Feb 2010 25:61:00 GMT", "99999-01-01"),
        *("yesterday at 5:04 pm", "3 days ago", "vor 3 Tagen", "03/04/2024", "00:04:11", "17:02", "March 2024", "12"),
        *(
            "Feb 30, 2024",
            "31.2.2024",
            "1/1/2024 25:00",
            "9999999999999",
            "x" * 200,
            "-1",
            "Wed Foo 10 18:00:00 +0000 2015",
        ),
    ],
)
def test_what_is_no_date_or_could_be_two(text: str) -> None:
    assert read_date(text) == NO_DATE


@pytest.mark.parametrize(("day_first", "month"), [(True, 4), (False, 3)])
def test_numbers_that_could_be_both_follow_the_file(day_first: bool, month: int) -> None:
    stamp = read_date("03/04/2024 10:00", day_first)
    assert stamp.at is not None
    assert stamp.at.month == month


def test_number_above_twelve_is_the_day_whatever_the_file_does() -> None:
    assert read_date("25/04/2024", False) == read_date("25/04/2024", True) != NO_DATE


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], (None, "")),
        (["2024-03-04", "words"], (None, "")),
        (["25/04/2024"], (True, "")),
        (["04/25/2024"], (None, "")),
        (["01/01/2024"], (None, "")),
        (
            ["03/04/2024", "25/04/2024"],
            (
                True,
                "1 dates such as 03/04 could be read both ways and were read day first, as other dates of the file show",
            ),
        ),
        (
            ["03/04/2024", "04/25/2024"],
            (
                False,
                "1 dates such as 03/04 could be read both ways and were read month first, as other dates of the file show",
            ),
        ),
        (
            ["03.04.2024"],
            (
                True,
                "1 dates such as 03/04 could be read both ways and were read day first, which nothing in the file shows for certain",
            ),
        ),
        (
            ["03/04/2024", "25/04/2024", "04/25/2024"],
            (
                False,
                "1 dates such as 03/04 could be read both ways and were read month first, which nothing in the file shows for certain",
            ),
        ),
    ],
)
def test_order_of_day_and_month_is_decided_per_file(texts: list[str], expected: tuple[bool | None, str]) -> None:
    assert day_first_in(texts) == expected
    assert day_first_in(texts[::-1]) == expected


@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}( [0-9]{1,2}:[0-9]{2})?", fullmatch=True)
)
def test_nothing_raises(text: str) -> None:
    stamp = read_date(text)
    assert stamp == NO_DATE or (stamp.at is not None and 1970 <= stamp.at.year <= 2199)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-3-4", "2024-03-04T00:00:00+00:00"),
        ("2024.03.14 17:02", "2024-03-14T17:02:00+00:00"),
        ("2024/3/4 5:06", "2024-03-04T05:06:00+00:00"),
        ("2024-3-4T05:06:07Z", "2024-03-04T05:06:07+00:00"),
        ("2024.3.4 05:06:07 +0200", "2024-03-04T03:06:07+00:00"),
    ],
)
def test_year_first_is_read_however_it_is_written(text: str, expected: str) -> None:
    moment = read_date(text).at
    assert moment is not None
    assert moment.isoformat() == expected


def test_numbers_alone_never_load_the_library_for_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dateparser", None)
    for text in (
        "1e20",
        "99999-01-01",
        "0000-00-00 00:00:00",
        "2021-02-30",
        "14 03 2024",
        "12 34 56 78",
        "5-5-5-5 2024",
    ):
        assert read_date(text) == NO_DATE
