"""What can be counted in a text that tells whether it argues, and how well: the trained heads read it beside the vector.

The order of ``SIGNS`` is that of the columns. A head keeps the names of those it was trained with, so a new sign may be
added anywhere without harm to the heads that are there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.arguments.lexicon import (
    ANAPHORIC_START,
    CONTRAST,
    FAREWELL,
    GREETING,
    LOGISTICS,
    OPINION,
    PRAISE,
    PROMOTION,
    REASON,
    SELF_INTRODUCTION,
    THANKS,
)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PRONOUN = re.compile(
    r"\b(?:it|this|that|these|those|they|them|he|she|his|her|here|there|above|below)\b", re.IGNORECASE
)
_FIRST_PERSON = re.compile(r"\b(?:i|me|my|mine)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|u|ur)\b", re.IGNORECASE)
_STORY = re.compile(r"\b(?:i|we|my|our|me|us) (?:was|were|had|got|did|went|used|just|am|have been)\b", re.IGNORECASE)
_NOISE = re.compile(r"https?://\S+|[#@]\w+|[^\w\s.,;:'’\"“”()?!%&/-]")
_LONG_WORD = 7  # letters; longer ones are mostly abstract nouns
_COURTESIES = (GREETING, THANKS, FAREWELL, PRAISE, PROMOTION, LOGISTICS, SELF_INTRODUCTION)

_OF_WORDS = (
    "log words",
    "log words, squared",
    "under 6 words",
    "letters a word",
    "distinct words",
    "long words",
    "reasons",
    "opinions",
    "contrasts",
    "pronouns",
    "first person",
    "second person",
    "own story",
    "leans on what went before",
)
_OF_WRITING = ("commas", "final stop", "capital", "question mark", "exclamation mark", "digits", "noise", "dots")
_OF_COURTESY = ("greeting", "thanks", "goodbye", "praise", "promotion", "logistics", "self-introduction")
SIGNS = (*_OF_WORDS, *_OF_WRITING, *_OF_COURTESY)


def signs_of(texts: Sequence[str], names: Sequence[str] = SIGNS) -> npt.NDArray[np.float64]:
    """The signs of each text.

    Returns
    -------
    shape (n_texts, n_names)
        Columns in the order of ``names``.
    """
    columns = [SIGNS.index(name) for name in names]
    rows = np.array([_row(text) for text in texts], dtype=np.float64).reshape(len(texts), len(SIGNS))
    return rows[:, columns]


def _row(text: str) -> list[float]:
    return [*_words(text), *_writing(text), *(float(bool(pattern.search(text))) for pattern in _COURTESIES)]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without figures and signs."""
    return [word.lower() for word in _WORD.findall(text)]


def _words(text: str) -> list[float]:
    words = words_of(text)
    n = max(len(words), 1)
    log_words = math.log1p(len(words))
    return [
        log_words,
        log_words**2,
        float(len(words) < 6),
        min(sum(map(len, words)) / n, 8.0),
        len(set(words)) / n,
        sum(len(word) > _LONG_WORD for word in words) / n,
        min(3, len(REASON.findall(text))),
        min(4, len(OPINION.findall(text))),
        min(3, len(CONTRAST.findall(text))),
        len(_PRONOUN.findall(text)) / n,
        len(_FIRST_PERSON.findall(text)) / n,
        len(_YOU.findall(text)) / n,
        float(bool(_STORY.search(text))),
        float(bool(ANAPHORIC_START.match(text.lstrip("\"'“‘( ")))),
    ]


def _writing(text: str) -> list[float]:
    end = text.rstrip("\"'”’) ")
    return [
        text.count(",") / max(len(text.split()), 1),
        float(end.endswith(".")),
        float(text.lstrip("\"'“‘( ")[:1].isupper()),
        float("?" in text),
        float("!" in text),
        float(any(char.isdigit() for char in text)),
        min(3, len(_NOISE.findall(text))),
        float(end.endswith(("…", "..."))),
    ]
