"""What else may hold a person: tables that other parts of the program added, and files of pages that were fetched."""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from miner.library.engine import Library
from miner.library.erasing import Eraser
from miner.library.records import unpack

# Tables that ``forgetting`` goes through row by row, and those in which nothing is written out.
_KNOWN = frozenset(
    """runs threads posts versions passages bodies fetches models vectors digests themes theme_states
    digest_states heard deliveries""".split()
)
_MAX_ARCHIVE_BYTES = 512 << 20  # unpacked; a larger one goes unread


def clean_other_tables(library: Library, eraser: Eraser) -> None:
    """Remove each row of another part's tables that holds the name or a passage, in whatever column."""
    for table in _others(library):
        key = _key_of(library, table)
        for values, at in _rows(library, table, key):
            if any(_holds(eraser, value) for value in values):
                same = " AND ".join(f"{_quoted(column)} IS ?" for column in key)
                library.db.execute(f"DELETE FROM {_quoted(table)} WHERE {same}", at)  # noqa: S608 - quoted names


def left_in_other_tables(library: Library, eraser: Eraser) -> Iterator[bool]:
    """Whether a row still holds anything."""
    for table in _others(library):
        for values, _ in _rows(library, table, _key_of(library, table)):
            yield any(_holds(eraser, value) for value in values)


@dataclass
class FilesGone:
    """How many fetched pages and web archives were removed."""

    pages: int = 0
    archives: int = 0


def clean_fetched(root: Path, eraser: Eraser) -> FilesGone:
    """Remove fetched pages that hold the name or a passage, and web archives that do.

    Raises
    ------
    NotFetched
        If another process is fetching to one of the folders: doing it again when that has ended removes the rest.
    """
    from miner.fetch.kept import KeptFolder, address_of, held

    gone = FilesGone()
    for aside in sorted(root.glob("*/*/.fetched")):
        folder = aside.parent
        with held(folder, address_of(folder) or str(folder)):
            kept = KeptFolder(folder)
            if eraser.holds(f"{folder.name} {address_of(folder)}"):
                gone.pages += len(list(kept))
                shutil.rmtree(folder)
                continue
            for record in list(kept):
                if eraser.holds_any(msgspec.to_builtins(record)) or eraser.in_page(kept.answer(record).body):
                    kept.remove(record)
                    gone.pages += 1
    for archive in sorted(root.glob("*/*.warc.gz")):
        if eraser.holds(archive.name) or _archive_holds(archive, eraser):
            archive.unlink()
            gone.archives += 1
    return gone


def forget_in_files(author: str, root: Path) -> int:
    """The same where there is no library: only the name is known then, not what the person said; how many files went."""
    gone = clean_fetched(root, Eraser([author], (), ()))
    return gone.pages + gone.archives


def _others(library: Library) -> list[str]:
    names = library.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [name for (name,) in names if name not in _KNOWN and not name.startswith("sqlite_") and not _is_index(name)]


def _is_index(name: str) -> bool:
    """The words, which are indexed anew."""
    return name == "words" or name.startswith("words_")


def _key_of(library: Library, table: str) -> list[str]:
    columns = library.rows(f"SELECT name FROM pragma_table_info({_text(table)}) WHERE pk > 0 ORDER BY pk")  # noqa: S608 - quoted
    return [name for (name,) in columns] or ["rowid"]


def _rows(library: Library, table: str, key: list[str]) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """(all values, those of the key) of each row."""
    keys = ", ".join(map(_quoted, key))
    for row in library.rows(f"SELECT {keys}, * FROM {_quoted(table)}"):  # noqa: S608 - quoted names
        yield row[len(key) :], row[: len(key)]


def _holds(eraser: Eraser, value: Any) -> bool:
    if isinstance(value, str):
        return value in eraser.ids or eraser.holds(value)
    return isinstance(value, bytes) and _blob_holds(eraser, value)


def _blob_holds(eraser: Eraser, value: bytes) -> bool:
    """Texts, packed or not; numbers and hashes hold no words."""
    if value.startswith(zstandard.MAGIC_NUMBER.to_bytes(4, "little")):
        value = unpack(value)
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    try:
        return eraser.holds_any(msgspec.json.decode(value))
    except msgspec.DecodeError:
        return eraser.holds(text)


def _archive_holds(archive: Path, eraser: Eraser) -> bool:
    try:
        with gzip.open(archive) as file:
            data = file.read(_MAX_ARCHIVE_BYTES)
            if file.read(1):
                return True
    except (EOFError, zlib.error, gzip.BadGzipFile):  # cut off while it was written: what is in it cannot be told
        return True
    return eraser.in_page(data)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
