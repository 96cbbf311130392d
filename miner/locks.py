"""One process at a time: a lock that the system takes back when its holder ends, however it ends."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from miner.errors import MinerError

_STEP_SECONDS = 0.05
_HEAD = 1  # byte that is locked on Windows, behind all that is written: locked bytes cannot be read there
_FAR = 1 << 30


@contextmanager
def locked(
    place: Path, holder: str, wait_seconds: float, busy: Callable[[str], MinerError], *, leaves_file: bool = True
) -> Iterator[None]:
    """Hold a lock; its file says who does.

    Parameters
    ----------
    place
        The file of the lock.
    holder
        What to call this process in the error of another one, such as "miner digest".
    busy
        Makes that error of the holder's name: "miner run (process 4711, since 2024-03-14T17:00:00+00:00)".
    leaves_file
        False: the file goes with the lock. One that stays is the safer choice in a folder that is there anyway.

    Raises
    ------
    MinerError
        What ``busy`` makes, if another process still holds it after ``wait_seconds``.
    OSError
        If the file cannot be made.
    """
    file = _taken(place, time.monotonic() + wait_seconds, busy)
    with file:
        try:
            _write(file, holder)
            yield
        finally:
            file.truncate(0)
            if not leaves_file and sys.platform != "win32":  # there, no file goes that somebody has opened
                place.unlink()
            _give_back(file)


def _taken(place: Path, until: float, busy: Callable[[str], MinerError]) -> IO[bytes]:
    """The file of the lock, locked. One that its last holder removed meanwhile guards nothing: it is opened anew."""
    while True:
        file = _opened(place)
        while not _take(file):
            if time.monotonic() >= until:
                file.close()
                raise busy(_holder(place))
            time.sleep(_STEP_SECONDS)
        if _is_at(file, place):
            return file
        file.close()


def _is_at(file: IO[bytes], place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    except FileNotFoundError:
        return False


def _opened(place: Path) -> IO[bytes]:
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    return os.fdopen(handle, "r+b", buffering=0)


def _write(file: IO[bytes], holder: str) -> None:
    said = {"holder": holder, "process": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    file.seek(0)
    file.truncate(0)
    file.write(json.dumps(said).encode())


def _holder(place: Path) -> str:
    """``miner run (process 4711, since 2024-03-14T17:00:00+00:00)``; its file may just be being written."""
    try:
        said = json.loads(place.read_bytes())
        return f"{said['holder']} (process {said['process']}, since {said['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


if sys.platform == "win32":  # pragma: no cover - the other branch is the one of this system
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, _HEAD)
        except OSError:
            return False
        return True

    def _give_back(file: IO[bytes]) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, _HEAD)
else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_back(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
