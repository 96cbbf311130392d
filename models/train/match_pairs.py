"""Pairs for the pair model of key points: does an argument come down to a key point?"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sets import KEY_POINT_INNER, clean, rows, training_claims

_MOST = 3  # pairs that one cluster of Perspectrum gives of each kind


class Judged(NamedTuple):
    """``match``: 1 or 0; ``weight``: of its loss, 1 where a person judged this very pair."""

    argument: str
    key_point: str
    match: float
    weight: float


def training_pairs(data: Path, rng: random.Random) -> list[Judged]:
    """Pairs of ArgKP's training part but for the topics that look on, then pairs of Perspectrum."""
    return [*_of_key_points(data / "kpa2021", rng), *_of_perspectives(data, rng)]


def _of_key_points(folder: Path, rng: random.Random) -> Iterator[Judged]:
    """Pairs that were judged, and arguments with a key point of the other side, which cannot match."""
    arguments = {row["arg_id"]: row for row in rows(folder / "arguments_train.csv")}
    points = {row["key_point_id"]: row for row in rows(folder / "key_points_train.csv")}
    of_topic: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in points.values():
        of_topic[row["topic"].strip()].append((int(row["stance"]), clean(row["key_point"])))
    for row in rows(folder / "labels_train.csv"):
        argument, point = arguments[row["arg_id"]], points[row["key_point_id"]]
        if argument["topic"].strip() not in KEY_POINT_INNER:
            yield Judged(clean(argument["argument"]), clean(point["key_point"]), float(row["label"]), 1.0)
    for argument in arguments.values():
        topic = argument["topic"].strip()
        if topic in KEY_POINT_INNER:
            continue
        others = [text for sign, text in of_topic[topic] if sign != int(argument["stance"])]
        if others and rng.random() < 0.35:
            yield Judged(clean(argument["argument"]), rng.choice(others), 0.0, 0.5)


def _of_perspectives(data: Path, rng: random.Random) -> Iterator[Judged]:
    """Texts that annotators held equivalent, and texts of other clusters of the same claim."""
    for claim in training_claims(data):
        for number, (cluster, _) in enumerate(claim.clusters):
            texts = list(dict.fromkeys(cluster))
            for text in texts[1 : 1 + _MOST]:
                pair = (text, texts[0]) if rng.random() < 0.5 else (texts[0], text)
                yield Judged(*pair, 1.0, 0.5)
            others = [text for other, (own, _) in enumerate(claim.clusters) if other != number for text in own]
            yield from _apart(texts, others, rng)


def _apart(texts: Sequence[str], others: Sequence[str], rng: random.Random) -> Iterator[Judged]:
    for _ in range(min(_MOST, len(others))):
        yield Judged(rng.choice(texts), rng.choice(others), 0.0, 0.5)
