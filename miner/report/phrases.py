"""Numbers, times and measures as words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from miner.transcript import Precision

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

STABLE_FROM = 0.75  # above this a theme of resampled arguments was matched in nearly every resample
STEADY_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as shown and as machines read it; both empty when it is not known."""

    text: str = ""
    iso: str = ""


def number(n: int) -> str:
    """1234 as 1,234."""
    return f"{n:,}"


def count(n: int, one: str, many: str = "") -> str:
    """``1 person``, ``12 people``; ``many`` defaults to ``one`` with an s."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """0.724 as 72%; never 100% for less than all, nor 0% for more than none."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:
        rounded = 99
    return "under 1%" if rounded == 0 and share > 0 else f"{rounded}%"


def listing(names: list[str] | tuple[str, ...], limit: int = 6) -> str:
    """``a, b and c``; what goes beyond ``limit`` is counted."""
    if len(names) > limit:
        return f"{', '.join(names[: limit - 1])} and {count(len(names) - limit + 1, 'other')}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def day(at: date) -> str:
    """``14 Mar 2024``, the same in every locale."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def clock(at: datetime) -> str:
    """``17:05``."""
    return f"{at.hour:02d}:{at.minute:02d}"


def moment(at: datetime | None, precision: Precision, assumed: bool = False) -> Moment:
    """A time, only as precise as it is known."""
    if at is None or precision == "none":
        return Moment()
    if precision == "day":
        return Moment(day(at), at.date().isoformat())
    zone = "UTC assumed" if assumed else "UTC"
    return Moment(f"{day(at)}, {clock(at)} {zone}", at.strftime("%Y-%m-%dT%H:%M:%SZ"))


def span(first: datetime | None, last: datetime | None, by_day: bool) -> str:
    """From the first post to the last: ``14 Mar 2024, 17:00 to 18:04 UTC``, ``2 Jan 2023 to 4 Feb 2024``."""
    if first is None or last is None:
        return ""
    if first.date() != last.date():
        return f"{day(first)} to {day(last)}"
    if by_day or clock(first) == clock(last):
        return day(first)
    return f"{day(first)}, {clock(first)} to {clock(last)} UTC"


def stability(value: float | None) -> str:
    """How reliably a theme comes back when arguments are left out, in words."""
    if value is None:
        return "too small to test"
    if value >= STABLE_FROM:
        return "holds firm"
    return "fairly steady" if value >= STEADY_FROM else "loose edges"


def stability_explained(value: float | None) -> str:
    """The sentence behind the word."""
    if value is None:
        return "Too few arguments to test whether this theme would come back."
    share = percent(value)
    return f"When arguments are left out at random, {share} of this theme stays together on average."


def reason(name: str) -> str:
    """A reason of the account as words: ``near_copy`` as ``near copy``."""
    return " ".join(name.replace("_", " ").split())
