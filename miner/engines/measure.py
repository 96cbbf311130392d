"""Coverage, stability, number of groups and seconds of one engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np

from miner.arguments import Argument
from miner.engines.base import Engine, EngineFigures, Grouper, Labels

_SHARE = 0.9
_FEWEST_TO_RESAMPLE = 20  # below that a tenth is one argument, and the figure says nothing
_DECIMALS = 4


def measured(
    engine: Engine, arguments: Sequence[Argument], n_resamples: int, clock: Callable[[], float]
) -> EngineFigures:
    """Group all arguments once, then resamples of them."""
    began = clock()
    group = engine.prepare(arguments)
    labels = group(np.arange(len(arguments)))
    seconds = clock() - began
    return EngineFigures(
        engine=engine.name,
        coverage=round(float((labels >= 0).mean()), _DECIMALS) if len(labels) else 0.0,
        stability=stability(group, len(arguments), n_resamples),
        n_groups=len(set(labels.tolist()) - {-1}),
        seconds=round(seconds, 2),
    )


def stability(group: Grouper, n: int, n_resamples: int) -> float | None:
    """Mean agreement of every two of the resamples; see ``EngineFigures``."""
    if n < _FEWEST_TO_RESAMPLE or n_resamples < 2:
        return None
    samples = []
    for seed in range(n_resamples):
        kept = np.sort(np.random.default_rng(seed).choice(n, round(_SHARE * n), replace=False))
        samples.append(dict(zip(kept.tolist(), group(kept).tolist(), strict=True)))
    return round(float(np.mean([agreement(*pair) for pair in combinations(samples, 2)])), _DECIMALS)


def agreement(first: Mapping[int, int], second: Mapping[int, int]) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985) of two labellings, argument number -> group, on what both hold."""
    from sklearn.metrics import adjusted_rand_score

    common = sorted(first.keys() & second.keys())
    ours, theirs = (np.array([labels[number] for number in common], dtype=np.int64) for labels in (first, second))
    return float(adjusted_rand_score(_alone(ours), _alone(theirs)))


def _alone(labels: Labels) -> Labels:
    """Each argument that is in no group becomes a group of its own."""
    result = labels.copy()
    outside = result < 0
    result[outside] = result.max(initial=0) + 1 + np.arange(int(outside.sum()))
    return result
