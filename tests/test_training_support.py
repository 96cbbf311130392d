"""The sentences that the support model is trained on: how they are turned round, and what they are taken from."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from miner.writer.checks.polarity import n_negations

VERBS = frozenset({"reduce", "help", "cause", "need"})


@pytest.fixture(scope="module")
def turning(root: Path) -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "models" / "train")
        yield __import__("support_turned")


@pytest.fixture(scope="module")
def pairing(root: Path) -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "models" / "train")
        yield __import__("support_pairs")


def draws() -> random.Random:
    return random.Random(0)  # noqa: S311 - the same every time


@pytest.mark.parametrize(
    "sentence",
    [
        "Lamps are bright",
        "Lamps can help readers",
        "A lamp reduces the strain on the eyes",
        "Lamps cause headaches",
        "They need lamps",
    ],
)
def test_a_sentence_is_denied_and_the_denial_is_taken_back(turning: ModuleType, sentence: str) -> None:
    rng = draws()
    for _ in range(20):
        wrong = turning.denied(sentence, VERBS, rng)
        assert wrong is not None
        assert wrong != sentence
        assert n_negations(wrong) or "wrong to say" in wrong or "a myth" in wrong or "simply false" in wrong


def test_what_is_denied_already_is_not_denied_twice(turning: ModuleType) -> None:
    assert turning.denied("Lamps are not bright", VERBS, draws()) is None
    assert turning.denial_dropped("Lamps are not bright") == "Lamps are bright"
    assert turning.denial_dropped("Lamps are bright") is None
    assert turning.denial_dropped("Trams don't help") == "Trams help"
    assert turning.denial_dropped("Trams cannot stop") == "Trams can stop"


def test_nouns_behind_an_article_are_no_verbs(turning: ModuleType) -> None:
    wrong = {turning.denied("Readers of the help cause trouble", VERBS, random.Random(seed)) for seed in range(3, 9)}  # noqa: S311
    assert not any("the do not help" in (one or "") for one in wrong)


def test_a_word_gives_way_to_its_opposite_in_the_same_form(turning: ModuleType) -> None:
    made = {turning.opposed("A lamp improves reading", random.Random(seed)) for seed in range(8)}  # noqa: S311
    assert made
    assert all(one is not None and one.split()[2].endswith("s") and "improves" not in one for one in made)
    assert turning.opposed("A lamp", draws()) is None


def test_a_number_gives_way_to_another(turning: ModuleType) -> None:
    made = turning.renumbered("It costs 40 euros", draws())
    assert made is not None
    assert "40" not in made
    assert turning.renumbered("It costs a lot", draws()) is None


def test_more_words_do_not_deny(turning: ModuleType) -> None:
    rng = draws()
    made = [turning.confirmed("Lamps are not bright.", rng) for _ in range(12)]
    assert all(n_negations(one) == 1 and "lamps are not bright" in one for one in made)


def test_words_that_stand_where_verbs_stand_are_found(turning: ModuleType) -> None:
    assert turning.verbs_of(["it can warm the room, to warm us"] * 8) == {"warm"}


def test_texts_are_joined_as_sentences(pairing: ModuleType) -> None:
    assert pairing.joined(["One thing", "Another!", "A third. "]) == "One thing. Another! A third."


def test_a_clause_stands_alone_or_is_left_out(pairing: ModuleType) -> None:
    text = "The desks should stay open, because people are at work until six, but quickly"
    assert pairing.clauses(text) == ["The desks should stay open", "people are at work until six"]


def test_a_denial_is_no_sign_by_itself(pairing: ModuleType, shared_data: Path) -> None:
    """Of the sentences of topics with a denial, a good share is said, in the words of denied evidence."""
    pairs = list(pairing.onlookers(shared_data)["perspectives"])
    denied = [pair.label for pair in pairs if n_negations(pair.sentence)]
    assert 0.15 < denied.count(pairing.SAID) / len(denied) < 0.6


def test_nothing_that_is_scored_or_looked_at_is_trained_on(
    pairing: ModuleType, shared_data: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(root / "tests" / "quality")
    from planted_sets import CHOOSING_TOPICS
    from side_data import HELD_OUT_ARGQ30K

    topics = set(pairing._argument_topics(shared_data))
    assert topics.isdisjoint((*CHOOSING_TOPICS, *HELD_OUT_ARGQ30K))
    assert set(CHOOSING_TOPICS) == set(pairing.KEY_POINT_INNER)
    claims = {claim.text for claim in pairing.training_claims(shared_data)}
    assert not claims & {claim.text for claim in pairing.perspectrum(shared_data) if claim.part == "dev"}
