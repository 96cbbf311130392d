"""Times of chat lines: day or month first settled for the whole file, days that log lines or file names tell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone

from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.transcript import Precision, Record

DAY, MONTH, YEAR = "day first", "month first", "year first"

_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})(\. ?|[/-])(\d{1,2})(?:\. ?|[/-])(\d{1,4})(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(?:(上午|午前|오전|下午|午後|오후)\s?)?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?"
    r"[ \u202f\u00a0_]?(?:([AaPp])\.?[ \u00a0\u202f]?[Mm]\b)?"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_WHOLE = re.compile(  # the commonest form, read by one pattern instead of three
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4}),? (\d{1,2}):(\d\d)(?::(\d\d))?\Z"
)
_AFTERNOON = frozenset(["p", "下午", "午後", "오후"])
_OFFSET = re.compile(r"(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d))\Z")
_DAY_LINE = re.compile(
    r"(?:--- (?:Day changed|Log opened|Log closed)|\*{4} (?:BEGIN|ENDING) LOGGING AT|Session (?:Start|Close|Time|Ident):|[-—=*\s]{0,6})"
    r"\s*([^\n]{6,60}?)[-—=*\s]{0,6}\Z",
    re.IGNORECASE,
)
_YEAR_IN = re.compile(r"\b(?:19|20)\d\d\b")
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_MANY_TIMES_LONGER = 5  # a reading under which the chat lasts so many times as long as under the other is the wrong one


class DayOrder(Record, frozen=True):
    """How a file writes its days: for each sign between the numbers the order, and where both orders occur, for each date.

    Attributes
    ----------
    by_sign
        "." "/" "-" -> ``day first`` or ``month first``; "" where both occur.
    mixed
        Date as it is written -> order, for dates that can be read both ways in a file that has both orders.
    layout
        For the account: "day first, as other dates show"; "" if there are no numeric dates.
    note
        A sentence where nothing settled it; else "".
    """

    by_sign: dict[str, str] = {}
    mixed: dict[str, str] = {}
    layout: str = ""
    note: str = ""

    def of(self, match: re.Match[str]) -> str:
        """The order of one date."""
        if len(match[1]) == 4:
            return YEAR
        first, second = int(match[1]), int(match[3])
        if first > 12 or second > 12:
            return DAY if first > 12 else MONTH
        return self.by_sign.get(match[2].strip(), "") or self.mixed.get(match.group(), DAY)


def settle(stamps: Sequence[str]) -> DayOrder:
    """Decide the order of days and months for a file, by evidence in this order: numbers above 12, chronology, custom."""
    found = [(match, stamp) for stamp in stamps if (match := _NUMERIC.search(stamp))]
    by_sign: dict[str, str] = {}
    how: dict[str, str] = {}
    mixed: dict[str, str] = {}
    for sign in sorted({match[2].strip() for match, _ in found if len(match[1]) < 4}):
        of_sign = [(match, stamp) for match, stamp in found if match[2].strip() == sign and len(match[1]) < 4]
        by_sign[sign], how[sign] = _order([match for match, _ in of_sign], [stamp for _, stamp in of_sign])
        if not by_sign[sign]:
            mixed |= _nearest([match for match, _ in of_sign])
    return DayOrder(by_sign=by_sign, mixed=mixed, layout=_layout(found, by_sign, how), note=_note(found, by_sign, how))


def read_stamp(text: str, order: DayOrder = DayOrder(), day: date | None = None) -> Stamp:
    """The time of a head: with the date in it, else with that of the day the log says it is."""
    if text[10:11] == "T" and _ISO.match(text):
        return read_date(text)
    try:
        if (whole := _WHOLE.match(text)) and not order.mixed:
            clock_time = time(int(whole[5]), int(whole[6]), int(whole[7] or 0), tzinfo=UTC)
            moment = datetime.combine(_numeric_day(whole, order), clock_time)
            return Stamp(at=moment, precision="second" if whole[7] else "minute", tz_assumed=True)
        numeric = _NUMERIC.search(text)
        clock = _CLOCK.search(_blanked(text, numeric))
        found = _numeric_day(numeric, order) if numeric else _word_day(text, clock, day) or day
        return NO_DATE if found is None else _moment(found, clock, text)
    except ValueError:  # the 31st of June, 25 o'clock: no date
        return NO_DATE


def day_of_line(line: str) -> date | None:
    """The day a log line announces ("--- Day changed Tue Mar 12 2024", "March 14, 2024")."""
    if len(line) > 90 or not _YEAR_IN.search(line):
        return None
    match = _DAY_LINE.match(line.strip())
    if match is None:
        return None
    words = re.sub(r"\b\d{1,2}:\d\d(?::\d\d)?\b", "", match[1])
    words = re.sub(r"^\w+day,? |(?<=\d)(?:st|nd|rd|th)\b", "", " ".join(words.split()))
    words = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun) (?=[a-z]{3} )", "", words, flags=re.IGNORECASE)
    stamp = read_date(words, languages=("en", "de", "es", "fr"))
    return stamp.at.date() if stamp.at is not None else None


def day_in_name(place: str) -> date | None:
    """The last day in a file's name ("2009-01-15.log", "#chan.20090115.log"): logs are kept by day."""
    for match in reversed(list(_DAY_IN_NAME.finditer(place))):
        try:
            return date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:  # the 31st of June: some other number
            continue
    return None


def _blanked(text: str, numeric: re.Match[str] | None) -> str:
    """The text without its date, or 12.03.24 would be a clock."""
    return text[: numeric.start()] + " " * len(numeric.group()) + text[numeric.end() :] if numeric else text


