"""Numbers, times, measures and whole sentences as words, in the language of the report.

Every word of the interface stands here, in the other files of words (``notes``, ``outline.words``,
``languages.recorded``) or in a template, never in between; all are looked up in the catalogues of ``languages``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from miner.report.languages import formats
from miner.report.languages.catalogues import N_, gettext, ngettext, npgettext, pgettext, spoken
from miner.report.languages.formats import day, day_and_month, joined, number
from miner.transcript import ParserStep, Precision

STABLE_FROM = 0.75  # above this a theme of resampled arguments was matched in nearly every resample
STEADY_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as shown and as machines read it; both empty when it is not known.

    ``clock`` is the hour alone, for pages whose posts are all of one day ("" when only the day is known),
    ``short`` leaves the year out, for pages of one year; ``day`` leaves the hour out, for pages of many months.
    """

    text: str = ""
    iso: str = ""
    clock: str = ""
    short: str = ""
    day: str = ""


def percent(share: float) -> str:
    """0.724 as 72%; never 100% for less than all, nor 0% for more than none."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:
        rounded = 99
    if rounded == 0 and share > 0:
        return gettext("under %(share)s", share=formats.percent(1))
    return formats.percent(rounded)


def listing(names: list[str] | tuple[str, ...], limit: int = 6) -> str:
    """``a, b and c``; what goes beyond ``limit`` is counted."""
    if len(names) > limit:
        n = len(names) - limit + 1
        shown = joined(names[: limit - 1])
        return ngettext("%(names)s and %(n)s other", "%(names)s and %(n)s others", n, names=shown, n=number(n))
    return formats.conjoined(names)


def clock(at: datetime) -> str:
    """``17:05``."""
    return formats.clock(at.hour, at.minute)


def day_and_clock(at: datetime) -> str:
    """``14 Mar 2024, 17:05``."""
    return gettext("%(day)s, %(clock)s", day=day(at), clock=clock(at))


def moment(at: datetime | None, precision: Precision, assumed: bool = False) -> Moment:
    """A time, only as precise as it is known."""
    if at is None or precision == "none":
        return Moment()
    if precision == "day":
        return Moment(day(at), at.date().isoformat(), short=day_and_month(at), day=day(at))
    parts = {"day": day(at), "clock": clock(at)}
    return Moment(
        gettext("%(day)s, %(clock)s UTC assumed", **parts) if assumed else gettext("%(day)s, %(clock)s UTC", **parts),
        at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        clock(at),
        gettext("%(day)s, %(clock)s", day=day_and_month(at), clock=clock(at)),
        day(at),
    )


def span(first: datetime | None, last: datetime | None, by_day: bool) -> str:
    """From the first post to the last: ``14 Mar 2024, 17:00 to 18:04 UTC``, ``2 Jan 2023 to 4 Feb 2024``."""
    if first is None or last is None:
        return ""
    if first.date() != last.date():
        return pgettext("days", "%(first)s to %(last)s", first=day(first), last=day(last))
    if by_day or clock(first) == clock(last):
        return day(first)
    return gettext("%(day)s, %(first)s to %(last)s UTC", day=day(first), first=clock(first), last=clock(last))


def stability(value: float | None) -> str:
    """How reliably a theme comes back when arguments are left out, in words."""
    if value is None:
        return pgettext("stability of a theme", "too small to test")
    if value >= STABLE_FROM:
        return pgettext("stability of a theme", "holds firm")
    if value >= STEADY_FROM:
        return pgettext("stability of a theme", "fairly steady")
    return pgettext("stability of a theme", "loose edges")


def stability_explained(value: float | None) -> str:
    """The sentence behind the word."""
    if value is None:
        return gettext("Too few arguments to test whether this theme would come back.")
    return gettext(
        "When arguments are left out at random, %(share)s of this theme stays together on average.",
        share=percent(value),
    )


def stop() -> str:
    """What ends a sentence before the next one."""
    return sentence("") + spoken().gap


def after_colon(text: str) -> str:
    """A text after what it explains."""
    return labelled("", text)


def labelled(label: str, text: str) -> str:
    """``Q1: What is new?``."""
    return gettext("%(label)s: %(text)s", label=label, text=text)


def detailed(text: str, detail: str) -> str:
    """``ann (host)``; the text alone where there is no more to say."""
    return gettext("%(text)s (%(detail)s)", text=text, detail=detail) if detail else text


def sentence(text: str) -> str:
    """A line with what ends a sentence."""
    return pgettext("a sentence", "%(text)s.", text=text)


def sentences(texts: Sequence[str]) -> str:
    """Sentences one after another."""
    return spoken().gap.join(texts)


def proof() -> str:
    """What holds of every quote."""
    return gettext(
        "Every quote was looked up again in the stored text of its post when this report was written; "
        "nobody's words were written or changed by a program."
    )


def people_not_messages() -> str:
    """How was counted."""
    return gettext("People are counted, not messages: copies and reposts count once, with their number shown.")


def untitled() -> str:
    """A discussion without a title."""
    return gettext("A discussion")


def not_enough() -> str:
    """Why a contrast is not shown, when the digest gives no reason."""
    return gettext("The discussion does not speak about it enough.")


SECTIONS: Mapping[str, str] = {
    "news": N_("What is new"),
    "said": N_("What people said"),
    "differ": N_("Where they differ"),
    "questions": N_("By question"),
    "once": N_("Said once"),
    "open": N_("Left open"),
    "next": N_("Next steps"),
    "links": N_("Links shared"),
    "people": N_("Who took part"),
    "posts": N_("All arguments"),
    "made": N_("How this was made"),
}


def section(anchor: str) -> str:
    """The title of a section."""
    return gettext(SECTIONS[anchor])


def figures(counted: Sequence[int]) -> list[tuple[str, str, str]]:
    """How many people, posts, arguments, themes, questions: number, label, and the section that shows them."""
    people, posts, arguments, themes, questions = counted
    labels = (
        (npgettext("below its number", "person", "people", people), "people"),
        (npgettext("below its number", "post", "posts", posts), "posts"),
        (npgettext("below its number", "argument", "arguments", arguments), "posts"),
        (npgettext("below its number", "theme", "themes", themes), "said"),
        (npgettext("below its number", "question", "questions", questions), "questions"),
    )
    return [(number(n), label, anchor) for n, (label, anchor) in zip(counted, labels, strict=True) if n]


def role(host: bool, guest: bool) -> str:
    """What somebody was in the discussion, besides one of them."""
    return pgettext("role of a person", "host") if host else pgettext("role of a person", "guest") if guest else ""


def origin(kind: str) -> str:
    """Where a contrast comes from."""
    if kind == "declared":
        return gettext("This contrast was asked for")
    return (
        gettext("One of the contrasts miner knows") if kind == "preset" else gettext("Found in the discussion itself")
    )


def people(n: int) -> str:
    """``1 person``, ``12 people``."""
    return ngettext("%(n)s person", "%(n)s people", n, n=number(n))


def posts(n: int) -> str:
    """``1 post``, ``12 posts``."""
    return ngettext("%(n)s post", "%(n)s posts", n, n=number(n))


def reposts(n: int) -> str:
    """``1 repost``, ``12 reposts``."""
    return ngettext("%(n)s repost", "%(n)s reposts", n, n=number(n))


def arguments(n: int) -> str:
    """``1 argument``, ``12 arguments``."""
    return ngettext("%(n)s argument", "%(n)s arguments", n, n=number(n))


def themes(n: int) -> str:
    """``1 theme``, ``12 themes``."""
    return ngettext("%(n)s theme", "%(n)s themes", n, n=number(n))


def discussions(n: int) -> str:
    """``2 discussions``."""
    return ngettext("%(n)s discussion", "%(n)s discussions", n, n=number(n))


def untitled_theme(label: str) -> str:
    """A theme that has no title of its own."""
    return gettext("Theme %(number)s", number=label)


def set_off(title: str) -> str:
    """A title in the quotation marks of the language."""
    return gettext("“%(title)s”", title=title)


def gist(n_people: int, themes: Sequence[tuple[str, int]], sides: Sequence[tuple[str, int]]) -> str:
    """What it came to, in one sentence: the largest themes and both sides, each with its people.

    Titles come with their quotation marks: only those in the discussion's own words have any.
    """
    spoke = formats.conjoined([_spoke(title, n, first=at == 0) for at, (title, n) in enumerate(themes)])
    people = ngettext("Of %(n)s person", "Of %(n)s people", n_people, n=number(n_people))
    if not sides:
        return gettext("%(of_people)s, %(spoke)s.", of_people=people, spoke=spoke)
    lean = formats.conjoined([_leans(name, n, first=at == 0) for at, (name, n) in enumerate(sides)])
    return gettext("%(of_people)s, %(spoke)s; where they differ, %(lean)s.", of_people=people, spoke=spoke, lean=lean)


def _spoke(title: str, n: int, first: bool) -> str:
    if first:
        return ngettext("%(n)s spoke about %(title)s", "%(n)s spoke about %(title)s", n, n=number(n), title=title)
    return ngettext("%(n)s about %(title)s", "%(n)s about %(title)s", n, n=number(n), title=title)


def _leans(side: str, n: int, first: bool) -> str:
    if first:
        return ngettext("%(n)s lean towards %(side)s", "%(n)s lean towards %(side)s", n, n=number(n), side=side)
    return ngettext("%(n)s towards %(side)s", "%(n)s towards %(side)s", n, n=number(n), side=side)


def gist_without_themes(n_people: int, n_posts: int, n_arguments: int) -> str:
    """The same where there was too little to group."""
    return ngettext(
        "%(people)s wrote %(posts)s with %(arguments)s.",
        "%(people)s wrote %(posts)s with %(arguments)s.",
        n_people,
        people=people(n_people),
        posts=posts(n_posts),
        arguments=arguments(n_arguments),
    )


def of_people(n: int, total: int) -> str:
    """``14 of 19 people``."""
    return ngettext("%(n)s of %(total)s person", "%(n)s of %(total)s people", total, n=number(n), total=number(total))


def of_arguments(n: int, total: int) -> str:
    """``14 of 19 arguments``."""
    return ngettext(
        "%(n)s of %(total)s argument", "%(n)s of %(total)s arguments", total, n=number(n), total=number(total)
    )


def reach(n: int, n_arguments: int, n_people: int) -> str:
    """How far a key point carries: ``14 of 19 arguments come down to this, by 11 people``."""
    carried = ngettext(
        "%(share)s comes down to this", "%(share)s come down to this", n, share=of_arguments(n, n_arguments)
    )
    if not n_people:
        return carried
    by = ngettext("by %(n)s person", "by %(n)s people", n_people, n=number(n_people))
    return gettext("%(carried)s, %(by_people)s", carried=carried, by_people=by)


def asked(by: str, at: datetime | None) -> str:
    """``asked by ann at 17:05 UTC``, as far as it is known."""
    if at is None:
        return gettext("asked by %(author)s", author=by) if by else ""
    if not by:
        return gettext("at %(clock)s UTC", clock=clock(at))
    return gettext("asked by %(author)s at %(clock)s UTC", author=by, clock=clock(at))


def answers(n_people: int, n_answers: int, n_arguments: int) -> str:
    """``12 people · 14 answers · 9 arguments``; what is none is left out but for the people."""
    answered = ngettext("%(n)s answer", "%(n)s answers", n_answers, n=number(n_answers))
    parts = (people(n_people), answered if n_answers else "", arguments(n_arguments) if n_arguments else "")
    return " · ".join(part for part in parts if part)


def neither_side(n: int) -> str:
    """Arguments between the poles of a contrast."""
    return ngettext("%(n)s argument on neither side", "%(n)s arguments on neither side", n, n=number(n))


def with_a_name(n: int, total: int) -> str:
    """People whose names are known, when some are not."""
    if n >= total:
        return people(n)
    return ngettext("%(n)s person with a name", "%(n)s people with a name", n, n=number(n))


def half_of_posts(n: int, total: int) -> str:
    """How evenly people spoke: ``Half of all posts are by 6 of 38 people``."""
    return gettext("Half of all posts are by %(share)s", share=of_people(n, total))


def range_of(first: int, last: int | None) -> str:
    """``1``, ``2 to 3``, ``16 or more``."""
    if last is None:
        return gettext("%(first)s or more", first=number(first))
    if first == last:
        return number(first)
    return pgettext("numbers", "%(first)s to %(last)s", first=number(first), last=number(last))


def signed(value: float) -> str:
    """A position as +0.42 or −0.42."""
    return formats.decimal(value)


def made_by(version: str) -> str:
    """Which miner it was."""
    return gettext("Made by miner %(version)s.", version=version)


def compared_with(embedder: str, sha256: str) -> str:
    """Which encoder, and the beginning of its checksum."""
    name, opened, about = embedder.partition(" (")
    details = [about.removesuffix(")")] if opened else []
    details += [f"sha256 {sha256[:12]}…"] if sha256 else []
    encoder = detailed(set_off(name), spoken().semicolon.join(details))
    return gettext("Texts were compared with %(encoder)s.", encoder=encoder)


def not_grouped(n: int) -> str:
    """That there are no themes; why stands among what to keep in mind."""
    return ngettext(
        "%(n)s argument was not grouped into themes.", "%(n)s arguments were not grouped into themes.", n, n=number(n)
    )


def grouped_by(n: int, method: str, coverage: float | None) -> str:
    """How themes were found; ``coverage`` None: there was nothing to cover."""
    share = pgettext("of all arguments", "none") if coverage is None else percent(coverage)
    return ngettext(
        "%(n)s argument was grouped by %(method)s; %(share)s of all arguments are in a theme.",
        "%(n)s arguments were grouped by %(method)s; %(share)s of all arguments are in a theme.",
        n,
        n=number(n),
        method=method,
        share=share,
    )


def sides_by(method: str) -> str:
    """How sides were told apart."""
    return gettext("Sides of contrasts were told apart by %(method)s.", method=method)


def account() -> tuple[tuple[str, str], ...]:
    """What became of items that are in the digest: used, reposts, merged; and what that means."""
    return (
        (pgettext("items", "used"), gettext("in this digest")),
        (pgettext("items", "reposts"), gettext("counted with the post they share, never quoted")),
        (pgettext("items", "merged"), gettext("copies of a post that is in the digest")),
    )


def nothing() -> str:
    """A setting that is empty."""
    return pgettext("value of a setting", "none")


def left_out(why: str) -> str:
    """A line of the account: set apart, and why."""
    return gettext("left out: %(reason)s", reason=why)


def not_read(why: str) -> str:
    """A line of the account: what could not be read, and why."""
    return gettext("could not be read: %(reason)s", reason=why)


def failed(why: str) -> str:
    """The same in a list."""
    return gettext("%(reason)s (failed)", reason=why)


def how_read(encoding: str, layout: str, step: ParserStep) -> str:
    """``utf-8; day first; parsed strictly``: what a reader needs to check how a file was read."""
    parsed = {
        "strict": gettext("parsed strictly"),
        "cleaned": gettext("parsed and cleaned: letters or marks were put right"),
        "recovered": gettext("recovered: the file is broken, what is whole in it was read"),
    }[step]
    return spoken().semicolon.join(part for part in (encoding, layout, parsed) if part)


def stretch(n: int, minutes: int) -> str:
    """``minute``, ``2 minutes``, ``3 hours``: after the word "per".

    Parameters
    ----------
    minutes
        Of the unit: 525600, 1440, 60 or 1.
    """
    shown = number(n)
    if minutes == 525600:
        return npgettext("arguments per", "year", "%(n)s years", n, n=shown)
    if minutes == 1440:
        return npgettext("arguments per", "day", "%(n)s days", n, n=shown)
    if minutes == 60:
        return npgettext("arguments per", "hour", "%(n)s hours", n, n=shown)
    return npgettext("arguments per", "minute", "%(n)s minutes", n, n=shown)


STEPS = (525600, 1440, 60, 1)
"""Minutes of a year, a day, an hour, a minute."""
