"""What keeps a library sound and small: numbers, checks, and clearing out what nobody uses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import apsw
import msgspec

from miner.embeddings.kept import unpacked
from miner.errors import LibraryBroken
from miner.library.engine import Library, sqlite_version
from miner.library.posts import in_utc, read_post
from miner.library.records import checked

TABLES = (
    "runs",
    "threads",
    "posts",
    "versions",
    "fetches",
    "vectors",
    "digests",
    "themes",
    "deliveries",
)


@dataclass(frozen=True)
class Info:
    """What a library holds."""

    file: str
    tables_version: int
    sqlite: str
    journal: str
    n_bytes: int
    n_bytes_wal: int
    n_bytes_free: int
    counts: dict[str, int]
    n_edited: int
    n_gone: int
    first_run: str
    last_run: str


@dataclass(frozen=True)
class Cleared:
    """What ``clear_out`` removed."""

    vectors: int
    fetches: int
    bodies: int
    n_bytes: int


def info_of(library: Library) -> Info:
    """Sizes and numbers."""
    with library.reading():
        counts = {name: int(library.one(f"SELECT count(*) FROM {name}")) for name in TABLES}  # noqa: S608 - constants
        first, last = library.db.execute("SELECT min(at), max(at) FROM runs").fetchone() or (None, None)
        return Info(
            file=str(library.place),
            tables_version=library.version,
            sqlite=".".join(map(str, sqlite_version())),
            journal=library.journal,
            n_bytes=_size(library),
            n_bytes_wal=_size(library, "-wal"),
            n_bytes_free=int(library.db.pragma("freelist_count")) * int(library.db.pragma("page_size")),
            counts=counts,
            n_edited=int(library.one("SELECT count(*) FROM posts WHERE version > 1")),
            n_gone=int(library.one("SELECT count(*) FROM posts WHERE gone_run IS NOT NULL")),
            first_run=first or "",
            last_run=last or "",
        )


def problems_of(library: Library) -> Iterator[str]:
    """Everything that is wrong, a sentence each: the file, links between tables, hashes, spans, the index."""
    with library.reading():
        try:
            found = [text for (text,) in library.rows("PRAGMA integrity_check(20)") if text != "ok"]
            yield from (f"The file: {text}." for text in found)
            for table, row, other, _ in library.rows("PRAGMA foreign_key_check"):
                yield f"Row {row} of {table} belongs to a row of {other} that is not there."
            yield from _wrong_records(library)
            yield from _wrong_index(library)
        except (apsw.CorruptError, apsw.NotADBError) as error:
            yield f"The file: {error}."


def clear_out(library: Library, now: datetime, vector_days: int, fetch_days: int) -> Cleared:
    """Remove vectors that no run used and fetches older than so many days, and give their room back."""
    before = _size(library) + _size(library, "-wal")
    with library.writing():
        library.db.execute("DELETE FROM vectors WHERE used_on < ?", (now.date().toordinal() - vector_days,))
        vectors = library.db.changes()
        library.db.execute("DELETE FROM answers WHERE used_on < ?", (now.date().toordinal() - vector_days,))
        library.db.execute("DELETE FROM models WHERE number NOT IN (SELECT model FROM vectors)")
        library.db.execute("DELETE FROM fetches WHERE at < ?", (in_utc(now - timedelta(days=fetch_days)),))
        fetches = library.db.changes()
        bodies = drop_unused_bodies(library)
    compact(library)
    return Cleared(vectors, fetches, bodies, max(0, before - _size(library) - _size(library, "-wal")))


def drop_unused_bodies(library: Library) -> int:
    """Bodies that no fetch has any more; how many there were."""
    library.db.execute("DELETE FROM bodies WHERE number NOT IN (SELECT body FROM fetches WHERE body IS NOT NULL)")
    return library.db.changes()


def compact(library: Library) -> bool:
    """Rewrite the file without its free pages and empty the WAL.

    Returns
    -------
    Whether the WAL is empty: not while another process reads what was there before.
    """
    with library.alone():
        library.db.execute("VACUUM")
        busy, _, _ = library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (0, 0, 0)
    return not busy


def _wrong_records(library: Library) -> Iterator[str]:
    rows = library.rows("SELECT v.post, v.version, v.hash, v.record FROM versions v ORDER BY v.post, v.version")
    for post, version, kept_hash, record in rows:
        if hashlib.sha256(record).digest() != kept_hash:
            yield f"Version {version} of post {post} is not what was stored."
        elif (problem := _unreadable(record)) is not None:
            yield f"Version {version} of post {post} cannot be read: {problem}."
    for number, kept_hash, record in library.rows("SELECT number, hash, record FROM threads ORDER BY number"):
        if hashlib.sha256(record).digest() != kept_hash:
            yield f"Thread {number} is not what was stored."
    for table in ("bodies", "digests"):
        sql = f"SELECT number, hash, packed FROM {table} ORDER BY number"  # noqa: S608 - two constants
        for number, kept_hash, packed in library.db.execute(sql):
            try:
                checked(library, packed, kept_hash, f"Number {number} of {table}")
            except LibraryBroken as error:
                yield str(error)
    damaged = sum(unpacked(row) is None for (row,) in library.db.execute("SELECT row FROM vectors"))
    if damaged:
        yield f"{damaged} vector(s) are damaged; they are made again when they are needed."


def _unreadable(record: bytes) -> str | None:
    try:
        read_post(record)
    except msgspec.DecodeError as error:
        return str(error)
    return None


def _wrong_index(library: Library) -> Iterator[str]:
    n_words, n_posts = (library.one(f"SELECT count(*) FROM {name}") for name in ("words", "posts"))  # noqa: S608 - constants
    if n_words != n_posts:
        yield f"The index of words has {n_words} posts, the library {n_posts}."
    lost = library.one(
        "SELECT count(*) FROM posts p LEFT JOIN versions v ON (v.post, v.version) = (p.number, p.version) "
        "WHERE v.post IS NULL"
    )
    if lost:
        yield f"{lost} post(s) have no text."


def _size(library: Library, end: str = "") -> int:
    place = library.place.with_name(library.place.name + end)
    return place.stat().st_size if place.is_file() else 0
