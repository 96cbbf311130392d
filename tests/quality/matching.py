"""Section 1: each argument takes its best-scoring key point among those of its topic and stance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from data import PointGroup, kpa_groups, qam_groups
from metrics import half_precision
from peers import Runner, runner
from records import Scale, Scored, Stopwatch


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row for each set that is there."""
    scored = runner(name)
    if (folder / "kpa2021").is_dir():
        groups = kpa_groups(folder, scale.part)[: scale.of(1000, 2)]
        yield _scored(f"kpa2021 {scale.part}", groups, scored, relaxed=True)
    if (folder / "qam_kpa").is_dir() and scale.part == "dev":
        largest = sorted(qam_groups(folder), key=lambda group: -len(group.arguments))
        yield _scored("qam_kpa dev", largest[: scale.of(20, 4)], scored, relaxed=False)


def _scored(name: str, groups: Sequence[PointGroup], scored: Runner, *, relaxed: bool) -> Scored:
    watch = Stopwatch()
    modes = {"strict": 0, "relaxed": 1} if relaxed else {"strict": 0}
    figures: dict[str, list[float]] = {f"{kind} {mode}": [] for kind in ("plain", "corrected") for mode in modes}
    for group in groups:
        with watch:
            scores = scored.match(group.arguments, group.key_points)
        best = scores.argmax(axis=1)
        for mode, missing in modes.items():
            labels = [group.labels.get((number, int(point)), missing) for number, point in enumerate(best)]
            plain, corrected = half_precision(labels, scores.max(axis=1).tolist())
            figures[f"plain {mode}"].append(plain)
            figures[f"corrected {mode}"].append(corrected)
    n = sum(len(group.arguments) for group in groups)
    return Scored(name, n, watch.seconds, {figure: float(np.mean(values)) for figure, values in figures.items()})
