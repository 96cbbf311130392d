"""Dates as sources write them: ISO first, then the known formats, then human dates.

Nothing here asks the clock: a relative date ("3 days ago") is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from miner.transcript import Precision, Record

_TWITTER = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d) \+0000 (\d{4})$")
_ISO = re.compile(
    r"(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3}|\d{6})?(?:\.\d+)?$")  # seconds, milliseconds, microseconds
_RELATIVE = re.compile(r"\b(ago|yesterday|today|just now|vor \d|il y a|hace \d|gestern|heute|hier)\b", re.IGNORECASE)
# A day and a year, in Western, Arabic or Eastern numerals: without both there is no date, and no need to load dateparser.
_HAS_DAY_AND_YEAR = re.compile(r"\d{4}.*\d|\d.*\d{4}|\d{1,2}([./-])\s?\d{1,2}\1\s?\d{2}|\d.*\D.*\d{2}\b")
# Numbers alone are read here or are no date; words are for dateparser, which takes a second to load and more to give up.
_HAS_WORDS = re.compile(r"[^\W\d_]{2}|\d\s?[ap]\.\s?m|[^\x00-\u024f]")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)")
_ONE_DIGIT_HOUR = re.compile(r"^ (\d:)")
_HALF_DAY = re.compile(r"[ap]\.?\s?m\b", re.IGNORECASE)
_HAS_SECONDS = re.compile(r"\d:\d\d:\d\d")
_HAS_TIME = re.compile(r"\d{1,2}[:h]\d\d|\d\s?[ap]\.?m", re.IGNORECASE)
_NUMERIC_START = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\b")
_NUMERIC = re.compile(
    _NUMERIC_START.pattern + r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d\d))?\s?([ap]\.?m\.?)?)?", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WRITTEN = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
    rf"(?:(?P<month>{_MONTH_NAME})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-](?P<month2>{_MONTH_NAME})\.?,?)"
    r"[\s-](?P<year>(?:19|20)\d\d)"
    r"(?:,?\s(?:at\s|@\s|[-–|]\s)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?:\s?(?P<half>[ap]\.?m\.?))?(?:\s(?P<zone>UTC|GMT|Z))?)?",
    re.IGNORECASE,
)
_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2199


class Stamp(Record, frozen=True):
    """A moment: aware UTC, how much of it is real, and whether the zone was assumed (UTC)."""

    at: datetime | None = None
    precision: Precision = "none"
    tz_assumed: bool = False


NO_DATE = Stamp()


def read_date(text: str, day_first: bool | None = None, languages: tuple[str, ...] = ()) -> Stamp:
    """A date written by a machine or a person.

    Parameters
    ----------
    text
        ISO, epoch seconds or milliseconds, Twitter's, RFC 2822, or human ("March 3, 2024 at 5:12 pm").
    day_first
        For numeric dates such as 03/04/2024; None leaves a date that could be read both ways unread.
    languages
        Codes to try for month names; () tries all (slower).

    Returns
    -------
    Stamp
        ``NO_DATE`` for what is no date, is relative, or is ambiguous.
    """
    if text[4:5] in ("-", "/"):  # most exports; each is another moment, so that keeping them would not help
        iso = _ISO.fullmatch(text)
        if iso:
            return _from_iso(iso)
    return _read_date(text, day_first, languages)


@lru_cache(maxsize=100_000)
def _read_date(text: str, day_first: bool | None, languages: tuple[str, ...]) -> Stamp:
    text = " ".join(text.split())
    if not text or len(text) > 80:
        return NO_DATE
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    tweeted = _TWITTER.match(text)
    if tweeted:
        return _from_twitter(tweeted)
    iso = _ISO.fullmatch(text)
    if iso:
        return _from_iso(iso)
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        year, _, month, day, rest = year_first.groups()
        time = _ONE_DIGIT_HOUR.sub(r" 0\1", rest)
        iso = _ISO.fullmatch(f"{year}-{month:0>2}-{day:0>2}{time}")
        if iso:
            return _from_iso(iso)
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        return _from_numbers(numeric, day_first)
    return _from_words(text) or _from_mail(text) or _human(text, day_first, languages)


def _from_mail(text: str) -> Stamp | None:
    """RFC 2822; None if it is none. The library overlooks "pm", so such a time is not for it."""
    if ":" not in text or _HALF_DAY.search(text) or not _HAS_DAY_AND_YEAR.search(text):
        return None
    try:
        return _stamp(parsedate_to_datetime(text), "second" if _HAS_SECONDS.search(text) else "minute")
    except (ValueError, TypeError, IndexError):
        return None


def _from_twitter(found: re.Match[str]) -> Stamp:
    month, *numbers, year = found.groups()
    day, hour, minute, second = map(int, numbers)
    try:
        return _stamp(
            datetime(int(year), _MONTHS.index(month.lower()) + 1, day, hour, minute, second, tzinfo=UTC), "second"
        )
    except ValueError:
        return NO_DATE


def day_first_in(texts: Iterable[str]) -> tuple[bool | None, str]:
    """Whether a file writes the day before the month in dates such as 03/04/2024, and a sentence about it.

    Returns
    -------
    day_first
        None if no date can be read both ways. One date with a number above 12 settles it for the file; with none (or
        with both kinds) dots and dashes mean day first, slashes month first.
    note
        "" unless there was something to decide.
    """
    n_day = n_month = n_either = 0
    slash = False
    for text in texts:
        numeric = _NUMERIC.match(" ".join(text.split()))
        if numeric is None:
            continue
        first, second = int(numeric[1]), int(numeric[3])
        n_day += first > 12
        n_month += second > 12 >= first
        n_either += first <= 12 and second <= 12 and first != second
        slash = slash or numeric[2] == "/"
    if not n_either:
        return (True if n_day else None), ""
    settled = bool(n_day) != bool(n_month)
    day_first = bool(n_day) if settled else not slash
    order = "day first" if day_first else "month first"
    how = "as other dates of the file show" if settled else "which nothing in the file shows for certain"
    return day_first, f"{n_either} dates such as 03/04 could be read both ways and were read {order}, {how}"


def _from_epoch(number: float) -> Stamp:
    seconds = number / (1e6 if number > 1e14 else 1e3 if number > 1e11 else 1)
    return _stamp(datetime.fromtimestamp(seconds, UTC), "second")


def _from_iso(found: re.Match[str]) -> Stamp:
    year, month, day, time, fraction, zone = found.groups()
    if time is None:
        text = f"{year}-{month}-{day}"
    else:
        offset = "Z" if zone in ("UTC", "GMT") else zone or ""
        text = f"{year}-{month}-{day}T{time}{'.' + fraction[:6].ljust(6, '0') if fraction else ''}{offset}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return NO_DATE
    return _stamp(moment, "day" if time is None else "second" if len(time) > 5 else "minute")


def _from_numbers(found: re.Match[str], day_first: bool | None) -> Stamp:
    """14.3.2024 17:02, 3/14/24, 5:02:11 PM: the common forms of spreadsheets, read without a library."""
    first, sign, second, year, hour, minute, seconds, half = found.groups()
    a, b = int(first), int(second)
    if a > 12 or b > 12:
        day_first = a > 12
    elif day_first is None and a != b and sign != ".":
        return NO_DATE
    elif day_first is None:
        day_first = True
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        moment = datetime(
            full_year, b if day_first else a, a if day_first else b, hours, int(minute or 0), int(seconds or 0)
        )
    except ValueError:
        return NO_DATE
    return _stamp(moment, "day" if hour is None else "second" if seconds else "minute")


def _from_words(text: str) -> Stamp | None:
    """March 3, 2024 at 5:12 pm; Sunday, 3 March 2024 17:02: English dates, read without a library; None if it is none."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    month = _MONTHS.index((parts["month"] or parts["month2"])[:3].lower()) + 1
    hours, half = int(parts["hour"] or 0), (parts["half"] or "").lower()
    if half:
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    try:
        moment = datetime(
            int(parts["year"]),
            month,
            int(parts["day"] or parts["day2"]),
            hours,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
            tzinfo=UTC if parts["zone"] else None,
        )
    except ValueError:
        return NO_DATE
    return _stamp(moment, "day" if parts["hour"] is None else "second" if parts["second"] else "minute")


