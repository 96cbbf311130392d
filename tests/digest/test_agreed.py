"""What comes next: promises and agreements are found, what only sounds like them is not."""

from __future__ import annotations

import pytest
from builders import post, said, transcript

from digest.stages import material
from miner.digest.agreed import how_definite, next_steps_of
from miner.transcript import Post

OTHERS = [post(text, number, author) for number, (author, text) in enumerate(said(8), 40)]
PROMISE = "I'll send the template to everyone on Friday."


def steps(*posts: Post) -> list[str]:
    read = transcript([*posts, *OTHERS])
    texts = {one.id: one.text for one in read.posts}
    return [texts[one.post_id][one.start : one.end] for one in next_steps_of(material(read))]


@pytest.mark.parametrize(
    "sentence",
    [
        PROMISE,
        "I’ll share the link to the slides after the chat.",
        "Thanks, I will ask the council about the ramp.",
        "I'm going to write up the notes tomorrow.",
        "Let's meet again in March.",
        "We agreed to pilot it in two branches.",
        "It was agreed that the roof comes before the lift.",
        "Action item: Ann talks to the firm at the harbour.",
        "Next week we'll look at opening hours.",
        "Our next meeting is on Tuesday at the library.",
        "On Monday my team will publish the new opening hours.",
        "We're meeting the architect on Thursday about the ramp.",
        "I'll read the whole plan by Monday.",
    ],
)
def test_what_somebody_will_do_or_what_was_agreed_is_a_step(sentence: str) -> None:
    assert how_definite(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I'll admit that the roof is the worst part of it.",
        "I will say that the ramp was late again.",
        "I'll add that nobody ever asked the readers.",
        "I'll never send a letter to the council again.",
        "I'll share my view on the roof with you.",
        "Let's face it, the roof will not last until March.",
        "Let's say we meet again in March.",
        "Let's build a better world for everyone.",
        "We'll see what the council does next week.",
        "We will all be replaced by machines next year.",
        "We will make a better library.",
        "We'll find out soon enough what the roof costs.",
        "If the council agrees, I'll send the template to everyone on Friday.",
        "I'll send the template on Friday if nobody objects.",
        "Maybe I'll send the template to everyone on Friday.",
        "Sometimes I'll write to the council about the roof.",
        "That is what I'll send to everyone on Friday.",
        "If I could, or had the time, I'll send them the plan.",
        'She told us "I\'ll send the template to everyone on Friday" and went.',
        "He said \"I'll send the template to everyone on Friday",
        "They will send the template to everyone on Friday.",
        "The company decided to move its branch in March.",
        "We agreed to disagree about the roof.",
        "Shall I send the template to everyone on Friday?",
        "I'll try that, thanks.",
        "I'll take a look at the roof.",
        "I'll send it.",
    ],
)
def test_what_only_sounds_like_a_step_is_none(sentence: str) -> None:
    assert how_definite(sentence) == 0


def test_text_without_end_is_none() -> None:
    assert how_definite("I'll send " + "„" * 10**6) == 0


def test_a_step_is_the_sentence_itself_in_an_argument_or_in_chatter() -> None:
    inside = f"The template saves a day of work because nobody starts from nothing. {PROMISE}"
    assert steps(post(inside, 1, "ann"), post("Thanks all! I'll share the link after the chat.", 2, "bob")) == [
        PROMISE,
        "I'll share the link after the chat.",
    ]


def test_who_what_and_when_come_first() -> None:
    plain = "I will review your book with pleasure."
    assert steps(post(plain, 1, "ann"), post(PROMISE, 2, "bob")) == [PROMISE, plain]


def test_the_same_words_count_once_and_there_are_at_most_eight() -> None:
    assert steps(post(PROMISE, 1, "ann"), post(f"{PROMISE.lower()[0].upper()}{PROMISE[1:]}", 2, "bob")) == [PROMISE]
    things = ("list", "plan", "map", "bill", "photo", "letter", "key", "book", "lamp", "rope")
    many = [post(f"I'll send the {thing} to everyone on Friday.", n, f"p{n}") for n, thing in enumerate(things, 1)]
    assert len(steps(*many)) == 8


def test_others_words_reposts_articles_and_questions_promise_nothing() -> None:
    quoted = post(PROMISE, 1, "ann", quoted=((0, len(PROMISE)),))
    repost = post(PROMISE, 2, "bob", kind="repost", repost_of="test:9")
    article = post(PROMISE, 3, "cem", kind="article")
    advert = post(PROMISE, 4, "dee", flags=("promotion",))
    assert steps(quoted, repost, article, advert) == []


def test_in_other_languages_there_is_none() -> None:
    german = [
        post(f"Die Bibliothek braucht {thing}, weil die Leute sonst nicht mehr kommen.", number, f"p{number}")
        for number, thing in enumerate(("ein neues Dach", "einen Aufzug", "mehr Bücher", "längere Zeiten"), 10)
    ]
    assert next_steps_of(material(transcript([post(PROMISE, 1, "ann"), *german]))) == ()
