"""Common ground: points that people of both sides of a contrast make.

A point that itself stands on one side is what divides people, so only arguments on neither side are candidates. People
heard on both sides count for neither. Who makes a point is proposed by likeness; in English the pair model reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from miner.arguments.strength import speaks_for_others
from miner.arguments.units import count_words
from miner.clusters import Cluster
from miner.clusters.key_points import MAX_WORDS, MIN_WORDS, same_point_level
from miner.contrasts import PlacedContrast
from miner.digest.material import Material
from miner.embeddings.english import is_english
from miner.embeddings.pairs import same_point

_MOST = 3
_MIN_STRENGTH = 0.35
_PROPOSED = 0.8  # of the likeness of the same point: enough to propose what is then read
_SAME = 0.5  # probability from which an argument comes down to the point
_READ_CANDIDATES = 6  # of a contrast, from as many themes; reading a pair took 22 ms on two busy cores
_READ_OF_EACH_SIDE = 4  # arguments that are likest to the point


@dataclass(frozen=True)
class CommonPoint:
    """An argument number, and how many people of the left and of the right side make its point."""

    number: int
    n_left: int
    n_right: int


def common_ground(material: Material, placed: PlacedContrast) -> tuple[CommonPoint, ...]:
    """The points that most people of both sides make, at most three, each from another theme; none where there is none."""
    sides = _sides(material, placed)
    if not all(sides):
        return ()
    english = is_english([argument.plain for argument in material.arguments])
    level = same_point_level(material.clusters.features) * (_PROPOSED if english else 1.0)
    proposed = [
        best
        for cluster in material.clusters.top
        if (best := _best(material, placed, cluster, sides, level)) is not None
    ]
    ranked = sorted(proposed, key=_many_of_both)[:_READ_CANDIDATES]
    if english:
        ranked = sorted((_read(material, point, sides, level) for point in ranked), key=_many_of_both)
    return tuple(point for point in ranked if min(point.n_left, point.n_right) > 0)[:_MOST]


def _many_of_both(point: CommonPoint) -> tuple[int, int, int]:
    return -min(point.n_left, point.n_right), -point.n_left - point.n_right, point.number


def _sides(material: Material, placed: PlacedContrast) -> tuple[frozenset[str], frozenset[str]]:
    """Who is heard on the left only, and who on the right only."""
    left, right = (
        {name for number in np.flatnonzero(side) for name in material.voices(int(number))}
        for side in (placed.positions < 0, placed.positions > 0)
    )
    return frozenset(left - right), frozenset(right - left)


def _best(
    material: Material,
    placed: PlacedContrast,
    cluster: Cluster,
    sides: tuple[frozenset[str], frozenset[str]],
    level: float,
) -> CommonPoint | None:
    """The argument of a theme on neither side that arguments by most people of both sides are like."""
    candidates = [
        member for member in cluster.members if placed.positions[member] == 0 and _may_speak(material, member)
    ]
    if not candidates:
        return None
    likeness = material.clusters.features.block(candidates, cluster.members)
    points = [
        _counted(material, number, [m for m, like in zip(cluster.members, row, strict=True) if like >= level], sides)
        for number, row in zip(candidates, likeness, strict=True)
    ]
    best = min(points, key=_many_of_both)
    return best if min(best.n_left, best.n_right) > 0 else None


def _may_speak(material: Material, number: int) -> bool:
    argument = material.arguments[number]
    sized = MIN_WORDS <= count_words(argument.text) <= MAX_WORDS
    return sized and not argument.is_article and argument.strength >= _MIN_STRENGTH and speaks_for_others(argument.text)


def _counted(
    material: Material, number: int, supporting: Sequence[int], sides: tuple[frozenset[str], frozenset[str]]
) -> CommonPoint:
    voices = material.voices(number).union(*(material.voices(other) for other in supporting))
    return CommonPoint(number, len(voices & sides[0]), len(voices & sides[1]))


def _read(
    material: Material, point: CommonPoint, sides: tuple[frozenset[str], frozenset[str]], level: float
) -> CommonPoint:
    """The point with those people only whose argument the pair model takes for the same point."""
    label = int(material.clusters.labels[point.number])
    members = [member for member in material.clusters.top[label].members if member != point.number]
    likeness = material.clusters.features.block([point.number], members)[0]
    near = [m for like, m in sorted(zip(-likeness, members, strict=True)) if -like >= level]
    asked = [m for side in sides for m in [m for m in near if material.voices(m) & side][:_READ_OF_EACH_SIDE]]
    texts = material.arguments
    scores = same_point([(texts[m].plain, texts[point.number].plain) for m in asked])
    return _counted(
        material, point.number, [m for m, score in zip(asked, scores, strict=True) if score >= _SAME], sides
    )
