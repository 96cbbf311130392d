"""Large sets: dense groups joined into a reader's number of themes."""

from __future__ import annotations

import numpy as np

from clusters.planted import agreement, noise_vectors, planted, vectors_around
from miner.clusters.grouping import group_labels
from miner.clusters.large import themes_by_density
from miner.settings import ClusterSettings


def test_many_dense_groups_become_at_most_as_many_themes_as_a_reader_takes_in() -> None:
    features, truth = planted(14, 45, noise=0.4)
    labels, method = themes_by_density(features, vectors_around(14, 45, 0.4), ClusterSettings())
    assert 2 <= labels.max() + 1 <= ClusterSettings().max_themes
    for group in range(14):
        inside = labels[(truth == group) & (labels >= 0)]
        assert len(set(inside.tolist())) <= 1, "a dense group was torn apart"
    assert method.startswith("HDBSCAN on principal components")


def test_six_hundred_texts_in_six_groups_are_five_or_six_themes() -> None:
    features, truth = planted(6, 100, noise=0.5)
    labels, _ = themes_by_density(features, vectors_around(6, 100, 0.5), ClusterSettings())
    assert labels.max() + 1 in (5, 6)
    assert agreement(labels, truth) > 0.8
    assert (labels >= 0).mean() > 0.8


def test_where_nothing_is_dense_nothing_is_grouped_and_the_method_says_so() -> None:
    vectors = np.ones((60, 8), dtype=np.float32) / np.sqrt(8).astype(np.float32)
    features, _ = planted(1, 60)
    labels, method = themes_by_density(features, vectors, ClusterSettings())
    assert "no dense groups were found" in method
    assert labels.shape == (60,)


def test_noise_is_hardly_ever_dense() -> None:
    vectors = noise_vectors(300)
    features, _ = planted(1, 300)
    labels, method = themes_by_density(features, vectors, ClusterSettings())
    assert "no dense groups were found" in method or (labels >= 0).mean() < 0.25


def _many(seed: int = 0) -> tuple[np.ndarray, list[str]]:
    vectors = np.concatenate([vectors_around(6, 100, 0.5), noise_vectors(40, seed=4)])
    return vectors, [f"text {number}" for number in range(len(vectors))]


def test_a_given_number_of_groups_is_kept_for_many_texts() -> None:
    vectors, texts = _many()
    labels = group_labels(vectors, texts, 7, ClusterSettings(max_exact=200))
    assert agreement(labels[:600], np.repeat(np.arange(6), 100)) > 0.95
    assert labels.min() == 0
    assert labels.max() <= 6


def test_a_free_number_of_groups_of_many_texts_is_found_on_a_sample() -> None:
    vectors, texts = _many()
    labels = group_labels(vectors, texts, None, ClusterSettings(max_exact=200))
    assert agreement(labels[:600], np.repeat(np.arange(6), 100)) > 0.9
    assert labels.min() == 0


def test_dense_groups_on_request_leave_the_rest_in_none() -> None:
    vectors, texts = _many()
    labels = group_labels(vectors, texts, None, ClusterSettings(method="hdbscan"))
    assert labels.min() == -1
    assert agreement(labels[:600], np.repeat(np.arange(6), 100)) > 0.95


def test_groups_that_fade_into_one_another_are_few() -> None:
    labels = group_labels(noise_vectors(300), [f"text {number}" for number in range(300)], None)
    assert labels.max() + 1 <= 12
