"""One run of a digest at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from miner.errors import AlreadyRunning
from miner.locks import locked


def only_run_of(name: str, library: Path) -> AbstractContextManager[None]:
    """Hold the lock of a digest; the file ``<library>.<name>.lock`` says who does. It does not wait.

    The system takes the lock back when its holder ends, however it ends.

    Raises
    ------
    AlreadyRunning
        It names the process.
    """
    place = library.with_name(f"{library.name}.{name}.lock")
    return locked(place, f"miner run {name}", 0.0, lambda who: AlreadyRunning(name, who))
