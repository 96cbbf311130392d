"""Graphs: batches of like length, rows in the order of the texts, one word table for all trained models."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.embeddings import graphs
from miner.embeddings.graphs import Graph, _batches, quiet_onnxruntime
from miner.embeddings.registry import registry
from miner.errors import UnknownName

TEXTS = (
    "The lift is late.",
    "The roof leaks, and it has leaked since the spring in which the old caretaker left us.",
    "No.",
    "",
    "図書館は夜も開けるべきです。",
    "word " * 300,
)
PAIRS = tuple((text, "The building needs money.") for text in TEXTS)


@pytest.fixture(scope="module")
def side() -> Graph:
    return Graph("side", threads=1)


@pytest.fixture(scope="module")
def plain() -> Graph:
    """A graph without pooling and with a word table of its own."""
    return Graph("minilm", threads=1)


def test_rows_come_in_the_order_of_the_texts_whatever_their_length(side: Graph) -> None:
    (forward,), (backward,) = side.run(PAIRS), side.run(PAIRS[::-1])
    np.testing.assert_allclose(forward, backward[::-1], rtol=0, atol=1e-6)


def test_equal_texts_are_run_once_and_have_equal_rows(side: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    own = side._run
    monkeypatch.setattr(side, "_run", lambda encodings: ran.append(len(encodings)) or own(encodings))
    (rows,) = side.run([PAIRS[0], PAIRS[1], PAIRS[0]])
    assert sum(ran) == 2
    assert np.array_equal(rows[0], rows[2])


def test_no_texts_are_no_outputs(side: Graph) -> None:
    assert side.run([]) == []


def test_the_order_of_a_pair_is_read(side: Graph) -> None:
    first, second = "Fees must go.", "Without fees nobody would bring anything back, so keep them."
    (rows,) = side.run([(first, second), (second, first)])
    assert not np.allclose(rows[0], rows[1], atol=1e-4)


def test_a_graph_without_pooling_gives_one_row_a_text(plain: Graph) -> None:
    (rows,) = plain.run(TEXTS)
    assert rows.shape == (len(TEXTS), 384)


def test_padding_adds_nothing_to_a_mean(plain: Graph) -> None:
    (together,) = plain.run(TEXTS)
    for number, text in enumerate(TEXTS):
        (alone,) = plain.run([text])
        np.testing.assert_allclose(together[number], alone[0], rtol=1e-4, atol=1e-3)


def test_one_thread_or_two_give_the_same_rows(side: Graph) -> None:
    (one,), (two,) = side.run(PAIRS), Graph("side", threads=2).run(PAIRS)
    np.testing.assert_allclose(one, two, rtol=0, atol=1e-5)


def test_a_text_is_cut_at_the_length_that_is_asked_for() -> None:
    short = Graph("arguments", max_tokens=8, threads=1)
    begins = "the roof must be repaired before winter comes"
    cut, same, other = short.run([f"{begins} and soon", f"{begins} or never", "the lift must be repaired"])[0]
    assert np.array_equal(cut, same)
    assert not np.allclose(cut, other, atol=1e-3)


def test_no_more_is_read_than_the_model_was_trained_on() -> None:
    most = int(registry()["arguments"]["max_tokens"])
    text = "word " * (most + 20)
    asked_for_more = Graph("arguments", max_tokens=10 * most, threads=1)
    assert np.array_equal(asked_for_more.run([text])[0], asked_for_more.run([f"{text} and another"])[0])


def test_of_a_pair_the_longer_text_is_cut() -> None:
    short = Graph("side", max_tokens=16, threads=1)
    statement = "The fees must go."
    (rows,) = short.run([("word " * 200, statement), ("word " * 200, "The fees must stay.")])
    assert not np.allclose(rows[0], rows[1], atol=1e-4)


def test_trained_graphs_look_words_up_in_one_table(side: Graph, plain: Graph) -> None:
    table = side._words
    assert table is not None
    assert table is Graph("arguments", threads=1)._words
    assert plain._words is None
    rows, scale = table
    assert (rows.dtype, rows.shape[1], scale.shape) == (np.int8, 384, (len(rows),))


def test_a_name_that_is_not_registered_is_refused() -> None:
    with pytest.raises(UnknownName, match=r"There is no packaged model 'sides'\. Did you mean 'side'\?"):
        Graph("sides")


def test_the_runtime_is_told_to_report_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED"):
        monkeypatch.delenv(name, raising=False)
    quiet_onnxruntime()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == os.environ["ORT_TELEMETRY_DISABLED"] == "1"


@given(st.lists(st.integers(min_value=1, max_value=128), max_size=200))
def test_batches_hold_every_text_once_and_stay_small(lengths: list[int]) -> None:
    order = sorted(range(len(lengths)), key=lambda index: lengths[index])
    batches = _batches(order, lengths)
    assert [index for batch in batches for index in batch] == order
    assert all(len(batch) * max(lengths[index] for index in batch) <= graphs._BATCH_TOKENS for batch in batches)


def test_a_text_longer_than_a_batch_is_a_batch_by_itself() -> None:
    assert _batches([0, 1, 2], [3, 5000, 6000]) == [[0], [1], [2]]
