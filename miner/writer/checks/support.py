"""Is a sentence supported by the arguments it cites? The pair models, words and negations together.

Each way alone catches too little (figures in ``docs/writer-checks.md``): the match model hardly sees a "not", the side model
takes any agreement for support, words and vectors see neither. So the evidence is asked twice, about the sentence and about
the sentence turned round, and a weighted sum decides. Weights and limit were fitted on sentences that are not scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from miner.clusters.words import is_content, stem, tokens
from miner.writer.checks.base import Claim, folded
from miner.writer.checks.frames import Said, parts_of
from miner.writer.checks.polarity import (
    has_negative,
    n_negations,
    negated_near,
    opposites_between,
    turned_round,
)
from miner.writer.records import EvidenceItem, Problem

_MOST_READ = 6  # cited arguments of a sentence that the models read; more say nothing new and cost time
# Fitted by logistic regression on the choosing part of the protocol writer_check (gate.py --only writer_check --part train).
_WEIGHTS = {
    "match": 0.28,
    "side": 1.25,
    "turned": 0.84,
    "cosine": 2.4,
    "unbacked": -0.76,
    "left_out": -0.48,
    "opposites": -2.68,
}
_BIAS = -2.34
LIMIT = -0.35  # there a seventh of the key points that people wrote is refused, too: abstract ones, mostly
_FEWEST_WORDS = 1  # of content that a sentence must have, to be about something
_CLAUSE = re.compile(r"[,;:.!?…()。、，！？；：—–]+")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s*")


@dataclass(frozen=True)
class Signals:
    """What speaks for and against support: see the names in ``docs/writer-checks.md``."""

    match: float
    side: float
    turned: float
    cosine: float
    coverage: float
    unbacked: float
    left_out: float
    opposites: float

    @property
    def score(self) -> float:
        """The weighted sum; at least ``LIMIT`` is support."""
        return _BIAS + sum(weight * float(getattr(self, name)) for name, weight in _WEIGHTS.items())


def supported(claim: Claim) -> Iterator[Problem]:
    """Each part of a sentence is said by what it cites; what a named author is said to say, by that author's arguments."""
    if not claim.cited:
        return
    if not claim.english:
        if not _is_cut_of(claim.text, claim.cited):
            yield claim.problem("support", "it is no cut of a cited argument (all that is checked in this language)")
        return
    for part in parts_of(claim.text, sorted(claim.source.people)):
        for items in _grounds(part, claim):
            problem = _unsupported(part.core, items)
            if problem:
                yield claim.problem(*problem)
                return


def _grounds(part: Said, claim: Claim) -> list[tuple[EvidenceItem, ...]]:
    """The arguments a part rests on: those of each person it names, else all that are cited."""
    own = [tuple(item for item in claim.cited if item.author == name) for name in part.speakers]
    return own or [claim.cited]


def _unsupported(core: str, items: Sequence[EvidenceItem]) -> tuple[str, str] | None:
    """The rule that is broken and why, or None."""
    if not items or any(said_in_full(core, item.text) for item in items):
        return None if items else ("support", "the one who is said to say it wrote none of the cited arguments")
    if sum(is_content(word) for word in tokens(core)) < _FEWEST_WORDS:
        return "support", f"{core!r} says too little to be checked"
    found = signals(core, [item.text for item in items])
    if found.score >= LIMIT:
        return None
    if found.turned < 0 and found.match > 0:
        return "reversed", "the cited arguments rather say the opposite"
    return "support", "the cited arguments do not say so"


def said_in_full(core: str, text: str) -> bool:
    """Whether a whole sentence of an argument is just this."""
    own = folded(core).strip(" .!?;,")
    return any(folded(sentence).strip(" .!?;,") == own for sentence in (*_SENTENCE.split(text), text))


def signals(core: str, texts: Sequence[str]) -> Signals:
    """What the models and the words say of a sentence and the arguments it rests on."""
    from miner.embeddings import embed
    from miner.embeddings.pairs import same_point, same_side

    vectors = embed([core, *texts]).vectors
    cosines = np.asarray(vectors[1:] @ vectors[0])
    read = [texts[int(number)] for number in np.sort(np.argsort(-np.round(cosines, 4), kind="stable")[:_MOST_READ])]
    match = same_point([(text, core) for text in read])
    around = turned_round(core)
    asked = [(text, core) for text in read] + [(core, text) for text in read]
    asked += [(text, around) for text in read] + [(around, text) for text in read]
    side = same_side(asked).reshape(4, len(read))
    best = read[int(match.argmax())]
    words = {stem(word) for word in tokens(core) if is_content(word)}
    there = {stem(word) for text in texts for word in tokens(text)}
    negated = n_negations(core) > 0
    top = float(match.max())
    return Signals(
        match=float(np.log((top + 0.003) / (1.003 - top))),
        side=float(side[:2].mean()),
        turned=float(side[:2].mean() - side[2:].mean()),
        cosine=float(cosines.max()),
        coverage=len(words & there) / max(1, len(words)),
        unbacked=float(negated and not any(has_negative(text) for text in texts)),
        left_out=float(not negated and negated_near(core, best)),
        opposites=float(np.mean([opposites_between(core, text) > 0 for text in read])),
    )


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
