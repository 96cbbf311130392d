"""Section 4a: which side of a declared contrast each text is on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from metrics import Labels, Values, accuracy_at, accuracy_of_placed, macro_f1
from peers import Runner, runner
from records import Scale, Scored, Stopwatch
from side_data import Sided, sided_sets

SEEDS = (0, 1, 2)
STATEMENTS = 3
MAJORITY = "majority"
# Texts of a topic and topics. Each text is read with each of six statements, three times over: about 30,000 pairs in all.
SIZES = {
    "argq30k": (40, 10),
    "ibm_claim_stance": (40, 8),
    "perspectrum": (40, 16),
    "semeval2016_stance": (40, 5),
    "convarg_sides": (20, 12),  # posts of fifty words: a pair takes three times as long
}
QUICK_SIZES = dict.fromkeys(("argq30k", "ibm_claim_stance", "perspectrum"), (20, 2))


@dataclass(frozen=True)
class Placed:
    """Positions of the texts of one topic that were scored, with their gold signs."""

    gold: Labels
    positions: Values


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row for each set that is there."""
    scored = None if name == MAJORITY else runner(name)
    for set_name, topics in sided_sets(folder, QUICK_SIZES if scale.quick else SIZES).items():
        watch = Stopwatch()
        runs = [[_with_seeds(topic, seed, scored, watch) for topic in topics] for seed in SEEDS]
        plain = [_with_plain_poles(topic, scored, watch) for topic in topics]
        figures = _figures(runs, plain)
        if set_name.startswith("semeval"):
            figures["SemEval F"] = float(np.mean([_semeval_f(run) for run in runs]))
            figures["SemEval F plain poles"] = _semeval_f(plain)
        yield Scored(set_name, sum(len(topic.texts) for topic in topics), watch.seconds, figures)


def _figures(runs: Sequence[Sequence[Placed]], plain: Sequence[Placed]) -> dict[str, float]:
    """Means over the runs; texts that stand on no side are left out (SemEval's own figure has them)."""
    pooled = [_pooled(run) for run in runs]
    reached = [accuracy_of_placed(one.gold, _signs(one.positions)) for one in pooled]
    return {
        "macro-F1": float(np.mean([_mean_f1(run) for run in runs])),
        "macro-F1 pooled": float(np.mean([macro_f1(one.gold, _signs(one.positions)) for one in pooled])),
        "coverage": float(np.mean([coverage for coverage, _ in reached])),
        "accuracy of placed": float(np.mean([right for _, right in reached])),
        "accuracy at 50 %": float(np.mean([accuracy_at(one.gold, one.positions, 0.5) for one in pooled])),
        "macro-F1 plain poles": _mean_f1(plain),
        "coverage plain poles": accuracy_of_placed(_pooled(plain).gold, _signs(_pooled(plain).positions))[0],
    }


def _with_seeds(topic: Sided, seed: int, scored: Runner | None, watch: Stopwatch) -> Placed:
    """Statements drawn for each side, the rest placed."""
    chosen = {sign: drawn(topic, sign, seed) for sign in (-1, 1)}
    used = {*chosen[-1], *chosen[1]}
    rest = [number for number in range(len(topic.texts)) if number not in used]
    gold = np.array([topic.signs[number] for number in rest], dtype=np.int64)
    if scored is None:
        return Placed(gold, np.full(len(rest), _majority(topic), dtype=np.float64))
    against, in_favour = ([topic.texts[number] for number in chosen[sign]] for sign in (-1, 1))
    with watch:
        positions = scored.place([topic.texts[number] for number in rest], topic.plain_poles, against, in_favour)
    return Placed(gold, positions)


def drawn(topic: Sided, sign: int, seed: int) -> list[int]:
    """Numbers of the statements of one side; where the seed numbers have too few, all of them."""
    pool = [number for number in topic.seed_numbers if topic.signs[number] == sign]
    most = min(STATEMENTS, max(1, len(pool) - 1))
    return sorted(random.Random(seed).sample(pool, most))  # noqa: S311 - a sample


def _with_plain_poles(topic: Sided, scored: Runner | None, watch: Stopwatch) -> Placed:
    gold = np.array(topic.signs, dtype=np.int64) * topic.plain_sign
    if scored is None:
        return Placed(gold, np.full(len(gold), _majority(topic) * topic.plain_sign, dtype=np.float64))
    with watch:
        return Placed(gold, scored.place(topic.texts, topic.plain_poles, (), ()))


def _majority(topic: Sided) -> int:
    return 1 if sum(topic.signs) >= 0 else -1


def _signs(positions: Values) -> Labels:
    return np.sign(positions).astype(np.int64)


def _mean_f1(run: Sequence[Placed]) -> float:
    """Mean over topics of macro-F1 on the texts that are on a side."""
    sided = [(one.gold[one.gold != 0], _signs(one.positions[one.gold != 0])) for one in run]
    return float(np.mean([macro_f1(gold, signs) for gold, signs in sided]))


def _pooled(run: Sequence[Placed]) -> Placed:
    gold, positions = (np.concatenate(parts) for parts in zip(*((one.gold, one.positions) for one in run), strict=True))
    return Placed(gold[gold != 0], positions[gold != 0])


def _semeval_f(run: Sequence[Placed]) -> float:
    """The task's own figure: mean of the F1 for both sides over all tweets, those without a stance included."""
    gold = np.concatenate([one.gold for one in run])
    return macro_f1(gold, _signs(np.concatenate([one.positions for one in run])))
