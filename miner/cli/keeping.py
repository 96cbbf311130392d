"""What ``digest`` keeps in the library, and what it finds there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from miner.cli.voice import Voice
from miner.digest.records import Digest
from miner.errors import LibraryError
from miner.settings import Settings

if TYPE_CHECKING:
    from miner.library import Library
    from miner.transcript import Transcript

_SHORT_WAIT = (
    0.5  # seconds that a run waits to write vectors while another one writes: they are no more than saved time
)


def mine_and_keep(
    places: Sequence[str], name: str, settings: Settings, progress: Callable[[str], None], voice: Voice
) -> Digest:
    """Mine places with the vectors of earlier runs; keep new ones, and posts and digest if the settings say so.

    Parameters
    ----------
    name
        Of the run, when posts and digest are kept.

    Raises
    ------
    LibraryError
        If a library was named, or posts are to be kept, and it cannot be used. The library that is there by default
        is left alone then, and the digest made without it.
    MinerError
        What ``read`` and ``mine`` raise.
    """
    from miner.sources import read

    progress("reading")
    transcript = read(places, settings.sources)
    with _library(settings, voice) as library:
        if library is None:
            from miner.pipeline import mine

            return mine(transcript, settings, progress)
        if not settings.library.keep:
            return _mined(transcript, settings, library, progress, voice)
        return _kept(transcript, settings, library, name, progress, voice, places)


def _mined(
    transcript: Transcript, settings: Settings, library: Library, progress: Callable[[str], None], voice: Voice
) -> Digest:
    """The digest, made with the vectors of earlier runs."""
    from miner.embeddings.kept import rows_kept_in
    from miner.library import Answers, Vectors
    from miner.pipeline import mine
    from miner.writer.kept import answers_kept_in

    today = datetime.now(UTC).date()
    vectors, answers = Vectors(library, today), Answers(library, today)
    with rows_kept_in(vectors), answers_kept_in(answers):
        digest = mine(transcript, settings, progress)
    vectors.flush()
    answers.flush()
    if answers.given_up:
        voice.say(f"Answers of the writer were not kept, the next run will ask again: {answers.given_up}")
    if voice.verbose:
        voice.say(f"  rows of models: {vectors.n_found:,} found in the library, {vectors.n_made:,} made")
        voice.say(f"  none were kept: {vectors.given_up}" if vectors.given_up else "  new ones were kept")
    return digest


def _kept(
    transcript: Transcript,
    settings: Settings,
    library: Library,
    name: str,
    progress: Callable[[str], None],
    voice: Voice,
    places: Sequence[str],
) -> Digest:
    """The last digest of the name if it was made of the same, else one with what is new since then.

    It is kept with its posts and pages, in one transaction.
    """
    from miner.library import (
        begin_run,
        digest_key,
        digest_with,
        keep_digest,
        keep_pages,
        keep_theme_states,
        keep_transcript,
        unchanged,
    )

    key = digest_key(transcript, settings)
    # What was written is kept answer by answer: a digest that a writer left incomplete must not stand for the next one.
    before = None if settings.writer.model else unchanged(library, name, key)
    digest = before
    if digest is None:
        known = None if settings.writer.model else digest_with(library, key)
        mined = known or _mined(transcript, settings, library, progress, voice)
        digest = _with_news(mined, settings, library, name, progress)
    with library.writing():
        made = {"key": key} if before is None else {"same_as": key}
        run = begin_run(library, name, datetime.now(UTC), {**made, **keep_pages(library, places)})
        kept = keep_transcript(library, run, transcript)
        if before is None:
            keep_theme_states(library, keep_digest(library, run, digest), digest)
    voice.say(
        f"kept in {library.place}: {kept.new:,} new posts, {kept.edited:,} edited, {kept.same:,} as before, "
        f"{kept.gone:,} gone{'' if before is None else '; the digest is that of an earlier run'}"
    )
    return digest


def _with_news(
    digest: Digest, settings: Settings, library: Library, name: str, progress: Callable[[str], None]
) -> Digest:
    """The digest with what is new since the last one of its name."""
    from miner.embeddings.kept import rows_kept_in
    from miner.library import Vectors, continued

    progress("looking for what is new")
    vectors = Vectors(library, datetime.now(UTC).date())
    with rows_kept_in(vectors):
        digest = continued(library, name, digest, settings.embeddings)
    vectors.flush()
    return digest


@contextmanager
def rows_of_earlier_runs(settings: Settings, voice: Voice) -> Iterator[None]:
    """Within it, models look up what earlier runs made, if there is a library; raises what ``mine_and_keep`` does."""
    from miner.embeddings.kept import rows_kept_in
    from miner.library import Vectors

    with _library(settings, voice) as library:
        if library is None:
            yield
            return
        vectors = Vectors(library, datetime.now(UTC).date())
        with rows_kept_in(vectors):
            yield
        vectors.flush()


@contextmanager
def _library(settings: Settings, voice: Voice) -> Iterator[Library | None]:
    from miner.library import Library, library_place

    place = library_place(settings.library)
    wanted = settings.library.keep or bool(settings.library.file)
    if place is None or not (wanted or place.exists()):  # nothing is written to a home folder unasked
        yield None
        return
    try:
        library = Library(place, "miner digest", 5.0 if settings.library.keep else _SHORT_WAIT)
    except LibraryError as error:
        if wanted:
            raise
        voice.say(f"Made without vectors of earlier runs. {error}")
        yield None
        return
    with library:
        if library.journal != "wal" and voice.verbose:
            voice.say(f"The library is written without WAL (journal: {library.journal}); see 'miner library info'.")
        yield library
