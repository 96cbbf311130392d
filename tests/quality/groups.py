"""Section 3: groups of short texts with the gold number given and without, and small sets. Stability has its own file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from data import LabelledTexts, labelled_sets, sample
from metrics import (
    Labels,
    accuracy,
    ari,
    b_cubed,
    covered,
    n_groups,
    nmi,
    noise_rate,
    numbered,
    with_singletons,
)
from peers import Runner, runner, warm_up
from records import OURS, Scale, Scored, Stopwatch

SMALL_SETS = (25, 40, 60, 100, 200)
TEXTS, QUICK_TEXTS = 500, 200
QUICK_SETS = ("tweet89", "aspects minimum wage")
LARGE_SET, LARGE_SIZE = "stackoverflow", 3200  # beyond the size up to which all pairs are compared


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row a set; in the full run also one large one."""
    scored = warm_up(runner(name))
    for labelled in labelled_sets(folder, scale.of(TEXTS, QUICK_TEXTS), QUICK_SETS if scale.quick else ()):
        figures, seconds = quality(labelled, scored)
        if name == OURS:
            figures |= _promises(labelled, scored)
        yield Scored(labelled.name, len(labelled.texts), seconds, figures)
    for large in [] if scale.quick else labelled_sets(folder, LARGE_SIZE, (LARGE_SET,)):
        figures, seconds = quality(large, scored)
        yield Scored(f"{large.name} {len(large.texts)}", len(large.texts), seconds, figures)


def quality(labelled: LabelledTexts, scored: Runner) -> tuple[dict[str, float], float]:
    """Every figure of one set, and the seconds of the grouping that is not told the number."""
    gold = numbered(labelled.gold)
    watch = Stopwatch()
    with watch:
        free = scored.group(labelled.texts)
    given = scored.group(labelled.texts, n_groups(gold))
    figures = {f"k {figure}": value for figure, value in _agreement(gold, with_singletons(given)).items()}
    figures |= {f"free {figure}": value for figure, value in _agreement(gold, with_singletons(free)).items()}
    inside = covered(gold, free)
    figures |= {"covered NMI": nmi(*inside), "covered B-cubed": b_cubed(*inside)[2], "noise": noise_rate(free)}
    figures["log ratio"] = math.log2(max(n_groups(free), 1) / n_groups(gold))
    return figures, watch.seconds


def _agreement(gold: Labels, found: Labels) -> dict[str, float]:
    return {
        "ACC": accuracy(gold, found),
        "NMI": nmi(gold, found),
        "ARI": ari(gold, found),
        "B-cubed": b_cubed(gold, found)[2],
    }


def _promises(labelled: LabelledTexts, scored: Runner) -> dict[str, float]:
    """What may not depend on the data: small sets have groups."""
    sizes = [size for size in SMALL_SETS if size <= len(labelled.texts)]
    grouped = [n_groups(scored.group(sample(labelled.texts, size, seed=2))) > 0 for size in sizes]
    return {"small sets grouped": float(np.mean(grouped))}
