"""A phrase that may be a title reads alone: a name, or a doing with what it is done to."""

from __future__ import annotations

import pytest

from miner.clusters.grammar import is_adjective, is_doing, usage_of
from miner.clusters.phrases import phrases_of


def shown(*texts: str) -> set[str]:
    """The whole phrases of texts that may be titles, in lower case."""
    found = phrases_of(range(len(texts)), texts, [f"p{number}" for number in range(len(texts))], usage_of(texts))
    return {phrase.shown.lower() for phrase in found if phrase.whole and phrase.named}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("They talk about waiting lists for doctors.", "waiting lists for doctors"),
        ("First of all: fix the basics.", "fix the basics"),
        ("It is about listening to the drivers.", "listening to the drivers"),
        ("Everyone has the right to privacy.", "right to privacy"),
        ("I rang the help line.", "help line"),
        ("It cost the price of a van.", "price of a van"),
    ],
)
def test_names_and_doings_with_their_thing_may_be_titles(text: str, phrase: str) -> None:
    assert phrase in shown(text)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I rang the help line.", "rang the help line"),  # a verb of the past
        ("On Monday the depot is the same.", "monday the depot"),
        ("This pushes the product into the realm of technology.", "product into the realm"),
        ("We should not adopt an austerity programme.", "adopt an austerity"),
        ("Reduce the amount of waste.", "reduce the amount"),
        ("Homeschooling isolates children.", "homeschooling isolates children"),
        ("If people choose celibacy, let them.", "people choose celibacy"),
        ("The makerspace starts here.", "makerspace starts"),
        ("On my hopeful days.", "hopeful days"),
        ("It is due to anxiety.", "due to anxiety"),
        ("The side of the consumer culture.", "side of the consumer culture"),
        ("It must be ethical.", "ethical"),
        ("IRB and ethical", "irb and ethical"),
    ],
)
def test_halves_of_sentences_and_what_says_nothing_may_not(text: str, phrase: str) -> None:
    assert phrase not in shown(text, "The other text.")


@pytest.mark.parametrize("word", ["aware", "ethical", "hopeful", "innovative", "endless"])
def test_what_tells_how_something_is_names_nothing(word: str) -> None:
    assert is_adjective(word)


@pytest.mark.parametrize("word", ["perspective", "right", "table", "initiative", "library", "rights"])
def test_names_with_the_ending_of_such_a_word_stay_names(word: str) -> None:
    assert not is_adjective(word)


@pytest.mark.parametrize(("word", "doing"), [("fix", True), ("rang", True), ("waiting", True), ("thing", False)])
def test_a_doing_is_known_by_its_word_or_its_ending(word: str, doing: bool) -> None:
    assert is_doing(word) == doing
