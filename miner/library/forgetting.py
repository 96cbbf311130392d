"""A person is forgotten: no byte of the name or of what they said stays in the file, and a receipt says what went."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from miner.digest.people.naming import identity
from miner.errors import LibraryError
from miner.library.elsewhere import FilesGone, clean_fetched, clean_other_tables, left_in_other_tables
from miner.library.engine import Library
from miner.library.erasing import Eraser
from miner.library.indexing import index_again
from miner.library.posts import current_posts, in_utc, keep_words, read_post, read_thread, said_by, written
from miner.library.records import unpack
from miner.library.themes import clean_states
from miner.library.upkeep import compact, drop_unused_bodies
from miner.transcript import Post


@dataclass(frozen=True)
class Receipt:
    """What went, in numbers and hashes: it names nobody.

    ``pages`` are bodies in the library, ``files`` those in the folder of what was fetched, with web archives;
    ``records`` are SHA-256 of the removed versions of posts as they were stored; ``file_before`` and ``file_after``
    of the whole file.
    """

    at: str
    posts: int
    versions: int
    reposts: int
    posts_of_others_changed: int
    threads_changed: int
    digests: int
    deliveries: int
    fetches: int
    pages: int
    files: int
    vectors: int
    records: tuple[str, ...]
    file_before: str
    file_after: str


def forget(library: Library, author: str, at: datetime, fetched: Path | None = None) -> Receipt:
    """Remove all that a person wrote, the person's name, and everything made from either.

    Posts of theirs go with all versions, reposts of them, digests, fetched pages and deliveries that hold the name or
    a passage; in posts of others both are replaced. All vectors go: whose text one was made from cannot be told.

    Parameters
    ----------
    fetched
        The folder in which fetched pages are kept as files; those that hold the name or a passage go, too.

    Raises
    ------
    LibraryBusy
        If another process writes; nothing was changed then.
    LibraryError
        If another process reads, so that old pages cannot be overwritten yet: the posts are gone, and doing it again
        when that process has ended removes the last traces.
    """
    before = _file_hash(library)
    with library.writing():
        eraser, theirs, hashes = _gathered(library, author)
        counts = _Counts(library)
        _delete_posts(library, theirs)
        reposts, changed = _clean_posts(library, eraser)
        threads = _clean_threads(library, eraser)
        _clean_runs(library, eraser)
        _delete_digests(library, eraser)
        _delete_fetches(library, eraser)
        clean_other_tables(library, eraser)
        library.db.execute("DELETE FROM vectors")
        library.db.execute("DELETE FROM models")
        library.db.execute("DELETE FROM answers")  # sentences of language models: whose words one rests on is not told
        index_again(library, [(number, post.text) for number, post in current_posts(library)])
        if any(_left(library, eraser)):
            raise LibraryError(
                f"The library {library.place} would still hold the name. Nothing was changed; please report this."
            )
        gone = counts.gone()
        # Within the transaction: if it fails, what the person said is still known, and it can be done again.
        files = clean_fetched(fetched, eraser) if fetched is not None else FilesGone()
    if not compact(library):
        raise LibraryError(
            f"The posts are out of the library {library.place}, but another process still reads it, so that old pages "
            "cannot be overwritten. Do the same again when that process has ended."
        )
    return Receipt(
        at=in_utc(at),
        posts=len(theirs),
        versions=len(hashes),
        reposts=reposts,
        posts_of_others_changed=changed,
        threads_changed=threads,
        files=files.pages + files.archives,
        records=tuple(sorted(hashes)),
        file_before=before,
        file_after=_file_hash(library),
        **gone,
    )


class _Counts:
    """How many rows there were, to tell how many went."""

    _TABLES = {
        "digests": "digests",
        "deliveries": "deliveries",
        "fetches": "fetches",
        "pages": "bodies",
        "vectors": "vectors",
    }

    def __init__(self, library: Library) -> None:
        self._library = library
        self._before = self._now()

    def _now(self) -> dict[str, int]:
        return {
            name: int(self._library.one(f"SELECT count(*) FROM {table}"))  # noqa: S608 - constants
            for name, table in self._TABLES.items()
        }

    def gone(self) -> dict[str, int]:
        """Name -> rows that are no longer there."""
        now = self._now()
        return {name: n - now[name] for name, n in self._before.items()}


def _gathered(library: Library, author: str) -> tuple[Eraser, list[int], list[str]]:
    """What is to go, the numbers of their posts, and the hashes of all versions of these."""
    who = identity(author)
    names, texts, ids = {author}, set[str](), set[str]()
    numbers: dict[int, None] = {}
    rows = library.rows("SELECT post, hash, record FROM versions ORDER BY post, version")
    for number, _, record in rows:
        post = read_post(record)
        if identity(post.author) == who:
            names.add(post.author)
            ids.add(post.id)
            numbers[number] = None
    hashes = []
    for number, kept_hash, record in rows:
        if number in numbers:
            texts.add(read_post(record).text)
            hashes.append(kept_hash.hex())
    return Eraser(names, texts, ids), list(numbers), hashes


def _delete_posts(library: Library, numbers: list[int]) -> None:
    library.db.executemany("DELETE FROM posts WHERE number = ?", ((number,) for number in numbers))


def _clean_posts(library: Library, eraser: Eraser) -> tuple[int, int]:
    """Posts of others: how many went as reposts of theirs, how many were changed."""
    gone: set[int] = set()
    changed: set[int] = set()
    for number, version, current, record in library.rows(
        "SELECT v.post, v.version, p.version, v.record FROM versions v JOIN posts p ON p.number = v.post "
        "ORDER BY v.post, v.version"
    ):
        post = read_post(record)
        cleaned = eraser.post(post)
        if cleaned is None:
            gone.add(number)
        elif cleaned != post or eraser.names(f"{post.id} {post.thread_id}"):
            changed.add(number)
            _store(library, eraser, number, version, cleaned, is_current=version == current)
    _delete_posts(library, sorted(gone))
    return len(gone), len(changed - gone)


def _store(library: Library, eraser: Eraser, number: int, version: int, post: Post, *, is_current: bool) -> None:
    thread = library.one("SELECT thread FROM posts WHERE number = ?", (number,))
    if eraser.names(post.thread_id):
        post = msgspec.structs.replace(post, thread_id=_plain_thread(thread))
    if eraser.names(post.id):
        post = msgspec.structs.replace(post, id=f"post-{number}")
    library.db.execute(
        "UPDATE versions SET said = ?, hash = ?, record = ? WHERE post = ? AND version = ?",
        (said_by(post), *written(post), number, version),
    )
    if is_current:
        library.db.execute(
            "UPDATE posts SET id = ?, who = ? WHERE number = ?", (post.id, identity(post.author), number)
        )
        keep_words(library, number, post)


def _clean_threads(library: Library, eraser: Eraser) -> int:
    changed = 0
    for number, record in library.rows("SELECT number, record FROM threads"):
        thread = read_thread(record)
        cleaned = eraser.thread(thread)
        if eraser.names(thread.id):
            cleaned = msgspec.structs.replace(cleaned, id=_plain_thread(number))
        if cleaned != thread:
            changed += 1
            library.db.execute(
                "UPDATE threads SET id = ?, hash = ?, record = ? WHERE number = ?",
                (cleaned.id, *written(cleaned), number),
            )
    return changed


def _plain_thread(number: int) -> str:
    return f"thread-{number}"


def _clean_runs(library: Library, eraser: Eraser) -> None:
    for number, name, about in library.rows("SELECT number, name, about FROM runs"):
        kept = b"{}" if eraser.holds_any(msgspec.json.decode(about)) else about
        library.db.execute("UPDATE runs SET name = ?, about = ? WHERE number = ?", (eraser.clean(name), kept, number))


def _delete_digests(library: Library, eraser: Eraser) -> None:
    for number, packed in library.rows("SELECT number, packed FROM digests"):
        if eraser.holds_any(msgspec.json.decode(unpack(packed))):
            library.db.execute("DELETE FROM digests WHERE number = ?", (number,))
    clean_states(library, eraser)
    for number, *texts in library.rows("SELECT number, target, reason, name, period FROM deliveries"):
        if eraser.names(" ".join(texts)):
            library.db.execute("DELETE FROM deliveries WHERE number = ?", (number,))


def _delete_fetches(library: Library, eraser: Eraser) -> None:
    for number, url, headers in library.rows("SELECT number, url, headers FROM fetches"):
        if eraser.holds(url) or eraser.holds_any(msgspec.json.decode(headers)):
            library.db.execute("DELETE FROM fetches WHERE number = ?", (number,))
    for number, packed in library.rows("SELECT number, packed FROM bodies"):
        if eraser.in_page(unpack(packed)):
            library.db.execute("DELETE FROM fetches WHERE body = ?", (number,))
    drop_unused_bodies(library)


def _left(library: Library, eraser: Eraser) -> Iterator[bool]:
    """Whether anything is left, looked for once more in everything that is stored."""
    for table in ("versions", "threads", "theme_states", "digest_states"):
        sql = f"SELECT record FROM {table}"  # noqa: S608 - constants
        yield from (eraser.holds_any(msgspec.json.decode(record)) for (record,) in library.rows(sql))
    for packed, is_page in library.rows("SELECT packed, 0 FROM digests UNION ALL SELECT packed, 1 FROM bodies"):
        yield eraser.in_page(unpack(packed)) if is_page else eraser.holds_any(msgspec.json.decode(unpack(packed)))
    texts = "SELECT name FROM runs UNION ALL SELECT name FROM themes UNION ALL SELECT name FROM heard"
    texts += " UNION ALL SELECT url FROM fetches UNION ALL SELECT target FROM deliveries"
    texts += " UNION ALL SELECT id FROM posts UNION ALL SELECT who FROM posts UNION ALL SELECT id FROM threads"
    yield from (eraser.holds(text) for (text,) in library.rows(texts))
    yield from left_in_other_tables(library, eraser)


def _file_hash(library: Library) -> str:
    """Of the file as ``sha256sum`` gives it once the WAL is empty.

    Read through SQLite: whoever opens and closes the file by other means drops SQLite's locks on it (POSIX).
    """
    return hashlib.sha256(library.db.serialize("main")).hexdigest()
