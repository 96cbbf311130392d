"""The main directions are those that differ most, in a fixed order, and the same however many threads there are."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from miner.embeddings.directions import Matrix, main_directions

RNG = np.random.default_rng(0)
SPREAD = np.diag([1.0, 9.0, 4.0])


def _product(n_rows: int, n_dims: int) -> Matrix:
    rows = RNG.standard_normal((n_rows, n_dims))
    return np.asarray(np.round(rows.T @ rows, 8))


def test_the_widest_direction_comes_last() -> None:
    assert np.allclose(np.abs(main_directions(SPREAD, 2)), [[0, 0], [0, 1], [1, 0]])


@pytest.mark.parametrize("n", [1, 3, 10])
def test_no_more_directions_than_there_are(n: int) -> None:
    found = main_directions(SPREAD, n)
    assert found.shape == (3, min(n, 3))
    assert np.allclose(np.linalg.norm(found, axis=0), 1.0)


def test_they_are_those_of_the_whole_decomposition() -> None:
    product = _product(60, 40)
    values, vectors = np.linalg.eigh(product)
    found = main_directions(product, 4)
    assert np.allclose(np.abs(found), np.abs(vectors[:, -4:]), atol=1e-8)
    assert np.allclose(product @ found, found * values[-4:])


def test_the_threads_of_the_process_change_nothing_and_are_left_as_they_were() -> None:
    product = _product(300, 96)
    with threadpool_limits(2, "blas"):
        before = [library["num_threads"] for library in threadpool_info()]
        two = main_directions(product, 2)
        assert [library["num_threads"] for library in threadpool_info()] == before
    with threadpool_limits(1, "blas"):
        assert np.array_equal(main_directions(product, 2), two)
