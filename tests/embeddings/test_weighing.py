"""Arguments are weighed by the heads where these can read them, by their form where not."""

from __future__ import annotations

import numpy as np
import pytest
from builders import comments, said

from miner.arguments import find_arguments
from miner.arguments.strength import strength_of
from miner.embeddings import embed
from miner.embeddings.weighing import strengths_of, weighed
from miner.settings import EmbeddingSettings

ARGUMENTS = [
    "Fees should be dropped because nobody returns a book that costs them money.",
    "The library should stay open late, because people with jobs only get home at seven.",
    "Machines cannot replace the people at the desk, since a person sees what a scanner does not.",
    "The ramp is overdue because pushchairs have to use the back door every single day.",
]
COURTESIES = [
    "Thanks so much everyone!",
    "Great point, love this, so true!",
    "Hi, I'm Kim, academic librarian from Leeds, in and out tonight",
    "Hello everyone, glad to be here",
    "Thanks for the wonderful chat tonight, see you all next week",
]
GERMAN = ["Die Gebühren sollten weg, weil sie niemandem helfen.", "Der Aufzug ist wichtiger und die Rampe auch."]


def strengths(texts: list[str], embedder: str = "arguments") -> list[float]:
    return strengths_of(texts, embed(texts, EmbeddingSettings(embedder=embedder))).tolist()


def test_courtesies_and_introductions_are_weak_beside_arguments() -> None:
    found = strengths([*ARGUMENTS, *COURTESIES])
    assert min(found[: len(ARGUMENTS)]) > 0.3
    assert max(found[len(ARGUMENTS) :]) < 0.2


@pytest.mark.parametrize("text", COURTESIES)
def test_a_courtesy_is_weak_alone_too(text: str) -> None:
    assert strengths([text])[0] < 0.3


def test_a_reason_and_words_that_stand_alone_are_stronger() -> None:
    with_reason, bare, leaning = strengths([ARGUMENTS[0], "Fees should be dropped.", "It should, because they do."])
    assert with_reason > bare > leaning


@pytest.mark.parametrize(("texts", "embedder"), [(GERMAN, "arguments"), (ARGUMENTS, "minilm")])
def test_other_languages_and_other_encoders_are_judged_by_form(texts: list[str], embedder: str) -> None:
    assert strengths(texts, embedder) == [strength_of(text) for text in texts]


def test_texts_without_words_have_no_strength() -> None:
    assert strengths(["", "🙂", *ARGUMENTS])[:2] == [0, 0]


def test_the_order_of_the_texts_does_not_matter() -> None:
    texts = [text for _, text in said(30)]
    assert strengths(texts[::-1]) == strengths(texts)[::-1]


def test_a_digest_weighs_with_the_same_code_and_changes_nothing_else() -> None:
    found = find_arguments(comments(ARGUMENTS))
    embeddings = embed([argument.for_embedding for argument in found.arguments])
    after = weighed(found, embeddings)
    assert [argument.strength for argument in after.arguments] == strengths(ARGUMENTS)
    assert [argument.text for argument in after.arguments] == ARGUMENTS
    assert (after.used, after.filtered, after.merged) == (found.used, found.filtered, found.merged)
    assert np.all([0 < argument.strength < 1 for argument in after.arguments])
