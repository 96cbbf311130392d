"""Is a sentence supported by the arguments it cites? A model that reads both, and the likeness of their vectors.

The model (``models/support``) was made for this question. Words and negations are no signals of their own: beside the model
they add nothing (figures in ``docs/writer-checks.md``). Weights and limit were fitted on sentences that are not scored, by
``models/train/fit_support.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from miner.clusters.words import is_content, stem, tokens
from miner.writer.checks.base import Claim, folded
from miner.writer.checks.frames import Said, parts_of
from miner.writer.records import EvidenceItem, Problem

_MOST_READ = 6  # cited arguments of a sentence that the model reads; more say nothing new and cost time
# Printed by models/train/fit_support.py.
WEIGHTS = {"said": 0.84, "reversed": -0.22, "cosine": 2.65}
BIAS = -0.66
LIMIT = 0.15  # the lowest at which 95 % of the choosing part's false sentences are caught, by this and the other rules
_DECIMALS = 4
_FEWEST_WORDS = 1  # of content that a sentence must have, to be about something
_CLAUSE = re.compile(r"[,;:.!?…()。、，！？；：—–]+")
_AND = re.compile(r",\s+and\s+(?=\w+ )")
_FEWEST_OF_HALF = 3  # words
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s*")


@dataclass(frozen=True)
class Signals:
    """What speaks for and against support: see the names in ``docs/writer-checks.md``."""

    said: float
    reversed: float
    cosine: float
    coverage: float

    @property
    def score(self) -> float:
        """The weighted sum; at least ``LIMIT`` is support."""
        return BIAS + sum(weight * float(getattr(self, name)) for name, weight in WEIGHTS.items())


def supported(claim: Claim) -> Iterator[Problem]:
    """Each part of a sentence is said by what it cites; what a named author is said to say, by that author's arguments."""
    if not claim.cited:
        return
    if not claim.english:
        if not _is_cut_of(claim.text, claim.cited):
            yield claim.problem("support", "it is no cut of a cited argument (all that is checked in this language)")
        return
    for ground in grounds(claim):
        problem = _unsupported(*ground)
        if problem:
            yield claim.problem(*problem)
            return


class Ground(NamedTuple):
    """What a part of a sentence says, and the arguments it rests on; ``n_bearing`` of them must bear it."""

    core: str
    items: tuple[EvidenceItem, ...]
    n_bearing: int


def grounds(claim: Claim) -> list[Ground]:
    """Part by part: those that a part names as speakers must all bear it, of all that are cited as many as there are for each part."""
    found: list[Ground] = []
    labels = {
        folded(pole) for pole in claim.source.evidence.poles
    }  # "Cars: they are quick": the name alone says nothing
    all_said = parts_of(claim.text, sorted(claim.source.people))
    said = [part for part in all_said if folded(part.core) not in labels] or all_said
    parts = [Said(core, part.speakers) for part in said for core in _joined_by_and(part.core)]
    for part in parts:
        own = [tuple(item for item in claim.cited if item.author == name) for name in part.speakers]
        found += [Ground(part.core, items, len(items)) for items in own]
        if not own:
            found.append(Ground(part.core, claim.cited, -(-len(claim.cited) // len(parts))))
    return found


def _joined_by_and(core: str) -> list[str]:
    """ "Trams are quick, and buses are cheap" may rest on one argument for each half."""
    halves = _AND.split(core)
    return halves if all(len(half.split()) >= _FEWEST_OF_HALF for half in halves) else [core]


def _unsupported(core: str, items: Sequence[EvidenceItem], n_bearing: int) -> tuple[str, str] | None:
    """The rule that is broken and why, or None."""
    if not items or any(said_in_full(core, item.text) for item in items):
        return None if items else ("support", "the one who is said to say it wrote none of the cited arguments")
    if sum(is_content(word) for word in tokens(core)) < _FEWEST_WORDS:
        return "support", f"{core!r} says too little to be checked"
    found = signals(core, [item.text for item in items], n_bearing)
    if found.score >= LIMIT:
        return None
    if found.reversed > 0:
        return "reversed", "the cited arguments rather say the opposite"
    return "support", "the cited arguments do not say so"


def said_in_full(core: str, text: str) -> bool:
    """Whether a whole sentence of an argument is just this."""
    own = folded(core).strip(" .!?;,")
    return any(folded(sentence).strip(" .!?;,") == own for sentence in (*_SENTENCE.split(text), text))


def signals(core: str, texts: Sequence[str], n_bearing: int | None = None) -> Signals:
    """What the model and the words say of a sentence and the arguments it rests on.

    Parameters
    ----------
    n_bearing
        How many of the arguments must bear it; None: all. The others may speak of something else.
    """
    from miner.embeddings import embed
    from miner.embeddings.pairs import what_is_said

    vectors = embed([core, *texts]).vectors
    cosines = np.round(np.asarray(vectors[1:] @ vectors[0]), _DECIMALS)
    read = [texts[int(number)] for number in np.sort(np.argsort(-cosines, kind="stable")[:_MOST_READ])]
    odds = what_is_said([(text, core) for text in read])
    bearing = np.argsort(-odds[:, 0], kind="stable")[:n_bearing]
    return Signals(
        said=_rounded(odds[bearing, 0].mean()),  # the mean: better than the best one alone, or than texts joined
        reversed=_rounded(odds[bearing, 1].max()),
        cosine=_rounded(cosines.max()),
        coverage=_coverage(core, texts),
    )


def _rounded(value: float) -> float:
    """The order in which numbers are added up leaves no trace."""
    return round(float(value), _DECIMALS)


def _coverage(core: str, texts: Sequence[str]) -> float:
    """The share of the content words of a sentence that stand in the arguments."""
    words = {stem(word) for word in tokens(core) if is_content(word)}
    there = {stem(word) for text in texts for word in tokens(text)}
    return len(words & there) / max(1, len(words))


def _is_cut_of(text: str, items: Sequence[EvidenceItem]) -> bool:
    """Whether a sentence is made of whole clauses of one cited sentence, its first one first.

    Without lists of words nothing else is safe: a "not" may stand anywhere in a clause, and before the one that is kept.
    """
    own = [folded(clause) for clause in _CLAUSE.split(text) if clause.strip()]
    for sentence in (one for item in items for one in _SENTENCE.split(item.text)):
        theirs = iter([folded(clause) for clause in _CLAUSE.split(sentence) if clause.strip()])
        first = next(theirs, None)
        if own and first == own[0] and all(clause in theirs for clause in own[1:]):
            return True
    return False
