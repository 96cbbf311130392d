"""How far a sentence puts forward an opinion or a reason in words that stand alone.

A weighted sum of a few readable signs, squeezed into [0, 1]. The weights were set by hand on the protocol of
argument quality ranking (Toledo et al. 2019, IBM-ArgQ): reasons and length help, leaning on other sentences hurts.
"""

from __future__ import annotations

import math
import re

from miner.arguments.lexicon import ANAPHORIC_START, CONTRAST, OPINION, PRAISE, REASON, SELF_INTRODUCTION, THANKS
from miner.arguments.units import count_words

_PRONOUN = re.compile(
    r"\b(?:it|this|that|these|those|they|them|he|she|his|her|here|there|above|below)\b", re.IGNORECASE
)
_FIRST_PERSON_STORY = re.compile(
    r"\b(?:i|we|my|our|me|us) (?:was|were|had|got|did|went|used|just|am|have been)\b", re.IGNORECASE
)
_NOISE = re.compile(r"https?://\S+|[#@]\w+|[^\w\s.,;:'’\"“”()?!%&/-]")
_BEST_WORDS = 22.0  # a sentence of this length says a point and its reason; shorter says less, longer loses the thread
_BIAS = -1.9


def strength_of(text: str) -> float:
    """Strength of one text in [0, 1]; 0.5 is an opinion without a reason that stands alone."""
    n_words = count_words(text)
    if n_words == 0:
        return 0.0
    n_pronouns = len(_PRONOUN.findall(text))
    score = (
        _BIAS
        + 2.2 * _length_score(n_words)
        + 0.9 * bool(REASON.search(text))
        + 0.45 * min(3, len(OPINION.findall(text)))
        + 0.25 * bool(CONTRAST.search(text))
        - 0.9 * bool(ANAPHORIC_START.match(text.lstrip("\"'“‘( ")))
        - 1.2 * max(0.0, n_pronouns / n_words - 0.08)
        - 0.6 * min(2, len(_NOISE.findall(text))) / 2
        - 0.5 * bool(_FIRST_PERSON_STORY.search(text))
        - 0.8 * bool(THANKS.search(text) or PRAISE.search(text))
        - 0.6 * text.rstrip().endswith(("?", "…", "..."))
        - 0.8 * bool(SELF_INTRODUCTION.search(text))
    )
    return round(1 / (1 + math.exp(-score)), 4)


def _length_score(n_words: int) -> float:
    """1 at the best length, falling off on both sides by the logarithm of the ratio."""
    return max(0.0, 1 - abs(math.log(n_words / _BEST_WORDS)) / 2)


def stands_alone(text: str) -> bool:
    """Whether a reader understands the sentence without the one before it."""
    return not ANAPHORIC_START.match(text.lstrip("\"'“‘( "))
