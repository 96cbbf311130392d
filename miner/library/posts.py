"""Posts kept with all their versions: what was edited and what is gone can be told afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from miner import __version__
from miner.digest.people.naming import identity
from miner.embeddings.kept import text_key
from miner.library.engine import Library
from miner.library.indexing import indexed, passages_of
from miner.transcript import PlaceAccount, Post, Thread, Transcript, assemble

_ENCODER = msgspec.json.Encoder(order="deterministic")
_POST = msgspec.json.Decoder(Post)
_THREAD = msgspec.json.Decoder(Thread)


@dataclass(frozen=True)
class Kept:
    """What a reading brought: numbers of posts."""

    new: int = 0
    edited: int = 0
    same: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Version:
    """A post as it was read in one run."""

    post: Post
    run: int


def begin_run(library: Library, name: str, at: datetime, about: dict[str, Any] = {}) -> int:
    """The number of a new run. It is there for others when the transaction it is part of has ended.

    Parameters
    ----------
    name
        Of the digest that is made again and again, or of the discussion.
    about
        More to remember, as JSON.
    """
    library.db.execute(
        "INSERT INTO runs (name, at, maker, about) VALUES (?, ?, ?, ?)",
        (name, in_utc(at), f"miner {__version__}", _ENCODER.encode(about)),
    )
    return library.db.last_insert_rowid()


def keep_transcript(library: Library, run: int, transcript: Transcript) -> Kept:
    """Keep what was read: new posts, new versions of those whose text or author changed, and which are gone.

    A post is gone when its thread is read again without it, though with posts from before and after it: one that
    merely lies outside the stretch that was read this time is not.
    """
    with library.writing():
        threads = {thread.id: (_keep_thread(library, run, thread), thread.source) for thread in transcript.threads}
        counts = {"new": 0, "edited": 0, "same": 0}
        for post in transcript.posts:
            if post.thread_id not in threads:
                nameless = Thread(id=post.thread_id)
                threads[post.thread_id] = (_keep_thread(library, run, nameless), "")
            counts[_keep_post(library, run, *threads[post.thread_id], post)] += 1
        gone = sum(_mark_gone(library, run, number) for number, _ in threads.values())
        return Kept(**counts, gone=gone)


def load_transcript_of(library: Library, *, with_gone: bool = False) -> Transcript:
    """Everything kept, each post in its last version, in canonical order."""
    with library.reading():
        threads = [_THREAD.decode(record) for (record,) in library.rows("SELECT record FROM threads ORDER BY number")]
        posts = [post for _, post in current_posts(library, with_gone=with_gone)]
    ordered_threads, ordered, _ = assemble(threads, posts)
    account = PlaceAccount(place=library.place.name, source="library", read=len(ordered), kept=len(ordered))
    return Transcript(threads=ordered_threads, posts=ordered, accounts=(account,))


def current_posts(library: Library, *, with_gone: bool = True) -> Iterable[tuple[int, Post]]:
    """(number, last version) of every post."""
    where = "" if with_gone else "WHERE p.gone_run IS NULL"
    sql = (
        f"SELECT p.number, v.record FROM posts p JOIN versions v ON (v.post, v.version) = (p.number, p.version) {where}"  # noqa: S608 - one of two constants
    )
    return ((number, _POST.decode(record)) for number, record in library.db.execute(f"{sql} ORDER BY p.number"))


def post_of(library: Library, number: int) -> Post:
    """The last version of a post."""
    return _POST.decode(
        library.one(
            "SELECT record FROM versions v JOIN posts p ON (v.post, v.version) = (p.number, p.version) "
            "WHERE p.number = ?",
            (number,),
        )
    )


def versions_of(library: Library, thread_id: str, post_id: str) -> list[Version]:
    """All versions of a post, the oldest first."""
    rows = library.rows(
        "SELECT v.record, v.run FROM versions v JOIN posts p ON p.number = v.post JOIN threads t ON t.number = p.thread "
        "WHERE t.id = ? AND p.id = ? ORDER BY v.version",
        (thread_id, post_id),
    )
    return [Version(_POST.decode(record), run) for record, run in rows]


def in_utc(at: datetime) -> str:
    """Times as they are stored: comparable as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def written(record: Post | Thread) -> tuple[bytes, bytes]:
    """A record as it is stored, and its hash."""
    data = _ENCODER.encode(record)
    return hashlib.sha256(data).digest(), data


