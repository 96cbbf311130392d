"""A phrase that may be a title reads alone: a name, or a doing with what it is done to."""

from __future__ import annotations

import pytest

from miner.clusters.grammar import is_adjective, is_doing, pieces, usage_of
from miner.clusters.phrases import phrases_of, telling


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
        ("We chose ASP.NET MVC for it.", "asp.net mvc"),
        ("The cause of women is ours.", "cause of women"),
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
        ("A street of people not standing at the window.", "people not standing at the window"),
        ("I am starting to talk to a therapist.", "starting to talk to a therapist"),
        ("It is about what counts, not whether to count.", "counts"),  # a verb behind "what"
        ("I am posting a problem, a posting problem.", "posting problem"),
        ("'Cause of women it changed, 'cause of women.", "cause of women"),
        ("We talk afterward.", "talk afterward"),
    ],
)
def test_halves_of_sentences_and_what_says_nothing_may_not(text: str, phrase: str) -> None:
    assert phrase not in shown(text, "The other text.")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("It makes a difference.", True),
        ("Give them the benefit of the doubt.", True),
        ("It is the approach.", True),
        ("The difference in wages.", False),
        ("It is the ramp.", False),
    ],
)
def test_a_phrase_of_nothing_but_words_that_point_elsewhere_wants_more(text: str, more: bool) -> None:
    longest = max(phrases_of([0], [text], ["p"], usage_of([text])), key=lambda phrase: phrase.n_words)
    assert longest.wants_more == more


def test_what_every_discussion_has_tells_nothing_of_a_phrase_unless_it_is_all_there_is() -> None:
    assert telling(("problem", "ramp")) == ("ramp",)
    assert telling(("problem",)) == ()
    phrase = next(iter(phrases_of([0], ["The ramp problem."], ["p"], usage_of(["The ramp problem."]))))
    assert set(phrase.telling) <= set(phrase.stems)
    assert phrase.telling


def test_a_dot_inside_a_name_ends_no_stretch_and_any_other_does() -> None:
    assert [tokens for _, tokens in pieces("We use Node.js. And ASP.NET.It works")] == [
        ["we", "use", "node.js"],
        ["and", "asp.net"],
        ["it", "works"],
    ]


@pytest.mark.parametrize("word", ["aware", "ethical", "hopeful", "innovative", "endless"])
def test_what_tells_how_something_is_names_nothing(word: str) -> None:
    assert is_adjective(word)


@pytest.mark.parametrize("word", ["perspective", "right", "table", "initiative", "library", "rights"])
def test_names_with_the_ending_of_such_a_word_stay_names(word: str) -> None:
    assert not is_adjective(word)


@pytest.mark.parametrize(("word", "doing"), [("fix", True), ("rang", True), ("waiting", True), ("thing", False)])
def test_a_doing_is_known_by_its_word_or_its_ending(word: str, doing: bool) -> None:
    assert is_doing(word) == doing
