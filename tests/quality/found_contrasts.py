"""Sections 4b and 4c: the contrast that a discussion itself sets up, against known sides and against votes."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from data import kpa_groups, plain, sample, table
from metrics import Labels, Values, opposition_auc, poles_f, vote_correlations
from peers import Runner, runner
from records import Scale, Scored, Stopwatch
from side_data import perspectives

MIN_COMMON_VOTERS = 15
MOST_COMMENTS = 200
KEPT = "1"  # moderated: shown to voters


def score(name: str, folder: Path, scale: Scale) -> Iterator[Scored]:
    """One row for each set that is there."""
    scored = runner(name)
    if (folder / "perspectrum").is_dir():
        topics = sample(perspectives(folder, 200, min_a_side=6), scale.of(20, 4))
        yield _sided("perspectrum", [(topic.texts, topic.signs) for topic in topics], scored)
    if (folder / "kpa2021").is_dir():
        yield _sided("kpa2021 topics", _topics(folder, scale), scored)
    if (folder / "polis").is_dir():
        yield _voted(folder, scored, scale)


def _topics(folder: Path, scale: Scale) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Arguments of both stances of each topic of ArgKP."""
    pooled: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for group in kpa_groups(folder, scale.part):
        topic, _, stance = group.name.removesuffix(")").rpartition(" (")
        pooled[topic] += [(text, int(stance)) for text in group.arguments]
    chosen = [sample(own, scale.of(1000, 80)) for own in list(pooled.values())[: scale.of(1000, 2)]]
    return [(tuple(text for text, _ in own), tuple(sign for _, sign in own)) for own in chosen]


def _sided(name: str, topics: Sequence[tuple[Sequence[str], Sequence[int]]], scored: Runner) -> Scored:
    watch = Stopwatch()
    found = []
    for texts, signs in topics:
        with watch:
            sides = scored.found_sides(texts)
        found.append(poles_f(np.array(signs, dtype=np.int64), sides))
    purity, coverage, pole_f = (float(np.mean(values)) for values in zip(*found, strict=True))
    share = float(np.mean([one[1] > 0 for one in found]))
    figures = {"pole F": pole_f, "purity": purity, "coverage": coverage, "contrast found": share}
    return Scored(name, sum(len(texts) for texts, _ in topics), watch.seconds, figures)


def _voted(folder: Path, scored: Runner, scale: Scale) -> Scored:
    watch = Stopwatch()
    n, aucs, n_found = 0, [], 0
    for comments, votes in list(conversations(folder))[: scale.of(1000, 2)]:
        with watch:
            sides = scored.found_sides(comments)
        n += len(comments)
        n_found += bool(np.any(sides))
        aucs.append(auc_of(sides, vote_correlations(votes, MIN_COMMON_VOTERS)))
    figures = {"AUC": float(np.mean(aucs)), "contrast found": n_found / len(aucs)}
    return Scored("polis", n, watch.seconds, figures)


def auc_of(sides: Labels, correlations: Values) -> float:
    """How well the disagreement of voters tells pairs on opposite sides from pairs on the same side."""
    first, second = np.triu_indices(len(sides), 1)
    known = (sides[first] != 0) & (sides[second] != 0) & ~np.isnan(correlations[first, second])
    first, second = first[known], second[known]
    return opposition_auc((sides[first] != sides[second]).tolist(), (-correlations[first, second]).tolist())


def conversations(folder: Path) -> Iterator[tuple[list[str], Values]]:
    """Comments that were put to the vote, and the votes: shape (n_voters, n_comments), nan where not seen."""
    comments: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table(folder / "polis" / "comments.csv.gz"):
        if row["moderated"] == KEPT:
            comments[row["conversation"]].append((row["comment-id"], plain(row["comment-body"])))
    for name, own in sorted(comments.items(), key=lambda item: (len(item[1]), item[0])):
        kept = sample(sorted(own, key=lambda pair: int(pair[0])), MOST_COMMENTS)
        path = folder / "polis" / f"votes_{name}.csv.gz"
        if path.is_file():
            yield [text for _, text in kept], _votes(path, [number for number, _ in kept])


def _votes(path: Path, comments: Sequence[str]) -> Values:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [[float(row.get(comment) or "nan") for comment in comments] for row in csv.DictReader(file)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(comments))
