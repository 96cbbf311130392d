"""Models are loaded beside other work, once, and change nothing."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from miner.embeddings.ahead import load_ahead
from miner.embeddings.graphs import Graph, _session
from miner.settings import EmbeddingSettings


def test_what_was_loaded_ahead_is_what_is_asked_for() -> None:
    thread = load_ahead(EmbeddingSettings())
    assert thread is not None
    thread.join()
    graph = Graph("arguments", EmbeddingSettings().max_tokens)
    assert graph._session is _session(str(graph._path))
    assert graph.run(["The basics come first."])[0].shape == (1, 384)


def test_an_embedder_of_the_users_own_loads_nothing_ahead() -> None:
    assert load_ahead(EmbeddingSettings(embedder="minilm")) is None


def test_threads_that_ask_at_the_same_time_get_the_same_session() -> None:
    def session(_: int) -> object:
        return Graph("side")._session

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(session, range(8)))
    assert all(one is found[0] for one in found)


def test_rows_are_the_same_with_and_without_loading_ahead() -> None:
    before = Graph("match").run([("We lack staff.", "There are too few people.")])[0]
    thread = load_ahead(EmbeddingSettings())
    after = Graph("match").run([("We lack staff.", "There are too few people.")])[0]
    assert thread is not None
    thread.join()
    assert np.array_equal(before, after)


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3])
def test_a_command_that_ends_while_models_are_read_ends_well(seconds: float) -> None:
    code = f"""
import time
from miner.embeddings.ahead import load_ahead
from miner.settings import EmbeddingSettings
load_ahead(EmbeddingSettings())
time.sleep({seconds})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
