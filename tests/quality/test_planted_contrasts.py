"""Planted sentences about two sides: true ones say of each side what it says, false ones the other way round."""

from __future__ import annotations

import random

from data import PointGroup
from planted_contrasts import FALSE, TRUE, Opposed, _pairs, planted_sides, telling

_FOR = ("Uniforms stop bullying.", "Uniforms save money.", "With uniforms nobody is bullied.", "Uniforms make a team.")
_AGAINST = ("Clothes express who we are.", "We express ourselves.", "Pupils express themselves.", "It costs money.")


def _side(name: str, arguments: tuple[str, ...], point: str) -> PointGroup:
    return PointGroup(name=name, arguments=arguments, key_points=(point,), labels={(0, 0): 1, (2, 0): 1})


def _pair() -> Opposed:
    sides = (_side("t (1)", _FOR, "Uniforms end bullying."), _side("t (-1)", _AGAINST, "Clothes are expression."))
    return next(_pairs(sides, random.Random(0)))  # noqa: S311 - a sample


def test_a_side_is_called_by_the_word_that_sets_it_apart():
    assert telling(_FOR, _AGAINST) == "uniforms"
    assert telling(_AGAINST, _FOR) == "express"
    assert telling(("One.",), ("Two.",)) == ""


def test_true_ones_cite_their_own_side_and_false_ones_have_only_the_words_exchanged():
    made = {one.kind: one for one in planted_sides([_pair()])}
    assert set(made) == {*TRUE, *FALSE}
    true, false = made["two-sided"], made["swapped sides"]
    assert true.cites == false.cites
    assert true.text.index("uniforms end bullying") < true.text.index("clothes are expression")
    assert false.text.index("clothes are expression") < false.text.index("uniforms end bullying")
    assert {cite[:4] for cite in made["names of sides"].cites} == {"left"}


def test_an_answer_of_two_sentences_cites_both_sides():
    """Or else it would be caught for citing one only, whatever it says."""
    for one in planted_sides([_pair()]):
        cited = {cite for sentence in one.answer.sentences for cite in sentence.cites}
        assert {cite.rstrip("0123456789") for cite in cited} == {"left", "right"}
