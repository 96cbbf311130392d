"""How alike two themes of two digests are: by the arguments they share, by meaning, and by their words.

Where the stretches of time overlap, arguments that stand in both digests tell best: whether they went together is
counted, not guessed. Where nothing is in both, the mean vectors of what was said and its words have to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from miner.clusters.words import words
from miner.digest.changes.faces import Face

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Likeness = npt.NDArray[np.float64]

_MOST_ENCODED = 32  # arguments of a theme: the mean vector of more differs from it by less than 0.02 (cosine)
_ENOUGH_SHARED = 3.0  # so many arguments in both digests count as much as all else together
_FEWEST_COMMON = 2  # arguments that are common to two themes, before one is said to be a part of the other
# Logistic regression on 580 pairs of themes of overlapping windows of 6 blog threads: without the arguments that are in
# both, do they still look like one theme? Left out thread by thread, the area under the curve is 0.91.
_BY_MEANING, _BY_WORDS, _OFFSET = 6.3, 20.0, -6.5
_NAME_COUNTS = 3  # times that a word in the title or among the keywords counts


@dataclass(frozen=True)
class Shared:
    """Arguments in both digests, for every two themes; all have the shape (n_before, n_now).

    ``n``: how many there are of either theme, the mean of both. ``dice``: the share of them that both themes have.
    ``came_out``: how much of what is now in the one was in the other before; ``went_in``: how much of what was in the
    other is now in the one.
    """

    n: Likeness
    dice: Likeness
    came_out: Likeness
    went_in: Likeness


def likeness(
    before: Sequence[Face], now: Sequence[Face], everything_now: frozenset[tuple[str, str]], encode: Encode
) -> Likeness:
    """Compare each theme of before with each of now.

    Parameters
    ----------
    everything_now
        Keys of all arguments of the digest of now: those of before that are not in it went out of sight, and say nothing.
    encode
        Gives the vectors of texts, rows of length 1.

    Returns
    -------
    shape (n_before, n_now), values in [0, 1]
        It does not depend on the order of arguments.
    """
    shared = shared_arguments(before, now, everything_now)
    weight = shared.n / (shared.n + _ENOUGH_SHARED)
    evidence = _BY_MEANING * nearness(before, now, encode) + _BY_WORDS * common_words(before, now) + _OFFSET
    said = 1 / (1 + np.exp(-evidence))
    return np.asarray(np.round(weight * shared.dice + (1 - weight) * said, 6), dtype=np.float64)


def shared_arguments(before: Sequence[Face], now: Sequence[Face], everything_now: frozenset[tuple[str, str]]) -> Shared:
    """Count the arguments that two themes have in common, of those that stand in both digests."""
    everything_before = frozenset(key for face in before for key in face.keys)
    common = np.array([[len(one.keys & other.keys) for other in now] for one in before], dtype=np.float64)
    still = np.array([len(face.keys & everything_now) for face in before], dtype=np.float64)[:, None]
    already = np.array([len(face.keys & everything_before) for face in now], dtype=np.float64)[None, :]
    n = (still + already) / 2
    return Shared(n, common / np.maximum(n, 1.0), _part(common, already), _part(common, still))


def _part(common: Likeness, of: Likeness) -> Likeness:
    """The share that is common; 0 where a single argument would say it."""
    return np.where(common >= _FEWEST_COMMON, common / np.maximum(of, 1.0), 0.0)


def nearness(before: Sequence[Face], now: Sequence[Face], encode: Encode) -> Likeness:
    """Cosine of the mean vectors, 0 where it is negative; shape (n_before, n_now)."""
    texts = [_chosen(face) for face in (*before, *now)]
    distinct = sorted({text for chosen in texts for text in chosen})
    rows = dict(zip(distinct, encode(distinct), strict=True)) if distinct else {}
    means = [np.mean([rows[text] for text in chosen], axis=0) if chosen else np.zeros(1) for chosen in texts]
    n_dims = max((len(mean) for mean in means), default=1)
    matrix = np.array([mean if len(mean) == n_dims else np.zeros(n_dims) for mean in means], dtype=np.float64)
    return _cosines(matrix, len(before))


def common_words(before: Sequence[Face], now: Sequence[Face]) -> Likeness:
    """Cosine of the weighted words; words that many themes have count little. Shape (n_before, n_now)."""
    counts = [_words_of(face) for face in (*before, *now)]
    vocabulary = sorted({word for count in counts for word in count})
    column = {word: number for number, word in enumerate(vocabulary)}
    matrix = np.zeros((len(counts), max(len(vocabulary), 1)))
    for row, count in enumerate(counts):
        for word, n in count.items():
            matrix[row, column[word]] = 1 + np.log(n)
    n_themes = (matrix > 0).sum(axis=0)
    return _cosines(matrix * np.log((1 + len(counts)) / np.maximum(n_themes, 1)), len(before))


def _words_of(face: Face) -> Counter[str]:
    count: Counter[str] = Counter()
    for said in face.said:
        count.update(set(words(said.text)))
    for name in (face.title, *face.keywords):
        for word in words(name):
            count[word] += _NAME_COUNTS
    return count


def _chosen(face: Face) -> list[str]:
    """So many of its texts, evenly taken from all of them in order of the alphabet."""
    texts = sorted({said.text for said in face.said})
    step = max(1.0, len(texts) / _MOST_ENCODED)
    return [texts[int(number * step)] for number in range(min(len(texts), _MOST_ENCODED))]


def _cosines(matrix: npt.NDArray[np.float64], n_before: int) -> Likeness:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit = matrix / np.where(lengths > 0, lengths, 1.0)
    return np.asarray(np.clip(unit[:n_before] @ unit[n_before:].T, 0.0, 1.0), dtype=np.float64)
