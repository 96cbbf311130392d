"""What answers somebody, is broken, or is a headline cannot stand for what several people said."""

from __future__ import annotations

import pytest

from miner.arguments.alone import answers_somebody, is_broken, reads_as_headline
from miner.arguments.strength import speaks_for_others


@pytest.mark.parametrize(
    "text",
    [
        "Lena, I agree with your premise that the ramp comes first.",
        "Omar Said, as I thought about it the ramp came first.",
        "Friends, you never asked the drivers about the ramp.",
        "I agree with you that the ramp comes first.",
        "We totally disagree with Lena about the ramp.",
        "You're quite right, the ramp comes first.",
        "As Lena said, the ramp comes first.",
        "Good point, and the ramp comes first.",
        "I think they forgot the ramp on purpose.",
        "Maybe it never had a ramp at all.",
        "Hope they build a ramp soon.",
        "On the other hand, a ramp costs little.",
        "Instead my colleague built a ramp of wood.",
        "Especially if the ramp is the only way in.",
        "How do we get more drivers to wait at the ramp.",
    ],
)
def test_a_sentence_that_speaks_to_somebody_or_of_somebody_unnamed_is_an_answer(text: str) -> None:
    assert answers_somebody(text)
    assert not speaks_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "Today, I wait at the ramp for an hour.",
        "Honestly, we wait at the ramp for an hour.",
        "In Leeds, you wait at the ramp for an hour.",
        "TBH, I wait at the ramp for an hour.",
        "Buses, trams and trains need a ramp.",
        "I agree that every bus needs a ramp.",
        "I think it is wrong to close the ramp at night.",
        "I also think it is incumbent on the city to build a ramp.",
        "When a bus is a home, a ramp is a door.",
        "You always wait longest at the ramp.",
        "Instead of stairs, every house needs a ramp.",
        "Especially old people need a ramp.",
    ],
)
def test_a_sentence_that_speaks_to_nobody_is_no_answer(text: str) -> None:
    assert not answers_somebody(text)
    assert speaks_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "A of actual housing. So somebody who looks for a flat is hit with two things.",
        "And it started the, the, the journey to our own flat.",
        "The machine that was, that was starting to come about then.",
        "They they signed the flat over to her.",
        "In prison in 1991. And so what is that, twenty years?",
        "The rooms that are empty belong to my",
        '", because the rooms are empty and nobody asks for them.',
        "(which I do all day, and I pay for it",
        "The rooms are “being let out from June.",
    ],
)
def test_a_sentence_that_breaks_off_begins_again_or_lost_half_a_pair_is_broken(text: str) -> None:
    assert is_broken(text)
    assert not speaks_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rooms cost more every year :) and wages do not.",
        "Two rooms (empty since May) cost nothing to heat.",
        "He had had enough of that, and so had we.",
        "Start inside the depot. Sane rounds come first.",
        'The shelf is 12" wide.',
        "a) Rooms are empty, b) nobody asks for them.",
        "The to-do list of the house grows.",
        "In June the rooms are let out.",
    ],
)
def test_a_whole_sentence_is_not_broken(text: str) -> None:
    assert not is_broken(text)


@pytest.mark.parametrize(
    "text",
    [
        "Floods Cause Harvest Failures Across Southern Valleys",
        "Glaciers and Ice Sheets: the Long Tail of Warmer Summers",
        "Why valleys flood so often now | Valley Herald",
        "New blog post: what the flood taught the valley",
        "What the flood taught the valley, via @valleyherald",
        "Diving into floods: another view of the valley",
        "Teaching critical reading: another view of the library",
    ],
)
def test_the_title_of_what_was_shared_reads_as_a_headline(text: str) -> None:
    assert reads_as_headline(text)


@pytest.mark.parametrize(
    "text",
    [
        "The flood taught the valley to build higher.",
        "I think Floods Cause Harvest Failures Every Year.",
        "STOP BUILDING HOUSES BELOW THE DAM RIGHT NOW",
        "Anna Berg and Tom Hill of the Valley Council say the dam should be higher.",
        "Die Überschwemmung der Felder kostet die Bauern im Tal jedes Jahr ihre Ernte.",
    ],
)
def test_somebodys_own_words_are_no_headline(text: str) -> None:
    assert not reads_as_headline(text)
