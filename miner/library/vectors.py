"""Rows of models by (model, text hash): the library as a ``RowStore``.

They are no more than saved time. Where they cannot be read or written the models run again, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from miner.errors import LibraryError
from miner.library.engine import Library

_AT_ONCE = 4096  # rows written in one transaction: 7 MB, and what an interrupted run has not lost
_REMEMBER_DAYS = 7  # days by which "last used" may be behind, so that a run that only reads need not write


class Vectors:
    """The rows that a library keeps.

    Parameters
    ----------
    library
        Open for writing.
    today
        For telling later which rows are no longer used.
    """

    def __init__(self, library: Library, today: date) -> None:
        self._library, self._today = library, today.toordinal()
        self._models: dict[str, int] = {}
        self._new: dict[tuple[str, bytes], bytes] = {}
        self._used: list[int] = []
        self.given_up = ""  # why nothing is kept any more
        self.n_found = self.n_made = 0

    def find(self, model: str, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """See ``RowStore.find``."""
        found = {key: self._new[model, key] for key in keys if (model, key) in self._new}
        try:
            with self._library.reading():
                found |= self._read(model, [key for key in keys if key not in found])
        except LibraryError as error:
            self.given_up = self.given_up or str(error)
        self.n_found += len(found)
        return found

    def keep(self, model: str, rows: Mapping[bytes, bytes]) -> None:
        """See ``RowStore.keep``; written now and then, and by ``flush``."""
        self.n_made += len(rows)
        if self.given_up:
            return
        self._new |= {(model, key): row for key, row in rows.items()}
        if len(self._new) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is new; if another process is writing, it is left unwritten."""
        if (self._new or self._used) and not self.given_up:
            try:
                with self._library.writing():
                    self._write()
            except LibraryError as error:
                self.given_up = str(error)
        self._new.clear()
        self._used.clear()

    def _read(self, model: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        number = self._library.one("SELECT number FROM models WHERE key = ?", (model,))
        found: dict[bytes, bytes] = {}
        for key in keys if number is not None else ():
            row = self._library.db.execute(
                "SELECT number, used_on, row FROM vectors WHERE model = ? AND text = ?", (number, key)
            ).fetchone()
            if row is not None:
                found[key] = row[2]
                if row[1] <= self._today - _REMEMBER_DAYS:
                    self._used.append(row[0])
        return found

    def _write(self) -> None:
        db = self._library.db
        db.executemany("UPDATE vectors SET used_on = ? WHERE number = ?", ((self._today, used) for used in self._used))
        for model in dict.fromkeys(model for model, _ in self._new):
            db.execute("INSERT OR IGNORE INTO models (key) VALUES (?)", (model,))
            self._models[model] = self._library.one("SELECT number FROM models WHERE key = ?", (model,))
        db.executemany(
            "INSERT OR REPLACE INTO vectors (model, text, used_on, row) VALUES (?, ?, ?, ?)",
            ((self._models[model], key, self._today, row) for (model, key), row in self._new.items()),
        )
