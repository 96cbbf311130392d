"""What a small model may name things with: stretches of the quotes themselves.

A model of a few hundred million parameters writes titles that are about nothing, or about something else. Held to
phrases that stand in the quotes it can only choose, and what it chooses is in the discussion's own words.
"""

from __future__ import annotations

from collections.abc import Sequence

from miner.clusters.grammar import usage_of
from miner.clusters.phrases import Phrase, phrases_of
from miner.clusters.words import stem, tokens
from miner.embeddings.english import is_english
from miner.writer.records import EvidenceItem

_MOST = 200
_LEAST_ITEMS = 2  # quotes that have a word of the stretch: what one person says names nothing for all


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
