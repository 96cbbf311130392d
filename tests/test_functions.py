"""The functions for plain texts: shapes, ranges, order, and enough sense to be useful."""

from __future__ import annotations

import numpy as np
import pytest
from builders import SUBJECTS
from hypothesis import given, settings
from hypothesis import strategies as st

import miner
from miner import Contrast, Pole
from miner.contrasts.presets import preset
from miner.errors import BadContrast

TEXTS = [
    f"{claim} {reason}."
    for claims, reasons in SUBJECTS.values()
    for claim, reason in zip(claims, [*reasons, reasons[0]], strict=True)
]
KEY_POINTS = [
    "The library should be open longer in the evening.",
    "The reading room has to be quiet.",
    "Fines and fees should be abolished.",
    "Self service machines do not work well.",
    "There should be more events.",
    "The building needs repairs.",
]
SUBJECT_OF = np.repeat(np.arange(6), 6)
INNOVATION = [
    "Be bold and surprise your customers with something they have never seen.",
    "Nobody ever asked for the wheel; you have to invent what people cannot imagine.",
    "New ideas set you apart, polishing the old ones only makes you average.",
    "Lead customers to a future they could not describe themselves.",
    "Innovation creates the difference that people talk about.",
    "Take the leap, a company that only mends its faults ends up as a tidy version of yesterday.",
]
BASICS = [
    "Get the fundamentals right before you think of anything new.",
    "People want their order on time and correct, everything else is decoration.",
    "Fix what is broken first, then we can talk about shiny new features.",
    "Keep the promises you have made, that is all customers ask.",
    "A new app does not help while the phone is never answered; do the ordinary things well.",
    "Innovation is a distraction as long as the simple things go wrong every day.",
]
texts = st.lists(st.text(max_size=40), max_size=5)


@settings(max_examples=15)
@given(texts)
def test_groups_of_any_texts_are_one_number_each(said: list[str]) -> None:
    labels = miner.group(said)
    assert labels.shape == (len(said),)
    assert labels.dtype == np.int64
    assert (labels >= -1).all()


def test_groups_are_numbered_in_the_order_of_first_appearance() -> None:
    labels = miner.group(TEXTS)
    firsts = list(dict.fromkeys(label for label in labels.tolist() if label >= 0))
    assert firsts == list(range(len(firsts)))
    assert 2 <= len(firsts) <= 18


@pytest.mark.parametrize("n_groups", [1, 2, 6, 36])
def test_a_number_of_groups_is_kept(n_groups: int) -> None:
    labels = miner.group(TEXTS, n_groups)
    assert set(labels.tolist()) == set(range(n_groups))


def test_texts_on_one_subject_come_together() -> None:
    from sklearn.metrics import normalized_mutual_info_score

    assert normalized_mutual_info_score(SUBJECT_OF, miner.group(TEXTS, 6)) > 0.6


@settings(max_examples=15)
@given(texts, texts)
def test_matching_any_texts_gives_a_row_for_each_argument_and_a_column_for_each_key_point(
    said: list[str], points: list[str]
) -> None:
    scores = miner.match(said, points)
    assert scores.shape == (len(said), len(points))
    assert scores.dtype == np.float64
    assert np.isfinite(scores).all()


def test_arguments_match_the_key_point_they_come_down_to() -> None:
    scores = miner.match(TEXTS, KEY_POINTS)
    assert (scores.argmax(axis=1) == SUBJECT_OF).mean() >= 0.7
    own = scores[np.arange(len(TEXTS)), SUBJECT_OF]
    assert own.mean() > np.delete(scores, 0, axis=1).mean() + 0.1


def test_a_text_matches_itself_best() -> None:
    assert (miner.match(TEXTS[:8], TEXTS[:8]).argmax(axis=1) == np.arange(8)).all()


@settings(max_examples=15)
@given(texts)
def test_places_of_any_texts_are_between_minus_one_and_one(said: list[str]) -> None:
    positions = miner.place(said, "new ideas | old virtues")
    assert positions.shape == (len(said),)
    assert positions.dtype == np.float64
    assert ((positions >= -1) & (positions <= 1)).all()


def test_clear_sentences_stand_mostly_on_their_side_of_the_shipped_contrast() -> None:
    positions = miner.place([*INNOVATION, *BASICS], preset("cx")[0])
    right = np.concatenate([positions[:6] < 0, positions[6:] > 0])
    wrong = np.concatenate([positions[:6] > 0, positions[6:] < 0])
    assert right.mean() >= 0.5
    assert right.sum() >= 0.8 * (right.sum() + wrong.sum())


def test_a_contrast_of_three_statements_a_side_is_enough() -> None:
    late = Pole("late hours", ("Open until midnight.", "We need evening hours.", "Close later, people work."))
    quiet = Pole("silence", ("Keep the reading room silent.", "No phones in the hall.", "Noise must stop."))
    positions = miner.place([*TEXTS[:6], *TEXTS[6:12]], Contrast(late, quiet))
    assert (positions[:6] <= 0).mean() >= 0.8
    assert (positions[6:] >= 0).mean() >= 0.8
    assert (positions != 0).sum() >= 4


def test_poles_may_be_whole_sentences() -> None:
    said = [
        "Homework is good for every child.",
        "Homework is bad and does harm.",
        "Homework is good, it teaches discipline.",
        "Homework is bad for the family.",
        "Our tram ends at the cemetery.",
    ]
    positions = miner.place(said, "Homework is good | Homework is bad")
    assert positions.shape == (5,)
    assert positions[0] <= 0 <= positions[1]
    assert positions[4] == 0


@pytest.mark.parametrize("text", ["basics", "a|b|c", "a|A", "|"])
def test_a_contrast_that_names_no_two_poles_is_refused(text: str) -> None:
    with pytest.raises(BadContrast):
        miner.place(["The roof leaks."], text)


@given(st.lists(st.text(max_size=80), max_size=6))
def test_strengths_of_any_texts_are_between_nought_and_one_in_order(said: list[str]) -> None:
    scores = miner.strength(said)
    assert scores.shape == (len(said),)
    assert scores.dtype == np.float64
    assert ((scores >= 0) & (scores <= 1)).all()
    assert miner.strength(said[::-1]).tolist() == scores[::-1].tolist()


def test_no_texts_give_empty_arrays() -> None:
    assert miner.group([]).tolist() == []
    assert miner.match([], []).shape == (0, 0)
    assert miner.match(["a"], []).shape == (1, 0)
    assert miner.match([], ["a"]).shape == (0, 1)
    assert miner.place([], "a | b").tolist() == []
    assert miner.strength([]).tolist() == []


def test_two_calls_give_the_same_and_other_texts_do_not_move_a_match_order() -> None:
    assert np.array_equal(miner.group(TEXTS), miner.group(TEXTS))
    assert np.array_equal(miner.match(TEXTS, KEY_POINTS), miner.match(TEXTS, KEY_POINTS))
    assert np.array_equal(miner.place(TEXTS, "late | early"), miner.place(TEXTS, "late | early"))