def _is_open(match: re.Match[str]) -> bool:
    """Whether both orders give a date, and not the same one."""
    first, second = int(match[1]), int(match[3])
    return first <= 12 and second <= 12 and first != second


def _order(matches: Sequence[re.Match[str]], stamps: Sequence[str]) -> tuple[str, str]:
    """The order of dates with one sign, and how that is known; ("", ...) where both occur."""
    is_day = any(int(match[1]) > 12 for match in matches)
    is_month = any(int(match[3]) > 12 for match in matches)
    if is_day and is_month:
        return "", "dates of both orders; those in doubt as the dates before them"
    if is_day or is_month:
        return (DAY if is_day else MONTH), "as other dates show" if any(map(_is_open, matches)) else ""
    if not any(map(_is_open, matches)):
        return DAY, ""
    settled = _by_chronology(stamps, matches[0][2].strip())
    if settled:
        return settled, "as the order of the messages shows"
    american = matches[0][2] == "/" and any(map(_has_half_day, stamps))
    return (MONTH if american else DAY), "assumed"


def _has_half_day(stamp: str) -> bool:
    """Whether its clock has twelve hours, as in the countries that write the month first."""
    clock = _CLOCK.search(_blanked(stamp, _NUMERIC.search(stamp)))
    return clock is not None and clock[5] is not None


def _by_chronology(stamps: Sequence[str], sign: str) -> str:
    """The order under which the messages follow each other in time; "" if both do, or neither."""
    steps_back: dict[str, int] = {}
    spans: dict[str, float] = {}
    for order in (DAY, MONTH):
        moments = [stamp.at for text in stamps if (stamp := read_stamp(text, DayOrder(by_sign={sign: order}))).at]
        pairs = list(itertools.pairwise(moments))
        steps_back[order] = sum(later < earlier - timedelta(days=1) for earlier, later in pairs)
        spans[order] = (max(moments) - min(moments)).total_seconds() if moments else 0.0
    if steps_back[DAY] != steps_back[MONTH]:
        return min(steps_back, key=steps_back.__getitem__)
    shorter, longer = sorted(spans, key=spans.__getitem__)
    return shorter if spans[longer] > _MANY_TIMES_LONGER * spans[shorter] + 86400 else ""


def _nearest(matches: Sequence[re.Match[str]]) -> dict[str, str]:
    """For a file with both orders: each date in doubt has that of the date before it that is in none."""
    last = next((DAY if int(m[1]) > 12 else MONTH for m in matches if int(m[1]) > 12 or int(m[3]) > 12), DAY)
    orders: dict[str, str] = {}
    for match in matches:
        if int(match[1]) > 12 or int(match[3]) > 12:
            last = DAY if int(match[1]) > 12 else MONTH
        else:
            orders.setdefault(match.group(), last)
    return orders


def _layout(found: Sequence[tuple[re.Match[str], str]], by_sign: dict[str, str], how: dict[str, str]) -> str:
    """All that a reader must know: "day first, as other dates show; year first"."""
    several = len(by_sign) > 1
    parts = []
    for sign, order in by_sign.items():
        known = f", {how[sign]}" if how[sign] and order else how[sign]
        parts.append(f"{order}{known}" + (f" (dates with {sign})" if several else ""))
    if any(len(match[1]) == 4 for match, _ in found):
        parts.append(YEAR)
    return ", ".join(parts)


def _note(found: Sequence[tuple[re.Match[str], str]], by_sign: dict[str, str], how: dict[str, str]) -> str:
    n_open = sum(how.get(match[2].strip()) == "assumed" and len(match[1]) < 4 and _is_open(match) for match, _ in found)
    if not n_open:
        return ""
    order = next(by_sign[sign] for sign in by_sign if how[sign] == "assumed")
    return (
        f"{n_open} dates such as 03/04 could be read both ways and were read {order}, "
        "which nothing in the file shows for certain"
    )


def _numeric_day(match: re.Match[str], order: DayOrder) -> date:
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        return date(first, second, third)
    year = third if third > 99 else 2000 + third
    return date(year, second, first) if order.of(match) == DAY else date(year, first, second)


def _word_day(text: str, clock: re.Match[str] | None, day: date | None) -> date | None:
    """The day of "14 March 2024 10:36"; a year that is left out is that of the log."""
    words = (text[: clock.start()] + text[clock.end() :] if clock else text).strip(" ,-–")
    words = re.sub(r"(?:,| at| à| um)$", "", words.strip())
    if not re.search(r"[^\W\d_]{3}", words):
        return None
    if not _YEAR_IN.search(words):
        if day is None:
            return None
        words = f"{words} {day.year}"
    stamp = read_date(re.sub(r"^[^\W\d_]{3},? (?=[^\W\d_]{3} )", "", words))
    return stamp.at.date() if stamp.at is not None else None


def _moment(day: date, clock: re.Match[str] | None, text: str) -> Stamp:
    if clock is None:
        return Stamp(at=datetime(day.year, day.month, day.day, tzinfo=UTC), precision="day", tz_assumed=True)
    hour = int(clock[2])
    half = (clock[1] or clock[5] or "").lower()
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    offset = _OFFSET.search(text)
    minutes = int(offset[3]) * 60 + int(offset[4]) if offset and offset[2] else 0
    zone = timezone(timedelta(minutes=-minutes if offset and offset[2] == "-" else minutes))
    moment = datetime(day.year, day.month, day.day, hour, int(clock[3]), int(clock[4] or 0), tzinfo=zone)
    precision: Precision = "second" if clock[4] else "minute"
    return Stamp(at=moment.astimezone(UTC), precision=precision, tz_assumed=offset is None)
