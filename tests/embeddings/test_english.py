"""Whether texts are English: the trained models read nothing else."""

from __future__ import annotations

import pytest
from builders import said
from hypothesis import given
from hypothesis import strategies as st

from miner.embeddings.english import is_english

ENGLISH = [text for _, text in said(40)]
GERMAN = [
    "Die Bibliothek sollte auch am Abend geöffnet sein, denn wer arbeitet, kann nicht früher kommen.",
    "Ich finde, dass die Gebühren nicht abgeschafft werden sollten.",
    "Das ist mir zu teuer, und wir haben kein Geld für einen neuen Aufzug.",
]
SPANISH = ["La biblioteca no debe cerrar por la tarde.", "Los libros son para los niños, pero no hay dinero para todo."]
FRENCH = [
    "La bibliothèque est trop chère pour nous.",
    "Je ne suis pas d'accord, il faut garder les livres dans la salle.",
]
JAPANESE = ["図書館は夜も開けるべきです。", "料金が高すぎると思います。"]
RUSSIAN = ["Библиотека должна работать вечером.", "Штрафы никому не помогают."]


def test_a_discussion_in_english_is_english() -> None:
    assert is_english(ENGLISH)


@pytest.mark.parametrize("texts", [GERMAN, SPANISH, FRENCH, JAPANESE, RUSSIAN])
def test_a_discussion_in_another_language_is_not(texts: list[str]) -> None:
    assert not is_english(texts)


@pytest.mark.parametrize("others", [GERMAN, FRENCH, JAPANESE])
def test_a_few_posts_in_another_language_change_nothing(others: list[str]) -> None:
    assert is_english([*ENGLISH, *others])


@pytest.mark.parametrize("others", [GERMAN, JAPANESE])
def test_a_few_english_posts_make_no_english_discussion(others: list[str]) -> None:
    assert not is_english([*(others * 10), "This is the one post that everybody can read."])


def test_english_with_names_and_signs_of_other_scripts_is_english() -> None:
    assert is_english(["The café in München is the best of them all 🙂", "What would you do with 東京 in the title?"])


@pytest.mark.parametrize("texts", [[], [""], ["🙂 🙂"], ["12:30", "???"]])
def test_what_has_no_letters_is_in_no_language(texts: list[str]) -> None:
    assert not is_english(texts)


def test_a_large_discussion_is_judged_by_a_sample_of_all_of_it() -> None:
    assert not is_english([*ENGLISH[:10], *(GERMAN * 400)])
    assert is_english([*GERMAN, *(ENGLISH * 40)])


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_texts_are_judged_the_same_in_any_order(texts: list[str]) -> None:
    assert is_english(texts) == is_english(texts[::-1])
