"""Fetched pages kept with the run that read them, so that its digest can be made again without the network.

Which pages an address had stands with the run: address -> address of each page, time, and name of its file.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from miner.errors import CannotWrite, LibraryBroken, LibraryError
from miner.library.engine import Library
from miner.library.posts import in_utc
from miner.library.records import Fetch, checked, keep_fetch

if TYPE_CHECKING:
    from miner.fetch.kept import KeptFolder

FETCHED = "fetched"  # in what is remembered of a run
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}")

_ABOUT = msgspec.json.Decoder(dict[str, Any])

_Entry = tuple[str, str, str]  # address of a page, time, name of its file


@dataclass(frozen=True)
class KeptAddress:
    """An address whose pages are kept: as it was given, when it was last read, and how many pages are there."""

    url: str
    at: str
    n_pages: int


def keep_pages(library: Library, places: Sequence[str]) -> dict[str, dict[str, list[_Entry]]]:
    """Keep the pages of those places that are folders of fetched pages.

    Returns
    -------
    What is to be remembered of the run (``begin_run``); nothing if no such folder is among them.
    """
    folders = [Path(place) for place in places if (Path(place) / ".fetched").is_dir()]
    if not folders:
        return {}
    from miner.fetch.kept import KeptFolder, address_of  # loads what speaks with the network

    with library.writing():
        found = {url: _keep(library, KeptFolder(folder)) for folder in folders if (url := address_of(folder))}
    return {FETCHED: found} if found else {}


def kept_addresses(library: Library) -> list[KeptAddress]:
    """All addresses whose pages are kept, by name."""
    with library.reading():
        runs = library.rows("SELECT at, about FROM runs ORDER BY number")
        last = {url: (at, entries) for at, about in runs for url, entries in _addresses_in(about).items()}
        counted = [KeptAddress(url, at, len(_kept_of(library, last[url][1]))) for url, (at, _) in sorted(last.items())]
    return [address for address in counted if address.n_pages]


def write_pages(library: Library, url: str, folder: Path) -> int:
    """Write the pages that an address had when it was last read, as files of a folder that is not there yet.

    Returns
    -------
    How many of them are no longer kept: removed by ``forget`` or as too old.

    Raises
    ------
    LibraryError
        If none is kept of that address.
    LibraryBroken, CannotWrite
    """
    with library.reading():
        runs = library.rows("SELECT about FROM runs ORDER BY number DESC")
        entries = next((found[url] for (about,) in runs if url in (found := _addresses_in(about))), [])
        pages = _kept_of(library, entries)
    if not pages:
        raise LibraryError(
            f"The library {library.place} keeps no pages of {url}. 'miner library pages' lists the addresses it has."
        )
    _write(folder, pages)
    return len(entries) - len(pages)


def _keep(library: Library, kept: KeptFolder) -> list[_Entry]:
    entries = []
    for record in kept:
        if record.is_shown:
            body = kept.answer(record).body
            keep_fetch(library, Fetch(record.asked, record.checked_at, record.status, record.headers, body))
            entries.append((record.asked, in_utc(record.checked_at), record.name))
    return entries


def _addresses_in(about: bytes) -> dict[str, list[_Entry]]:
    found = _ABOUT.decode(about).get(FETCHED, {})
    return msgspec.convert(found, dict[str, list[_Entry]], strict=False)


def _kept_of(library: Library, entries: Sequence[_Entry]) -> dict[str, bytes]:
    """Name of the file -> body, of those that are still there."""
    pages: dict[str, bytes] = {}
    sql = "SELECT b.packed, b.hash FROM fetches f JOIN bodies b ON b.number = f.body WHERE f.url = ? AND f.at = ?"
    for url, at, name in entries:
        row = library.db.execute(sql, (url, at)).fetchone()
        if row is not None:
            if not _NAME.fullmatch(name):
                raise LibraryBroken(str(library.place), f"a page of it is named {name[:50]!r}")
            packed, kept_hash = row
            pages[name] = checked(library, packed, kept_hash, f"the page {url}")
    return pages


def _write(folder: Path, pages: dict[str, bytes]) -> None:
    """All of them or none."""
    if folder.exists():
        raise CannotWrite(str(folder), "it is there already")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished.", dir=folder.parent))
        try:
            for name, body in pages.items():
                (unfinished / name).write_bytes(body)
            unfinished.rename(folder)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error
