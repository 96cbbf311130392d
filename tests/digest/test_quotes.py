"""Quotes cover a theme, differ, and come from different people."""

from __future__ import annotations

import pytest
from builders import SUBJECTS, argument

from miner.arguments import Argument
from miner.clusters.similarity import Features, features_of
from miner.digest.quotes import choose_quotes
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


def test_the_key_point_is_not_quoted_again_and_nor_is_who_said_it(features: Features) -> None:
    arguments = arguments_by("ann", "bob", "cem", "dee", "eli")
    chosen = choose_quotes(MEMBERS, arguments, features, 8, first=0)
    assert 0 not in chosen
    assert "ann" not in {arguments[number].author for number in chosen}


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


def test_readers_speak_before_the_article(features: Features) -> None:
    article = [
        argument(text, number, f"p{number}", strength=0.7, is_article=number < 5) for number, text in enumerate(CLAIMS)
    ]
    assert choose_quotes([0, 5], article, features, 1) == [5]


def test_no_members_no_quotes(features: Features) -> None:
    assert choose_quotes([], MANY, features, 4) == []
