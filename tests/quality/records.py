"""What the protocols hand over: scored sets, and the rows of the table they become."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

OURS = "miner"


@dataclass(frozen=True)
class Scale:
    """How much is scored: ``quick`` takes subsets, ``part`` is the part of ``kpa2021`` (dev is scored, train chooses)."""

    quick: bool = False
    part: str = "dev"

    def of(self, full: int, quick: int) -> int:
        """The number for this run."""
        return quick if self.quick else full


@dataclass(frozen=True)
class Scored:
    """The figures of one runner on one set. ``seconds`` are spent in the scored functions only."""

    set: str
    n: int
    seconds: float
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Row:
    """A row of the table; ``peak_mb`` is the most memory its process had by then, ``inputs`` a digest of the data."""

    protocol: str
    set: str
    runner: str
    n: int
    seconds: float
    peak_mb: float
    figures: dict[str, float] = field(default_factory=dict)
    quick: bool = False
    inputs: str = ""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Row:
        """The row that ``dataclasses.asdict`` wrote."""
        return cls(**values)

    def measure(self, figure: str) -> str:
        """The name a figure of this row has in ``floors.json``."""
        return "/".join((*(("quick",) if self.quick else ()), self.protocol, self.set, figure))


class Stopwatch:
    """Adds up the seconds spent inside ``with watch:``."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._since = 0.0

    def __enter__(self) -> Self:
        self._since = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._since


def peak_mb() -> float:
    """The most memory this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


class LeftOut(Exception):
    """A peer that cannot run on this machine, and why."""
