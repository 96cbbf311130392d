"""Which pole's words a text uses, and whether it speaks for what they name or against it.

A word of one pole counts for that pole, or for the other where it follows a marker such as "rather than" or
"stop": "getting the basics right rather than trying to innovate" speaks twice for the basics. A word that much of
the discussion uses is its subject and says little about sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from miner.clusters.words import is_content, stem, tokens, words
from miner.contrasts.records import Contrast, Pole, Positions

_AGAINST = re.compile(
    r"than|without|isn't|isnt|aren't|instead|rather|before|over|stop|stopped|stopping|skip|skipping|forget|chas\w+|rush\w*|obsess\w*|overrated|"
    r"hype|hyped|uncontrolled|careful|dangerous|beware|distract\w*|decoration|icing|gimmick\w*|fad|merely|enough"
)
_REACH = 5  # words after a marker that it still governs
_CLAUSES = re.compile(r"[,;:.!?—–()\n]|\bbut\b|\band yet\b")
_BOTH = re.compile(
    r"\b(?:both|either[ /]or|false (?:choice|fight|dichotomy)|(?:strike|find|keep) (?:a|the) (?:balance|split)|"
    r"hand in hand|not one or the other|the two|one without the other)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(\w+)(?: (?:comes?|goes|always))? first\b")
_MENTIONED = re.compile(r"[\"“„«][^\"“”«»]{1,40}[\"”»]")
_DENIAL = re.compile(
    r"n['’]t\b|\b(?:not|no|never|nobody|without|cannot|bad|worse|worst|wrong|unable|fails?|failed|hardly|useless|mess\w*)\b",
    re.IGNORECASE,
)
_COMMON_SHARE, _COMMON_WEIGHT = 0.08, 0.15
_WORDS_FOR_CLEAR = 1.2


def put_first(text: str, contrast: Contrast) -> int:
    """-1 or +1 where a text puts one pole's word first in so many words ("repair first", "culture comes first"), else 0."""
    left, right = _own(contrast.left, contrast.right), _own(contrast.right, contrast.left)
    said = {stem(word) for word in _FIRST.findall(without_mentions(text).lower())}
    return bool(said & right) - bool(said & left)


def without_mentions(text: str) -> str:
    """The text without short phrases in quotation marks: they are held up, often to be doubted, not said."""
    return _MENTIONED.sub(" ", text)


def by_words(texts: Sequence[str], contrast: Contrast) -> Positions:
    """Words for the right pole minus words for the left, squeezed into (-1, 1)."""
    sides = {
        **dict.fromkeys(_own(contrast.left, contrast.right), -1),
        **dict.fromkeys(_own(contrast.right, contrast.left), 1),
    }
    used = Counter(word for text in texts for word in set(words(text)))
    common = {word for word, n in used.items() if n > max(2, _COMMON_SHARE * len(texts))}
    return np.tanh(np.array([_balance(without_mentions(text), sides, common) for text in texts]) / _WORDS_FOR_CLEAR)


def denies(text: str, contrast: Contrast) -> bool:
    """Whether a text names a pole and negates or deplores something: its vector shows the name, hardly the denial."""
    names = {stem(token) for pole in (contrast.left, contrast.right) for token in tokens(pole.name)}
    return bool(names & set(words(text))) and bool(_DENIAL.search(text))


def says_both(text: str) -> bool:
    """Whether a text says outright that it is not one or the other."""
    return bool(_BOTH.search(text))


def _own(pole: Pole, other: Pole) -> set[str]:
    """Stems of the words that are this pole's alone: those given for it and those of its name."""
    own, others = (
        {stem(word) for word in (*one.words, *filter(is_content, tokens(one.name)))} for one in (pole, other)
    )
    return own - others


def _balance(text: str, sides: dict[str, int], common: set[str]) -> float:
    total = 0.0
    for clause in _CLAUSES.split(text.lower()):
        since_marker = _REACH
        for token in tokens(clause):
            if _AGAINST.fullmatch(token):
                since_marker = 0
                continue
            since_marker += 1
            side = sides.get(stem(token), 0)
            weight = _COMMON_WEIGHT if stem(token) in common or not is_content(token) else 1.0
            total += side * weight * (-1 if since_marker <= _REACH else 1)
    return total
