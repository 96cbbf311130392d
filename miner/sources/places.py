"""Places on the command line become materials: files, folders, gz, and ``-`` for standard input."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from miner.errors import BrokenInput, NetworkError, PlaceNotFound
from miner.settings import SourceSettings
from miner.sources.material import Material

STANDARD_INPUT = "-"
_BINARY_SIGNATURES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a zip archive",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old Office document",
}


def materials(places: Sequence[str], settings: SourceSettings) -> Iterator[tuple[Material, bool]]:
    """The files of the places in name order, each with whether it came from a folder.

    Raises
    ------
    PlaceNotFound, NetworkError
    BrokenInput
        An empty, binary or too large file that was named itself; inside a folder such files are yielded
        with their ``problem`` for the frame to count.
    """
    names = Counter(Path(place).name for place in dict.fromkeys(places))
    seen: set[Path] = set()  # one file may be named twice, or named and stand in a named folder
    for place in sorted(dict.fromkeys(places)):
        if "://" in place:
            raise NetworkError(
                f"{place} is a web address; this command reads files. Save the page from a browser and give the file."
            )
        if place == STANDARD_INPUT:
            data = sys.stdin.buffer.read(settings.max_bytes + 1)
            yield Material("standard input", checked(data, "standard input", settings.max_bytes), settings), False
            continue
        path = Path(place)
        if not path.exists():
            raise PlaceNotFound(place)
        files = _files_below(path) if path.is_dir() else [path]
        fresh = [file for file in files if file.resolve() not in seen]
        seen.update(file.resolve() for file in fresh)
        if path.is_dir():
            prefix = f"{path.name}/" if len(places) > 1 else ""
            yield from ((_from_folder(file, path, prefix, settings), True) for file in fresh)
        elif fresh:
            name = path.name if names[path.name] == 1 else place
            data = checked(_bytes(path, settings.max_bytes), str(path), settings.max_bytes)
            yield Material(name, data, settings), False


def _files_below(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def _from_folder(file: Path, folder: Path, prefix: str, settings: SourceSettings) -> Material:
    name = prefix + file.relative_to(folder).as_posix()
    try:
        return Material(name, checked(_bytes(file, settings.max_bytes), name, settings.max_bytes), settings)
    except BrokenInput as problem:
        return Material(name, b"", settings, problem)


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except OSError as error:
        raise BrokenInput(str(path), error.strerror or str(error), "Check its permissions.") from error


def checked(data: bytes, place: str, max_bytes: int) -> bytes:
    """The bytes unpacked, if they can be text.

    Raises
    ------
    BrokenInput
        Empty, binary, larger than ``max_bytes`` or a broken archive.
    """
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data, place, max_bytes)
    if len(data) > max_bytes:
        raise BrokenInput(
            place,
            f"it is larger than {max_bytes:,} bytes",
            "Raise max_bytes under [sources] in miner.toml, or split it.",
        )
    if not data.strip():
        raise BrokenInput(place, "it is empty", "Check the export; nothing was read.")
    for signature, what in _BINARY_SIGNATURES.items():
        if data.startswith(signature):
            raise BrokenInput(place, f"it is {what}, not text", "Export the discussion as text, HTML, CSV or JSON.")
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and data[:8192].count(b"\x00") > len(data[:8192]) // 10:
        raise BrokenInput(place, "it is binary, not text", "Export the discussion as text, HTML, CSV or JSON.")
    return data


def _unpacked(data: bytes, place: str, max_bytes: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            return packed.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenInput(place, f"its gzip data are broken ({error})", "Download or pack it again.") from error
