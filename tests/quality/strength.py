"""Section 5: strength against the ranks people gave, pairs people compared, and what a digest quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from data import RankedArguments, compared_arguments, ranked_arguments, sample
from metrics import pair_accuracy, percentile_ranks, rank_correlation
from peers import Runner, runner
from records import Scale, Scored, Stopwatch

QUOTES = 3
TEXTS, PAIRS = 150, 2000  # of a motion and stance; of all


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row for ranks, pairs and quotes together."""
    scored = runner(name)
    groups = [_some(group) for group in ranked_arguments(folder)[: scale.of(1000, 2)]]
    watch = Stopwatch()
    correlations, percentiles = [], []
    for group in groups:
        ranks = np.array(group.ranks)
        with watch:
            strengths = scored.strength(group.texts)
        correlations.append(rank_correlation(strengths, ranks))
        quoted = scored.quotes(group.texts)[:QUOTES]
        percentiles.append(float(percentile_ranks(ranks)[quoted].mean()) if quoted else 0.0)
    figures = {
        "Spearman": float(np.mean(correlations)),
        "pair accuracy": _pairs(folder, scored, scale, watch),
        "quote percentile": float(np.mean(percentiles)),
    }
    yield Scored("argq", sum(len(group.texts) for group in groups), watch.seconds, figures)


def _some(group: RankedArguments) -> RankedArguments:
    kept = sample(range(len(group.texts)), TEXTS)
    return RankedArguments(
        group.name, tuple(group.texts[number] for number in kept), tuple(group.ranks[number] for number in kept)
    )


def _pairs(folder: Path, scored: Runner, scale: Scale, watch: Stopwatch) -> float:
    pairs = sample(compared_arguments(folder), scale.of(PAIRS, 200))
    texts = list(dict.fromkeys(text for first, second, _ in pairs for text in (first, second)))
    with watch:
        strengths = dict(zip(texts, scored.strength(texts).tolist(), strict=True))
    first, second = (
        np.array([strengths[text] for text in side]) for side in zip(*(pair[:2] for pair in pairs), strict=True)
    )
    return pair_accuracy(first, second, np.array([better for _, _, better in pairs]))
