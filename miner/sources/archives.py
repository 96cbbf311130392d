"""Zip archives as bundles of their members; archives in archives are bundles of their own. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from miner.errors import BrokenInput
from miner.settings import SourceSettings
from miner.sources.bundles import Bundle, Entry
from miner.sources.cleaning import clean
from miner.sources.unpacking import too_large

MAX_MEMBERS = 100_000  # of one archive; a chat export of ten years has a file a day and channel
MAX_NESTED = 2  # archives in archives: an export zipped once more
_MAX_RATIO = 200  # unpacked to packed: text packs 100 to 1 at best, bombs 1,000 to 1
_SMALL = 32 * 1024 * 1024  # bytes, unpacked, that no bomb is worth
_REPACK = "Unpack it yourself and give the folder."
_OFFICE = re.compile(r"\[Content_Types\]\.xml$|mimetype$|AndroidManifest\.xml$|META-INF/MANIFEST\.MF$")
_ZIP_ERRORS = (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, ValueError)


def archive_bundles(file: Path | bytes, place: str, settings: SourceSettings, depth: int = 0) -> list[Bundle]:
    """A zip archive as a bundle of its members in name order, and one more for each archive in it.

    Members are read into memory one at a time when a source asks, never written; a name such as ``../x`` is only a
    name. Empty for the archives that are documents (a spreadsheet, a book, a program).

    Raises
    ------
    BrokenInput
        If the archive is broken, holds more than ``MAX_MEMBERS`` files, unpacks to 200 times its size or needs a
        password for all of it.
    """
    archive = _opened(file, place)
    if any(_OFFICE.match(name) for name in archive.namelist()[:50]):
        return []
    members = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(_shown(info.filename))]
    _check(members, file, place)
    entries = list(_entries(archive, members, place, settings))
    inner: list[Bundle] = []
    if depth < MAX_NESTED:
        for entry in [entry for entry in entries if entry.name.lower().endswith(".zip")]:
            found = _inner(entry, depth)
            inner += found
            if found:
                entries.remove(entry)
    # A single file in an archive was packed to be sent: what is wrong with it is said, not counted.
    return [Bundle(place, tuple(entries), settings, is_folder=len(entries) != 1 or bool(inner)), *inner]


def _entries(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], place: str, settings: SourceSettings
) -> Iterator[Entry]:
    seen: Counter[str] = Counter()
    for info in sorted(members, key=lambda info: info.filename):
        name = _shown(info.filename)
        seen[name] += 1
        if seen[name] > 1:  # an archive may hold one name twice; locators must not
            name = f"{name} ({seen[name]})"
        yield Entry(name, f"{place}/{name}", _loader(archive, info, f"{place}/{name}"), settings)


def _inner(entry: Entry, depth: int) -> list[Bundle]:
    try:
        with entry.open() as file:
            data = file.read(entry.settings.max_bytes + 1)
        if len(data) > entry.settings.max_bytes:
            raise too_large(entry.place, entry.settings.max_bytes)
        return archive_bundles(data, entry.place, entry.settings, depth + 1)
    except BrokenInput:
        return []  # the entry itself says so when it is read


def _opened(file: Path | bytes, place: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except _ZIP_ERRORS as error:
        raise BrokenInput(
            place, f"it is a zip archive that is broken ({error})", "Download or pack it again."
        ) from error


def _check(members: list[zipfile.ZipInfo], file: Path | bytes, place: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise BrokenInput(place, f"the archive holds {len(members):,} files", "Unpack it and give a part of it.")
    n_packed = len(file) if isinstance(file, bytes) else file.stat().st_size
    n_bytes = sum(info.file_size for info in members)
    if n_bytes > max(_SMALL, _MAX_RATIO * n_packed):
        raise BrokenInput(
            place,
            f"the archive of {n_packed:,} bytes unpacks to {n_bytes:,}, as archives do that are made to fill a disk",
            "Unpack it yourself if you trust it, and give the folder.",
        )
    if members and all(info.flag_bits & 1 for info in members):
        raise BrokenInput(place, "it is encrypted", "Unpack it with its password and give the folder.")


def _loader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> Callable[[], BinaryIO]:
    def load() -> BinaryIO:
        if info.flag_bits & 1:
            raise BrokenInput(place, "it is encrypted", _REPACK)
        try:
            return io.BufferedReader(_Member(archive.open(info), place))
        except _ZIP_ERRORS as error:
            raise _not_unpacked(place, error) from error

    return load


class _Member(io.RawIOBase):
    """A member of an archive, with errors that name it."""

    def __init__(self, member: zipfile.ZipExtFile | object, place: str) -> None:
        self._member: BinaryIO = member  # type: ignore[assignment]  # ZipExtFile reads like a file
        self._place = place

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._member.seek(offset, whence)

    def tell(self) -> int:
        return self._member.tell()

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # the protocol of the base class is not exported
        try:
            data = self._member.read(len(view))
        except _ZIP_ERRORS as error:
            raise _not_unpacked(self._place, error) from error
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._member.close()
        super().close()


def _not_unpacked(place: str, error: Exception) -> BrokenInput:
    return BrokenInput(place, f"it cannot be unpacked ({error})", _REPACK)


def _shown(name: str) -> str:
    """A member's name on one line, without what would reorder or hide it."""
    return " ".join(clean(name.replace("\\", "/")).split()) or "unnamed"


def _is_litter(name: str) -> bool:
    """What systems put into archives: folders for forks of files, hidden files."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part not in ("..", ".") for part in parts)
