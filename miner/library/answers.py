"""Answers of language models by (prompt, evidence, writer): the library as an ``AnswerStore``.

As with vectors, they are no more than saved time and money: where they cannot be kept, the writer is asked again.
"""

from __future__ import annotations

import hashlib
from datetime import date

import zstandard

from miner.errors import LibraryError
from miner.library.engine import Library
from miner.library.records import pack, unpack

_HASH_BYTES = 32


class Answers:
    """The answers that a library keeps.

    Parameters
    ----------
    library
        Open for writing.
    today
        For telling later which answers are no longer used.
    """

    def __init__(self, library: Library, today: date) -> None:
        self._library, self._today = library, today.toordinal()
        self._new: dict[tuple[bytes, bytes, str], bytes] = {}
        self._used: list[tuple[bytes, bytes, str]] = []
        self.given_up = ""  # why nothing is kept any more

    def find(self, prompt: bytes, evidence: bytes, writer: str) -> str | None:
        """See ``AnswerStore.find``; a damaged answer is none."""
        key = (prompt, evidence, writer)
        packed = self._new.get(key) or self._read(key)
        return None if packed is None else _text_in(packed)

    def keep(self, prompt: bytes, evidence: bytes, writer: str, text: str) -> None:
        """See ``AnswerStore.keep``; written by ``flush``."""
        data = text.encode("utf-8", "surrogatepass")
        self._new[prompt, evidence, writer] = hashlib.sha256(data).digest() + pack(data)

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

    def _read(self, key: tuple[bytes, bytes, str]) -> bytes | None:
        sql = "SELECT packed FROM answers WHERE (prompt, evidence, writer) = (?, ?, ?)"
        try:
            with self._library.reading():
                packed = self._library.one(sql, key)
        except LibraryError as error:
            self.given_up = self.given_up or str(error)
            return None
        if packed is None:
            return None
        self._used.append(key)
        return bytes(packed)

    def _write(self) -> None:
        db = self._library.db
        used = "UPDATE answers SET used_on = ?1 WHERE (prompt, evidence, writer) = (?2, ?3, ?4) AND used_on < ?1"
        db.executemany(used, ((self._today, *key) for key in self._used))
        db.executemany(
            "INSERT OR REPLACE INTO answers (prompt, evidence, writer, used_on, packed) VALUES (?, ?, ?, ?, ?)",
            ((*key, self._today, packed) for key, packed in self._new.items()),
        )


def _text_in(packed: bytes) -> str | None:
    try:
        data = unpack(packed[_HASH_BYTES:])
    except zstandard.ZstdError:
        return None
    if hashlib.sha256(data).digest() != packed[:_HASH_BYTES]:
        return None
    return data.decode("utf-8", "surrogatepass")
