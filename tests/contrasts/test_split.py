"""A contrast is found where people contradict each other, and not where they speak of two things."""

from __future__ import annotations

import numpy as np
from builders import argument

from miner.clusters import cluster
from miner.contrasts.records import Contrast, Positions
from miner.contrasts.split import split_issues
from miner.embeddings import embed

IN_FAVOUR = [
    "School uniforms should be required because they stop bullying about clothes.",
    "Uniforms make all pupils equal, whatever their parents earn.",
    "A uniform saves families money on fashionable clothes.",
    "Wearing a uniform helps pupils to concentrate on learning.",
    "Uniforms give pupils pride in their school and should be kept.",
]
AGAINST = [
    "School uniforms should be abolished because they take away self-expression.",
    "Uniforms are expensive and poor families cannot afford them.",
    "A uniform does nothing against bullying, it only hides it.",
    "Pupils should be free to choose what they wear to school.",
    "Forcing children into uniforms teaches them to obey, not to think.",
]
NO_DEBATE = [
    "The bakery near the station opens at six.",
    "My bicycle has a new chain since Friday.",
    "Rain is expected over the hills tomorrow.",
    "The library has bought forty new atlases.",
    "Our cat sleeps on the warm printer.",
    "The museum shows maps from the old harbour.",
    "Two trains were late because of snow.",
    "She paints the fence green every spring.",
    "The choir sings in the market hall on Sundays.",
    "Tomatoes grow well behind the glass house.",
]


def found_in(texts: list[str], most: int = 1) -> list[tuple[Contrast, Positions, float]]:
    arguments = [argument(text, number) for number, text in enumerate(texts)]
    embeddings = embed(texts)
    return split_issues(arguments, embeddings, cluster(arguments, embeddings), most)


def test_a_debate_is_split_into_those_for_and_those_against() -> None:
    ((contrast, placed, _),) = found_in([*IN_FAVOUR, *AGAINST])
    own = np.repeat([-1, 1], 5)
    right = np.sign(placed) == own * (1 if np.sign(placed) @ own > 0 else -1)
    assert right.sum() >= 8
    assert contrast.origin == "found"


def test_a_found_pole_is_called_what_somebody_on_its_side_says() -> None:
    ((contrast, _, _),) = found_in([*IN_FAVOUR, *AGAINST])
    for pole in (contrast.left, contrast.right):
        assert f"{pole.name}." in pole.statements
    sides = [pole.statements[0] in IN_FAVOUR for pole in (contrast.left, contrast.right)]
    assert sorted(sides) == [False, True]


def test_things_that_have_nothing_to_do_with_each_other_set_up_no_contrast() -> None:
    assert found_in(NO_DEBATE) == []


def test_none_is_looked_for_when_none_is_wanted() -> None:
    assert found_in([*IN_FAVOUR, *AGAINST], 0) == []
