"""Pair models: on one side or on opposite ones, the same point or another; the figures are in tests/quality."""

from __future__ import annotations

import numpy as np
import pytest

from miner.embeddings import pairs
from miner.embeddings.pairs import same_point, same_side, what_is_said

TOPIC = "School uniforms should be mandatory."
FOR = "Uniforms stop children from being laughed at for their clothes, so every school should have them."
AGAINST = "Uniforms take away the one thing a child can choose, and no school should force them on anybody."


def test_scores_have_one_row_a_pair_in_the_documented_range() -> None:
    asked = [(FOR, TOPIC), (AGAINST, TOPIC), ("", ""), ("🙂", "図書館は夜も開けるべきです。"), ("word " * 300, FOR)]
    sides, points = same_side(asked, threads=1), same_point(asked, threads=1)
    assert sides.shape == points.shape == (5,)
    assert sides.dtype == points.dtype == np.float64
    assert ((sides >= -1) & (sides <= 1)).all()
    assert ((points >= 0) & (points <= 1)).all()


@pytest.mark.parametrize("score", [same_side, same_point])
def test_no_pairs_have_no_scores_and_load_no_model(score, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_graph", None)
    assert score([]).shape == (0,)


@pytest.mark.parametrize("score", [same_side, same_point])
def test_a_score_does_not_depend_on_the_pairs_beside_it(score) -> None:
    asked = [(FOR, TOPIC), ("No.", TOPIC), (AGAINST, FOR), ("word " * 300, "Yes.")]
    together = score(asked, threads=1)
    alone = [float(score([pair], threads=1)[0]) for pair in asked]
    np.testing.assert_allclose(together, alone, rtol=0, atol=1.5e-4)  # scores are rounded to 4 places


@pytest.mark.parametrize("score", [same_side, same_point])
def test_equal_pairs_have_equal_scores_in_the_order_given(score) -> None:
    first, second, third = score([(FOR, TOPIC), (AGAINST, TOPIC), (FOR, TOPIC)], threads=1)
    assert first == third != second


@pytest.mark.parametrize("score", [same_side, same_point])
def test_scores_are_the_same_on_one_thread_or_two(score) -> None:
    asked = [(FOR, TOPIC), (AGAINST, TOPIC)]
    np.testing.assert_allclose(score(asked, threads=1), score(asked, threads=2), rtol=0, atol=1.5e-4)


def test_who_argues_for_something_is_nearer_to_it_than_who_argues_against_it() -> None:
    on_it, against_it = same_side([(FOR, TOPIC), (AGAINST, TOPIC)], threads=1)
    assert on_it > max(against_it, 0)


def test_an_argument_matches_its_key_point_more_than_another() -> None:
    own, other = same_point(
        [(FOR, "School uniforms reduce bullying."), (FOR, "School uniforms are too expensive.")], threads=1
    )
    assert own > other


def test_what_is_said_is_told_from_its_denial_and_from_what_is_not_spoken_of() -> None:
    sentences = ("Uniforms stop children from being laughed at.", "Uniforms make children laugh at each other.")
    odds = what_is_said([(FOR, sentence) for sentence in (*sentences, "Buses should run at night.")], threads=1)
    assert odds.shape == (3, 3)
    assert odds[0, 0] > max(odds[1, 0], odds[2, 0])
    assert odds[1, 1] > odds[0, 1]
    assert odds[2, 2] > odds[0, 2]
    assert what_is_said([]).shape == (0, 3)


def test_a_model_is_loaded_once_for_a_number_of_threads() -> None:
    assert pairs._graph("side", 1) is pairs._graph("side", 1)
