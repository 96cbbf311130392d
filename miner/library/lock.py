"""One writer at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from miner.errors import LibraryBusy
from miner.locks import locked


@contextmanager
def writer_lock(library: Path, holder: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock of a library; the file ``<library>.lock`` says who does.

    Raises
    ------
    LibraryBusy
        If another process still holds it after ``wait_seconds``; it names the holder.
    """
    place = library.with_name(f"{library.name}.lock")
    with locked(place, holder, wait_seconds, lambda who: LibraryBusy(str(library), who)):
        yield
