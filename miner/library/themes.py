"""Themes that keep their identity from digest to digest of one name, and what else the next digest is compared with.

A theme's id is never given twice under a name, also when all that is known of the theme was forgotten or cleared out.
What was said in a theme is remembered as places in posts, not as text: a theme survives that one of its voices is
forgotten, and that the digest it was in is removed for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from miner.digest.changes import encoder_for, with_news
from miner.digest.changes.faces import Face, Known, Said
from miner.digest.changes.outcomes import number_of
from miner.digest.changes.past import Asked, Past, PastPost
from miner.digest.people.naming import identity
from miner.digest.records import Digest
from miner.errors import LibraryBusy
from miner.library.engine import Library
from miner.library.posts import read_post
from miner.library.records import digest_of, last_digest
from miner.settings import EmbeddingSettings
from miner.transcript import Record

if TYPE_CHECKING:
    from miner.library.erasing import Eraser

REMEMBERED = 26  # digests back that a theme may have been away and still gets its old id: half a year of weeks
_AT_ONCE = 500  # values in one query

Place = tuple[int, int, int, int]  # number of a post, its version, first character, the one after the last
_ENCODER = msgspec.json.Encoder()


class ThemeState(Record, frozen=True):
    """A theme as it was in one digest."""

    title: str = ""
    keywords: tuple[str, ...] = ()
    n_people: int = 0
    said: tuple[Place, ...] = ()


class DigestState(Record, frozen=True):
    """What else is compared: the questions that stood open."""

    asked: tuple[Place, ...] = ()


def continued(
    library: Library, name: str, digest: Digest, embeddings: EmbeddingSettings = EmbeddingSettings()
) -> Digest:
    """The digest with lasting ids, marks and news, compared with what is remembered under a name.

    Nothing is written. Call it before or after the posts of the digest are kept, always before its own
    ``keep_theme_states``, and on the digest as it was mined: before edits, the brand and pseudonyms. Marks that it has
    already are taken off. Within ``rows_kept_in`` no text is embedded twice.

    Parameters
    ----------
    name
        Of the digest that is made again and again; others' digests are not looked at.
    embeddings
        Those that the digest was made with.

    Returns
    -------
    Digest
        Without an earlier digest: themes have lasting ids, but no marks, and ``news`` is None.

    Raises
    ------
    LibraryError
    """
    with library.reading():
        past = _past(library, name)
    return with_news(digest, past, encoder_for(embeddings))


def keep_theme_states(library: Library, number: int, digest: Digest) -> None:
    """Remember the themes of a digest that was just kept, under the name of its run.

    Call it in the transaction of ``keep_digest``, whose number this is, after ``keep_transcript`` of the same posts:
    what is said in posts that the library does not have is not remembered.

    Raises
    ------
    LibraryBusy
        If another run under this name gave away the ids meanwhile. Make the digest again with ``continued``.
    """
    with library.writing():
        run, name = library.db.execute(
            "SELECT r.number, r.name FROM digests d JOIN runs r ON r.number = d.run WHERE d.number = ?", (number,)
        ).fetchone() or (0, "")
        places = _Places(library, digest)
        _check_free(library, name, digest)
        said: dict[str, list[Place]] = {}
        for argument in digest.arguments:
            place = places.of(argument.post_id, argument.start, argument.end)
            if argument.theme_id is not None and place is not None:
                said.setdefault(argument.theme_id, []).append(place)
        for theme in digest.themes:
            if theme.lasting_id is not None:
                state = ThemeState(
                    title=theme.title,
                    keywords=theme.keywords,
                    n_people=theme.n_people,
                    said=tuple(said.get(theme.id, ())),
                )
                _keep_state(library, name, run, number_of(theme.lasting_id), theme.id, theme.outcome or "", state)
        asked = (places.of(one.post_id, one.start, one.end) for one in digest.open_questions)
        record = _ENCODER.encode(DigestState(asked=tuple(place for place in asked if place is not None)))
        written_on = digest.written_on.isoformat() if digest.written_on is not None else None
        library.db.execute(
            "INSERT OR REPLACE INTO digest_states (run, written_on, record) VALUES (?, ?, ?)", (run, written_on, record)
        )
        library.db.executemany(
            "INSERT INTO heard (name, post, first_run, last_run) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (name, post) DO UPDATE SET last_run = excluded.last_run",
            ((name, post, run, run) for post in places.numbers()),
        )


def unchanged(library: Library, name: str, key: str) -> Digest | None:
    """The last digest of a name, news and all, if it was made with this ``digest_key``: there is nothing new."""
    number = last_digest(library, name)
    if number is None:
        return None
    run, kept_key = library.db.execute(
        "SELECT r.number, json_extract(r.about, '$.key') FROM digests d JOIN runs r ON r.number = d.run "
        "WHERE d.number = ?",
        (number,),
    ).fetchone() or (0, None)
    is_last = not _runs_of(library, name) or run == _runs_of(library, name)[0]
    return digest_of(library, number) if kept_key == key and is_last else None


def clean_states(library: Library, eraser: Eraser) -> None:
    """Take a person out of what is remembered: names of themes, and places in posts that are there no more."""
    posts = {number for (number,) in library.rows("SELECT number FROM posts")}
    for theme, run, record in library.rows("SELECT theme, run, record FROM theme_states"):
        state = msgspec.json.decode(record, type=ThemeState)
        kept = msgspec.structs.replace(
            state,
            title=eraser.clean(state.title),
            keywords=tuple(word for word in state.keywords if not eraser.holds(word)),
            said=tuple(place for place in state.said if place[0] in posts),
        )
        library.db.execute(
            "UPDATE theme_states SET record = ? WHERE (theme, run) = (?, ?)", (_ENCODER.encode(kept), theme, run)
        )
    for run, record in library.rows("SELECT run, record FROM digest_states"):
        asked = msgspec.json.decode(record, type=DigestState).asked
        left = DigestState(asked=tuple(place for place in asked if place[0] in posts))
        library.db.execute("UPDATE digest_states SET record = ? WHERE run = ?", (_ENCODER.encode(left), run))
    for table in ("themes", "heard"):
        for (name,) in library.rows(f"SELECT DISTINCT name FROM {table}"):  # noqa: S608 - constants
            if (cleaned := eraser.clean(name)) != name:
                library.db.execute(f"UPDATE OR REPLACE {table} SET name = ? WHERE name = ?", (cleaned, name))  # noqa: S608


class _Places:
    """Where the posts of a digest are in the library: number and version of those that are kept."""

    def __init__(self, library: Library, digest: Digest) -> None:
        threads = dict(library.rows("SELECT id, number FROM threads"))
        self._known: dict[str, tuple[int, int]] = {}
        for post in digest.posts:
            found = library.db.execute(
                "SELECT number, version FROM posts WHERE (thread, id) = (?, ?)", (threads.get(post.thread_id), post.id)
            ).fetchone()
            if found is not None:
                self._known[post.id] = (int(found[0]), int(found[1]))

    def of(self, post_id: str, start: int, end: int) -> Place | None:
        """A span of a post."""
        known = self._known.get(post_id)
        return None if known is None else (*known, start, end)

    def numbers(self) -> Iterable[int]:
        """Of all posts, each once."""
        return sorted({number for number, _ in self._known.values()})


def _check_free(library: Library, name: str, digest: Digest) -> None:
    """A theme that is not called new must be known, and one that is new must not be."""
    given = {nth for (nth,) in library.rows("SELECT nth FROM themes WHERE name = ?", (name,))}
    for theme in digest.themes:
        first = theme.outcome in ("new", "split") or (theme.outcome is None and digest.news is None)
        if theme.lasting_id is not None and first == (number_of(theme.lasting_id) in given):
            raise LibraryBusy(str(library.place), f"another run of {name!r}, which was faster")


def _keep_state(
    library: Library, name: str, run: int, nth: int, id_there: str, outcome: str, state: ThemeState
) -> None:
    theme = library.one("SELECT number FROM themes WHERE (name, nth) = (?, ?)", (name, nth))
    if theme is None:
        library.db.execute("INSERT INTO themes (name, nth, run) VALUES (?, ?, ?)", (name, nth, run))
        theme = library.db.last_insert_rowid()
    library.db.execute(
        "INSERT INTO theme_states (theme, run, id_there, outcome, record) VALUES (?, ?, ?, ?, ?)",
        (theme, run, id_there, outcome, _ENCODER.encode(state)),
    )


def _runs_of(library: Library, name: str) -> list[int]:
    """Runs of a name whose digests are remembered, the last one first."""
    rows = library.rows(
        "SELECT r.number FROM runs r JOIN digest_states s ON s.run = r.number WHERE r.name = ? ORDER BY r.number DESC",
        (name,),
    )
    return [int(number) for (number,) in rows]


def _past(library: Library, name: str) -> Past | None:
    runs = _runs_of(library, name)
    if not runs:
        return None
    ages = {run: age for age, run in enumerate(runs[:REMEMBERED])}
    written_on, record = library.db.execute(
        "SELECT written_on, record FROM digest_states WHERE run = ?", (runs[0],)
    ).fetchone() or (None, b"{}")
    states = [
        (int(nth), ages[run], msgspec.json.decode(state, type=ThemeState))
        for nth, run, state in library.rows(
            "SELECT t.nth, s.run, s.record FROM themes t JOIN theme_states s ON s.theme = t.number "
            "WHERE t.name = ? AND s.run = (SELECT max(run) FROM theme_states WHERE theme = t.number) ORDER BY t.nth",
            (name,),
        )
        if run in ages
    ]
    asked = msgspec.json.decode(record, type=DigestState).asked
    texts = _Texts(library, [*asked, *(place for _, _, state in states for place in state.said)])
    return Past(
        since=None if written_on is None else date.fromisoformat(written_on),
        themes=tuple(Known(f"T{nth}", age, _face(state, texts)) for nth, age, state in states),
        posts=dict(_posts_of(library, name, runs[0])),
        people=_people(library, name, "AND h.last_run = ?", runs[0]),
        people_ever=_people(library, name),
        asked=tuple(Asked(said.post, said.text) for place in asked if (said := texts.said(place)) is not None),
        n_given=int(library.one("SELECT coalesce(max(nth), 0) FROM themes WHERE name = ?", (name,))),
    )


def _face(state: ThemeState, texts: _Texts) -> Face:
    said = (texts.said(place) for place in state.said)
    return Face(state.title, state.keywords, state.n_people, tuple(one for one in said if one is not None))


class _Texts:
    """The words at places in posts."""

    def __init__(self, library: Library, places: Iterable[Place]) -> None:
        wanted = sorted({place[:2] for place in places})
        self._posts = {}
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            marks = ",".join(["(?, ?)"] * len(some))
            sql = f"SELECT post, version, record FROM versions WHERE (post, version) IN (VALUES {marks})"  # noqa: S608
            for number, version, record in library.rows(sql, [value for pair in some for value in pair]):
                self._posts[number, version] = read_post(record)

    def said(self, place: Place) -> Said | None:
        """None where the post, or that stretch of it, is gone."""
        number, version, start, end = place
        post = self._posts.get((number, version))
        if post is None or not post.text[start:end].strip():
            return None
        return Said(post.id, post.text[start:end], identity(post.author) if post.author else post.id)


def _posts_of(library: Library, name: str, run: int) -> Iterator[tuple[str, PastPost]]:
    """The posts of the last digest, each in its version of then."""
    rows = library.rows(
        "SELECT p.id, t.id, p.posted_at, v.record FROM heard h JOIN posts p ON p.number = h.post "
        "JOIN threads t ON t.number = p.thread JOIN versions v ON v.post = p.number "
        "WHERE h.name = :name AND h.last_run = :run "
        "AND v.version = (SELECT max(version) FROM versions WHERE post = p.number AND run <= :run) ORDER BY p.number",
        {"name": name, "run": run},
    )
    for key, thread, posted_at, record in rows:
        at = None if posted_at is None else datetime.fromisoformat(posted_at)
        yield key, PastPost(thread, read_post(record).text, at)


def _people(library: Library, name: str, more: str = "", *values: int) -> frozenset[str]:
    rows: Mapping[str, None] = dict.fromkeys(
        who
        for (who,) in library.rows(
            f"SELECT DISTINCT p.who FROM heard h JOIN posts p ON p.number = h.post WHERE h.name = ? {more}",  # noqa: S608
            (name, *values),
        )
    )
    return frozenset(rows)
