"""A theme that is the answers to one question may bear the question's words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from miner.clusters.grammar import usage_of
from miner.clusters.question_titles import phrases_in, question_of
from miner.clusters.titles import titles_of

WHO = "Who in your organisation has the best ideas for customers?"
ANSWERS = (
    "The porters, and nobody asks the porters.",
    "Volunteers whisper it in the car park.",
    "Drivers see each kitchen and each stair.",
    "Our night shift knows the lifts by heart.",
    "Founders, for the floor is up to its neck.",
    "Cleaners hear it in the car park as well.",
    "The girl at the till moved a whole desk.",
    "Technicians, who carry the boxes in.",
    "Students on their summer contract.",
    "Whoever picks up the phone at five.",
    "Wardens.",
)
OTHERS = (
    "Bread rises slowly in a cold kitchen.",
    "Slow bread tastes better than quick bread.",
    "Bread needs slow hands.",
)


def nearness(phrases: Sequence[str]) -> np.ndarray:
    """All phrases of the question are near to its answers, the later the less."""
    rows = [[0.9 - 0.01 * number] * len(ANSWERS) + [0.1] * len(OTHERS) for number, _ in enumerate(phrases)]
    return np.array(rows)


def titles(asked: Sequence[str]) -> list[str]:
    texts, n = (*ANSWERS, *OTHERS), len(ANSWERS)
    people = [f"person {number}" for number in range(len(texts))]
    themes = [list(range(n)), list(range(n, len(texts)))]
    return [one.title for one in titles_of(themes, texts, people, nearness, asked)]


def test_a_theme_without_words_of_its_own_bears_those_of_its_question():
    asked = [WHO] * len(ANSWERS) + [""] * len(OTHERS)
    assert titles(asked)[0] in {phrase for phrase, _ in phrases_in(WHO, usage_of([WHO]))}
    assert "read" in titles(asked)[1].lower()


def test_without_a_question_it_keeps_its_own():
    assert titles([""] * (len(ANSWERS) + len(OTHERS)))[0] == "Car park"


@pytest.mark.parametrize(
    ("members", "asked", "question"),
    [
        (range(4), ["a"] * 4, "a"),
        (range(4), ["a", "a", "b", "b"], ""),  # answers of two questions
        (range(2), ["a"] * 10, ""),  # most answers of the question are elsewhere
        (range(3), ["", "", ""], ""),
        (range(0), [], ""),
    ],
)
def test_a_question_names_a_theme_only_where_they_are_one_thing(members, asked, question):
    assert question_of(list(members), asked) == question


def test_a_phrase_of_a_question_means_something_and_is_no_single_word():
    shown = [phrase for phrase, _ in phrases_in(WHO, usage_of([WHO]))]
    assert shown == ["Best ideas for customers", "Ideas for customers"]
