"""The company a text keeps: how near its fellows are, and whether others use its words.

What several people say in nearly the same words is mostly said clearly and to the point; a word that nobody else in a
discussion uses is often misspelt or beside it. Both are measured against the other texts of one discussion only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.arguments.signs import words_of
from miner.embeddings.base import Vectors

Numbers = npt.NDArray[np.float64]
KINDS = ("nearness of others", "words of others")
_NEIGHBOURS = 10
_SHARE_OF_NEIGHBOURS = 10  # at most a tenth of the texts, but three: in a small set ten neighbours are everybody
_TRUST = 10  # texts; a set of so many tells half as surely as a large one what is usual in it
_MOST_COMPARED = 2000  # of more texts a sample is company enough, and the time grows with their number only
_BLOCK = 1000  # rows of similarities held at once


def company_of(vectors: Vectors, texts: Sequence[str]) -> Numbers:
    """What ``KINDS`` names, in standard deviations from the mean of these texts; 0 where there is nobody else.

    Returns
    -------
    shape (n_texts, 2)
        Equal texts count once; the order of the texts does not matter.
    """
    place = {text: number for number, text in enumerate(sorted(set(texts)))}
    first = {text: number for number, text in reversed(list(enumerate(texts)))}
    distinct = vectors[[first[text] for text in place]]
    if len(place) < 3:
        return np.zeros((len(texts), len(KINDS)))
    both = np.stack([_nearness(distinct), _shared_words(list(place))], axis=1)
    spread = both.std(axis=0)
    usual = (both - both.mean(axis=0)) / np.where(spread > 1e-6, spread, np.inf)
    found = usual * len(place) / (len(place) + _TRUST)
    return np.asarray(found[[place[text] for text in texts]])


def _nearness(vectors: Vectors) -> Numbers:
    """Mean cosine with the nearest others; in float64, so that the threads that add up do not show once it is rounded."""
    n = len(vectors)
    n_near = min(_NEIGHBOURS, max(3, n // _SHARE_OF_NEIGHBOURS), n - 1)
    sample = np.unique(np.linspace(0, n - 1, min(n, _MOST_COMPARED)).astype(np.int64))
    others = vectors[sample].astype(np.float64)
    near = np.zeros(n)
    for start in range(0, n, _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, n))
        likeness = vectors[rows].astype(np.float64) @ others.T
        likeness[rows[:, None] == sample[None, :]] = -1.0  # nobody is company for himself
        near[rows] = np.partition(likeness, -n_near, axis=1)[:, -n_near:].mean(axis=1)
    return near


def _shared_words(texts: Sequence[str]) -> Numbers:
    """The share of a text's words that another text has too."""
    words = [words_of(text) for text in texts]
    n_texts_with = Counter(word for own in words for word in set(own))
    return np.array([np.mean([n_texts_with[word] > 1 for word in own]) if own else 0.0 for own in words])
