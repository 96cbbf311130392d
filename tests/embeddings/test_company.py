"""The company of a text: what others say too, in their words."""

from __future__ import annotations

import numpy as np
import pytest

from miner.embeddings import company as module
from miner.embeddings.company import company_of
from miner.embeddings.packaged import unit_rows

RNG = np.random.default_rng(5)
N = 40
CENTRE = RNG.normal(size=8)
# Half of the texts lie close together, the others anywhere.
VECTORS = unit_rows(
    np.vstack([CENTRE + 0.2 * RNG.normal(size=(N // 2, 8)), RNG.normal(size=(N // 2, 8))]).astype(np.float32)
)
TEXTS = [f"late fees help nobody {'x' * n}" if n % 2 else f"late fees help nobody at all{'!' * n}" for n in range(N)]


def test_what_others_say_too_keeps_more_company() -> None:
    near = company_of(VECTORS, TEXTS)[:, 0]
    assert near[: N // 2].mean() > near[N // 2 :].mean() + 1


def test_words_that_others_use_keep_more_company() -> None:
    shared = company_of(VECTORS, TEXTS)[:, 1]
    assert shared[0::2].min() > shared[1::2].max()


def test_the_order_of_the_texts_does_not_matter() -> None:
    order = RNG.permutation(N)
    moved = company_of(VECTORS[order], [TEXTS[n] for n in order])
    np.testing.assert_array_equal(moved, company_of(VECTORS, TEXTS)[order])


def test_saying_it_twice_is_no_company() -> None:
    twice = company_of(np.vstack([VECTORS, VECTORS[:3]]), [*TEXTS, *TEXTS[:3]])
    np.testing.assert_array_equal(twice[:N], company_of(VECTORS, TEXTS))
    np.testing.assert_array_equal(twice[N:], twice[:3])


@pytest.mark.parametrize("n", [0, 1, 2])
def test_one_or_two_texts_have_no_company_to_speak_of(n: int) -> None:
    assert company_of(VECTORS[:n], TEXTS[:n]).tolist() == [[0.0, 0.0]] * n


def test_where_all_are_alike_nobody_stands_out() -> None:
    same = np.repeat(VECTORS[:1], 5, axis=0)
    assert not company_of(same, [f"word{n}" for n in range(5)]).any()


def test_of_very_many_texts_a_sample_is_company_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = company_of(VECTORS, TEXTS)[:, 0]
    monkeypatch.setattr(module, "_MOST_COMPARED", 20)
    monkeypatch.setattr(module, "_BLOCK", 7)
    sampled = company_of(VECTORS, TEXTS)[:, 0]
    assert np.corrcoef(exact, sampled)[0, 1] > 0.9
