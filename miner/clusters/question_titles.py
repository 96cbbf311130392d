"""Titles from a question's own words: for a theme that is what people answered to it, and shares no words of its own.

Whoever answers a question speaks about what it asks without saying it again: fifteen people tell who has good ideas
for customers, and the only phrase that two of them share is "car park".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from miner.clusters.grammar import Usage
from miner.clusters.phrases import phrases_of

_MOSTLY_ITS_ANSWERS = 0.7  # of the theme's members answer the question ...
_MOST_OF_THEM = 0.5  # ... and they are this share of all its answers: then the theme is about what was asked


def question_of(members: Sequence[int], asked: Sequence[str]) -> str:
    """The text of the question whose answers a theme consists of; "" where there is no such question.

    Parameters
    ----------
    asked
        The question that each argument of the discussion answers, "" for none.
    """
    answered = Counter(asked[member] for member in members if asked[member])
    if not answered:
        return ""
    question, n = max(answered.items(), key=lambda pair: (pair[1], pair[0]))
    all_answers = sum(text == question for text in asked)
    return question if n >= _MOSTLY_ITS_ANSWERS * len(members) and n >= _MOST_OF_THEM * all_answers else ""


def phrases_in(question: str, usage: Usage | None) -> list[tuple[str, frozenset[str]]]:
    """Phrases of at least two words that mean something, as they would stand in a title, each with its stems."""
    found = phrases_of([0], [question], [""], usage)
    return [(phrase.shown, frozenset(phrase.stems)) for phrase in found if phrase.n_words > 1 and phrase.whole]
