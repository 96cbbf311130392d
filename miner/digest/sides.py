"""Contrasts as the report shows them: both poles next to each other, and what their people have in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from miner.arguments.strength import speaks_for_others
from miner.arguments.units import count_words
from miner.clusters import person_of
from miner.contrasts import PlacedContrast, Pole
from miner.digest.common import common_ground
from miner.digest.material import Material
from miner.digest.records import DigestContrast, DigestPole

_N_KEY_POINTS, _N_QUOTES = 1, 4
_NEARLY_THE_SAME = 0.6  # similarity from which a second quote adds nothing


def contrasts_of(material: Material) -> tuple[DigestContrast, ...]:
    """All contrasts, the measurable ones first, otherwise in their order."""
    shown = [_contrast(material, f"c{number + 1}", placed) for number, placed in enumerate(material.contrasts)]
    return tuple(sorted(shown, key=lambda contrast: not contrast.measurable))


def _contrast(material: Material, contrast_id: str, placed: PlacedContrast) -> DigestContrast:
    left = [int(number) for number in np.flatnonzero(placed.positions < 0)]
    right = [int(number) for number in np.flatnonzero(placed.positions > 0)]
    people = [{name for number in side for name in material.voices(number)} for side in (left, right)]
    shown = placed.measurable
    common = common_ground(material, placed) if shown else ()
    return DigestContrast(
        id=contrast_id,
        name=placed.contrast.title,
        origin=placed.contrast.origin,
        measurable=placed.measurable,
        left=_pole(material, placed.contrast.left, left, placed, shown),
        right=_pole(material, placed.contrast.right, right, placed, shown),
        n_neither=len(material.arguments) - len(left) - len(right),
        band=placed.band,
        common_ground=material.ids(point.number for point in common),
        common_people=tuple((point.n_left, point.n_right) for point in common),
        both_people=tuple(sorted(name for name in people[0] & people[1] if name not in material.posts))
        if shown
        else (),
        reason=placed.reason,
    )


def _pole(material: Material, pole: Pole, numbers: Sequence[int], placed: PlacedContrast, shown: bool) -> DigestPole:
    if not shown:
        return DigestPole(name=pole.name, n_people=material.n_people(numbers), n_arguments=len(numbers))
    clearest = sorted(numbers, key=lambda number: (-_telling(material, placed, number), number))
    key_points = [
        n
        for n in clearest
        if 6 <= count_words(material.arguments[n].text) <= 25 and speaks_for_others(material.arguments[n].text)
    ]
    key_points = (key_points or clearest)[:_N_KEY_POINTS]
    quotes = _different(material, clearest, key_points)
    return DigestPole(
        name=pole.name,
        n_people=material.n_people(numbers),
        n_arguments=len(numbers),
        key_points=material.ids(key_points),
        quotes=material.ids(quotes),
    )


def _different(material: Material, clearest: Sequence[int], shown: Sequence[int]) -> list[int]:
    """The clearest arguments, each by another person and none that nearly repeats one before it."""
    chosen = list(shown)
    for number in clearest:
        if len(chosen) == _N_QUOTES + len(shown):
            break
        fresh = all(person_of(material.arguments[number]) != person_of(material.arguments[other]) for other in chosen)
        if fresh and (not chosen or material.clusters.features.block([number], chosen).max() < _NEARLY_THE_SAME):
            chosen.append(number)
    return chosen[len(shown) :]


def _telling(material: Material, placed: PlacedContrast, number: int) -> float:
    """How clearly and how well an argument speaks for its side."""
    argument = material.arguments[number]
    return round(
        abs(float(placed.positions[number])) * (0.3 + argument.strength) * (0.7 if argument.is_article else 1.0), 6
    )
