"""What a sentence says outright about two poles: "basics first", "X before Y", "not Y", "rather than Y".

Contrast and negation markers decide where a vector cannot: "fix the basics before innovating" and
"innovate before fixing the basics" have nearly the same vector.
"""

from __future__ import annotations

import re
from functools import lru_cache

from miner.clusters.words import is_content, stem, tokens

_BEATS = r"(?:before|over|beats?|trumps?|rather than|instead of|not|more than|above|ahead of|precedes?)"
_FOR_AFTER = (
    r"(?:first|always|every time|all the way|wins?|comes? first|matters? more|matters? most|is the product|please|pls)"
)
_FOR_BEFORE = r"(?:start (?:with|from)|begin (?:with|from)|focus on|need|get|fix|nail|invest in|prefer|choose|team|definitely|always|more|back to)"
_AGAINST_BEFORE = r"(?:not|no|never|stop|skip|forget|without|instead of|rather than|than(?: trying to| to)?|less|against|enough of|over-?rated|no point in|don['’]?t (?:need|want)|before(?: you| we| they)?)"
_GAP = r"(?:\W+\w+){0,3}?\W+"


def cue(text: str, left: str, right: str) -> float:
    """What the sentence says outright: -1 for the left pole, +1 for the right, 0 nothing or both.

    Parameters
    ----------
    left, right
        Names of the poles; their words are matched by stem.
    """
    stemmed = " ".join(_stemmed(token) for token in tokens(text))
    said = _said(stemmed, _pattern(right)) - _said(stemmed, _pattern(left))
    order = re.search(rf"(?:{_pattern(left)}){_GAP}{_BEATS}{_GAP}(?:{_pattern(right)})", stemmed)
    reverse = re.search(rf"(?:{_pattern(right)}){_GAP}{_BEATS}{_GAP}(?:{_pattern(left)})", stemmed)
    if bool(order) != bool(reverse):
        return -1.0 if order else 1.0
    return float(max(-1, min(1, said)))


def _said(stemmed: str, name: str) -> int:
    """+1 where the pole is spoken for, -1 where it is spoken against, 0 where it is only named or not at all."""
    if re.search(rf"\b{_AGAINST_BEFORE}{_GAP}(?:{name})\b", stemmed):
        return -1
    answer = re.match(rf"(?:{name})\b", stemmed) and " " in name
    speaks_for = re.search(rf"\b(?:{name})(?: \w+)? {_FOR_AFTER}\b", stemmed) or re.search(
        rf"\b{_FOR_BEFORE} (?:the |on |our |your |their )?(?:{name})\b", stemmed
    )
    return 1 if answer or speaks_for else 0


@lru_cache(maxsize=64)
def _pattern(name: str) -> str:
    return r"\s".join(re.escape(_stemmed(token)) for token in tokens(name)) or r"(?!)"


def _stemmed(token: str) -> str:
    return stem(token) if is_content(token) else token
