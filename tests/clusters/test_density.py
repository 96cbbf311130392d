"""Dense groups of large sets: found, the same every time, with either reducer."""

from __future__ import annotations

import numpy as np
import pytest

from clusters.planted import agreement, noise_vectors, vectors_around
from miner.clusters.density import dense_groups, principal_components


def test_planted_groups_are_dense_and_noise_between_them_is_not() -> None:
    rows = np.concatenate([vectors_around(5, 110, 0.5), noise_vectors(50, seed=8)])
    truth = np.concatenate([np.repeat(np.arange(5), 110), np.full(50, 5)])
    labels = dense_groups(rows, "none")
    assert agreement(labels[:550], truth[:550]) > 0.95
    assert (labels[:550] >= 0).mean() > 0.8
    assert (labels[550:] >= 0).mean() < 0.5


def test_groups_do_not_depend_on_the_order_of_the_items() -> None:
    rows = vectors_around(4, 80, 0.5)
    order = np.random.default_rng(5).permutation(len(rows))
    straight, shuffled = dense_groups(rows, "none"), dense_groups(rows[order], "none")
    placed = (straight[order] >= 0) & (shuffled >= 0)
    assert placed.mean() > 0.8
    assert agreement(shuffled[placed], straight[order][placed]) > 0.99


def test_components_are_the_main_directions_with_a_fixed_sign() -> None:
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(50, 3)) @ np.diag([5.0, 1.0, 0.1])
    matrix -= matrix.mean(axis=0)
    flat = principal_components(matrix, 2)
    assert flat.shape == (50, 2)
    assert abs(np.corrcoef(flat[:, 0], matrix[:, 0])[0, 1]) > 0.99
    assert flat[:, 0].var() > flat[:, 1].var()
    assert np.array_equal(flat, principal_components(matrix, 2))


@pytest.mark.slow
def test_umap_throws_no_planted_groups_together_and_gives_the_same_twice() -> None:
    rows, truth = vectors_around(4, 50, 0.5), np.repeat(np.arange(4), 50)
    labels = dense_groups(rows, "umap")
    assert labels.max() >= 3
    for group in range(int(labels.max()) + 1):
        assert len(set(truth[labels == group].tolist())) == 1
    assert np.array_equal(labels, dense_groups(rows, "umap"))
