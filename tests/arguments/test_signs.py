"""What is counted in a text, by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.arguments.signs import SIGNS, signs_of, words_of


@given(st.lists(st.text(max_size=200), max_size=4))
def test_every_text_has_a_finite_number_for_every_sign(texts: list[str]) -> None:
    found = signs_of(texts)
    assert found.shape == (len(texts), len(SIGNS))
    assert np.isfinite(found).all()


def test_signs_have_names_of_their_own() -> None:
    assert len(set(SIGNS)) == len(SIGNS)


def test_columns_are_those_that_were_asked_for() -> None:
    texts = ["Thanks, all of you!", "Fees must go because they hurt."]
    both = signs_of(texts, ("reasons", "thanks"))
    assert both.tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert (both == signs_of(texts)[:, [SIGNS.index("reasons"), SIGNS.index("thanks")]]).all()


@pytest.mark.parametrize(
    ("sign", "has", "lacks"),
    [
        ("under 6 words", "Fees must go.", "Fees must go, and the sooner the better."),
        ("pronouns", "It helps them.", "Fees help nobody."),
        ("first person", "I miss my library.", "The library is missed."),
        ("leans on what went before", "And so it went.", "Fees rise."),
        ("question mark", "Who pays?", "You pay."),
        ("noise", "Fees #now", "Fees now"),
        ("dots", "Fees rise ...", "Fees rise."),
        ("capital", "“Fees rise.”", "fees rise."),
        ("digits", "Fees rise by 3.", "Fees rise by three."),
        ("greeting", "Hello all", "Fees rise."),
    ],
)
def test_a_sign_is_higher_where_it_is_seen(sign: str, has: str, lacks: str) -> None:
    found = signs_of([has, lacks], (sign,))
    assert found[0, 0] > found[1, 0]


def test_words_are_in_lower_case_without_figures_and_signs() -> None:
    assert words_of("It’s 3 o'clock, Ann!") == ["it’s", "o'clock", "ann"]
