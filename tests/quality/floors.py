"""Floors: what our figures may not fall below. They go up by ``--raise``; going down takes ``--lower`` as well."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from protocols import protocol_named
from records import OURS, Row

FILE = Path(__file__).with_name("floors.json")
_LEAST_MARGIN, _MOST_MARGIN = 0.005, 0.03
_STANDARD_ERRORS = 0.5  # ours is the same in every run: the margin is for other machines and changes of no consequence


@dataclass(frozen=True)
class Floor:
    """The figure that was reached, the noise it is allowed, and the digest of the data it was reached on."""

    value: float
    margin: float
    inputs: str = ""

    @property
    def least(self) -> float:
        """What a figure may not fall below."""
        return self.value - self.margin


@dataclass(frozen=True)
class Verdict:
    """A measure and what is wrong with it."""

    measure: str
    problem: str


Floors = dict[str, Floor]


def load(file: Path = FILE) -> Floors:
    """The pinned floors; none where there is no file."""
    if not file.is_file():
        return {}
    return {measure: Floor(**values) for measure, values in json.loads(file.read_text("utf-8")).items()}


def save(floors: Mapping[str, Floor], file: Path = FILE) -> None:
    """Write floors in the order of their names, a line each."""
    lines = [
        f" {json.dumps(measure, ensure_ascii=False)}: {json.dumps(dataclasses.asdict(floor))}"
        for measure, floor in sorted(floors.items())
    ]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def margin_for(n: int, *, exact: bool) -> float:
    """The noise margin of a figure over ``n`` items: half the largest standard error of a share, within bounds."""
    if exact:
        return 0.0
    error = _STANDARD_ERRORS * 0.5 / math.sqrt(max(n, 1))
    return round(min(max(error, _LEAST_MARGIN), _MOST_MARGIN), 4)


def measured(rows: Iterable[Row]) -> Floors:
    """What our rows reached, as floors."""
    floors: Floors = {}
    for row in rows:
        protocol = protocol_named(row.protocol)
        if row.runner != OURS:
            continue
        for figure in protocol.floors:
            if figure in row.figures:
                margin = margin_for(row.n, exact=figure in protocol.exact)
                floors[row.measure(figure)] = Floor(round(row.figures[figure], 4), margin, row.inputs)
    return floors


def judged(reached: Mapping[str, Floor], pinned: Mapping[str, Floor], expected: Iterable[str] = ()) -> list[Verdict]:
    """What is below its floor, or was reached on other data, or should have been measured and was not.

    Parameters
    ----------
    expected
        Measures that this run should have: those of the protocols and data it scored.
    """
    verdicts = []
    for measure in sorted(reached.keys() & pinned.keys()):
        now, floor = reached[measure], pinned[measure]
        if floor.inputs and now.inputs != floor.inputs:
            verdicts.append(Verdict(measure, "was pinned on other data: compare by hand, then pin it anew"))
        elif now.value < floor.least - 1e-9:
            verdicts.append(Verdict(measure, f"{now.value:.4f} is below {floor.value:.4f} - {floor.margin:.4f}"))
    verdicts += [Verdict(measure, "is pinned, but was not measured") for measure in sorted({*expected} - {*reached})]
    return verdicts


def raised(reached: Mapping[str, Floor], pinned: Mapping[str, Floor], *, lower: bool) -> tuple[Floors, list[str]]:
    """The floors with better values taken over, and the measures that stay because lowering was not asked for.

    A floor is never lowered without ``lower``, not even within its margin; one that was pinned on other data is
    replaced only with it.
    """
    result, refused = dict(pinned), []
    for measure, now in reached.items():
        floor = pinned.get(measure)
        same_data = floor is None or not floor.inputs or floor.inputs == now.inputs
        if lower or floor is None or (same_data and now.value >= floor.value):
            result[measure] = now
        else:
            refused.append(measure)
    return result, sorted(refused)