def _stamp(moment: datetime, precision: Precision) -> Stamp:
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        return NO_DATE
    if moment.tzinfo is UTC:
        return Stamp(at=moment, precision=precision)
    assumed = moment.tzinfo is None
    return Stamp(
        at=moment.replace(tzinfo=UTC) if assumed else moment.astimezone(UTC), precision=precision, tz_assumed=assumed
    )


def _human(text: str, day_first: bool | None, languages: tuple[str, ...]) -> Stamp:
    if _RELATIVE.search(text) or not _HAS_DAY_AND_YEAR.search(text) or not _HAS_WORDS.search(text):
        return NO_DATE
    numeric = _NUMERIC_START.match(text)
    if numeric:
        first, second = int(numeric[1]), int(numeric[3])
        if first > 12 or second > 12:
            day_first = first > 12
        elif day_first is None and first != second and numeric[2] != ".":
            return NO_DATE
        elif day_first is None:
            day_first = True
    import dateparser

    moment = dateparser.parse(
        text,
        languages=list(languages) or None,
        settings={
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "STRICT_PARSING": True,
            "PARSERS": ["absolute-time"],
            "RELATIVE_BASE": datetime(2000, 1, 1),
        },
    )
    if moment is None:
        return NO_DATE
    return _stamp(moment, ("second" if text.count(":") >= 2 else "minute") if _HAS_TIME.search(text) else "day")
