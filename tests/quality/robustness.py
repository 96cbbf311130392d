"""Section 9: files made to break readers. Each is read and mined in a process of its own, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from records import Scale, Scored

TIMEOUT_SECONDS = 120
FETCHED = 99  # exit code of a process that tried to reach the network
CLEAN_EXITS = {0, 2, 3, 5, 7}  # done, usage, unreadable, nothing to mine, partial: each with a message of its own
SECONDS_ALLOWED, MB_ALLOWED = 2.0, 300.0
NOTICE = "SOURCE.md"
# Of the environment: settings, and what keeps libraries from reporting on their users only while tests run.
_LEFT_OUT = ("MINER_", "XDG_", "ORT_", "CI", "GITHUB_", "TF_BUILD")

# The command under a hook that ends the process at the first connection or look-up of a name.
_WATCHED = f"""
import os, sys
def watch(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"):
        os._exit({FETCHED})
sys.addaudithook(watch)
from miner.cli import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Run:
    """How one command ended; ``cpu_seconds`` do not depend on what else the machine does."""

    exit_code: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    said: str
    strays: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """It ended by itself, with an exit code that means something, and without a traceback."""
        return self.exit_code in CLEAN_EXITS and "Traceback" not in self.said


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row for all files together, and one for each that misses something."""
    files = sorted(file for file in (folder / "samples/hostile").iterdir() if file.name != NOTICE)[:: scale.of(1, 2)]
    start = run_watched(["--version"], None).cpu_seconds
    reads = {file.name: run_watched(["read"], file) for file in files}
    digests = {file.name: run_watched(["digest"], file) for file in files}
    yield _together(reads, digests, start)
    for file in files:
        one = _figures([reads[file.name]], [digests[file.name]], start)
        if min(value for figure, value in one.items() if figure not in ("worst seconds", "worst MB")) < 1:
            yield Scored(file.name, 1, reads[file.name].seconds + digests[file.name].seconds, one)


def _together(reads: dict[str, Run], digests: dict[str, Run], start: float) -> Scored:
    seconds = sum(run.seconds for run in (*reads.values(), *digests.values()))
    return Scored("samples/hostile", len(reads), seconds, _figures([*reads.values()], [*digests.values()], start))


def _figures(reads: Sequence[Run], digests: Sequence[Run], start: float) -> dict[str, float]:
    runs = [*reads, *digests]
    return {
        "no crash": _share([run.clean for run in runs]),
        "nothing fetched": _share([run.exit_code != FETCHED for run in runs]),
        "nothing written": _share([not run.strays for run in runs]),
        "read in time": _share([run.cpu_seconds - start <= SECONDS_ALLOWED for run in reads]),
        "read in memory": _share([run.peak_mb <= MB_ALLOWED for run in reads]),
        "worst seconds": max(run.cpu_seconds - start for run in reads),
        "worst MB": max(run.peak_mb for run in reads),
    }


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def run_watched(command: Sequence[str], file: Path | None) -> Run:
    """Run a command of miner on a file in an empty folder; ``strays`` are files outside its output folder."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        target = [str(file), "--output", f"{home}/{'out/' if command[0] == 'digest' else 'out.jsonl'}"] if file else []
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)},
            "HOME": place,
            "TMPDIR": place,
        }
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", _WATCHED, *command, *target],
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(said := (home / "said.txt").open("wb")),
        )
        exit_code, cpu_seconds, peak = _ended(process, began)
        said.close()
        return Run(
            exit_code=exit_code,
            seconds=time.perf_counter() - began,
            cpu_seconds=cpu_seconds,
            peak_mb=peak,
            said=(home / "said.txt").read_text("utf-8", "replace"),
            strays=_strays(home),
        )


def _ended(process: subprocess.Popen[bytes], began: float) -> tuple[int, float, float]:
    """Exit code, seconds of processor time and the most memory in MB; a process that takes too long is ended and counts as crashed."""
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
            return process.returncode, usage.ru_utime + usage.ru_stime, peak
        if time.perf_counter() - began > TIMEOUT_SECONDS:
            process.kill()
        time.sleep(0.01)


def _strays(home: Path) -> tuple[str, ...]:
    """Files that were written where nothing was asked for."""
    expected = ("out/", "out.jsonl", "said.txt")
    names = (file.relative_to(home).as_posix() for file in home.rglob("*") if file.is_file())
    return tuple(sorted(name for name in names if not name.startswith(expected)))
