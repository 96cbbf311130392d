"""What is no argument is set apart with its reason, and nothing that argues is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.arguments.chatter import chatter_reason, is_an_offer, is_question


@given(st.text(max_size=200))
def test_any_text_is_either_an_argument_or_has_a_reason_with_a_name(text: str) -> None:
    reason = chatter_reason(text, 4)
    assert reason is None or (reason == reason.lower().strip() and reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("🎉🎉👏", "no words"),
        ("…", "no words"),
        ("12 34", "no words"),
        ("https://example.org/a", "link only"),
        ("Hi everyone, Kim here from Leeds!", "greeting"),
        ("Good morning all", "greeting"),
        ("Hello from rainy Porto", "greeting"),
        ("Guten Abend zusammen", "greeting"),
        ("Thanks so much everyone!", "thanks"),
        ("Thank you for having me", "thanks"),
        ("Vielen Dank!", "thanks"),
        ("Good night all, see you next week", "goodbye"),
        ("Great post!", "praise"),
        ("Well said, so true", "praise"),
        ("Check out our new e-book https://example.org/book", "promotion"),
        ("Sign up for the round-up https://example.org/weekly", "promotion"),
        (
            "I was looking for this since long. If you want cheap ladders visit our web rungs deal today 40% of",
            "promotion",
        ),
        ("Starting in 5 minutes! Remember to use the hashtag", "logistics"),
        ("What would you do first, and why?", "question"),
        ("Really?", "too short"),
        ("Nope.", "too short"),
        ("Glad to have you here tonight!", "greeting"),
        ("#cxkettle lurking and joining even later", "greeting"),
        ("Shout out to the desk staff", "thanks"),
        ("T minus 5 minutes to the chat", "logistics"),
        ("The questions for tonight are at https://example.org/q", "link only"),
        ("Hi, Kim here, librarian from Leeds", "greeting"),
        ("Kim Lee from Leeds. Metadata librarian and archivist.", "greeting"),
        ("I'm an academic librarian in Leeds", "greeting"),
        ("Welcome everyone to tonight's reading chat, we'll start in 5 minutes", "greeting"),
        ("Q3 coming up", "logistics"),
        ("Holy cow, bringing Q5 in a minute", "logistics"),
        ("Forgot to tag Q2, sorry! Fixed now.", "logistics"),
        ("I may have to miss tonight's chat", "logistics"),
        ("Nice! Zines are great", "praise"),
        ("Wow, these readings are great.", "praise"),
        ("This is so very sad and wrong", "only refers"),
        ("I think it is what it is", "only refers"),
        ("That is not the same thing at all", "only refers"),
    ],
)
def test_chatter_is_known_by_its_kind(text: str, reason: str) -> None:
    assert chatter_reason(text, 4) == reason


@pytest.mark.parametrize(
    "text",
    [
        "The basics come first because nobody forgives a late parcel.",
        "Normal is what I am paying for.",
        "Thank you notes work better than any survey because people keep them.",
        "Nobody thanked the drivers, and that is why they left.",
        "A warm welcome at the desk matters more than any machine.",
        "Hello screens at the door help nobody who cannot see them.",
        "We should answer the question of the fees before we build anything.",
        "Good morning greetings should not be scripted, because guests hear it.",
        "Cheap webinars are no substitute for a person who answers the phone.",
        "If it breaks every day, it is not a service.",
        "Kiss labor rights goodbye",
        "Say goodbye to late fees",
        "This is not about the money",
        "They never answer the telephone",
        "School uniforms are great",
        "Nice! Zines are great for what no publisher prints",
        "These readings are great but nobody has the time",
        "I'm a librarian in Leeds and our roof leaks into the whole archive",
        "Moving on to harder drugs is what cannabis users do",
        "Subsidies would improve the resources available for moderating its content",
        "The chat starts a debate that no board wants",
        "If the roof leaks, read what happened at https://example.org/roof",
    ],
)
def test_an_argument_that_uses_words_of_courtesy_is_kept(text: str) -> None:
    assert chatter_reason(text, 4) is None


@pytest.mark.parametrize(
    "text", ["Why not?", "What about the lift? #library", "Who pays? https://a.bc/d", "Q3: who?", "本当ですか？"]
)
def test_what_ends_in_a_question_mark_or_is_numbered_asks(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["I asked why? and left.", "The question is who pays.", "A3: the drivers"])
def test_what_only_speaks_of_a_question_does_not_ask(text: str) -> None:
    assert not is_question(text)


def test_the_least_number_of_words_is_the_callers() -> None:
    assert chatter_reason("Repair the roof now", 5) == "too short"
    assert chatter_reason("Repair the roof now", 4) is None


def test_a_comment_that_offers_wares_is_an_offer_as_a_whole():
    offer = "I was looking for this since long. If you want cheap ladders visit our web rungs deal today."
    assert is_an_offer(offer)
    assert not is_an_offer("The deadline moved, because nobody had read the plan. Then the roof leaked.")
