"""The peers that group by recipes of their own, on invented vectors; the store of vectors; stability."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import grouping_peers
import numpy as np
import peers
import pytest
import stability
import vectors
from metrics import NO_GROUP, Labels, Values, ari
from protocols import PROTOCOLS
from records import LeftOut, Scored

N = 60


def labels(*values: int) -> Labels:
    return np.array(values, dtype=np.int64)


def invented(texts: Sequence[str]) -> Values:
    """Vectors in four plain groups, by the number at the end of each text."""
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(4, 24)) * 4
    made = (
        np.stack([centres[int(text.rpartition(" ")[2]) % 4] for text in texts]) + rng.normal(size=(len(texts), 24)) / 4
    )
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True))


TEXTS = [f"text number {number}" for number in range(N)]
GOLD = np.arange(N) % 4


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is loaded."""
    monkeypatch.setattr(vectors.MiniLMVectors, "__init__", lambda self: None)
    monkeypatch.setattr(vectors.MiniLMVectors, "of", lambda self, texts: invented(texts))


class TwoOfThree(grouping_peers.GroupingPeer):
    """Three groups by number, every tenth text in none."""

    def grouped(self, texts: Sequence[str], vectors: Values, n_groups: int | None) -> Labels:
        numbers = np.arange(len(texts))
        return np.where(numbers % 10 == 9, NO_GROUP, np.minimum(numbers // 20, 2))


def test_themes_and_sides_follow_from_the_groups(encoded: None) -> None:
    peer = TwoOfThree()
    themes = peer.themes(TEXTS, 3)
    assert [len(theme.members) for theme in themes] == [18, 18, 18]
    assert themes[0].claimed == pytest.approx(18 / N)
    assert set(themes[0].quotes) == set(themes[0].members)
    sides = peer.found_sides(TEXTS)
    assert set(sides[:20].tolist()) == {-1, 0}
    assert set(sides[20:40].tolist()) == {1, 0}
    assert not sides[40:].any()


def test_one_group_is_no_contrast_and_a_tiny_set_has_no_groups(encoded: None) -> None:
    peer = TwoOfThree()
    assert not peer.found_sides(TEXTS[:15]).any()
    assert set(peer.group(TEXTS[:11]).tolist()) == {NO_GROUP}
    assert peer.themes(TEXTS[:11], 3) == []


def test_kura_joins_until_few_are_left(encoded: None) -> None:
    peer = grouping_peers.Kura()
    free, given = peer.group(TEXTS), peer.group(TEXTS, 4)
    assert int(free.max()) + 1 == 6  # 60 texts, ten each: few enough at once
    assert int(given.max()) + 1 <= 4
    assert set(given.tolist()) == set(range(int(given.max()) + 1))
    assert int(peer.group([f"text {number}" for number in range(400)]).max()) + 1 <= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bertopic", "bertopic all", "plscan", "kouchou-ai"])
def test_recipes_find_plain_groups(name: str, encoded: None) -> None:
    """They compile for seconds; what is not installed here is skipped."""
    try:
        peer = peers.runner(name)
    except LeftOut as reason:
        pytest.skip(str(reason))
    found = peer.group(TEXTS, 4)
    assert found.shape == (N,)
    assert ari(GOLD, found) > 0.5
    assert peer.group(TEXTS).tolist() == peer.group(TEXTS).tolist()


def test_a_peer_without_its_package_is_left_out(encoded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for name in ("bertopic", "plscan", "evoc"):
        with pytest.raises(LeftOut, match="is not installed"):
            peers.runner(name)


def test_every_runner_of_the_grouping_protocols_is_known() -> None:
    named = {
        runner for protocol in PROTOCOLS if protocol.name in ("groups", "stability") for runner in protocol.runners
    }
    assert named <= set(peers._RUNNERS)
    assert {"bertopic", "bertopic all", "plscan", "evoc", "kouchou-ai", "kura"} < named


def test_the_layer_nearest_in_number_is_taken() -> None:
    layers = [labels(0, 1, 2, 3), labels(0, 0, 1, 1), labels(0, 0, 0, 0)]
    assert grouping_peers.nearest_in_number(layers, 2) is layers[1]
    assert grouping_peers.nearest_in_number(layers, 3) is layers[0]  # as far from four as from two: the finer
    assert grouping_peers.nearest_in_number([labels(-1, -1)], 3).tolist() == [-1, -1]


def test_what_one_runner_encoded_the_next_need_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(vectors.STORE, str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    asked: list[list[str]] = []

    def encode(self: vectors.MiniLMVectors, texts: list[str]) -> Values:
        asked.append(texts)
        return invented(texts)

    monkeypatch.setattr(vectors.MiniLMVectors, "_encode", encode)
    first = vectors.MiniLMVectors().of(["a 1", "b 2", "a 1"])
    again = vectors.MiniLMVectors()
    assert again.of(["b 2", "a 1", "c 3"]).shape == (3, 24)
    assert asked == [["a 1", "b 2"], ["c 3"]]
    assert np.allclose(again.of(["a 1", "b 2"]), first[:2])
    assert len(list(tmp_path.glob("*.npy"))) == 2
    monkeypatch.delenv(vectors.STORE)
    vectors.MiniLMVectors().of(["d 4"])
    assert len(list(tmp_path.glob("*.json"))) == 2


class ByWord:
    """Groups by the last word; ``shaky``: by place in the list, so that another order gives other groups."""

    def __init__(self, shaky: bool = False) -> None:
        self.shaky = shaky

    def group(self, texts: Sequence[str], n_groups: int | None = None) -> Labels:
        numbers = np.arange(len(texts)) if self.shaky else np.array([int(text.split()[-1]) for text in texts])
        return np.asarray(numbers % 4, dtype=np.int64)


def test_agreement_is_exactly_one_where_order_does_not_matter() -> None:
    assert stability.agreement(TEXTS, ByWord()) == (1.0, 1.0)  # type: ignore[arg-type]
    again, shuffled = stability.agreement(TEXTS, ByWord(shaky=True))  # type: ignore[arg-type]
    assert again == 1.0
    assert shuffled < 0.5
    assert stability.steadiness(TEXTS, ByWord()) == 1.0  # type: ignore[arg-type]
    assert stability.steadiness(TEXTS, ByWord(shaky=True)) < 0.75  # type: ignore[arg-type]


def test_the_last_row_has_the_least_agreement_and_the_share_at_the_target() -> None:
    rows = [
        Scored("one", 200, 1.0, {"re-run": 1.0, "shuffled": 1.0, "resamples": 0.8}),
        Scored("two", 200, 2.0, {"re-run": 1.0, "shuffled": 0.9, "resamples": 0.7}),
    ]
    together = stability._together(rows)
    assert (together.set, together.n, together.seconds) == ("all sets", 400, 3.0)
    assert together.figures == {
        "re-run": 1.0,
        "shuffled": 0.9,
        "resamples": pytest.approx(0.75),
        "sets at target": 0.5,
    }


def test_k_means_does_not_mind_texts_that_are_the_same() -> None:
    points = np.repeat(np.eye(3), 5, axis=0)
    assert ari(np.repeat(np.arange(3), 5), peers.k_means(points, 9)) == 1.0
