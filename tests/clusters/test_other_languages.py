"""Titles where the discussion is not in English: no function words, nouns where they are known, no cut words."""

from __future__ import annotations

import pytest

from miner.clusters.other_languages import keywords_in_other, phrases_in_other, plain
from miner.clusters.small_words import SMALL_WORDS
from miner.clusters.titles import titles_of
from tests.embeddings.test_languages import LANGUAGES, opinions

GERMAN = [
    "Die digitalen Lizenzen sind den Verlagen viel zu teuer.",
    "Ich hätte gern mehr digitale Titel und keine Wartezeit.",
    "Wer arbeitet, kommt nie vor sechs in die Bücherei.",
]
FRENCH = ["Je ne lis plus l'heure du conte à la bibliothèque.", "L'heure du conte est trop courte pour les enfants."]
SPANISH = ["El fin de la historia no es el fin del mundo.", "A los niños les gusta el fin de la historia."]


def shown(texts: list[str]) -> set[str]:
    people = [f"p{number}" for number in range(len(texts))]
    return {phrase.shown for phrase in phrases_in_other(range(len(texts)), texts, people)}


def test_german_titles_end_in_a_noun() -> None:
    found = shown(GERMAN)
    assert {"Digitale Titel", "Wartezeit", "Bücherei"} <= found
    assert not {"Arbeitet", "Digitale", "Titel und keine Wartezeit"} & found


def test_a_german_title_ends_in_a_noun_where_it_stands_and_begins_with_no_possessive() -> None:
    found = shown(
        [
            "Nach meiner Ansicht ist das Digitale zu teuer.",
            "Ich mag die digitale und meiner Meinung nach gute Bücherei.",
        ]
    )
    assert {"Ansicht", "Bücherei"} <= found
    assert not {"Meiner Ansicht", "Meiner Meinung", "digitale", "Digitale und"} & found


def test_an_elided_article_is_a_word_of_its_own() -> None:
    found = shown(list(plain(FRENCH)))
    assert "Heure du conte" in found
    assert not any("'" in phrase for phrase in found)


def test_an_article_inside_stands_behind_a_preposition() -> None:
    found = shown(SPANISH)
    assert "Fin de la historia" in found
    assert not any(phrase.startswith("Niños les") for phrase in found)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_title_begins_or_ends_with_a_function_word(code: str) -> None:
    texts = opinions(code)
    themes = [list(range(start, start + 6)) for start in range(0, len(texts), 6)]
    titled = titles_of(themes, texts, [f"p{number}" for number in range(len(texts))])
    assert len({one.title for one in titled}) == len(themes)
    for one in titled:
        words = one.title.lower().split()
        assert not {words[0], words[-1]} & SMALL_WORDS.get(code, frozenset()), one.title
        assert not one.title.startswith("Theme ")
        assert not set(one.keywords) & SMALL_WORDS.get(code, frozenset())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_title_stands_in_the_discussion(code: str) -> None:
    texts = opinions(code)
    themes = [list(range(start, start + 6)) for start in range(0, len(texts), 6)]
    said = " ".join(plain(texts)).casefold()
    for one in titles_of(themes, texts, [f"p{number}" for number in range(len(texts))]):
        assert all(part in said for part in one.title.casefold().split(", "))


def test_japanese_keywords_are_words() -> None:
    texts = opinions("ja")
    weights = {"延滞": 2.0, "滞料": 2.0, "罰金": 1.0, "電子": 1.0}
    assert keywords_in_other(range(len(texts)), texts, weights) == ("延滞料", "罰金", "電子")
