"""Times of chat lines: the order of day and month is settled for a file, said, and never guessed in silence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.sources.chats.days import DAY, MONTH, DayOrder, day_in_name, day_of_line, read_stamp, settle

DAY_FIRST, MONTH_FIRST = DayOrder(by_sign={"/": DAY}), DayOrder(by_sign={"/": MONTH})


@pytest.mark.parametrize(
    ("stamps", "by_sign", "layout", "has_note"),
    [
        (["13/02/2024, 10:00", "01/02/2024"], {"/": DAY}, "day first, as other dates show", False),
        (["02/13/2024", "01/02/2024"], {"/": MONTH}, "month first, as other dates show", False),
        (["13/02/2024"], {"/": DAY}, "day first", False),
        (["01.02.2024 10:00"], {".": DAY}, "day first, assumed", True),
        (["2024/02/01", "2024-02-02"], {}, "year first", False),
        (["01/02/2024, 10:00"], {"/": DAY}, "day first, assumed", True),
        (["1/2/24, 10:00 AM"], {"/": MONTH}, "month first, assumed", True),
        (["01/01/2024, 10:00", "02/02/2024"], {"/": DAY}, "day first", False),
        (["1/2/24", "2/2/24", "3/2/24"], {"/": DAY}, "day first, as the order of the messages shows", False),
        (["2/1/24", "2/2/24", "2/3/24"], {"/": MONTH}, "month first, as the order of the messages shows", False),
        (["3/1/24", "1/2/24", "2/2/24"], {"/": DAY}, "day first, as the order of the messages shows", False),
        (["10:31"], {}, "", False),
        ([], {}, "", False),
    ],
)
def test_order_is_settled_by_evidence(stamps: list[str], by_sign: dict[str, str], layout: str, has_note: bool) -> None:
    order = settle(stamps)
    assert (order.by_sign, order.layout, bool(order.note)) == (by_sign, layout, has_note)


def test_what_is_assumed_is_said_with_its_number() -> None:
    assert settle(["01/02/2024, 10:00", "02/03/2024, 10:00", "05/05/2024"]).note == (
        "2 dates such as 03/04 could be read both ways and were read day first, which nothing in the file shows for certain"
    )


def test_a_file_of_both_orders_reads_dates_in_doubt_like_those_before() -> None:
    stamps = ["13/02/2024", "01/03/2024", "04/15/2024", "04/06/2024"]
    order = settle(stamps)
    assert order.layout == "dates of both orders; those in doubt as the dates before them"
    read = [read_stamp(f"{stamp}, 10:00", order).at for stamp in stamps]
    assert [moment.strftime("%m-%d") for moment in read if moment] == ["02-13", "03-01", "04-15", "04-06"]


def test_each_sign_has_an_order_of_its_own() -> None:
    order = settle(["05.06.23, 15:48:11", "23.06.23, 15:48:11", "1/23/23, 3:19 AM", "1/2/23, 3:19 AM"])
    assert order.by_sign == {".": DAY, "/": MONTH}
    assert (
        order.layout == "day first, as other dates show (dates with .), month first, as other dates show (dates with /)"
    )


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("13/02/2024, 12:05 am", DAY_FIRST, "2024-02-13T00:05:00+00:00"),
        ("13/02/24, 1:05:09 p. m.", DAY_FIRST, "2024-02-13T13:05:09+00:00"),
        ("2/3/24, 9:42\u202fPM", MONTH_FIRST, "2024-02-03T21:42:00+00:00"),
        ("2/3/24, 9:42\u202fPM", DAY_FIRST, "2024-03-02T21:42:00+00:00"),
        ("1/23/23, 3:22_AM", MONTH_FIRST, "2023-01-23T03:22:00+00:00"),
        ("13.02.24 um 17.05", DAY_FIRST, "2024-02-13T17:05:00+00:00"),
        ("2024. 2. 13. 오후 1:05", DAY_FIRST, "2024-02-13T13:05:00+00:00"),
        ("2024/2/13 下午1:05", DAY_FIRST, "2024-02-13T13:05:00+00:00"),
        ("2024-02-13 10:00", DAY_FIRST, "2024-02-13T10:00:00+00:00"),
        ("17:05, 13/02/2024", DAY_FIRST, "2024-02-13T17:05:00+00:00"),
        ("2012-10-18T09:30:30+0200", DAY_FIRST, "2012-10-18T07:30:30+00:00"),
        ("2024-03-14 10:36+0100", DAY_FIRST, "2024-03-14T09:36:00+00:00"),
        ("14 March 2024 10:36", DAY_FIRST, "2024-03-14T10:36:00+00:00"),
        ("Thu, Mar 14 2024 16:59:00", DAY_FIRST, "2024-03-14T16:59:00+00:00"),
        ("31/06/2024, 10:00", DAY_FIRST, None),
        ("13/02/2024, 25:00", DAY_FIRST, None),
        ("14 Jan 10:36", DAY_FIRST, None),
        ("10:36", DAY_FIRST, None),
        ("", DAY_FIRST, None),
    ],
)
def test_times(text: str, order: DayOrder, moment: str | None) -> None:
    at = read_stamp(text, order).at
    assert (at.isoformat() if at else None) == moment


def test_what_a_stamp_leaves_out_comes_from_the_day_of_the_log() -> None:
    day = date(2009, 1, 15)
    assert [read_stamp(text, DAY_FIRST, day).at for text in ("14 Jan 10:36", "Jan 14 10:36", "10:36")] == [
        read_stamp(text, DAY_FIRST).at for text in ("2009-01-14 10:36", "2009-01-14 10:36", "2009-01-15 10:36")
    ]


def test_only_stamps_with_a_zone_are_certain() -> None:
    assert read_stamp("2024-03-14 10:36").tz_assumed
    assert not read_stamp("2024-03-14 10:36+0100").tz_assumed


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("--- Day changed Tue Mar 12 2024", date(2024, 3, 12)),
        ("--- Log opened Thu Mar 14 16:58:00 2024", date(2024, 3, 14)),
        ("**** BEGIN LOGGING AT Thu Mar 14 16:58:00 2024", date(2024, 3, 14)),
        ("Session Start: Thu Mar 14 16:58:00 2024", date(2024, 3, 14)),
        ("March 14, 2024", date(2024, 3, 14)),
        ("--- Thursday, March 14th, 2024 ---", date(2024, 3, 14)),
        ("we met in 2024", None),
        ("14:36", None),
        ("", None),
    ],
)
def test_day_lines(line: str, day: date | None) -> None:
    assert day_of_line(line) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("logs/2009-01-15-bouncer.log", date(2009, 1, 15)),
        ("#counter.20240314.log", date(2024, 3, 14)),
        ("2024-03-12 19.00.12 Meeting 91234567890/chat.txt", date(2024, 3, 12)),
        ("counter_2024_03_14.log", date(2024, 3, 14)),
        ("counter_20241399.log", None),
        ("123420240314.log", None),
        ("counter.log", None),
    ],
)
def test_day_in_the_name_of_a_log(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


@given(st.lists(st.text(alphabet="0123456789/.-: ,APMapm年下午", max_size=30), max_size=12))
def test_any_stamps_are_settled_and_read(stamps: list[str]) -> None:
    order = settle(stamps)
    for stamp in stamps:
        read = read_stamp(stamp, order)
        assert (read.at is None) == (read.precision == "none")


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 23), st.integers(0, 59), st.booleans())
def test_dates_are_read_in_the_order_that_is_settled(
    day: int, month: int, hour: int, minute: int, day_first: bool
) -> None:
    def written(day_: int, month_: int) -> str:
        first, second = (day_, month_) if day_first else (month_, day_)
        return f"{first}/{second}/2024, {hour:02}:{minute:02}"

    stamps = [written(31, 1), written(day, month)]
    read = read_stamp(stamps[1], settle(stamps)).at
    assert read is not None
    assert (read.day, read.month, read.hour, read.minute) == (day, month, hour, minute)
