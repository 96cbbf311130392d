"""The usual recipes on two plain subjects."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from miner.arguments import Argument
from miner.engines import compare_engines, engines
from miner.engines.recipes import (
    BerTopic,
    MiniLMDensity,
    MiniLMKMeans,
    TfIdfKMeans,
    best_k_means,
    sizes_to_try,
    word_weights,
)
from miner.errors import MissingPart
from miner.settings import EmbeddingSettings, Settings

FERRY = "The ferry is calm and cheap on {}, nobody should take it away from the island."
PARCEL = "Parcels that arrive late on {} cost the shop more customers than a missing button."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "holidays", "weekends", "Easter")


def argument(number: int, text: str) -> Argument:
    return Argument(
        id=f"{number}@0-{len(text)}",
        post_id=str(number),
        thread_id="talk",
        start=0,
        end=len(text),
        text=text,
        author=f"person {number}",
        plain=text,
        strength=0.8,
    )


@pytest.fixture(scope="module")
def talk() -> list[Argument]:
    """Twenty arguments about two subjects, by twenty people."""
    return [argument(n, text.format(DAYS[n // 2])) for n, text in enumerate((FERRY, PARCEL) * 10)]


@pytest.mark.parametrize("engine", [TfIdfKMeans(), MiniLMKMeans(threads=1)], ids=lambda engine: engine.name)
def test_k_means_tells_two_subjects_apart(engine, talk):
    group = engine.prepare(talk)
    labels = group(np.arange(20))
    assert len(set(labels[::2].tolist())) == len(set(labels[1::2].tolist())) == 1
    assert labels[0] != labels[1]
    assert group(np.arange(20)).tolist() == labels.tolist()


@pytest.mark.slow
def test_density_tells_two_subjects_apart(talk):
    labels = MiniLMDensity(threads=1).prepare(talk)(np.arange(20))
    assert labels.shape == (20,)
    assert not set(labels[::2].tolist()) & set(labels[1::2].tolist()) - {-1}


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("bertopic") is None, reason="BERTopic is not installed")
def test_bertopic_gives_a_label_to_each(talk):
    assert BerTopic(threads=1).prepare(talk)(np.arange(20)).shape == (20,)


@pytest.mark.parametrize("engine", engines()[1:3], ids=lambda engine: engine.name)
def test_a_set_too_small_for_a_recipe_has_no_groups(engine, talk):
    assert set(engine.prepare(talk)(np.arange(11)).tolist()) == {-1}


def test_numbers_of_groups_that_are_tried():
    assert sizes_to_try(12) == (2, 3)
    assert sizes_to_try(1000) == (2, 3, 4, 7, 10, 15)


def test_texts_that_are_all_alike_are_one_group():
    assert len(set(best_k_means(np.ones((12, 3))).tolist())) == 1
    assert word_weights(["the of", "and"]).tolist() == [[0.0], [0.0]]


def test_what_is_not_installed_is_left_out_and_named(talk, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "bertopic" else find(name))
    assert [engine.missing() for engine in engines()] == ["", "", "", "", "pip install bertopic"]


def test_ours_comes_first_and_finds_both_subjects(talk, monkeypatch):
    monkeypatch.setattr("miner.engines.recipes.MiniLMDensity.missing", lambda self: "left out here: it compiles")
    monkeypatch.setattr("miner.engines.recipes.BerTopic.missing", lambda self: "the same")
    turns: list[str] = []
    found = compare_engines(talk, n_resamples=2, progress=turns.append, clock=lambda: 0.0)
    assert turns == [one.engine for one in found] == ["miner", "TF-IDF + k-means", "MiniLM + k-means"]
    ours = found[0]
    assert ours.n_groups >= 2
    assert ours.coverage > 0.8
    assert ours.stability is not None
    assert found == compare_engines(talk, n_resamples=2, clock=lambda: 0.0)


def test_a_missing_model_is_told(talk):
    with pytest.raises(MissingPart):
        compare_engines(talk, Settings(embeddings=EmbeddingSettings(embedder="no/such-model")))
