"""Quotes show the point of a theme, or cover a wider field; they differ and come from different people."""

from __future__ import annotations

import pytest
from builders import SUBJECTS, argument

from miner.arguments import Argument
from miner.clusters.similarity import Features, features_of
from miner.digest.quotes import choose_quotes, quotes_of_theme
from miner.embeddings import embed

CLAIMS = [
    f"{claim} {reason}."
    for claims, reasons in SUBJECTS.values()
    for claim, reason in zip(claims[:5], reasons, strict=True)
]


@pytest.fixture(scope="module")
def features() -> Features:
    return features_of(embed(CLAIMS).vectors, CLAIMS)


def arguments_by(*authors: str) -> list[Argument]:
    return [argument(text, number, authors[number % len(authors)]) for number, text in enumerate(CLAIMS)]


MEMBERS = list(range(10))
MANY = arguments_by(*(f"p{number}" for number in range(len(CLAIMS))))


def test_as_many_as_wanted_each_once_and_only_members(features: Features) -> None:
    for most in (0, 1, 4, 50):
        chosen = choose_quotes(MEMBERS, MANY, features, most)
        assert len(chosen) == len(set(chosen)) == min(most, len(MEMBERS))
        assert set(chosen) <= set(MEMBERS)


def test_a_person_is_quoted_once(features: Features) -> None:
    arguments = arguments_by("ann", "bob", "cem")
    chosen = choose_quotes(MEMBERS, arguments, features, 8)
    assert sorted(arguments[number].author for number in chosen) == ["ann", "bob", "cem"]


def test_the_key_point_of_a_theme_is_not_quoted_again_and_nor_is_who_said_it(features: Features) -> None:
    arguments = arguments_by("ann", "bob", "cem", "dee", "eli")
    chosen = quotes_of_theme(MEMBERS, MEMBERS[:5], 0, arguments, features, 8)
    assert 0 not in chosen
    assert sorted(arguments[number].author for number in chosen) == ["bob", "cem", "dee", "eli"]


def test_a_theme_quotes_those_that_clearly_belong_to_it_before_those_on_its_border(features: Features) -> None:
    core = [5, 6, 7, 8]
    chosen = quotes_of_theme(MEMBERS, core, 9, MANY, features, 6)
    assert set(chosen[:4]) == set(core)
    assert len(set(chosen)) == 6


def test_a_theme_quotes_what_shows_its_point_and_not_what_lies_at_its_edge(features: Features) -> None:
    outlier = 7  # of another subject than the first five
    members = [0, 1, 2, 3, outlier]
    assert outlier not in quotes_of_theme(members, members, 4, MANY, features, 3)


def test_of_equally_near_ones_the_stronger_is_quoted(features: Features) -> None:
    arguments = [
        argument(text, number, f"p{number}", strength=0.95 if number == 3 else 0.4)
        for number, text in enumerate(CLAIMS)
    ]
    assert quotes_of_theme(MEMBERS[:5], MEMBERS[:5], 0, arguments, features, 1) == [3]


def test_weak_ones_wait_for_all_others_even_those_on_the_border(features: Features) -> None:
    arguments = [
        argument(text, number, f"p{number}", strength=0.1 if number < 5 else 0.7) for number, text in enumerate(CLAIMS)
    ]
    chosen = quotes_of_theme(MEMBERS, MEMBERS[:5], 0, arguments, features, 6)
    assert chosen[0] >= 5
    assert len(chosen) == 6  # and are quoted where there is nothing else


def test_a_repetition_is_quoted_only_where_there_is_nothing_else() -> None:
    texts = [
        "The lift breaks down every week.",
        "The lift breaks down each week.",
        "Prams and wheelchairs need a lift.",
        "Old people need a lift that works.",
    ]
    said = [argument(text, number, f"p{number}") for number, text in enumerate(texts)]
    likeness = features_of(embed(texts).vectors, texts)
    assert set(quotes_of_theme(range(4), range(4), 0, said, likeness, 2)) == {2, 3}
    assert set(quotes_of_theme(range(4), range(4), 0, said, likeness, 3)) == {1, 2, 3}


def test_a_theme_of_one_argument_and_no_wish_for_quotes(features: Features) -> None:
    assert quotes_of_theme([0], [], 0, MANY, features, 4) == []
    assert quotes_of_theme(MEMBERS, [], 0, MANY, features, 0) == []


def test_quotes_speak_of_different_things_before_they_repeat_one(features: Features) -> None:
    two_subjects = [*range(5), *range(5, 10)]
    first, second = choose_quotes(two_subjects, MANY, features, 2)
    assert (first < 5) != (second < 5)


def test_weak_and_endless_ones_are_quoted_only_where_there_is_nothing_else(features: Features) -> None:
    weak = [
        argument(text, number, f"p{number}", strength=0.9 if number == 3 else 0.1) for number, text in enumerate(CLAIMS)
    ]
    assert choose_quotes(MEMBERS, weak, features, 1) == [3]
    assert choose_quotes([0, 1], weak, features, 1)
    endless = [argument(text if number else text * 12, number, f"p{number}") for number, text in enumerate(CLAIMS)]
    assert 0 not in choose_quotes(MEMBERS, endless, features, 9)


def test_what_hardly_argues_is_no_quote_of_a_theme_where_two_say_more(features: Features) -> None:
    def told(n_strong: int) -> list[int]:
        said = [
            argument(text, number, f"p{number}", strength=0.7 if number <= n_strong else 0.02)
            for number, text in enumerate(CLAIMS)
        ]
        return quotes_of_theme(MEMBERS[:5], MEMBERS[:5], 0, said, features, 4)

    assert sorted(told(2)) == [1, 2]
    assert len(told(1)) == 2  # beside one a weak one may stand
    assert len(told(0)) == 2


def test_somebodys_own_words_are_quoted_before_a_headline_and_before_broken_ones() -> None:
    texts = [
        "The lift breaks down every single week of the year.",
        "Broken Lifts Anger Elderly Tenants Across Northern Districts",
        "Old people on the top floor need a lift that works.",
    ]
    said = [argument(text, number, f"p{number}", strength=0.7) for number, text in enumerate(texts)]
    likeness = features_of(embed(texts).vectors, texts)
    assert quotes_of_theme(range(3), range(3), 0, said, likeness, 2)[0] == 2


def test_readers_speak_before_the_article(features: Features) -> None:
    article = [
        argument(text, number, f"p{number}", strength=0.7, is_article=number < 5) for number, text in enumerate(CLAIMS)
    ]
    assert choose_quotes([0, 5], article, features, 1) == [5]


def test_no_members_no_quotes(features: Features) -> None:
    assert choose_quotes([], MANY, features, 4) == []
