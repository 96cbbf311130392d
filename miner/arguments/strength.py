"""How far a sentence puts forward an opinion or a reason in words that stand alone.

A sum of readable signs, squeezed into [0, 1]. The weights of form (length, length of words, pronouns, first person ...)
come from a least-squares fit to the quality scores of IBM-ArgQ-Rank-30k (Gretz et al. 2020, CC BY-SA 3.0, three
quarters of its topics), the signs of arguing (reasons, opinions) and of courtesy were set by hand beside them.
"""

from __future__ import annotations

import math
import re

from miner.arguments.alone import answers_somebody, is_broken
from miner.arguments.lexicon import ANAPHORIC_START, OPINION, PRAISE, REASON, SELF_INTRODUCTION, THANKS
from miner.arguments.units import count_words

_PRONOUN = re.compile(
    r"\b(?:it|this|that|these|those|they|them|he|she|his|her|here|there|above|below)\b", re.IGNORECASE
)
_FIRST_PERSON_STORY = re.compile(
    r"\b(?:i|we|my|our|me|us) (?:was|were|had|got|did|went|used|just|am|have been)\b", re.IGNORECASE
)
_NOISE = re.compile(r"https?://\S+|[#@]\w+|[^\w\s.,;:'’\"“”()?!%&/-]")
_FIRST_PERSON = re.compile(r"\b(?:i|me|my|mine)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|\bwww\.|\b[\w-]+\.[a-z]{2,6}/\S", re.IGNORECASE)
# Begins as an answer to what somebody else said: their words in quotation marks and a dash, a cheer, a thought on "this".
_REACTION = re.compile(
    r"[\"“'‘][^\"”]{2,60}[\"”'’]\s*[-–—]\s"
    r"|\W*(?:nice|great|cool|awesome|amazing|wow|yay|love (?:it|this|that))\s*[!.,…]"
    r"|\W*(?:ooh|haha|lol|for sure|sorry,? but|hm+|ah+|ugh)\b"
    r"|\W*(?:i )?(?:was|am|i['’]m|been) (?:just )?(?:thinking|wondering|talking) (?:about|of) (?:this|that|it)\b",
    re.IGNORECASE,
)
_BEST_WORDS = 22.0  # a sentence of this length says a point and its reason; shorter says less, longer loses the thread
_AVERAGE_FORM = 0.83  # of the arguments the weights were fitted on: these get about 0.7
_FORM_SCALE, _BIAS = 6.0, 0.6


def strength_of(text: str) -> float:
    """Strength of one text in [0, 1]; about 0.7 is an average argument of a debate."""
    if count_words(text) == 0:
        return 0.0
    score = (
        _BIAS
        + _FORM_SCALE * (_form(text) - _AVERAGE_FORM)
        + 0.2 * bool(REASON.search(text))
        + 0.08 * min(3, len(OPINION.findall(text)))
        - 0.8 * bool(THANKS.search(text) or PRAISE.search(text))
        - 0.8 * bool(SELF_INTRODUCTION.search(text))
        - 0.6 * text.rstrip().endswith(("…", "..."))
    )
    return round(1 / (1 + math.exp(-score)), 4)


def _form(text: str) -> float:
    """What the words alone tell of how good an argument reads, fitted (see the top of the file)."""
    n_words = count_words(text)
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)
    letters_a_word = sum(map(len, found)) / max(len(found), 1)
    return (
        0.1155 * math.log(n_words)
        + 0.10 * _length_score(n_words)
        + 0.06 * min(letters_a_word, 8.0)
        + 0.14 * len({word.lower() for word in found}) / max(len(found), 1)
        - 0.15 * bool(_FIRST_PERSON.search(text))
        - 0.15 * len(_PRONOUN.findall(text)) / n_words
        - 0.03 * bool(ANAPHORIC_START.match(text.lstrip("\"'“‘( ")))
        - 0.23 * min(2, len(_NOISE.findall(text))) / 2
        - 0.09 * bool(_FIRST_PERSON_STORY.search(text))
        - 0.08 * text.rstrip().endswith("?")
    )


def _length_score(n_words: int) -> float:
    """1 at the best length, falling off on both sides by the logarithm of the ratio."""
    return max(0.0, 1 - abs(math.log(n_words / _BEST_WORDS)) / 2)


def stands_alone(text: str) -> bool:
    """Whether a reader understands the sentence without the one before it."""
    return not ANAPHORIC_START.match(text.lstrip("\"'“‘( "))


def speaks_for_others(text: str) -> bool:
    """Whether a sentence can stand for what several people said.

    It stands alone, asks nothing, points nowhere else, is whole, and neither cheers nor takes up somebody else's words.
    """
    asks = text.rstrip("\"'”’) ").endswith("?")
    reacts = _REACTION.match(text.lstrip()) or answers_somebody(text)
    return stands_alone(text) and not asks and not _ADDRESS.search(text) and not reacts and not is_broken(text)
