"""The library's file: opened safely, brought up to date, written by one process at a time, errors in words.

SQLite comes with the package ``apsw``, not from the system: versions before 3.51.3 can damage a file in WAL mode when
two processes write and check-point at once (sqlite.org/wal.html, "The WAL-Reset Bug").
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import apsw

from miner.errors import LibraryBroken, LibraryBusy, LibraryError, LibraryFull, LibraryNewer
from miner.library import schema
from miner.library.lock import writer_lock

_BUSY_SECONDS = 5.0
_PAGE_BYTES = 8192  # five vectors of 384 numbers fill a page of 8 KB to 96 %, two a page of 4 KB to 77 %
_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))  # of the WAL-reset bug, in their own line of releases each
MEMORY = ":memory:"


def wal_is_safe(version: Sequence[int]) -> bool:
    """Whether a version of SQLite may be trusted with WAL."""
    given = tuple(version)
    return given >= _FIXED[-1] or any(given[:2] == fixed[:2] and given >= fixed for fixed in _FIXED)


def sqlite_version() -> tuple[int, ...]:
    """Of the SQLite in use."""
    return tuple(int(part) for part in apsw.sqlite_lib_version().split("."))


class Library:
    """An open library; close it, or use it in a ``with``.

    Parameters
    ----------
    place
        The file, made when there is none; ``:memory:`` keeps nothing.
    holder
        What to call this process where another one waits for it.
    wait_seconds
        How long to wait for another writer.
    may_write
        False: reads only, and there must be a file.

    Attributes
    ----------
    db
        The connection.
    journal
        ``wal``; ``delete`` where WAL is not safe (an old SQLite, a network drive); ``memory``.

    Raises
    ------
    LibraryError
        If there is no file to read, it is no library, is damaged, or is of a later version.
    """

    def __init__(
        self, place: str | Path, holder: str = "miner", wait_seconds: float = _BUSY_SECONDS, *, may_write: bool = True
    ) -> None:
        self.place = Path(place)
        self.in_memory = str(place) == MEMORY
        self._holder, self._wait = holder, wait_seconds
        self._depth = 0
        with self.said_in_words():
            self.db = self._opened(may_write)
            try:
                self._prepare()
                self._check_ours()
                self.journal = self._choose_journal(may_write)
                self._bring_up(may_write)
                if not may_write:
                    self.db.pragma("query_only", True)
            except BaseException:
                self.db.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to close it takes its WAL away."""
        self.db.close()

    @property
    def version(self) -> int:
        """Of the tables."""
        return int(self.db.pragma("user_version"))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all that is written within it is there at its end, or, if it fails, nothing of it.

        Within another one it is a part of that.

        Raises
        ------
        LibraryBusy, LibraryFull, LibraryBroken
        """
        with ExitStack() as stack:
            stack.enter_context(self.said_in_words())
            if self._depth == 0:
                if not self.in_memory:
                    stack.enter_context(writer_lock(self.place, self._holder, self._wait))
                self.db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1 and self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
            else:
                if self._depth == 1:
                    self.db.execute("COMMIT")
            finally:
                self._depth -= 1

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The writer's lock without a transaction, for what SQLite does not do within one (VACUUM)."""
        with self.said_in_words():
            if self.in_memory:
                yield
                return
            with writer_lock(self.place, self._holder, self._wait):
                yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read within it is of one moment."""
        with self.said_in_words():
            if self.db.in_transaction:
                yield
                return
            self.db.execute("BEGIN")
            try:
                yield
            finally:
                self.db.execute("ROLLBACK")

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """All rows of a query."""
        return list(self.db.execute(sql, values))

    def one(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first value of the first row."""
        return self.db.execute(sql, values).get

    @contextmanager
    def said_in_words(self) -> Iterator[None]:
        """Errors of SQLite as ours."""
        place = str(self.place)
        try:
            yield
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise LibraryBroken(place, str(error)) from error
        except apsw.FullError as error:
            raise LibraryFull(place) from error
        except (apsw.BusyError, apsw.LockedError) as error:
            raise LibraryBusy(place, "another process") from error
        except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError, apsw.IOError, OSError) as error:
            raise LibraryError(
                f"The library {place} cannot be used: {error}. Give another file with --library, or none."
            ) from error

    def _opened(self, may_write: bool) -> apsw.Connection:
        if self.in_memory:
            return apsw.Connection(MEMORY)
        if not may_write:
            if not self.place.is_file():
                raise LibraryError(
                    f"There is no library at {self.place}. 'miner digest PLACE --keep' makes one; "
                    "--library FILE names another."
                )
        elif not self.place.exists():
            self.place.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.place, os.O_CREAT | os.O_RDWR, 0o600))  # what people said is for its owner's eyes
        return apsw.Connection(str(self.place), flags=apsw.SQLITE_OPEN_READWRITE)

    def _prepare(self) -> None:
        db = self.db
        db.set_busy_timeout(int(max(self._wait, 1.0) * 1000))
        db.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
        db.config(apsw.SQLITE_DBCONFIG_DQS_DDL, 0)
        db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        db.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)  # a file from elsewhere runs no code of its own
        db.pragma("cell_size_check", True)
        db.pragma("foreign_keys", True)
        db.pragma("secure_delete", True)
        db.pragma("temp_store", 2)  # in memory: VACUUM leaves no copy of people's words in a temporary file
        db.pragma("synchronous", 2)  # what is said to be written is on the disk: nothing is sent twice

    def _check_ours(self) -> None:
        """A file of somebody else's is left alone."""
        if self.db.pragma("application_id") == schema.APPLICATION_ID:
            if self.version > schema.VERSION:
                raise LibraryNewer(str(self.place), self.version, schema.VERSION)
            return
        if self.one("SELECT count(*) FROM sqlite_schema"):
            raise LibraryBroken(str(self.place), "it is a database, but not one that miner made")

    def _choose_journal(self, may_write: bool) -> str:
        if not may_write and not os.access(self.place, os.W_OK):
            return str(self.db.pragma("journal_mode"))
        if self.db.pragma("application_id") != schema.APPLICATION_ID:
            self.db.pragma("page_size", _PAGE_BYTES)
        return str(self.db.pragma("journal_mode", "wal" if wal_is_safe(sqlite_version()) else "delete"))

    def _bring_up(self, may_write: bool) -> None:
        if self.version == schema.VERSION:
            return
        if not may_write and not os.access(self.place, os.W_OK):
            raise LibraryError(f"The library {self.place} is of an older miner and cannot be written to be brought up.")
        with self.writing():
            for number in range(self.version, schema.VERSION):  # asked again: another process may have been faster
                self.db.execute(schema.MIGRATIONS[number])
                self.db.pragma("user_version", number + 1)
            self.db.pragma("application_id", schema.APPLICATION_ID)
