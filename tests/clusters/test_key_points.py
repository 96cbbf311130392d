"""A key point is one member of 6 to 25 words that stands alone and that most others come down to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.planted import planted
from miner.clusters.key_points import key_point, same_point_level


@dataclass(frozen=True)
class Said:
    n_words: int = 12
    strength: float = 0.6
    stands_alone: bool = True
    is_article: bool = False
    is_headline: bool = False


FEATURES, TRUTH = planted(3, 6, noise=0.5)
MEMBERS = list(range(6))
candidates = st.lists(
    st.builds(Said, st.integers(1, 60), st.floats(0, 1), st.booleans(), st.booleans()), min_size=18, max_size=18
)


@given(candidates)
def test_a_key_point_is_6_to_25_words_when_a_member_is(said: list[Said]) -> None:
    point, _ = key_point(MEMBERS, FEATURES, said, same_point_level(FEATURES))
    assert point in MEMBERS
    if any(6 <= said[member].n_words <= 25 for member in MEMBERS):
        assert 6 <= said[point].n_words <= 25


@given(candidates)
def test_a_key_point_stands_alone_when_a_member_of_its_length_does(said: list[Said]) -> None:
    point, _ = key_point(MEMBERS, FEATURES, said, same_point_level(FEATURES))
    if any(6 <= said[member].n_words <= 25 and said[member].stands_alone for member in MEMBERS):
        assert said[point].stands_alone


@given(candidates, st.floats(-1, 1))
def test_matches_are_members_and_hold_the_key_point_itself(said: list[Said], level: float) -> None:
    point, matches = key_point(MEMBERS, FEATURES, said, level)
    assert point in matches
    assert set(matches) <= set(MEMBERS)
    assert len(set(matches)) == len(matches)


def test_of_equal_candidates_the_most_central_is_chosen() -> None:
    matrix = FEATURES.similarities()[np.ix_(MEMBERS, MEMBERS)]
    point, _ = key_point(MEMBERS, FEATURES, [Said()] * 18, 1.0)
    assert point == int(matrix.sum(axis=1).argmax())


@pytest.mark.parametrize("weaker", [Said(strength=0.0), Said(is_article=True), Said(n_words=6)])
def test_a_weak_a_short_and_an_articles_sentence_give_way_to_a_comment_that_says_more(weaker: Said) -> None:
    best, _ = key_point(MEMBERS, FEATURES, [Said()] * 18, 1.0)
    said = [weaker if number == best else Said(strength=0.9) for number in range(18)]
    assert key_point(MEMBERS, FEATURES, said, 1.0)[0] != best


def test_one_in_twenty_pairs_is_the_same_point() -> None:
    matrix = FEATURES.similarities()
    pairs = matrix[np.triu_indices(len(matrix), 1)]
    assert (pairs > same_point_level(FEATURES)).mean() == pytest.approx(0.05, abs=0.02)


def test_a_theme_of_one_is_its_own_key_point() -> None:
    assert key_point([4], FEATURES, [Said(n_words=2)] * 18, 0.5) == (4, (4,))


def test_somebodys_own_words_are_the_key_point_before_a_headline_that_is_as_central() -> None:
    best, _ = key_point(MEMBERS, FEATURES, [Said()] * 18, 1.0)
    titled = [Said(is_headline=number == best) for number in range(18)]
    assert key_point(MEMBERS, FEATURES, titled, 1.0)[0] != best
    assert key_point(MEMBERS, FEATURES, [Said(is_headline=True)] * 18, 1.0)[0] == best
