"""Strength: an opinion with its reason, in words that stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.arguments.strength import speaks_for_others, stands_alone, strength_of


@given(st.text(max_size=300))
def test_strength_of_any_text_is_between_0_and_1(text: str) -> None:
    assert 0 <= strength_of(text) <= 1


def test_a_text_without_words_has_no_strength() -> None:
    assert [strength_of(text) for text in ("", "…", "🙂 👍")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (
            "Fees should be dropped because nobody returns a book that costs them money.",
            "Fees should be dropped.",
        ),
        (
            "The library should stay open late, because people with jobs only get home at seven.",
            "It should, because they only get home then.",
        ),
        (
            "Machines cannot replace the people at the desk, since a person sees what a scanner does not.",
            "I was at the desk with my sister on Tuesday and we had a coffee there.",
        ),
        (
            "A quiet floor would solve half of the complaints, so build one before anything else.",
            "Great point, love this, so true!",
        ),
        (
            "The ramp is overdue because pushchairs have to use the back door every single day.",
            "Is the ramp overdue, and do pushchairs have to use the back door?",
        ),
    ],
)
def test_reasons_and_words_that_stand_alone_make_an_argument_stronger(stronger: str, weaker: str) -> None:
    assert strength_of(stronger) > strength_of(weaker)


@pytest.mark.parametrize(
    "text", ["This is why it failed.", "And they never came back.", "“That is the point.”", "So let them try."]
)
def test_a_sentence_that_leans_on_the_one_before_does_not_stand_alone(text: str) -> None:
    assert not stands_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thistles grow behind the library.",
        "Sophie fixed the lift.",
        "Italy has better stations.",
        "Libraries need light.",
    ],
)
def test_a_sentence_that_only_begins_with_such_letters_stands_alone(text: str) -> None:
    assert stands_alone(text)


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Buses should come every ten minutes.", True),
        ("Buses 1/2 full are no reason to stop them.", True),
        ("This is why buses should come every ten minutes.", False),
        ("Could you put the timetable on the site?", False),
        ('He asked: "should buses come every ten minutes?"', False),
        ("The timetable stands on https://example.org/times since May.", False),
        ("Look at buses.example.org/.../times.html for the new times.", False),
    ],
)
def test_a_key_point_asks_nothing_and_points_nowhere(text, can):
    assert speaks_for_others(text) is can
