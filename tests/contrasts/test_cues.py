"""What a sentence says outright, and what it only seems to say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.contrasts.cues import cue

BASICS = [
    "Basics first.",
    "the basics come first",
    "Get the basics right before innovating",
    "get the basics right before you innovate",
    "Fix the basics rather than innovate",
    "Rather than innovating, fix the basics",
    "Fix the basics before adding bells and whistles",
    "nothing new until the basics work",
    "First the basics, then innovation",
    "basics, then innovation",
    "basics, not innovation",
    "not innovation but basics",
    "It is not about innovation, it is all about the basics",
    "instead of innovation we need basics",
    "I prefer basics to innovation",
    "Focus on the basics",
    "Start with the basics",
    "Innovation starts with the basics",
    "Basics matter more than anything",
    "the basics trump innovation every time",
    "Innovation matters less than the basics",
    "Innovation after the basics",
    "Innovation builds on the basics",
    "Stop innovating",
    "stop innovating and answer the phone",
    "No more innovation, please",
    "Forget innovation",
    "We don't need innovation",
    "Nobody wants innovation when the parcel is late",
    "innovation is overrated",
    "Innovation isn't everything",
    "Don't put innovation before the basics",
    "Never innovate before the basics are right",
    "Don’t skip the basics",
    "Never forget the basics.",
    "Stop ignoring the basics",
    "No innovation without basics",
    "We love innovation. First fix the basics!",
    "BASICS FIRST!!!",
    '"innovation days" was simply a lazy excuse not to answer the phone',
]
INNOVATION = [
    "Innovation first, basics later",
    "Innovation comes first",
    "Innovation over basics",
    "innovation and not the basics",
    "Choose innovation",
    "More innovation, please",
    "less talk, more innovation",
    "We need innovation now",
    "Innovation. Always.",
    "Without innovation you die",
    "You cannot survive without innovation",
    "You have to innovate before you fix the basics",
    "Invest in innovation before the competitors do",
    "Let's skip the basics for once",
    "The basics can wait",
    "The basics are not enough",
    "Basics alone won't save you",
    "It's not about the basics, it's about innovation",
    'sorry but "first the basics" is how big companies avoid ever doing anything',
    "“Basics first” is just another excuse.",
    '"the basics" is where good ideas go to die, so we never hear of them',
]
NEITHER = [
    "",
    "The weather is nice today",
    "Innovation drives the customer experience",
    "Innovation and basics are both important",
    "You need both innovation and the basics",
    "innovation or basics, that is the question",
    "not just innovation but basics",
    "There is no innovation without customers",
    "Innovation doesn't matter more than basics",
    "Innovation? No thanks.",
    "I'm not against innovation",
    "Companies that skip the basics fail",
    "If you ignore the basics, nobody comes back",
    "“basics first” is what my best engineer says",
    '"basics before innovation" is how big companies avoid ever doing anything',
    "sorry but “basics first” is a slogan",
    "See https://basics-first.example/innovation for more",
]


@pytest.mark.parametrize("text", BASICS)
def test_basics_are_spoken_for(text: str) -> None:
    assert cue(text, "innovation", "basics") == 1


@pytest.mark.parametrize("text", INNOVATION)
def test_innovation_is_spoken_for(text: str) -> None:
    assert cue(text, "innovation", "basics") == -1


@pytest.mark.parametrize("text", NEITHER)
def test_naming_a_pole_is_not_speaking_for_it(text: str) -> None:
    assert cue(text, "innovation", "basics") == 0


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Outside-in, always.", -1),
        ("outside-in pls", -1),
        ("I make executives stand in their own queue. Outside in.", -1),
        ("Inside-out! Know what you stand for.", 1),
        ("inside-out b/c if the crew can't carry it, the wish is worth nothing", 1),
        ("Not outside-in but inside-out", 1),
        ("Outside-in or inside-out?", 0),
        ("I grew up on outside-in.", 0),
    ],
)
def test_poles_of_two_words_are_answers_by_themselves(text: str, side: int) -> None:
    assert cue(text, "outside-in", "inside-out") == side


@pytest.mark.parametrize("text", [*BASICS, *INNOVATION, *NEITHER])
def test_exchanging_the_poles_exchanges_the_sides(text: str) -> None:
    assert cue(text, "innovation", "basics") == -cue(text, "basics", "innovation")


@given(st.text(max_size=120), st.text(max_size=15), st.text(max_size=15))
def test_any_text_and_any_poles_give_minus_one_nought_or_one(text: str, left: str, right: str) -> None:
    assert cue(text, left, right) in (-1, 0, 1)


def test_an_article_before_a_poles_name_changes_nothing() -> None:
    assert cue("the basics come first", "the innovation", "the basics") == 1
    assert cue("new ideas first", "new ideas", "the basics") == -1


def test_that_somebody_is_not_so_speaks_not_against_it() -> None:
    assert cue("You're not innovation if you imitate; it is all about being different.", "innovation", "basics") == 0
