"""Likeness: symmetric, bounded, the same in blocks as in one piece."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.planted import planted, vectors_around
from miner.clusters.similarity import centred, features_of, tfidf

texts = st.lists(st.text(max_size=40), min_size=1, max_size=8)


@given(texts)
def test_similarities_of_any_texts_are_symmetric_bounded_and_1_with_themselves(said: list[str]) -> None:
    matrix = features_of(vectors_around(len(said), 1), said).similarities()
    assert matrix.shape == (len(said), len(said))
    assert np.isfinite(matrix).all()
    assert np.array_equal(matrix, matrix.T)
    assert (np.diag(matrix) == 1).all()
    assert np.abs(matrix).max() <= 1 + 1e-9


def test_a_block_is_the_part_of_the_whole_matrix() -> None:
    features, _ = planted(3, 5)
    whole = features.similarities()
    block = features.block([1, 7, 3], [2, 9])
    np.testing.assert_allclose(block, whole[np.ix_([1, 7, 3], [2, 9])], atol=2e-6)


def test_nearness_is_the_mean_similarity_to_the_other_members() -> None:
    features, truth = planted(3, 5)
    nearness, matrix = features.nearness(truth), features.similarities()
    for item in range(len(truth)):
        for group in range(3):
            others = [other for other in np.flatnonzero(truth == group) if other != item]
            assert nearness[item, group] == pytest.approx(matrix[item, others].mean(), abs=1e-5)


def test_items_of_a_planted_group_are_more_alike_than_others() -> None:
    features, truth = planted(4, 6)
    matrix = features.similarities()
    same = truth[:, None] == truth[None, :]
    np.fill_diagonal(matrix, np.nan)
    assert np.nanmean(matrix[same]) > np.nanmean(matrix[~same]) + 0.3


def test_what_all_texts_share_tells_none_apart() -> None:
    shared = np.full((6, 96), 5.0, dtype=np.float32)
    moved = centred(shared + vectors_around(2, 3))
    np.testing.assert_allclose(moved.mean(axis=0), 0, atol=0.2)
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1)
    assert centred(np.ones((3, 4), dtype=np.float32)).tolist() == [[0] * 4] * 3


def test_answers_to_one_question_are_drawn_together_a_little() -> None:
    vectors, said = vectors_around(6, 1), ["apples", "pears", "plums", "cherries", "figs", "dates"]
    alone = features_of(vectors, said).similarities()
    asked = features_of(vectors, said, ["Q1", "Q1", None, None, "Q2", None])
    together = asked.similarities()
    assert 0 < together[0, 1] - 0.9 * alone[0, 1] < 0.2
    assert together[0, 4] <= max(alone[0, 4], 0) + 1e-6
    np.testing.assert_allclose(np.triu(asked.without_questions().similarities(), 1), 0.92 * np.triu(alone, 1), atol=0.1)


def test_shuffled_features_keep_their_sizes_and_lose_their_groups() -> None:
    features, truth = planted(4, 10)
    null = features.shuffled()
    assert null.meaning.shape == features.meaning.shape
    assert null.lexical.shape == features.lexical.shape
    same = truth[:, None] == truth[None, :]
    before, after = features.similarities(), null.similarities()
    assert after[same].mean() < before[same].mean() / 2
    assert np.array_equal(after, features.shuffled().similarities())


@given(texts)
def test_word_rows_of_any_texts_have_length_one_or_none(said: list[str]) -> None:
    lengths = np.sqrt(np.asarray(tfidf(said).multiply(tfidf(said)).sum(axis=1)).ravel())
    assert all(length == pytest.approx(0) or length == pytest.approx(1) for length in lengths)


def test_a_word_in_every_text_counts_for_nothing_once_there_are_enough() -> None:
    said = [
        f"library {fruit}" for fruit in "apple pear plum cherry fig date lemon lime grape melon quince medlar".split()
    ]
    rows = tfidf(said)
    assert (rows @ rows.T - np.eye(12)).max() == pytest.approx(0, abs=1e-9)
    few = tfidf(said[:3])
    assert (few @ few.T).toarray()[0, 1] > 0
