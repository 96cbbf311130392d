"""Words for counting: forms of one word meet, others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.clusters.words import is_content, stem, tokens, words, words_with_stems


@pytest.mark.parametrize(
    "forms",
    [
        ("innovation", "innovations", "innovate", "innovating", "innovative"),
        ("customer", "customers", "customer's"),
        ("library", "libraries"),
        ("fee", "fees"),
        ("stop", "stops", "stopped", "stopping"),
        ("repair", "repairs", "repaired", "repairing"),
        ("open", "opens", "opening", "opened"),
        ("improve", "improves", "improving", "improvement"),
    ],
)
def test_forms_of_one_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1, {form: stem(form) for form in forms}


@pytest.mark.parametrize(
    ("one", "other"),
    [("basics", "basement"), ("order", "ordinary"), ("fine", "final"), ("late", "later's"), ("notice", "notes")],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(max_size=30))
def test_a_stem_is_never_empty_and_never_longer(word: str) -> None:
    assert len(stem(word)) <= len(word)
    assert bool(stem(word)) == bool(word)


def test_function_words_numbers_and_single_letters_say_nothing() -> None:
    assert not any(is_content(token) for token in ("the", "and", "x", "2024", "because"))
    assert all(is_content(token) for token in ("roof", "fees", "図書"))


def test_names_and_links_are_no_words() -> None:
    assert words("@ann see https://roof.example/path about fees") == [stem("see"), stem("fees")] or words(
        "@ann see https://roof.example/path about fees"
    ) == [stem("fees")]


def test_apostrophes_of_both_kinds_are_the_same() -> None:
    assert tokens("don’t") == tokens("don't") == ["don't"]


def test_japanese_is_counted_in_pairs_of_characters() -> None:
    assert tokens("図書館です") == ["図書", "書館", "館で", "です"]


@given(st.text(max_size=80))
def test_words_come_with_their_stems_in_order(text: str) -> None:
    assert words(text) == [stem(word) for word, _ in words_with_stems(text)]
