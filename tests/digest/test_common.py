"""Common ground: points that people of both sides make, with how many of each."""

from __future__ import annotations

import numpy as np
import pytest
from builders import post, transcript

from digest.stages import material
from miner.clusters import Cluster, Clusters
from miner.contrasts import PlacedContrast
from miner.contrasts.records import Contrast
from miner.digest.common import common_ground
from miner.digest.material import Material

SHARED = [
    "The library needs a lift because old people cannot climb the stairs.",
    "Old people cannot use the stairs, so the library needs a lift.",
    "A lift is needed in the library for people who cannot climb stairs.",
    "People who cannot climb the stairs need a lift in the library.",
]
APART = [
    "Longer opening hours on Sunday would help families most.",
    "The roof leaks on the books and must be repaired first.",
    "Coffee should be sold in the reading room every day.",
    "Music lessons for children are far too expensive in town.",
    "The car park is dark at night and nobody feels safe.",
    "New computers would draw more young readers to us.",
]


@pytest.fixture(scope="module")
def made() -> Material:
    """Four who make one point, by ann, bob, cem and dee, and six who do not."""
    texts = [*SHARED, *APART]
    names = ("ann", "bob", "cem", "dee", "eli", "fay", "gus", "hal", "ida", "jon")
    whole = material(transcript(post(text, number, names[number]) for number, text in enumerate(texts)))
    cluster = Cluster(tuple(range(4)), tuple(range(4)), None, "lift", (), 0, tuple(range(4)))
    labels = np.array([0] * 4 + [-1] * 6, dtype=np.int64)
    before = whole.clusters
    clusters = Clusters((cluster,), labels, ("core",) * 4 + ("tail",) * 6, "", before.points, before.features)
    return Material(whole.transcript, whole.found, clusters, (), whole.settings)


def placed(left: tuple[int, ...], right: tuple[int, ...]) -> PlacedContrast:
    positions = np.zeros(10)
    positions[list(left)], positions[list(right)] = -0.8, 0.8
    return PlacedContrast(Contrast.parse("now | later"), positions, 0.2, True)


def test_a_point_that_people_of_both_sides_make_is_common_ground(made: Material) -> None:
    (point,) = common_ground(made, placed((1, 4), (2, 5)))
    assert point.number in (0, 3)
    assert (point.n_left, point.n_right) == (1, 1)


def test_a_point_of_one_side_only_is_not(made: Material) -> None:
    assert common_ground(made, placed((1, 2), (5, 6))) == ()


def test_a_point_that_stands_on_a_side_itself_is_what_divides(made: Material) -> None:
    assert common_ground(made, placed((0, 1), (2, 3))) == ()


def test_without_people_on_both_sides_there_is_none(made: Material) -> None:
    assert common_ground(made, placed((1,), ())) == ()
