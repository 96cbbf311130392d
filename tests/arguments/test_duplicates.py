"""Copies are found whatever their order, and a text that says the opposite is none."""

from __future__ import annotations

import time
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.arguments.duplicates import copy_groups, normal_form

SIMILARITY = 0.85
CLAIM = "I really think that the library should repair the roof before it buys another machine for the hall"
BASES = (
    CLAIM,
    "Late fees keep poor families away from the books, so the council must drop them for good",
    "A quiet floor would solve half of the complaints that people write into the green book",
    "Nobody who works full time can reach the desk before it closes at six in the evening",
)
CHANGES = (
    lambda text: text,
    lambda text: text.upper(),
    lambda text: f"RT @someone: {text}",
    lambda text: f"{text} #library https://example.org/x",
    lambda text: f"{text}!!",
    lambda text: f"{text} indeed",
    lambda text: text.replace("the", "this", 1),
    lambda text: f"Well {text}",
)
variants = st.lists(
    st.tuples(st.sampled_from(BASES), st.sampled_from(CHANGES)).map(lambda pair: pair[1](pair[0])), max_size=14
)


def grouped(texts: list[str], firsts: list[int]) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = defaultdict(set)
    for text, first in zip(texts, firsts, strict=True):
        groups[first].add(text)
    return {frozenset(group) for group in groups.values()}


@settings(max_examples=60, deadline=None)
@given(variants, st.randoms(use_true_random=False))
def test_the_groups_are_the_same_in_whatever_order_the_texts_come(texts: list[str], random: object) -> None:
    shuffled = list(texts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert grouped(texts, copy_groups(texts, SIMILARITY)) == grouped(shuffled, copy_groups(shuffled, SIMILARITY))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_the_first_of_a_group_is_its_own_first_and_none_comes_after_a_member(texts: list[str]) -> None:
    firsts = copy_groups(texts, SIMILARITY)
    assert len(firsts) == len(texts)
    assert all(first <= index and firsts[first] == first for index, first in enumerate(firsts))


@pytest.mark.parametrize("change", CHANGES)
def test_other_names_links_tags_case_and_one_word_more_make_no_new_text(change: object) -> None:
    assert copy_groups([CLAIM, change(CLAIM)], SIMILARITY) == [0, 0]  # type: ignore[operator]


@pytest.mark.parametrize(
    "other",
    [
        CLAIM.replace("should", "should not"),
        CLAIM.replace("should", "should never"),
        CLAIM.replace("I really think", "I really don't think"),
        "I really think that the library should buy another machine for the hall before it repairs the roof",
    ],
)
def test_a_text_that_denies_or_turns_round_another_is_no_copy_of_it(other: str) -> None:
    assert copy_groups([CLAIM, other], SIMILARITY) == [0, 1]


def test_texts_on_the_same_subject_in_other_words_are_no_copies() -> None:
    assert copy_groups([*BASES, "The roof needs work before we think of machines"], SIMILARITY) == [0, 1, 2, 3, 4]


def test_texts_without_a_word_are_never_copies_of_each_other() -> None:
    assert copy_groups(["🙂", "…", "https://a.bc", "", ""], SIMILARITY) == [0, 1, 2, 3, 4]


def test_a_copy_of_a_copy_belongs_to_the_first() -> None:
    once = CLAIM + " right away"
    twice = once + " please"
    assert copy_groups([CLAIM, once, twice], SIMILARITY) == [0, 0, 0]
    assert copy_groups([twice, CLAIM, once], SIMILARITY) == [0, 0, 0]


@pytest.mark.parametrize(
    "text", ["RT @Ann: Fix the LIFT, now! https://a.bc/d #lift", "fix   the lift now lift", "＃Fix the lift now lift"]
)
def test_the_normal_form_has_no_case_names_links_or_signs(text: str) -> None:
    assert normal_form(text) == "fix the lift now lift"


@given(st.text(max_size=120))
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    once = normal_form(text)
    if not once.startswith(("rt ", "mt ")):
        assert normal_form(once) == once


def test_a_campaign_of_thousands_is_one_group_in_seconds() -> None:
    started = time.process_time()
    assert set(copy_groups([f"{CLAIM} {number}" for number in range(3_000)], SIMILARITY)) == {0}
    assert time.process_time() - started < 15
