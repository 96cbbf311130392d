"""Delivers from a library again and again in processes of its own, each of which is killed at a point of its own.

Told on standard input which library and which point: ``LIBRARY POINT SECONDS``; a point is the number of a line of
ours (or of the libraries that send) at which the process kills itself; with 0 it is killed from outside after SECONDS,
or not at all when these are 0, too. Answers with how it ended, and how many lines ran.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
import stamina
from delivery_setup import NOW

from miner.delivery import WAYS, send_waiting
from miner.delivery.recipients import way_named
from miner.library import Library
from miner.settings import Settings

_TRACED = (
    "/miner/delivery/",
    "/miner/library/",
    "/miner/fetch/",
    "/smtplib.py",
    "/http/client.py",
    "/miner/report/writing.py",
)


class _Counter:
    """Counts lines, and ends the process at one of them as a power cut would."""

    def __init__(self, point: int) -> None:
        self.n, self._point = 0, point
        self.moments: list[int] = []  # where the last bytes leave, and where it is stored that they arrived, in turn

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "call":
            if frame.f_code.co_name in ("_before_last", "part_sent"):
                self.moments.append(self.n)
            return self if any(part in frame.f_code.co_filename for part in _TRACED) else None
        if event == "line":
            self.n += 1
            if self.n == self._point:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def _deliver(library: Path, settings: Settings, point: int, told: int) -> None:
    counter = _Counter(point)
    if point:
        sys.settrace(counter)
    with Library(library, "a test") as opened:
        outcomes = send_waiting(opened, settings, NOW)
    sys.settrace(None)
    os.write(
        told,
        msgspec.json.encode(
            {"states": [one.state for one in outcomes], "lines": counter.n, "moments": counter.moments}
        ),
    )


def _run(library: Path, settings: Settings, point: int, seconds: float) -> dict[str, Any]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            _deliver(library, settings, point, write)
        finally:
            os._exit(0)
    os.close(write)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    found: dict[str, Any] = msgspec.json.decode(said) if said else {"states": None}
    return found


def main() -> None:
    settings = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Settings)
    for name in WAYS:
        way_named(name)
    stamina.set_testing(True, attempts=99, cap=True)
    for line in sys.stdin:
        library, point, seconds = line.split()
        sys.stdout.write(msgspec.json.encode(_run(Path(library), settings, int(point), float(seconds))).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
