"""Numbers, times, measures and whole sentences as words.

Every word of the interface stands here or in a template, never in between: a report in another language
needs these two and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from miner.transcript import Precision

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

STABLE_FROM = 0.75  # above this a theme of resampled arguments was matched in nearly every resample
STEADY_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as shown and as machines read it; both empty when it is not known.

    ``clock`` is the hour alone, for pages whose posts are all of one day ("" when only the day is known),
    ``short`` leaves the year out, for pages of one year.
    """

    text: str = ""
    iso: str = ""
    clock: str = ""
    short: str = ""


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


def day_and_month(at: date) -> str:
    """``14 Mar``."""
    return f"{at.day} {_MONTHS[at.month - 1]}"


def month_and_year(at: date) -> str:
    """``Mar 2024``."""
    return f"{_MONTHS[at.month - 1]} {at.year}"


def clock(at: datetime) -> str:
    """``17:05``."""
    return f"{at.hour:02d}:{at.minute:02d}"


def moment(at: datetime | None, precision: Precision, assumed: bool = False) -> Moment:
    """A time, only as precise as it is known."""
    if at is None or precision == "none":
        return Moment()
    if precision == "day":
        return Moment(day(at), at.date().isoformat(), short=day_and_month(at))
    zone = "UTC assumed" if assumed else "UTC"
    return Moment(
        f"{day(at)}, {clock(at)} {zone}",
        at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        clock(at),
        f"{day_and_month(at)}, {clock(at)}",
    )


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


UNTITLED = "A discussion"
NOT_ENOUGH = "The discussion does not speak about it enough."
PROOF = (
    "Every quote was looked up again in the stored text of its post when this report was written; "
    "nobody's words were written or changed by a program."
)
PEOPLE_NOT_MESSAGES = "People are counted, not messages: copies and reposts count once, with their number shown."
SECTIONS: Mapping[str, str] = {
    "said": "What people said",
    "differ": "Where they differ",
    "questions": "By question",
    "once": "Said once",
    "open": "Left open",
    "links": "Links shared",
    "people": "Who took part",
    "posts": "All arguments",
    "made": "How this was made",
}
FIGURES = (
    ("person", "people", "people"),
    ("post", "posts", "posts"),
    ("argument", "arguments", "posts"),
    ("theme", "themes", "said"),
    ("question", "questions", "questions"),
)
"""Singular, plural, and the section that shows what was counted."""
HOST, GUEST = "host", "guest"
ORIGINS: Mapping[str, str] = {
    "declared": "This contrast was asked for",
    "preset": "One of the contrasts miner knows",
    "found": "Found in the discussion itself",
}


def people(n: int) -> str:
    """``1 person``, ``12 people``."""
    return count(n, "person", "people")


def untitled_theme(label: str) -> str:
    """A theme that has no title of its own."""
    return f"Theme {label}"


def gist(n_people: int, themes: Sequence[tuple[str, int]], sides: Sequence[tuple[str, int]]) -> str:
    """What it came to, in one sentence: the largest themes and both sides, each with its people.

    Titles come with their quotation marks: only those in the discussion's own words have any.
    """
    spoke = [f"{number(n)} {'spoke ' if at == 0 else ''}about {title}" for at, (title, n) in enumerate(themes)]
    lean = [f"{number(n)} {'lean ' if at == 0 else ''}towards {name}" for at, (name, n) in enumerate(sides)]
    differ = f"; where they differ, {listing(lean)}" if lean else ""
    return f"Of {people(n_people)}, {listing(spoke)}{differ}."


def gist_without_themes(n_people: int, n_posts: int, n_arguments: int) -> str:
    """The same where there was too little to group."""
    return f"{people(n_people)} wrote {count(n_posts, 'post')} with {count(n_arguments, 'argument')}."


def of_people(n: int, total: int) -> str:
    """``14 of 19 people``."""
    return f"{number(n)} of {people(total)}"


def reach(n: int, n_arguments: int, n_people: int) -> str:
    """How far a key point carries: ``14 of 19 arguments come down to this, by 11 people``."""
    verb = "comes" if n == 1 else "come"
    by = f", by {people(n_people)}" if n_people else ""
    return f"{number(n)} of {count(n_arguments, 'argument')} {verb} down to this{by}"


def asked(by: str, at: datetime | None) -> str:
    """``asked by ann at 17:05 UTC``, as far as it is known."""
    parts = [*([f"asked by {by}"] if by else []), *([f"at {clock(at)} UTC"] if at is not None else [])]
    return " ".join(parts)


def answers(n_people: int, n_answers: int, n_arguments: int) -> str:
    """``12 people · 14 answers · 9 arguments``; what is none is left out but for the people."""
    parts = [(n_answers, "answer"), (n_arguments, "argument")]
    return " · ".join([people(n_people), *(count(n, what) for n, what in parts if n)])


def neither_side(n: int) -> str:
    """Arguments between the poles of a contrast."""
    return f"{count(n, 'argument')} on neither side"


def with_a_name(n: int, total: int) -> str:
    """People whose names are known, when some are not."""
    return f"{people(n)} with a name" if n < total else people(n)


def half_of_posts(n: int, total: int) -> str:
    """How evenly people spoke: ``Half of all posts are by 6 of 38 people``."""
    return f"Half of all posts are by {of_people(n, total)}"


def range_of(first: int, last: int | None) -> str:
    """``1``, ``2 to 3``, ``16 or more``."""
    if last is None:
        return f"{number(first)} or more"
    return number(first) if first == last else f"{number(first)} to {number(last)}"


def signed(value: float) -> str:
    """A position as +0.42 or −0.42."""
    return "0" if abs(value) < 0.005 else f"{'+' if value > 0 else '−'}{abs(value):.2f}"


def made_by(version: str) -> str:
    """Which miner it was."""
    return f"Made by miner {version}."


def compared_with(embedder: str, sha256: str) -> str:
    """Which encoder, and the beginning of its checksum."""
    return f"Texts were compared with {embedder}{f' (sha256 {sha256[:12]}…)' if sha256 else ''}."


def grouped_by(n: int, method: str, coverage: float | None) -> str:
    """How themes were found; ``coverage`` None: there was nothing to cover."""
    were = "was" if n == 1 else "were"
    share = "none" if coverage is None else percent(coverage)
    return f"{count(n, 'argument')} {were} grouped by {method}; {share} of all arguments are in a theme."


def sides_by(method: str) -> str:
    """How sides were told apart."""
    return f"Sides of contrasts were told apart by {method}."


ACCOUNT: Mapping[str, tuple[str, str]] = {
    "used": ("used", "in this digest"),
    "reposts": ("reposts", "counted with the post they share, never quoted"),
    "merged": ("merged", "copies of a post that is in the digest"),
}
NONE = "none"


def left_out(why: str) -> str:
    """A line of the account: set apart, and why."""
    return f"left out: {why}"


def not_read(why: str) -> str:
    """A line of the account: what could not be read, and why."""
    return f"could not be read: {why}"


def failed(why: str) -> str:
    """The same in a list."""
    return f"{why} (failed)"


STEPS: Mapping[int, str] = {525600: "year", 1440: "day", 60: "hour", 1: "minute"}
"""Minutes of a stretch of time -> its name."""


def stretch(n: int, minutes: int) -> str:
    """``minute``, ``2 minutes``, ``3 hours``: after the word "per"."""
    return STEPS[minutes] if n == 1 else f"{n} {STEPS[minutes]}s"
