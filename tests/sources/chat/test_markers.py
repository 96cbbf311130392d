"""Markers: what asks, what answers, and what only looks like it."""

from __future__ import annotations

import pytest

from miner.sources.chat.markers import (
    answers_in,
    asks_in,
    head_of,
    question_at_head,
    questions_mentioned,
    without_markers,
)


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("Q1 What comes first for you?", 1, "What comes first for you?"),
        ("Q1: What comes first for you? #cx", 1, "What comes first for you?"),
        ("Q.1 What comes first for you?", 1, "What comes first for you?"),
        ("Q 1 - What comes first for you?", 1, "What comes first for you?"),
        ("#q1 What comes first for you?", 1, "What comes first for you?"),
        ("#cx Q12: What comes first for you?", 12, "What comes first for you?"),
        ("@all Question 3: What comes first for you?", 3, "What comes first for you?"),
        ("Question two: What comes first for you?", 2, "What comes first for you?"),
        ("T1: What comes first for you?", 1, "What comes first for you?"),
        ("Okay: Q1 What comes first for you?", 1, "What comes first for you?"),
        ("Great! That brings us to: Q2 What comes first for you?", 2, "What comes first for you?"),
        ("Introductions can keep coming\n\nQ1. What comes first for you?", 1, "What comes first for you?"),
        ("Last question: Q6. Tell us what comes first.", 6, "Tell us what comes first."),
        (
            "Q3 How do we bring #service into #design? https://t.example/x #cx",
            3,
            "How do we bring #service into #design?",
        ),
    ],
)
def test_a_question_is_read_with_its_own_words(text: str, number: int, words: str) -> None:
    (ask,) = asks_in(text)
    assert (ask.number, text[slice(*ask.span)], ask.in_form) == (number, words, True)


def test_two_questions_in_one_post_keep_their_own_words() -> None:
    text = "Q1: Who owns the journey? Q2: And who should own it? #cx"
    assert [text[slice(*ask.span)] for ask in asks_in(text)] == ["Who owns the journey?", "And who should own it?"]


@pytest.mark.parametrize(
    "text",
    [
        "All questions are at https://chat.example/questions",
        "1) What comes first for you?",
        "Q1 in five minutes, get your tea!",
        "Q2 is coming up in a moment",
        "I do not accept the either/or in Q1 at all",
        "Still thinking about Q3",
        "Our Q3.5 numbers were good and so were Q100s",
        "the t2 chip is what they sell",
        "Q1:",
        "",
    ],
)
def test_what_does_not_ask(text: str) -> None:
    assert asks_in(text) == ()


def test_an_answer_that_begins_like_a_question_is_not_in_question_form() -> None:
    (ask,) = asks_in("Q1: Access, and the money to pay for it")
    assert not ask.in_form
    assert question_at_head("Q1: Access, and the money to pay for it") == 1


@pytest.mark.parametrize(
    ("text", "numbers", "at_head"),
    [
        ("A1 The basics", (1,), True),
        ("A1: The basics", (1,), True),
        ("a1 the basics", (1,), True),
        ("A.1 The basics", (1,), True),
        ("A 2 I think the basics", (2,), True),
        ("a1.2 and more basics", (1,), True),
        ("#a1 the basics", (1,), True),
        (".@host @guest A3: the basics", (3,), True),
        ("#cx A4 the basics", (4,), True),
        ("Answer 2: the basics", (2,), True),
        ("A1/A2 both come down to basics", (1, 2), True),
        ("A1 & A3: basics", (1, 3), True),
        ("A1 1/2 On the ferries", (1,), True),
        ("A4 Ask your people. They know (see A3!!)", (4,), True),
        ("Innovation is a word. A1 #cx", (1,), False),
    ],
)
def test_answer_markers(text: str, numbers: tuple[int, ...], at_head: bool) -> None:
    answer = answers_in(text)
    assert answer is not None
    assert (answer.numbers, answer.at_head) == (numbers, at_head)


@pytest.mark.parametrize(
    "text", ["I had a 2 day wait", "see a1.example.com", "@a1 hello", "BA1 flight", "a100 things", "Plan A"]
)
def test_what_does_not_answer(text: str) -> None:
    assert answers_in(text) is None


def test_mentions_of_questions_and_text_without_markers() -> None:
    assert questions_mentioned("Q1 and Q2, then Q1 again") == (1, 2)
    assert without_markers("A1 yes, as in Q2").split() == ["yes,", "as", "in"]
    assert head_of("  .@host — #cx: well") == 16
    assert head_of("") == 0
