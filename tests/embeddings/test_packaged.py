"""The packaged encoder: verified, offline, and a text's vector is its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from builders import said
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.embeddings import embed_with, embedder_for
from miner.embeddings.packaged import PackagedEmbedder, unit_rows
from miner.settings import EmbeddingSettings

TEXTS = [
    *(text for _, text in said(40)),
    "🙂",
    "",
    "Ja.",
    "図書館は夜も開けるべきです。",
    "word " * 400,
    "Late fees should be dropped for good.",
]


@pytest.fixture(scope="module")
def encoder() -> PackagedEmbedder:
    return PackagedEmbedder("minilm", threads=1)


def test_a_vector_is_the_same_alone_or_in_a_batch_to_the_last_digit(encoder: PackagedEmbedder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_a_vector_is_the_same_on_one_thread_or_two(encoder: PackagedEmbedder) -> None:
    assert np.array_equal(encoder.encode(TEXTS), PackagedEmbedder("minilm", threads=2).encode(TEXTS))


def test_rows_come_in_the_order_of_the_texts_whatever_their_length(encoder: PackagedEmbedder) -> None:
    forward, backward = encoder.encode(TEXTS), encoder.encode(TEXTS[::-1])
    assert np.array_equal(forward, backward[::-1])


def test_equal_texts_have_equal_vectors(encoder: PackagedEmbedder) -> None:
    first, _, third = encoder.encode(["the roof leaks", "the lift is late", "the roof leaks"])
    assert np.array_equal(first, third)


@settings(max_examples=25)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_texts_give_rows_of_length_one(texts: list[str]) -> None:
    # Named: ``embed`` gives texts in other languages to the multilingual encoder, whose rows have another width.
    vectors = embed_with(embedder_for(EmbeddingSettings()), texts).vectors
    assert vectors.shape == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), np.ones(len(texts)), atol=1e-3)


def test_no_texts_are_no_rows(encoder: PackagedEmbedder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_the_encoder_for_arguments_gives_strengths_and_side_vectors_too() -> None:
    trained = PackagedEmbedder("arguments", threads=1)
    assert trained.has_heads
    embeddings = embed_with(trained, TEXTS)
    assert embeddings.sides is not None
    assert embeddings.strengths is not None
    assert (embeddings.vectors.shape, embeddings.sides.shape) == ((len(TEXTS), 384), (len(TEXTS), 64))
    assert embeddings.strengths.shape == (len(TEXTS),)
    assert np.array_equal(embeddings.vectors, trained.encode(TEXTS))


def test_no_texts_have_no_rows_of_any_kind() -> None:
    vectors, strengths, sides = PackagedEmbedder("arguments", threads=1).heads([])
    assert (vectors.shape, strengths.shape, sides.shape) == ((0, 384), (0,), (0, 64))


def test_a_general_encoder_has_no_heads(encoder: PackagedEmbedder) -> None:
    embeddings = embed_with(encoder, TEXTS[:2])
    assert not encoder.has_heads
    assert embeddings.sides is None
    assert embeddings.strengths is None


def test_rows_of_zeros_stay_zeros() -> None:
    assert unit_rows(np.zeros((2, 3), dtype=np.float32)).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert unit_rows(np.array([[3.0, 4.0]], dtype=np.float32)).tolist() == [[np.float32(0.6), np.float32(0.8)]]


def test_meaning_is_in_the_vectors(encoder: PackagedEmbedder) -> None:
    fees, fines, noise = encoder.encode(
        ["Late fees should be dropped.", "Abolish fines for overdue books.", "The reading room is too loud."]
    )
    assert fees @ fines > fees @ noise + 0.2


def test_a_text_is_cut_after_the_longest_length_and_not_before(encoder: PackagedEmbedder) -> None:
    short = PackagedEmbedder("minilm", max_tokens=8, threads=1)
    begins = "the roof must be repaired before winter comes"
    assert np.array_equal(short.encode([begins + " and the lift too"]), short.encode([begins + " or never at all"]))
    assert not np.array_equal(encoder.encode([begins + " and the lift"]), encoder.encode([begins + " or never"]))


def test_the_embedder_is_loaded_once_for_equal_settings() -> None:
    assert embedder_for(EmbeddingSettings()) is embedder_for(EmbeddingSettings())


def test_the_default_path_imports_no_torch_and_opens_no_connection(root: Path) -> None:
    program = (
        "import json, socket, sys\n"
        "def refuse(*_, **__): raise OSError('no network here')\n"
        "socket.socket.connect = refuse\n"
        "sys.path.insert(0, 'tests')\n"
        "from builders import discussion\n"
        "from miner.pipeline import mine\n"
        "mine(discussion(12))\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(ran.stdout.splitlines()[-1])}
    assert loaded & {"torch", "transformers", "sentence_transformers", "umap", "numba", "tensorflow"} == set()
    assert "onnxruntime" in loaded


def test_nothing_is_written_or_reported_by_the_runtime(tmp_path):
    """onnxruntime keeps files for telemetry in the user's folders unless it is told not to before it is loaded."""
    program = "from miner.embeddings import embed; embed(['The basics come first.'])"
    environment = {
        name: value for name, value in os.environ.items() if name != "CI" and not name.startswith(("ORT_", "XDG_"))
    }
    environment |= {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, cwd=tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == []
