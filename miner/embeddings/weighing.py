"""Arguments are weighed once their vectors are known: how strong is each?

Strength is what people call a good argument (IBM-ArgQ-Rank-30k, Gretz et al. 2020), read from the vector, from signs of
form and from the company a text keeps, less what is probably chatter (squared: only where that is likely). The trained heads read English and
the vectors of our own encoder; for other languages and other embedders the formula of form must do.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from miner.arguments import Arguments
from miner.arguments.signs import signs_of
from miner.arguments.strength import strength_of
from miner.arguments.units import count_words
from miner.embeddings.base import Embeddings
from miner.embeddings.company import company_of
from miner.embeddings.english import is_english
from miner.embeddings.heads import Scores, head

_DECIMALS = 4


def weighed(found: Arguments, embeddings: Embeddings) -> Arguments:
    """The arguments with the strength of each, now that their vectors are known."""
    strengths = strengths_of([argument.plain for argument in found.arguments], embeddings).tolist()
    pairs = zip(found.arguments, strengths, strict=True)
    arguments = tuple(msgspec.structs.replace(argument, strength=strength) for argument, strength in pairs)
    return msgspec.structs.replace(found, arguments=arguments)


def strengths_of(texts: Sequence[str], embeddings: Embeddings) -> Scores:
    """The strength of the texts of one discussion; see ``miner.strength``."""
    if not texts or embeddings.strengths is None or not is_english(texts):
        return np.array([strength_of(text) for text in texts], dtype=np.float64)
    strong, idle = head("strength"), head("chatter")
    signs, company = signs_of(texts, (*strong.signs, *idle.signs)), company_of(embeddings.vectors, texts)
    n = len(strong.signs)
    strengths = strong.probabilities(embeddings.vectors, signs[:, :n], company)
    chatter = idle.probabilities(embeddings.vectors, signs[:, n:], company)
    has_words = np.array([count_words(text) > 0 for text in texts])
    return np.asarray(np.round(np.where(has_words, strengths * (1 - chatter**2), 0.0), _DECIMALS))
