"""In a large discussion only what comes near to a contrast is read by the slow models."""

from __future__ import annotations

import numpy as np
import pytest

from miner import contrasts
from miner.contrasts import Contrast, Pole, opposition, place_texts
from miner.embeddings import embed

FOR = "Cars should be banned from the city centre because they kill people."
AGAINST = "Cars should stay in the city centre because shops need customers."
CONTRAST = Contrast(
    left=Pole(name="ban", statements=("We should ban cars from the centre.", FOR)),
    right=Pole(name="allow", statements=("We should not ban cars from the centre.", AGAINST)),
)
ASIDE = (
    "Bread rises slowly in a cold kitchen",
    "The museum shows two paintings by a sailor",
    "Goats like to climb on stones",
)


@pytest.fixture
def n_read(monkeypatch) -> list[int]:
    """How many texts the pair model was given, call by call."""
    given: list[int] = []
    real = opposition.read_sides

    def counted(texts, *rest):
        given.append(len(texts))
        return real(texts, *rest)

    monkeypatch.setattr(opposition, "read_sides", counted)
    monkeypatch.setattr(opposition, "_READ_AT_ONCE", 10)
    return given


def discussion(n_aside: int) -> list[str]:
    about = [FOR, AGAINST, "Ban the cars, they kill people.", "Do not ban cars, shops need them."] * 3
    return [*about, *(f"{ASIDE[number % 3]} on day {number}." for number in range(n_aside))]


def test_reading_stops_where_hardly_anything_takes_a_side(n_read):
    texts = discussion(240)
    placed, _ = place_texts(texts, embed(texts), CONTRAST)
    assert (placed[0], placed[1]) == (pytest.approx(-1, abs=0.9), pytest.approx(1, abs=0.9))
    assert placed[0] < 0 < placed[1]
    assert n_read[0] == 10
    assert sum(n_read) < len(texts) // 5
    assert not placed[12:].any()


def test_of_very_many_texts_those_are_read_that_are_near_or_use_the_words(monkeypatch):
    for name, number in (("_MOST_READ", 20), ("_MOST_NEAR", 8), ("_MOST_NAMED", 5)):
        monkeypatch.setattr(contrasts, name, number)
    texts = discussion(60)
    said = (*CONTRAST.left.seeds, *CONTRAST.right.seeds)
    chosen = contrasts._worth_reading(texts, embed(texts), said, CONTRAST)
    assert 8 <= len(chosen) <= 13
    assert set(chosen) <= set(range(12))
    few = contrasts._worth_reading(texts[:20], embed(texts[:20]), said, CONTRAST)
    assert np.array_equal(few, np.arange(20))
