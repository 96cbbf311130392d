"""Section 3, stability: the same groups when run again or shuffled, and nearly the same when a tenth is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from data import labelled_sets, sample
from metrics import Labels, ari, mean_pairwise_ari, with_singletons
from peers import Runner, runner, warm_up
from records import Scale, Scored, Stopwatch

SETS = (
    "tweet89",
    "banking77",
    "airline US Airways",
    "aspects minimum wage",
    "aspects abortion",
)
QUICK_SETS = ("banking77", "aspects abortion")
TEXTS = 200
RESAMPLES, SHARE = 10, 0.9
TARGET = 0.75


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row a set, and one for all sets together."""
    scored = warm_up(runner(name))
    rows = []
    for labelled in labelled_sets(folder, 10**6, QUICK_SETS if scale.quick else SETS):
        texts = sample(labelled.texts, TEXTS, seed=1)
        watch = Stopwatch()
        with watch:
            again, shuffled = agreement(texts, scored)
            steady = steadiness(texts, scored)
        figures = {"re-run": again, "shuffled": shuffled, "resamples": steady}
        rows.append(Scored(labelled.name, len(texts), watch.seconds, figures))
        yield rows[-1]
    if rows:
        yield _together(rows)


def _together(rows: Sequence[Scored]) -> Scored:
    """The least agreement, the mean over the sets, and the share of sets that reach the target."""
    least = {figure: min(row.figures[figure] for row in rows) for figure in ("re-run", "shuffled")}
    steady = [row.figures["resamples"] for row in rows]
    reached = float(np.mean([value >= TARGET for value in steady]))
    figures = {**least, "resamples": float(np.mean(steady)), "sets at target": reached}
    return Scored("all sets", sum(row.n for row in rows), sum(row.seconds for row in rows), figures)


def agreement(texts: Sequence[str], scored: Runner) -> tuple[float, float]:
    """ARI of a grouping with that of a second run, and with that of the same texts in another order."""
    order = np.random.default_rng(0).permutation(len(texts))
    first, second = scored.group(texts), scored.group(texts)
    shuffled: Labels = np.empty_like(first)
    shuffled[order] = scored.group([texts[number] for number in order])
    alone = with_singletons(first)
    return ari(alone, with_singletons(second)), ari(alone, with_singletons(shuffled))


def steadiness(texts: Sequence[str], scored: Runner) -> float:
    """Mean ARI of every two of ten 90 % resamples, each grouped anew, on the texts they share."""
    samples = []
    for seed in range(RESAMPLES):
        kept = sample(range(len(texts)), round(SHARE * len(texts)), seed)
        labels = scored.group([texts[number] for number in kept])
        samples.append(dict(zip(kept, labels.tolist(), strict=True)))
    return mean_pairwise_ari(samples)
