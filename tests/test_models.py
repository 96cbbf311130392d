"""The shipped models: registered, described, small, and a row is its own whatever stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from miner.embeddings.graphs import Graph, Text
from miner.embeddings.registry import checksum, registry

MOST_BYTES = 60_000_000
WEIGHTS = {".onnx", ".npz", ".safetensors", ".bin", ".pt"}
HEADINGS = ("Data", "Held out", "Recipe", "Figures", "int8", "Limits", "Licence")
OURS = {name: entry for name, entry in registry().items() if "package" not in entry}
TRAINED = sorted(name for name, entry in OURS.items() if "words" in entry)
PAIRS = sorted(name for name, entry in OURS.items() if entry["kind"] == "pairs")

_LONGER = (
    "If the library stays open in the evening, people who work can come; if it closes at six, it is for the few who "
    "are free in the afternoon, and those are not the ones who pay for it."
)
# Of mixed lengths, so that they pad one another; together they fit into one batch.
TEXTS = (
    "No.",
    "Close it.",
    "Thanks, all of you!",
    "Late fees should be dropped for good.",
    "The reading room is too loud, and nobody does anything about it on Saturdays.",
    _LONGER,
    "図書館は夜も開けるべきです。",
    "Fines hit those who can least afford them 🙂",
    "long " * 120,
)
BESIDE = tuple(zip(TEXTS, (*TEXTS[3:], *TEXTS[:3]), strict=True))


def _examples(name: str) -> tuple[Text, ...]:
    return BESIDE if name in PAIRS else TEXTS


@pytest.fixture(scope="module", params=TRAINED)
def model(request: pytest.FixtureRequest) -> tuple[str, Graph]:
    return request.param, Graph(request.param, threads=1)


def test_there_is_an_encoder_and_three_pair_models() -> None:
    assert TRAINED == ["arguments", "match", "side", "support"]
    assert PAIRS == ["match", "side", "support"]


def test_every_model_file_is_registered_with_its_checksum(root: Path) -> None:
    files = {
        file.relative_to(root / "models").as_posix() for file in (root / "models").rglob("*") if file.suffix in WEIGHTS
    }
    assert {entry["file"]: entry["sha256"] for entry in OURS.values()} == {
        name: checksum(root / "models" / name) for name in files
    }


def test_all_weights_together_are_small(root: Path) -> None:
    sizes = [file.stat().st_size for file in (root / "models").rglob("*") if file.suffix in WEIGHTS]
    assert sum(sizes) < MOST_BYTES


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_model_has_a_card_with_the_headings_a_reader_looks_for(root: Path, name: str) -> None:
    card = (root / "models" / OURS[name]["file"]).with_name("CARD.md").read_text("utf-8")
    assert tuple(re.findall(r"^## (.+)$", card, re.MULTILINE)) == HEADINGS
    sections = re.split(r"^## .+$", card, flags=re.MULTILINE)
    assert all(section.strip() for section in sections)
    assert re.sub("[ -]", "", sections[-1]).strip().startswith(OURS[name]["licence"].replace("-", ""))


def test_cards_promise_the_length_that_is_registered(root: Path) -> None:
    for name in TRAINED:
        card = (root / "models" / OURS[name]["file"]).with_name("CARD.md").read_text("utf-8")
        assert f"{OURS[name]['max_tokens']} word pieces" in card


@pytest.mark.parametrize("name", TRAINED)
def test_cards_name_every_held_out_topic(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(root / "tests" / "quality")
    from side_data import HELD_OUT_ARGQ30K

    card = (root / "models" / OURS[name]["file"]).with_name("CARD.md").read_text("utf-8")
    told = " ".join(card.split())
    assert [topic for topic in HELD_OUT_ARGQ30K if topic not in told] == []


def test_one_word_table_is_shared() -> None:
    assert [name for name, entry in OURS.items() if entry["kind"] == "words"] == ["words"]
    assert {OURS[name]["words"] for name in TRAINED} == {"words"}
    assert {OURS[name]["tokenizer"] for name in TRAINED} == {registry()["minilm"]["tokenizer"]}
    assert Graph("match", threads=1)._words is Graph("side", threads=1)._words


def test_no_graph_holds_a_word_table_of_its_own(root: Path) -> None:
    table = (root / "models" / OURS["words"]["file"]).stat().st_size
    sizes = {name: (root / "models" / OURS[name]["file"]).stat().st_size for name in TRAINED}
    layers = 6 * (4 * 384 * 384 + 2 * 384 * 1536)
    assert {name: size for name, size in sizes.items() if size > layers + 2**21} == {}
    assert table < 30_522 * (384 + 8)


def test_outputs_have_the_documented_shapes(model: tuple[str, Graph]) -> None:
    name, graph = model
    documented = {"arguments": [(9, 384), (9, 1), (9, 64)], "side": [(9, 3)], "match": [(9, 1)], "support": [(9, 3)]}
    rows = graph.run(_examples(name))
    assert [output.shape for output in rows] == documented[name]
    assert all(output.dtype == np.float32 and np.isfinite(output).all() for output in rows)


def test_a_row_is_the_same_alone_as_beside_others_of_other_lengths(model: tuple[str, Graph]) -> None:
    name, graph = model
    texts = _examples(name)
    together = graph.run(texts)
    for number, text in enumerate(texts):
        for output, alone in zip(together, graph.run([text]), strict=True):
            np.testing.assert_allclose(output[number], alone[0], rtol=0, atol=1e-5)


def test_different_texts_have_different_rows(model: tuple[str, Graph]) -> None:
    """A graph that reads no words, or ignores the mask, gives one row for all."""
    name, graph = model
    for output in graph.run(_examples(name)):
        assert len(np.unique(np.round(output, 4), axis=0)) == len(TEXTS)


def test_the_encoder_gives_vectors_of_length_one() -> None:
    vectors, _, _ = Graph("arguments", threads=1).run(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_the_runtime_needs_nothing_of_what_training_needs(root: Path) -> None:
    """Training scripts stand beside the weights; the package itself must not import them."""
    names = {file.stem for file in (root / "models" / "train").glob("*.py")}
    for file in (root / "miner").rglob("*.py"):
        imported = re.findall(r"^(?:from|import) (\w+)", file.read_text("utf-8"), re.MULTILINE)
        assert names.isdisjoint(imported), file
