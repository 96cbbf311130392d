"""What is no argument, and why: greetings, thanks, bare praise, links, promotion, logistics, too little to stand alone.

Judged sentence by sentence, so that a post that greets and argues keeps its argument.
"""

from __future__ import annotations

import re

from miner.arguments.lexicon import (
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
from miner.arguments.units import count_words

_ADDRESSED = re.compile(r"[@#]\w+|https?://\S+|[^\w\s'’]", re.UNICODE)
_LETTERS = re.compile(r"[^\W\d_]")
_NUMBERED_QUESTION = re.compile(r"^\W*(?:q|question)\s?\.?\d{1,2}\b", re.IGNORECASE)
# Words that remain beside a courtesy formula: below this the courtesy is all there is ("Thanks everyone, great chat!").
_MAX_BESIDE_COURTESY = 7
_MAX_BESIDE_INTRODUCTION = 22  # "I'm Kim, academic librarian from Leeds, in and out tonight"


def chatter_reason(text: str, min_words: int) -> str | None:
    """Why a sentence is no argument; None if it may be one.

    Returns
    -------
    str or None
        ``no words``, ``link only``, ``greeting``, ``thanks``, ``goodbye``, ``praise``, ``promotion``,
        ``logistics``, ``lead-in`` ("Three things matter:"), ``question`` or ``too short``.
    """
    bare = _ADDRESSED.sub(" ", text)
    n_words = count_words(bare)
    if not _LETTERS.search(bare):
        return "link only" if "http" in text else "no words"
    argues = bool(REASON.search(text)) or len(OPINION.findall(text)) >= 2
    if reason := _courtesy(text, bare, n_words, argues):
        return reason
    if PROMOTION.search(text) and ("http" in text or "www." in text or n_words < 12 or not argues):
        return "promotion"
    if LOGISTICS.search(text) and not argues:
        return "logistics"
    if n_words < min_words:
        return "link only" if "http" in text and n_words < 2 else "too short"
    if text.rstrip().endswith(":"):
        return "lead-in"
    return "question" if is_question(text) else None


def _courtesy(text: str, bare: str, n_words: int, argues: bool) -> str | None:
    limit = 3 if argues else _MAX_BESIDE_COURTESY
    for reason, pattern in (("thanks", THANKS), ("goodbye", FAREWELL), ("praise", PRAISE), ("greeting", GREETING)):
        if pattern.search(text) and count_words(pattern.sub(" ", bare)) <= limit:
            return reason
    introduces = SELF_INTRODUCTION.search(text) or GREETING.match(text.lstrip(" .@#"))
    return "greeting" if introduces and not argues and n_words <= _MAX_BESIDE_INTRODUCTION else None


def is_question(text: str) -> bool:
    """Whether the sentence asks (ends in a question mark, tags and links aside) or is a numbered question."""
    end = re.sub(r"(?:\s|[#@]\w+|https?://\S+|[)\"'”’])+$", "", text)
    return end.endswith(("?", "？")) or bool(_NUMBERED_QUESTION.match(text))
