"""Positions: signed, bounded, and nought for what speaks of something else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.contrasts import Contrast, place_texts
from miner.contrasts.presets import preset
from miner.embeddings import embed

INNOVATION, OUTSIDE = preset("cx")


def placed(texts: list[str], contrast: Contrast = INNOVATION) -> np.ndarray:
    return place_texts(texts, embed(texts), contrast)[0]


@settings(max_examples=20)
@given(st.lists(st.text(max_size=50), max_size=6))
def test_any_texts_have_positions_between_minus_one_and_one(texts: list[str]) -> None:
    found, band = place_texts(texts, embed(texts), INNOVATION)
    assert found.shape == (len(texts),)
    assert ((found >= -1) & (found <= 1)).all()
    assert 0 <= band < 1
    assert ((found == 0) | (np.abs(found) > band)).all()


@pytest.mark.parametrize("contrast", [INNOVATION, OUTSIDE], ids=lambda one: one.title)
def test_the_poles_own_statements_stand_on_their_sides(contrast: Contrast) -> None:
    n_left = len(contrast.left.statements)
    found = placed([*contrast.left.statements, *contrast.right.statements], contrast)
    assert (found[:n_left] <= 0).all()
    assert (found[n_left:] >= 0).all()
    assert (found != 0).mean() >= 0.7


def test_texts_about_something_else_are_at_neither() -> None:
    elsewhere = [
        "Penguins propose to each other with pebbles.",
        "The moon pulls the sea twice a day.",
        "Copper roofs turn green after thirty years.",
        "My grandmother could whistle through a comb.",
    ]
    assert placed(elsewhere).tolist() == [0.0] * 4


def test_exchanging_the_poles_exchanges_the_signs() -> None:
    texts = [*INNOVATION.left.statements[:3], *INNOVATION.right.statements[:3], "Trains are nice."]
    turned = Contrast(INNOVATION.right, INNOVATION.left)
    assert np.sign(placed(texts)).tolist() == (-np.sign(placed(texts, turned))).tolist()


def test_what_is_said_outright_decides_where_the_words_are_the_same() -> None:
    basics, innovation = placed(
        [
            "Fix the basics before innovating, every single time.",
            "Innovate before fixing the basics, every single time.",
        ]
    )
    assert basics > 0 > innovation


def test_two_runs_give_the_same_positions() -> None:
    texts = [*INNOVATION.left.statements, *INNOVATION.right.statements]
    assert np.array_equal(placed(texts), placed(texts))


def test_what_only_resembles_a_pole_and_uses_none_of_its_words_is_at_neither() -> None:
    """An answer to another question is near to "customers cannot tell you" all the same."""
    elsewhere = "Whoever is nearest to the customer, nearly always. We never leave them an hour in the week to think."
    statements = [*INNOVATION.left.statements, *INNOVATION.right.statements]
    assert placed([*statements, elsewhere])[-1] == 0.0


def test_a_slogan_that_is_mocked_puts_its_speaker_on_the_other_side() -> None:
    mocked = '"First the basics" is how big companies avoid ever doing anything. There is always one more basic to fix.'
    assert placed([mocked, *INNOVATION.right.statements])[0] < 0
