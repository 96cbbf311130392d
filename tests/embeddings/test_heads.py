"""The linear heads: read back as written, and fitted on the encoder that is shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from miner.arguments.signs import SIGNS
from miner.embeddings import heads as module
from miner.embeddings.company import KINDS
from miner.embeddings.heads import Head, head
from miner.embeddings.registry import registry

NAMES = sorted(name for name, entry in registry().items() if entry["kind"] == "head")
EXAMPLE = Head("a" * 64, SIGNS[:2], np.array([1.0, -1.0, 0.5]), np.array([0.5, 2.0]), np.array([1.0, 0.0]), -0.25)


def test_there_are_two_heads() -> None:
    assert NAMES == ["chatter", "strength"]


@pytest.mark.parametrize("name", NAMES)
def test_a_head_was_fitted_on_the_encoder_that_is_shipped(name: str) -> None:
    """Else: models/train/train_strength.py and train_chatter.py, then register.py."""
    assert head(name).encoder == registry()[registry()[name]["encoder"]]["sha256"]


@pytest.mark.parametrize("name", NAMES)
def test_a_head_has_a_weight_for_all_it_reads(name: str) -> None:
    found = head(name)
    assert len(found.vector_weights) == registry()[registry()[name]["encoder"]]["n_dims"]
    assert len(found.sign_weights) == len(found.signs)
    assert len(found.company_weights) == len(KINDS)
    assert set(found.signs) <= set(SIGNS)


def test_a_head_is_read_back_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "head.npz", **EXAMPLE.arrays())
    monkeypatch.setattr(module, "model_file", lambda name: tmp_path / "head.npz")
    back = head.__wrapped__("example")
    assert (back.encoder, back.signs, back.bias) == (EXAMPLE.encoder, EXAMPLE.signs, EXAMPLE.bias)
    for one, other in zip(back.arrays().values(), EXAMPLE.arrays().values(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_probabilities_are_between_0_and_1_and_rise_with_what_weighs_more() -> None:
    vectors = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], dtype=np.float32)
    found = EXAMPLE.probabilities(vectors, np.zeros((3, 2)), np.zeros((3, 2)))
    assert found[1] > found[0] > found[2]
    assert found[0] == pytest.approx(1 / (1 + np.exp(0.25)))
    accompanied = EXAMPLE.probabilities(vectors, np.zeros((3, 2)), np.ones((3, 2)))
    assert (accompanied > found).all()
