"""Dates of forums: one order a page, the page's own zone and clock, never today's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.sources.forums.forum_dates import ForumDates, settled_order

PRINTED = [
    ("Sat Oct 15, 2011 4:40 pm", "en", "2011-10-15T16:40"),
    ("by Ann » Sat Oct 15, 2011 4:40 pm", "en", "2011-10-15T16:40"),
    ("March 03, 2024, 10:12:33 AM", "en", "2024-03-03T10:12:33"),
    ("« Reply #1 on: March 03, 2024, 12:05:00 AM »", "en", "2024-03-03T00:05"),
    ("3rd March 2024, 17:02", "en", "2024-03-03T17:02"),
    ("14.10.2020, 12:18", "de", "2020-10-14T12:18"),
    ("Mi 14. Okt 2020, 12:18", "de", "2020-10-14T12:18"),
    ("14. März 2024 um 18:02", "de", "2024-03-14T18:02"),
    ("Zuletzt geändert von r23 am 14.10.2020, 12:18, insgesamt 2-mal geändert.", "de", "2020-10-14T12:18"),
    ("mer. 14 oct. 2020 12:18", "fr", "2020-10-14T12:18"),
    ("14 de octubre de 2020, 12:18", "es", "2020-10-14T12:18"),
    ("14 окт 2020, 12:18", "ru", "2020-10-14T12:18"),
    ("27.8.24 21:08:52", "fi", "2024-08-27T21:08:52"),
    ("2020年10月14日 12:18", "ja", "2020-10-14T12:18"),
    ("2020-10-14 12:18", "en", "2020-10-14T12:18"),
    ("2013-03-20 16:29:40 -0600", "en", "2013-03-20T22:29:40"),
    ("2024-03-14T18:02:11+0100", "de", "2024-03-14T17:02:11"),
    ("1710435731", "en", "2024-03-14T17:02:11"),
    ("1710435731120", "en", "2024-03-14T17:02:11.120"),
]


@pytest.mark.parametrize(("text", "language", "moment"), PRINTED)
def test_what_forums_print(text: str, language: str, moment: str) -> None:
    stamp, is_relative = ForumDates([text], (language, "en")).read(text)
    assert stamp.at == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert not is_relative


@pytest.mark.parametrize(
    "text", ["Today, 10:12", "Yesterday at 5:00 pm", "vor 3 Stunden", "Gestern um 19:00", "3 days ago"]
)
def test_relative_dates_are_no_dates(text: str) -> None:
    stamp, is_relative = ForumDates([text]).read(text)
    assert (stamp.at, is_relative) == (None, True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [("Today, 10:12", "2024-03-14T10:12"), ("Gestern, 23:59", "2024-03-13T23:59"), ("3 hours ago", None)],
)
def test_today_is_the_day_that_the_page_prints(text: str, moment: str | None) -> None:
    stamp, is_relative = ForumDates([text], now="It is currently Thu Mar 14, 2024 12:18 pm").read(text)
    assert stamp.at == (datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None)
    assert is_relative


@pytest.mark.parametrize(
    ("zone", "moment", "assumed"),
    [
        ("", "12:18", True),
        ("All times are UTC", "12:18", False),
        ("UTC+02:00", "10:18", False),
        ("All times are GMT -5. The time now is 11:22 AM.", "17:18", False),
        ("UTC + 1 hour [ DST ]", "10:18", False),
        ("GMT +99", "12:18", True),
    ],
)
def test_times_are_in_the_zone_that_the_page_names(zone: str, moment: str, assumed: bool) -> None:
    stamp, _ = ForumDates([], zone=zone).read("14.10.2020, 12:18")
    assert stamp.at == datetime.fromisoformat(f"2020-10-14T{moment}").replace(tzinfo=UTC)
    assert stamp.tz_assumed is assumed


@pytest.mark.parametrize(
    ("dates", "locale", "day_first"),
    [
        (["03/04/2024 10:00", "15/04/2024 10:00"], "", True),
        (["03/04/2024 10:00", "03/15/2024 10:00"], "", False),
        (["03/04/2024", "03/06/2024", "04/02/2024"], "", False),  # in the order of time only so
        (["05/02/2024", "06/02/2024", "01/03/2024"], "", True),
        (["03-04-2024, 05:12 PM"], "", False),
        (["03-04-2024, 05:12 PM"], "en-GB", True),
        (["03/04/2024 17:12"], "de-DE", True),
        (["03/04/2024 17:12"], "en-US", False),
        (["03.04.2024 17:12"], "en", True),
    ],
)
def test_day_and_month_have_one_order_a_page(dates: list[str], locale: str, day_first: bool) -> None:
    assert settled_order(dates, locale)[0] is day_first


def test_an_order_that_had_to_be_concluded_is_said() -> None:
    assert settled_order(["03/04/2024", "03/06/2024", "04/02/2024"])[1].startswith(
        "dates such as 03/04 were read month first"
    )
    assert ForumDates(["03-04-2024, 05:12 PM"]).notes


@given(st.text(max_size=400), st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_a_date(text: str, zone: str, now: str) -> None:
    stamp, _ = ForumDates([text], zone=zone, now=now).read(text)
    assert stamp.at is None or stamp.at.tzinfo is not None


@given(st.text(alphabet="0123456789:.-/ apmUTC+年月日,»", max_size=60))
def test_no_row_of_digits_and_signs_breaks_a_date(text: str) -> None:
    stamp, _ = ForumDates([text], ("de", "en"), zone=text, now=text).read(text)
    assert stamp.at is None or 1970 <= stamp.at.year <= 2200
