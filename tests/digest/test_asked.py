"""What stayed open: questions asked in earnest that nobody answered."""

from __future__ import annotations

import pytest
from builders import post, said, transcript

from digest.stages import material
from miner.digest.asked import open_questions_of
from miner.transcript import Post

OTHERS = [post(text, number, author) for number, (author, text) in enumerate(said(8), 40)]
EARNEST = "Does anybody know who repairs the lift?"


def left_open(*posts: Post) -> list[str]:
    read = transcript([*posts, *OTHERS])
    texts = {one.id: one.text for one in read.posts}
    return [texts[one.post_id][one.start : one.end] for one in open_questions_of(material(read))]


@pytest.mark.parametrize(
    "asked",
    [
        EARNEST,
        "When will the ramp at the back door be built?",
        "I wonder what the council will say to that, and when do they say it?",
        "How much of this work is done by volunteers?",
    ],
)
def test_what_is_asked_in_earnest_stays_open(asked: str) -> None:
    assert left_open(post(asked, 1, "ann")) == [asked]


@pytest.mark.parametrize(
    "asked",
    [
        'We ask every visitor "what would you change in the library?"',
        "The roof is the worst part of the building, isn't it?",
        "Isn't the roof the worst part of the whole building?",
        "Who cares what the council says about the roof?",
        "Will you join us on Friday for the walk around the library?",
        "The new thing or rather the basic thing?",
        "This also means that we won the prize, right?",
    ],
)
def test_quoted_rhetorical_inviting_and_broken_questions_are_not_open(asked: str) -> None:
    assert left_open(post(asked, 1, "ann")) == []


def test_what_the_asker_answers_is_not_open() -> None:
    assert (
        left_open(post("Why does the lift break down so often? Because nobody ever pays for its care.", 1, "ann")) == []
    )


def test_what_a_reply_answers_is_not_open() -> None:
    assert left_open(post(EARNEST, 1, "ann"), post("The firm at the harbour.", 2, "bob", parent_id="test:1")) == []


def test_who_speaks_to_the_asker_soon_after_answers() -> None:
    answer = post("@ann the firm at the harbour does it.", 2, "bob", mentions=("ann",))
    assert left_open(post(EARNEST, 1, "ann"), answer) == []
    much_later = post("@ann the firm at the harbour does it.", 39, "bob", mentions=("ann",))
    assert left_open(post(EARNEST, 1, "ann"), much_later) == [EARNEST]


def test_in_other_languages_only_what_is_quoted_or_answered_is_left_out() -> None:
    german = [
        post(f"Die Bibliothek braucht {thing}, weil die Leute sonst nicht mehr kommen.", number, f"p{number}")
        for number, thing in enumerate(("ein neues Dach", "einen Aufzug", "mehr Bücher", "längere Zeiten"), 10)
    ]
    asked = "Wer bezahlt eigentlich am Ende das neue Dach?"
    read = transcript([post(asked, 1, "ann"), *german])
    assert [one.post_id for one in open_questions_of(material(read))] == ["test:1"]
