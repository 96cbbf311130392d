"""Section 2: themes of the arguments of one topic and stance, against the key points people wrote for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from data import PointGroup, kpa_groups
from metrics import NO_GROUP, b_cubed, numbered, with_singletons
from peers import Theme, runner
from records import Scale, Scored, Stopwatch

MOST_THEMES = 10
QUOTES = 3
MIN_SHARE = 0.5


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row: means over the groups."""
    scored = runner(name)
    groups = kpa_groups(folder, scale.part)[: scale.of(1000, 4)]
    watch = Stopwatch()
    figures: dict[str, list[float]] = defaultdict(list)
    for group in groups:
        with watch:
            themes = scored.themes(group.arguments, len(group.key_points))
        for figure, value in figures_of(group, themes[:MOST_THEMES]).items():
            figures[figure].append(value)
    n = sum(len(group.arguments) for group in groups)
    means = {figure: float(np.mean(values)) for figure, values in figures.items()}
    yield Scored(f"kpa2021 {scale.part}", n, watch.seconds, means)


def figures_of(group: PointGroup, themes: Sequence[Theme]) -> dict[str, float]:
    """The figures of one group; those about mapped themes are left out where no theme is mapped."""
    n_labelled = np.zeros(len(group.key_points))
    for argument in range(len(group.arguments)):
        n_labelled[group.points_of(argument)] += 1
    mapped = [(theme, point) for theme in themes if (point := point_of(group, theme)) is not None]
    reached = sorted({point for _, point in mapped})
    figures = {
        "recall": len(reached) / len(group.key_points),
        "weighted recall": float(n_labelled[reached].sum() / max(n_labelled.sum(), 1)),
        "precision": len(mapped) / len(themes) if themes else 0.0,
        "B-cubed F1": _cluster_f1(group, themes),
        "themes": float(len(themes)),
    }
    if mapped:
        figures["redundancy"] = 1 - len(reached) / len(mapped)
        gold = n_labelled / len(group.arguments)
        figures["prevalence error"] = float(np.mean([abs(theme.claimed - gold[point]) for theme, point in mapped]))
        figures["quote precision"] = float(np.mean([_quote_precision(group, *pair) for pair in mapped]))
    return figures


def point_of(group: PointGroup, theme: Theme) -> int | None:
    """The key point most members are labelled with, if at least half of them are; of equals the first."""
    counts = np.zeros(len(group.key_points))
    for member in theme.members:
        counts[group.points_of(member)] += 1
    best = int(counts.argmax())
    return best if theme.members and counts[best] / len(theme.members) >= MIN_SHARE else None


def _quote_precision(group: PointGroup, theme: Theme, point: int) -> float:
    shown = theme.quotes[:QUOTES]
    return sum(group.labels.get((quote, point)) == 1 for quote in shown) / len(shown) if shown else 0.0


def _cluster_f1(group: PointGroup, themes: Sequence[Theme]) -> float:
    """B-cubed F1 on the arguments with exactly one key point; those in no theme are groups of their own."""
    gold = {n: points[0] for n in range(len(group.arguments)) if len(points := group.points_of(n)) == 1}
    theme_of: dict[int, int] = {}
    for number, theme in enumerate(themes):
        theme_of |= {member: number for member in theme.members if member not in theme_of}
    found = np.array([theme_of.get(argument, NO_GROUP) for argument in gold], dtype=np.int64)
    return b_cubed(numbered(list(gold.values())), with_singletons(found))[2]
