"""Dates as forums print them: in the page's language, in one order of day and month a page, often relative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

import msgspec

from miner.sources.dates import NO_DATE, Stamp, day_first_in, read_date

_MONTH = r"[^\W\d_]{3,12}"
_NUMERIC_DATE = re.compile(r"(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)")
_DAY = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<east>\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]?)"
    r"|(?P<numeric>\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:\d{4}|\d\d))(?!\d)"
    rf"|(?P<dmy>\d{{1,2}}(?:st|nd|rd|th|º|er|\.)?[\s-](?:de\s|of\s)?{_MONTH}\.?,?[\s-](?:de\s|del\s)?\d{{4}})"
    rf"|(?P<ymd>\d{{4}}[.,]?\s{_MONTH}\.?\s\d{{1,2}})\b)"
    rf"|(?<![^\W\d_])(?P<mdy>{_MONTH}\.?[\s-]\d{{1,2}}(?:st|nd|rd|th)?,?[\s-]\d{{4}})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})[:.h時](?P<minute>\d\d)(?:[:.分](?P<second>\d\d))?(?!\d)(?:\s?(?P<half>[ap])\.?\s?m\b)?",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:\s?(?:Z|UTC|[+-]\d\d:?\d\d))?|\d{13}(?!\d)|\d{10}(?!\d)"
)
_TODAY = re.compile(
    r"(?:today|heute|aujourd.hui|hoy|oggi|hoje|vandaag|idag|i dag|tänään|dzisiaj|dziś|dnes|сегодня|сьогодні|bugün|今天|今日|오늘)\b",
    re.IGNORECASE,
)
_YESTERDAY = re.compile(
    r"(?:yesterday|gestern|hier|ayer|ieri|ontem|gisteren|igår|i går|eilen|wczoraj|včera|вчера|вчора|dün|昨天|昨日|어제)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b(?:UTC|GMT|WEZ)\s{0,2}(?:(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?")
_SUMMER = re.compile(r"\[\s?(?:DST|Sommerzeit|heure d.été|horario de verano)\b", re.IGNORECASE)
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_DAY_FIRST_REGIONS = frozenset(("GB", "AU", "NZ", "IE", "IN", "ZA", "SG", "HK"))
_LONGEST = 300  # characters that are looked at; an "edited by" line with its reason stays below


class ForumDates:
    """Reads the dates of one page, all in the same order and zone.

    Parameters
    ----------
    texts
        All that the page prints as dates of posts, in page order.
    languages
        Codes for the names of months.
    locale
        The page's language and region, such as "en-GB"; "" if it names none.
    zone
        What the page says about its times; "" for nothing.
    now
        The page's own date and time; "" if it prints none.
    """

    def __init__(
        self, texts: Iterable[str], languages: tuple[str, ...] = (), locale: str = "", zone: str = "", now: str = ""
    ) -> None:
        self.languages = languages
        self.day_first, order = settled_order([text[:_LONGEST] for text in texts], locale)
        self.offset = _offset(zone)
        self.now = self._absolute(now)
        self._n_moved = 0
        self._order_note = order

    @property
    def notes(self) -> list[str]:
        """Sentences about what was concluded for the dates read so far."""
        notes = [self._order_note] if self._order_note else []
        if self._n_moved and self.offset is not None:
            hours = self.offset / timedelta(hours=1)
            notes.append(f"times were read as UTC{hours:+g} hours, as the page says of itself")
        return notes

    def read(self, text: str) -> tuple[Stamp, bool]:
        """A moment, and whether it was written relative to another ("yesterday", "3 hours ago").

        A relative date is read only where the page prints its own date; today's clock is never asked.
        """
        text = " ".join(text.split())[:_LONGEST]
        stamp = self._absolute(text)
        if stamp.at is not None:
            return self._in_zone(stamp), False
        stamp = self._relative(text)
        return self._in_zone(stamp), bool(text)

    def _absolute(self, text: str) -> Stamp:
        machine = _MACHINE.search(text)
        if machine and (machine.start() == 0 or len(machine.group()) > 13):
            return read_date(machine.group())
        day = _DAY.search(text)
        if day is None:
            return NO_DATE
        clock = _CLOCK.search(text, day.end()) or _CLOCK.search(text[: day.start()])
        return self._joined(_day_words(day), clock)

    def _joined(self, day: str, clock: re.Match[str] | None) -> Stamp:
        """The day read by the shared reader, with the time of day put onto it."""
        stamp = read_date(day, self.day_first, self.languages)
        if stamp.at is None or clock is None:
            return stamp
        hour = int(clock["hour"])
        if clock["half"]:
            hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
        try:
            at = stamp.at.replace(hour=hour, minute=int(clock["minute"]), second=int(clock["second"] or 0))
        except ValueError:
            return stamp
        return Stamp(at=at, precision="second" if clock["second"] else "minute", tz_assumed=True)

    def _relative(self, text: str) -> Stamp:
        if self.now.at is None:
            return NO_DATE
        n_days = 0 if _TODAY.search(text) else 1 if _YESTERDAY.search(text) else None
        if n_days is None:
            return NO_DATE
        day = (self.now.at - timedelta(days=n_days)).date().isoformat()
        return self._joined(day, _CLOCK.search(text))

    def _in_zone(self, stamp: Stamp) -> Stamp:
        if stamp.at is None or not stamp.tz_assumed or self.offset is None or stamp.precision == "day":
            return stamp
        self._n_moved += 1
        return msgspec.structs.replace(stamp, at=stamp.at - self.offset, tz_assumed=False)


def is_machine_date(text: str) -> bool:
    """Whether a date needs no order of day and month: ISO, or seconds since 1970."""
    return bool(_MACHINE.match(text))


def settled_order(texts: Sequence[str], locale: str = "") -> tuple[bool | None, str]:
    """Whether the page writes the day before the month, and a sentence where that had to be concluded.

    A number above 12 settles it. Else posts stand in the order of their time: the page's order of day and month is
    the one in which they go back less often. Where both do alike, the page's region decides, then the clock: of
    those who write 03-04-2024, those with "PM" put the month first; the signs decide last.
    """
    dates = [match.group() for text in texts if (match := _NUMERIC_DATE.search(text))]
    day_first, note = day_first_in(dates)
    if "certain" not in note:
        return day_first, note
    n_back = {order: _n_steps_back(dates, order) for order in (True, False)}
    if n_back[True] != n_back[False]:
        day_first, why = n_back[True] < n_back[False], "so the posts stand in the order of their time"
    elif locale.lower() == "en-us" or locale[:2].lower() not in ("", "en") or locale[3:].upper() in _DAY_FIRST_REGIONS:
        day_first, why = locale.lower() != "en-us", f"as is usual in {locale}"
    elif "." not in dates[0] and all(_HALF_DAY.search(text) for text in texts if _NUMERIC_DATE.search(text)):
        day_first, why = False, "as is usual with AM and PM"
    else:
        return day_first, note
    return day_first, f"dates such as 03/04 were read {'day' if day_first else 'month'} first: {why}"


def _n_steps_back(dates: Sequence[str], day_first: bool) -> int:
    moments = [stamp.at for text in dates if (stamp := read_date(text, day_first)).at is not None]
    return sum(later < earlier for earlier, later in pairwise(moments))


def _day_words(day: re.Match[str]) -> str:
    """The day in an order that the shared reader knows."""
    if day["east"]:
        year, month, date = re.findall(r"\d+", day["east"])
        return f"{year}-{int(month):02}-{int(date):02}"
    if day["ymd"]:
        year, month, date = re.split(r"[.,]?\s", day["ymd"])[:3]
        return f"{date} {month} {year}"
    return day.group()


def _offset(zone: str) -> timedelta | None:
    """How far the page's times are ahead of UTC; None if it does not say."""
    found = _ZONE.search(zone)
    if found is None:
        return None
    summer = bool(_SUMMER.search(zone, found.end()))  # phpBB 3.0: "UTC + 1 hour [ DST ]"
    ahead = timedelta(hours=int(found["hours"] or 0) + summer, minutes=int(found["minutes"] or 0))
    if ahead > timedelta(hours=15):
        return None
    return -ahead if found["sign"] == "-" else ahead
