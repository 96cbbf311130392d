"""Negations in English sentences."""

from __future__ import annotations

import re

NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|scarcely|lacks?|lacking|fails? to|refuses? to|far from)\b"
    r"|n['’]t\b|\b(?:dont|doesnt|didnt|cant|wont|isnt|arent|wasnt|werent|shouldnt|wouldnt|couldnt)\b",
    re.IGNORECASE,
)
_NOT_NEGATIONS = re.compile(
    r"\b(?:not only|no doubt|no wonder|why not|whether or not|not just|not to mention|nothing but|no longer than)\b",
    re.IGNORECASE,
)


def n_negations(text: str) -> int:
    """How many negations stand in a text ("not only" is none)."""
    return len(NEGATION.findall(_NOT_NEGATIONS.sub(" ", text)))
