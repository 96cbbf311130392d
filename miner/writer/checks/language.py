"""A sentence is in the language and the script of the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from miner.clusters.words import tokens
from miner.embeddings.english import is_english
from miner.writer.checks.base import Claim
from miner.writer.checks.signs import script_of
from miner.writer.records import Problem

_MOST_FOREIGN = 0.2  # of the letters: a name in another script may stand in a sentence
_SHORT, _FEWEST_SHORT = 4, 4  # letters of a function word, and how many a sentence needs to tell its language
_SHARED = 0.5  # of its short words that the evidence must have
_FEWEST_WORDS = 120  # of evidence, from which on its short words are those of its language


def language(claim: Claim) -> Iterator[Problem]:
    """Same scripts as the evidence; English if, and only if, the evidence is; short words that the evidence has."""
    theirs = "\n".join(item.text for item in claim.source.items)
    scripts = _scripts(theirs)
    own = _scripts(claim.text)
    foreign = sum(count for script, count in own.items() if script not in scripts)
    if own and foreign > _MOST_FOREIGN * sum(own.values()):
        yield claim.problem("language", "it is in another script than the evidence")
        return
    short = [word for word in tokens(claim.text) if len(word) <= _SHORT and word.isalpha()]
    if len(short) < _FEWEST_SHORT or "LATIN" not in own:
        return
    if claim.english:
        if not is_english([claim.text]):
            yield claim.problem("language", "it is not English")
        return
    known = tokens(theirs)
    there = frozenset(known)
    if len(known) >= _FEWEST_WORDS and sum(word in there for word in short) < _SHARED * len(short):
        yield claim.problem("language", "its short words are none of the evidence's language")


def _scripts(text: str) -> Counter[str]:
    """Letters by script; the three scripts of Japanese and Chinese characters count as one."""
    found = Counter(script_of(sign) for sign in text if sign.isalpha())
    east = [script for script in ("HIRAGANA", "KATAKANA", "CJK", "KATAKANA-HIRAGANA", "IDEOGRAPHIC") if script in found]
    for script in east:
        found["EAST ASIAN"] += found.pop(script)
    return found
