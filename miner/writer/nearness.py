"""A written title takes the place of the discussion's own words only if it tells the theme better than they do.

A title can be true and bland ("Trams and people"), and no check of its words sees that. So the encoder compares both:
the written one must be nearer to the theme's members, no worse at telling them from those of the other themes, and in
words that at least half as many of them use. Nor may it draw texts away from the titles beside it: of the theme's members, as many
must find it the nearest title of all, and no more of the others' members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from miner.clusters.words import is_content, stem, tokens
from miner.embeddings import embed
from miner.writer.records import Answer, Evidence, Problem

RULE = "nearness"
_FEWER = 2  # times as many members may have a word of the other name
_MOST = 200  # members of a theme, and of all others, that are compared: their mean hardly moves beyond


def no_nearer(
    answer: Answer, evidence: Evidence, own: Sequence[str], others: Sequence[str], beside: Sequence[str] = ()
) -> Iterator[Problem]:
    """Problems of a title that is no better than the one in the discussion's own words.

    Parameters
    ----------
    own, others
        Texts of the theme's members and of the other themes' members, the strongest first.
    beside
        The titles of the other themes.
    """
    named = answer.sentences[0].text, evidence.fallback[0]
    if is_better(*named, own, others, beside):
        return
    yield _problem(0, named[1])


def no_nearer_sides(answer: Answer, evidence: Evidence) -> Iterator[Problem]:
    """The same of the names of two sides, each with the arguments of its own."""
    sides = [[item.text for item in evidence.items if item.side == side] for side in ("left", "right")]
    for number, sentence in enumerate(answer.sentences):
        if not is_better(sentence.text, evidence.fallback[number], sides[number], sides[1 - number]):
            yield _problem(number, evidence.fallback[number])


def is_better(
    name: str, instead_of: str, own: Sequence[str], others: Sequence[str], beside: Sequence[str] = ()
) -> bool:
    """Whether a name is nearer to its own texts than another name, as much farther from the others' as that, not of words
    that hardly anybody of them uses, and tells as many texts from those that belong to the titles beside it."""
    if not own or _n_with(name, own) * _FEWER < _n_with(instead_of, own):
        return False
    n_own = min(len(own), _MOST)
    vectors = embed([name, instead_of, *beside, *own[:_MOST], *others[:_MOST]]).vectors
    n_titles = 2 + len(beside)
    cosines = np.round(vectors[n_titles:] @ vectors[:n_titles].T, 4)
    near, far = cosines[:n_own, :2].mean(axis=0), np.zeros(2)
    if len(cosines) > n_own:
        far = cosines[n_own:, :2].mean(axis=0)
    if not (near[0] > near[1] and near[0] - far[0] >= near[1] - far[1]):
        return False
    return not beside or bool(np.greater_equal(*_n_told(cosines, n_own)))


def _n_told(cosines: npt.NDArray[np.float32], n_own: int) -> npt.NDArray[np.int64]:
    """Of each of two names (the first columns): its own texts that are nearer to it than to all other titles, less the others' that are."""
    nearest = cosines[:, :2] > cosines[:, 2:].max(axis=1, keepdims=True)
    told: npt.NDArray[np.int64] = nearest[:n_own].sum(axis=0) - nearest[n_own:].sum(axis=0)
    return told


def nearest_first(texts: Sequence[str], to: Sequence[str]) -> list[str]:
    """Texts in the order of how near they are to the middle of others; equal ones as they came."""
    if not texts:
        return []
    vectors = embed([*texts, *to]).vectors
    near = np.round(vectors[: len(texts)] @ vectors[len(texts) :].mean(axis=0), 4)
    return [texts[int(number)] for number in np.argsort(-near, kind="stable")]


def _n_with(name: str, texts: Sequence[str]) -> int:
    """How many texts have a word of the name."""
    words = {stem(word) for word in tokens(name) if is_content(word)}
    return sum(not words.isdisjoint(map(stem, tokens(text))) for text in texts)


def _problem(number: int, fallback: str) -> Problem:
    return Problem(rule=RULE, what=f"no nearer to what was said than {fallback!r}", sentence=number)
