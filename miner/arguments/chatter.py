"""What is no argument, and why: greetings, thanks, bare praise, links, promotion, logistics, too little to stand alone.

Judged sentence by sentence, so that a post that greets and argues keeps its argument.
"""

from __future__ import annotations

import re

from miner.arguments.lexicon import (
    CHEER,
    EMPTY_WORDS,
    FAREWELL,
    FIGURATIVE_FAREWELL,
    GREETING,
    HOUSEKEEPING,
    INTRODUCTION,
    LOGISTICS,
    OPINION,
    PRAISE,
    PROMOTION,
    REASON,
    REFERRING,
    SELF_INTRODUCTION,
    THANKS,
)
from miner.arguments.units import count_words, needs_its_tail

_ADDRESSED = re.compile(r"[@#]\w+|https?://\S+|[^\w\s'’]", re.UNICODE)
_ADDRESSED_ONLY = re.compile(r"[@#]\w+|https?://\S+")
_LETTERS = re.compile(r"[^\W\d_]")
_OPENING_TAGS = re.compile(r"^(?:[\s.,:;!-]|[@#]\w+)+")
_FINAL_LINK = re.compile(r"(?:https?://|www\.)\S+$")
_NUMBER_OF_QUESTION = re.compile(r"(?:q|question)\s?\.?\d", re.IGNORECASE)
_NUMBERED_QUESTION = re.compile(r"^\W*(?:q|question)\s?\.?\d{1,2}\b", re.IGNORECASE)
# Words that remain beside a courtesy formula: below this the courtesy is all there is ("Thanks everyone, great chat!").
_MAX_BESIDE_COURTESY = 7
_MAX_AFTER_INTRODUCTION = 5  # "I'm a librarian in Leeds and our roof leaks into the archive" goes on to say something
_MAX_WORDS_OF_OFFER = 80
_MAX_WORDS_OF_HOST = 26
_MAX_BESIDE_INTRODUCTION = 22  # "I'm Kim, academic librarian from Leeds, in and out tonight"


def chatter_reason(text: str, min_words: int) -> str | None:
    """Why a sentence is no argument; None if it may be one.

    Returns
    -------
    str or None
        ``no words``, ``link only``, ``greeting``, ``thanks``, ``goodbye``, ``praise``, ``promotion``,
        ``logistics``, ``lead-in`` ("Three things matter:"), ``question``, ``only refers`` ("This is so true") or
        ``too short``.
    """
    bare = _ADDRESSED.sub(" ", text)
    n_words = count_words(bare)
    if not _LETTERS.search(bare):
        return "link only" if "http" in text else "no words"
    argues = bool(REASON.search(text)) or len(OPINION.findall(text)) >= 2
    if reason := _courtesy(text, bare, n_words, argues):
        return reason
    if _promotes(text, n_words, argues):
        return "promotion"
    final_link = _FINAL_LINK.search(text)
    if final_link and not argues and needs_its_tail(text[: final_link.start()]):
        return "link only"
    if not argues and (LOGISTICS.search(text) or (HOUSEKEEPING.search(text) and n_words <= _MAX_WORDS_OF_HOST)):
        return "logistics"
    if n_words < min_words:
        return "link only" if "http" in text and n_words < 2 else "too short"
    if text.rstrip().endswith(":"):
        return "lead-in"
    if is_question(text):
        return "question"
    return "only refers" if _only_refers(text, bare) else None


def is_an_offer(text: str) -> bool:
    """Whether a short text praises wares: two signs of it, whatever else it says ("I was looking for this since long")."""
    return count_words(text) <= _MAX_WORDS_OF_OFFER and len(_offers(text)) > 1


def _promotes(text: str, n_words: int, argues: bool) -> bool:
    """One sign of an offer will do beside a link or where nothing is argued; two, whatever else stands there."""
    signs = _offers(text)
    return bool(signs) and ("http" in text or "www." in text or n_words < 12 or not argues or len(signs) > 1)


def _offers(text: str) -> set[str]:
    return {found.group().casefold() for found in PROMOTION.finditer(text)}


def _only_refers(text: str, bare: str) -> bool:
    """Whether nothing is spoken of but what somebody else said ("I think that is exactly right")."""
    words = (word.strip("'’").replace("’", "'").lower() for word in bare.split())
    return bool(REFERRING.search(text)) and not any(word and word not in EMPTY_WORDS for word in words)


def _courtesy(text: str, bare: str, n_words: int, argues: bool) -> str | None:
    limit = 3 if argues else _MAX_BESIDE_COURTESY
    for reason, pattern in (("thanks", THANKS), ("goodbye", FAREWELL), ("praise", PRAISE), ("greeting", GREETING)):
        if pattern is FAREWELL and FIGURATIVE_FAREWELL.search(text):
            continue
        if pattern.search(text) and count_words(pattern.sub(" ", bare)) <= limit:
            return reason
    if CHEER.fullmatch(" ".join(_ADDRESSED_ONLY.sub(" ", text).split())):
        return "praise"
    if not argues and (said := INTRODUCTION.match(text)) and count_words(text[said.end() :]) <= _MAX_AFTER_INTRODUCTION:
        return "greeting"
    introduces = SELF_INTRODUCTION.search(text) or GREETING.match(_OPENING_TAGS.sub("", text))
    return "greeting" if introduces and not argues and n_words <= _MAX_BESIDE_INTRODUCTION else None


def may_ask(text: str) -> bool:
    """Whether any sentence of a text may be a question; cheaper than cutting it into sentences to see."""
    return "?" in text or "？" in text or bool(_NUMBER_OF_QUESTION.search(text))


def is_question(text: str) -> bool:
    """Whether the sentence asks (ends in a question mark, tags and links aside) or is a numbered question."""
    end = re.sub(r"(?:\s|[#@]\w+|https?://\S+|[)\"'”’])+$", "", text)
    return end.endswith(("?", "？")) or bool(_NUMBERED_QUESTION.match(text))
