"""Places on the command line become bundles of files: a file, a folder, an archive, and ``-`` for standard input."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from miner.errors import BrokenInput, NetworkError, PlaceNotFound
from miner.settings import SourceSettings
from miner.sources.archives import archive_bundles
from miner.sources.bundles import Bundle, Entry
from miner.sources.unpacking import is_zip

STANDARD_INPUT = "-"


def bundles(places: Sequence[str], settings: SourceSettings) -> Iterator[Bundle]:
    """The files of the places in the order of their names: a bundle for each place, and for each archive in it.

    Raises
    ------
    PlaceNotFound, NetworkError
    BrokenInput
        A broken archive or a bomb that was named itself. Files that cannot be read carry their ``problem``.
    """
    names = Counter(Path(place).name for place in dict.fromkeys(places))
    seen: set[Path] = set()  # one file may be named twice, or named and stand in a named folder
    for place in sorted(dict.fromkeys(places)):
        if "://" in place:
            raise NetworkError(
                f"{place} is a web address; here only files are read. Fetch it first with 'miner fetch', and give the "
                "folder it names; or save the page from a browser, and give the file."
            )
        if place == STANDARD_INPUT:
            data = sys.stdin.buffer.read(settings.max_bytes + 1)
            yield from _bundles_of(data, "standard input", settings)
            continue
        path = Path(place)
        if not path.exists():
            raise PlaceNotFound(place)
        if path.is_dir():
            yield from _folder(path, f"{path.name}/" if len(places) > 1 else "", settings, seen)
        elif path.resolve() not in seen:
            seen.add(path.resolve())
            yield from _bundles_of(path, path.name if names[path.name] == 1 else place, settings)


def _folder(folder: Path, prefix: str, settings: SourceSettings, seen: set[Path]) -> Iterator[Bundle]:
    entries: list[Entry] = []
    archives: list[Bundle] = []
    for file in _files_below(folder):
        if file.resolve() in seen:
            continue
        seen.add(file.resolve())
        name = file.relative_to(folder).as_posix()
        found = _archive_in(file, prefix + name, settings)
        archives += found
        if not found:
            entries.append(Entry(name, prefix + name, _opener(file, prefix + name), settings))
    yield Bundle(f"{prefix.rstrip('/') or folder.resolve().name}", tuple(entries), settings, is_folder=True)
    for bundle in archives:
        yield Bundle(bundle.place, bundle.entries, settings, is_folder=True)


def _archive_in(file: Path, place: str, settings: SourceSettings) -> list[Bundle]:
    """The bundles of an archive that lies in a folder; none if it is no archive, or one that is broken."""
    try:
        with file.open("rb") as start:
            return archive_bundles(file, place, settings) if is_zip(start.read(4)) else []
    except (BrokenInput, OSError):
        return []  # the entry itself says so when it is read


def _bundles_of(file: Path | bytes, place: str, settings: SourceSettings) -> list[Bundle]:
    """One named file: a bundle of one, or those of an archive."""
    name = file.name if isinstance(file, Path) else place
    entry = Entry(name, place, _opener(file, place), settings)
    return _named_archive(entry, file) or [Bundle(place, (entry,), settings, is_folder=False)]


def _named_archive(entry: Entry, file: Path | bytes) -> list[Bundle]:
    """The bundles of an archive, packed once more or not; none if it is no archive."""
    with entry.open() as unpacked:
        start = unpacked.read(4)
        if not is_zip(start):
            return []
        with _stream(file, entry.place) as stored:
            is_packed = not is_zip(stored.read(4))
        archive = start + unpacked.read(entry.settings.max_bytes) if is_packed else file
    return archive_bundles(archive, entry.place, entry.settings)


def _opener(file: Path | bytes, place: str) -> Callable[[], BinaryIO]:
    return lambda: _stream(file, place)


def _stream(file: Path | bytes, place: str) -> BinaryIO:
    if isinstance(file, bytes):
        return io.BytesIO(file)
    try:
        return file.open("rb")
    except OSError as error:
        raise BrokenInput(place, error.strerror or str(error), "Check its permissions.") from error


def _files_below(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )
