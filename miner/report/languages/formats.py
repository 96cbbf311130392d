"""Numbers, dates, times and lists as the language of the report writes them.

Digits are 0 to 9 in every language: pictures, tables and quotes have the same ones. Babel is imported inside the
functions: ``miner --help`` must not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache

from miner.report.languages.catalogues import spoken

_ISOLATE, _END = "\u2068", "\u2069"  # what is between them runs as its own first letter does
_MARK = "\N{LEFT-TO-RIGHT MARK}"  # keeps a sign before its number where lines run from the right


def number(n: int) -> str:
    """1234 as 1,234, 1.234 or 1 234."""
    return _number(n, spoken().code)


def decimal(value: float) -> str:
    """0.424 as 0.42 or 0,42, with its sign unless it is next to nothing."""
    if abs(value) < 0.005:
        return "0"
    mark = _MARK if spoken().direction == "rtl" else ""
    return f"{mark}{'+' if value > 0 else '−'}{_decimal(round(abs(value), 2), spoken().code)}"


def percent(hundredths: int) -> str:
    """72 as 72% or 72 %."""
    return _percent(hundredths, spoken().code)


def day(at: date) -> str:
    """``14 Mar 2024``, ``14. März 2024``."""
    language = spoken()
    return _date(at.year, at.month, at.day, language.day, "yMMMd", language.code)


def day_and_month(at: date) -> str:
    """``14 Mar``."""
    language = spoken()
    return _date(at.year, at.month, at.day, language.day_and_month, "MMMd", language.code)


def month_and_year(at: date) -> str:
    """``Mar 2024``."""
    language = spoken()
    return _date(at.year, at.month, 1, language.month_and_year, "yMMM", language.code)


def clock(hour: int, minute: int) -> str:
    """``17:05``."""
    return _clock(hour, minute, spoken().code)


def conjoined(names: Sequence[str]) -> str:
    """``a, b and c``."""
    from babel.lists import format_list

    language = spoken()
    return format_list(list(names), locale=language.lists or language.code)


def isolated(text: str) -> str:
    """A name or title for a line that runs from the right, so that neither turns the other around; else as it is."""
    return f"{_ISOLATE}{text}{_END}" if text and spoken().direction == "rtl" else text


def joined(parts: Sequence[str]) -> str:
    """``a, b, c``."""
    return spoken().comma.join(parts)


def parted(parts: Sequence[str]) -> str:
    """``a; b; c``: parts that may hold commas."""
    return spoken().semicolon.join(parts)


@lru_cache(maxsize=4096)
def _number(n: int, code: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(n, locale=code)


@lru_cache(maxsize=1024)
def _decimal(value: float, code: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, "0.00", locale=code)


@lru_cache(maxsize=512)
def _percent(hundredths: int, code: str) -> str:
    from babel.numbers import format_percent

    return format_percent(hundredths / 100, locale=code)


@lru_cache(maxsize=4096)
def _date(year: int, month: int, day_of_month: int, pattern: str, skeleton: str, code: str) -> str:
    from babel.dates import format_date, format_skeleton

    at = date(year, month, day_of_month)
    return format_date(at, pattern, locale=code) if pattern else format_skeleton(skeleton, at, locale=code)


@lru_cache(maxsize=2048)
def _clock(hour: int, minute: int, code: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton("Hm", time(hour, minute), locale=code)


def language_name(english: str) -> str:
    """``German`` as Deutsch, allemand or ドイツ語; a name that is none of a language stays."""
    return _language_name(english, spoken().code)


@lru_cache(maxsize=64)
def _language_name(english: str, code: str) -> str:
    from babel import Locale

    codes = {name: found for found, name in Locale("en").languages.items()}
    return str(Locale.parse(code).languages.get(codes.get(english, ""), english))
