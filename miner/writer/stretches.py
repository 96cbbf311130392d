"""What a small model may name things with: stretches of the quotes themselves.

A model of a few hundred million parameters writes titles that are about nothing, or about something else. Held to
phrases that stand in the quotes it can only choose, and what it chooses is in the discussion's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.clusters.grammar import usage_of
from miner.clusters.phrases import Phrase, phrases_of
from miner.clusters.words import stem, tokens
from miner.embeddings.english import is_english
from miner.writer.records import Evidence, EvidenceItem

_MOST = 200  # stretches to choose from: the expression that holds them is tried at each sign
_FEWEST = 2
_LEAST_ITEMS = 2  # quotes that have a word of the stretch: what one person says names nothing for all


def held_shape(evidence: Evidence) -> str:
    """A title, or the names of two poles, made of stretches of the quotes; the answer as a regular expression.

    It has no citations: ``answers.read_answer`` finds those that have the words. "" where the task is another one or
    the quotes have too little in common to choose from.
    """
    if evidence.task == "title":
        names = _names(evidence.items)
        return rf'\{{"title": {names}\}}' if names else ""
    if evidence.task == "poles":
        sides = [_names([item for item in evidence.items if item.side == side]) for side in ("left", "right")]
        if all(sides):
            return rf'\{{"left": \{{"text": {sides[0]}\}}, "right": \{{"text": {sides[1]}\}}\}}'
    return ""


def stretches(items: Sequence[EvidenceItem]) -> list[str]:
    """Phrases of the quotes that several of them share a word of; those that more quotes share first."""
    texts = [item.text for item in items]
    people = [item.author or item.id for item in items]
    usage = usage_of(texts) if is_english(texts) else None
    there = [frozenset(map(stem, tokens(text))) for text in texts]
    found = [
        (_n_sharing(phrase, there), phrase)
        for phrase in phrases_of(range(len(texts)), texts, people, usage)
        if phrase.named and (phrase.whole or len(phrase.people) > 1)
    ]
    shared = [(n, phrase) for n, phrase in found if n >= _LEAST_ITEMS]
    shared.sort(key=lambda pair: (-pair[0], pair[1].first, pair[1].shown))
    return list(dict.fromkeys(phrase.shown for _, phrase in shared))[:_MOST]


def _n_sharing(phrase: Phrase, there: Sequence[frozenset[str]]) -> int:
    return max((sum(one in known for known in there) for one in phrase.stems), default=0)


def _names(items: Sequence[EvidenceItem]) -> str:
    """One of the stretches as a string of JSON; "" where there are too few to choose from."""
    found = stretches(items)
    return f'"(?:{"|".join(map(re.escape, found))})"' if len(found) >= _FEWEST else ""