def read_post(data: bytes) -> Post:
    """What ``written`` wrote."""
    return _POST.decode(data)


def read_thread(data: bytes) -> Thread:
    """What ``written`` wrote."""
    return _THREAD.decode(data)


def said_by(post: Post) -> bytes:
    """What makes a version: likes, line numbers and the like change without an edit."""
    return hashlib.sha256(_ENCODER.encode((post.author, post.text))).digest()


def keep_words(library: Library, number: int, post: Post) -> None:
    """The post's words and passages in the index, in the place of those of an earlier version."""
    library.db.execute("DELETE FROM passages WHERE post = ?", (number,))
    library.db.execute("DELETE FROM words WHERE rowid = ?", (number,))
    library.db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, indexed(post.text)))
    passages = ((number, start, stop, text_key(post.text[start:stop])) for start, stop in passages_of(post))
    library.db.executemany("INSERT OR IGNORE INTO passages (post, start, stop, text) VALUES (?, ?, ?, ?)", passages)


def _keep_thread(library: Library, run: int, thread: Thread) -> int:
    library.db.execute(
        "INSERT INTO threads (id, run, hash, record) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET run = excluded.run, hash = excluded.hash, record = excluded.record",
        (thread.id, run, *written(thread)),
    )
    return int(library.one("SELECT number FROM threads WHERE id = ?", (thread.id,)))


def _keep_post(library: Library, run: int, thread: int, source: str, post: Post) -> str:
    known = library.rows(
        "SELECT p.number, p.version, v.said FROM posts p JOIN versions v ON (v.post, v.version) = (p.number, p.version) "
        "WHERE p.thread = ? AND p.id = ?",
        (thread, post.id),
    )
    fields = (identity(post.author), post.kind, source, None if post.posted_at is None else in_utc(post.posted_at))
    if not known:
        library.db.execute(
            "INSERT INTO posts (thread, id, who, kind, source, posted_at, version, first_run, seen_run) "
            "VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)",
            (thread, post.id, *fields, run, run),
        )
        _keep_version(library, library.db.last_insert_rowid(), 1, run, post)
        return "new"
    number, version, said = known[0]
    edited = said != said_by(post)
    library.db.execute(
        "UPDATE posts SET who = ?, kind = ?, source = ?, posted_at = ?, version = ?, seen_run = ?, gone_run = NULL "
        "WHERE number = ?",
        (*fields, version + edited, run, number),
    )
    if edited:
        _keep_version(library, number, version + 1, run, post)
        return "edited"
    library.db.execute(
        "UPDATE versions SET hash = ?, record = ? WHERE post = ? AND version = ?", (*written(post), number, version)
    )
    return "same"


def _keep_version(library: Library, number: int, version: int, run: int, post: Post) -> None:
    library.db.execute(
        "INSERT INTO versions (post, version, run, said, hash, record) VALUES (?, ?, ?, ?, ?, ?)",
        (number, version, run, said_by(post), *written(post)),
    )
    keep_words(library, number, post)


def _mark_gone(library: Library, run: int, thread: int) -> int:
    library.db.execute(
        "UPDATE posts SET gone_run = :run WHERE thread = :thread AND seen_run <> :run AND gone_run IS NULL "
        "AND posted_at > (SELECT min(posted_at) FROM posts WHERE thread = :thread AND seen_run = :run) "
        "AND posted_at < (SELECT max(posted_at) FROM posts WHERE thread = :thread AND seen_run = :run)",
        {"run": run, "thread": thread},
    )
    return library.db.changes()
