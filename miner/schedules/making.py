"""One period of a digest made: what it reads, how it is mined, and the transaction in which all of it becomes visible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from miner.delivery import Planned, planned, post
from miner.digest.records import Digest
from miner.errors import NothingToMine
from miner.library import Library, begin_run, keep_digest, keep_pages, keep_transcript, last_digest
from miner.schedules.periods import Period
from miner.schedules.runs import Settled, seen_without_time, settle
from miner.schedules.tables import Schedule
from miner.settings import Settings
from miner.transcript import Transcript, is_context, within

if TYPE_CHECKING:
    from miner.fetch import Fetched

Say = Callable[[str], None]


@dataclass(frozen=True)
class Talk:
    """Where a run says what it does: ``progress`` the stage it is in, ``say`` sentences for the user."""

    progress: Say
    say: Say


@dataclass(frozen=True)
class Made:
    """A period that was made, or found quiet.

    Attributes
    ----------
    n_new
        Posts from the period itself; the digest may look further back. In the first digest: those of its window.
    digest
        As its readers see it, brand included; None in a quiet period.
    plan
        What goes to whom.
    n_made
        Rows that models had to compute; what was computed before is found in the library.
    """

    settled: Settled
    n_new: int
    digest: Digest | None = None
    plan: tuple[Planned, ...] = ()
    n_made: int = 0


@dataclass(frozen=True)
class Gathered:
    """All that the places of a digest hold: as posts, and the files and folders they were read from."""

    transcript: Transcript
    places: tuple[str, ...]


def read_places(schedule: Schedule, talk: Talk) -> Gathered:
    """Everything that stands in the places of a digest, fetched first where they are addresses.

    Raises
    ------
    NetworkError, InputError, MissingPart, CannotWrite
        What was fetched until then is kept, and the next run goes on from there.
    """
    from miner.fetch import fetched_places
    from miner.sources import read

    places, fetched = fetched_places(schedule.places, schedule.settings.fetch, talk.progress)
    for one in fetched:
        _tell_fetched(one, talk.say)
    talk.progress("reading")
    return Gathered(read(places, schedule.settings.sources), tuple(places))


def make(schedule: Schedule, period: Period, everything: Gathered, library: Library, now: datetime, talk: Talk) -> Made:
    """Make the digest of a period, and in one transaction keep it, its posts, the period and what is to be sent.

    Parameters
    ----------
    everything
        All that was read; the digest is made of the part that lies in its window.

    Raises
    ------
    MinerError
        What mining and rendering raise; nothing is kept then but what models computed.
    """
    known = _until(everything, period.ends_at)
    posts = everything.transcript
    seen = seen_without_time(library, schedule.name, period.name)
    window = within(posts, schedule.rhythm.window_start(period), period.ends_at, seen)
    is_first = last_digest(library, schedule.name) is None  # to its readers all of the window is new
    n_new = _n_own(window if is_first else within(posts, period.starts_at, period.ends_at, seen))
    mined, n_made = _mined(schedule, period, window, library, now, talk) if n_new else (None, 0)
    if mined is None:
        return Made(_keep(schedule, period, known, None, (), library, now), n_new)
    digest = _branded(mined, schedule.settings, talk)
    talk.progress("writing what is sent")
    plan = planned(digest, schedule.name, period.name, schedule.to, schedule.settings, now)
    return Made(_keep(schedule, period, known, mined, plan, library, now), n_new, digest, plan, n_made)


def _until(everything: Gathered, ends_at: datetime) -> Gathered:
    """Without the posts from ``ends_at`` on: they are new in the next period, also when this one is made late."""
    posts = tuple(post for post in everything.transcript.posts if post.posted_at is None or post.posted_at < ends_at)
    return replace(everything, transcript=msgspec.structs.replace(everything.transcript, posts=posts))


def _n_own(window: Transcript) -> int:
    return sum(not is_context(one) and one.kind != "system" for one in window.posts)


def _mined(
    schedule: Schedule, period: Period, window: Transcript, library: Library, now: datetime, talk: Talk
) -> tuple[Digest | None, int]:
    """The digest with the marks of what is new, and how many rows of models it took; None if nothing argues."""
    from miner.embeddings.kept import rows_kept_in
    from miner.library import Answers, Vectors
    from miner.library.themes import continued
    from miner.pipeline import mine
    from miner.writer.kept import answers_kept_in

    settings = _dated(schedule, period)
    vectors, answers = Vectors(library, now.date()), Answers(library, now.date())
    try:
        with rows_kept_in(vectors), answers_kept_in(answers):
            digest = continued(library, schedule.name, mine(window, settings, talk.progress), settings.embeddings)
    except NothingToMine:
        return None, vectors.n_made
    vectors.flush()
    answers.flush()
    return digest, vectors.n_made


def _dated(schedule: Schedule, period: Period) -> Settings:
    """The digest bears the day on which it is due: the same whenever it is made."""
    settings = schedule.settings
    if settings.digest.written_on:
        return settings
    day = period.ends_at.astimezone(schedule.rhythm.zone).date().isoformat()
    return msgspec.structs.replace(settings, digest=msgspec.structs.replace(settings.digest, written_on=day))


def _keep(
    schedule: Schedule,
    period: Period,
    known: Gathered,
    digest: Digest | None,
    plan: tuple[Planned, ...],
    library: Library,
    now: datetime,
) -> Settled:
    from miner.library.themes import keep_theme_states

    with library.writing():
        about = {"period": period.name, **keep_pages(library, known.places)}
        run = begin_run(library, schedule.name, now, about)
        keep_transcript(library, run, known.transcript)
        number = None
        if digest is not None:
            number = keep_digest(library, run, digest)
            keep_theme_states(library, number, digest)
            post(library, number, plan, now)
        settled = Settled(schedule.name, period, "quiet" if number is None else "made", now, run, number)
        settle(library, settled)
    return settled


def _branded(digest: Digest, settings: Settings, talk: Talk) -> Digest:
    from miner.report.brand import branded

    return branded(digest, settings.brand, talk.say)


def _tell_fetched(one: Fetched, say: Say) -> None:
    say(f"  {one.url}: {one.site}, {one.n_asked:,} asked for, {one.n_new:,} new, {one.n_unchanged:,} unchanged")
    for note in one.notes:
        say(f"    {note}")
