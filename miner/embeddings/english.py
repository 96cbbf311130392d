"""Whether texts are English, which the trained models read; for the others words and vectors must do."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The commonest words of English, and those of its neighbours that English does not have.
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|is|are|that|it|not|with|for|this|be|have|has|they|you|we|would|should|can|their|what|who|there)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:und|der|das|ist|nicht|ein|eine|sich|auch|wir|ich|für|mit|le|les|des|est|pas|une|dans|que|qui|pour|nous|je|el|los|las"
    r"|por|para|con|una|del|pero|il|gli|che|non|di|della|sono|het|een|van|niet|zijn|voor|não|uma|os|com|mais|och|att|det|som"
    r"|inte|og|ikke|på|jest|nie|się|że|ve|bir|bu|için|değil)\b",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 500  # texts looked at; a discussion does not change its language after them


def is_english(texts: Sequence[str]) -> bool:
    """Whether the texts are in Latin letters and at least as many have common English words as words of other languages."""
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    joined = "\n".join(sample)
    n_letters = len(_LETTER.findall(joined))
    if not n_letters or len(_LATIN.findall(joined)) < 0.8 * n_letters:
        return False
    n_english = sum(bool(_ENGLISH.search(text)) for text in sample)
    return n_english >= sum(len(_OTHER.findall(text)) > len(_ENGLISH.findall(text)) for text in sample)


def has_others(texts: Sequence[str], share: float) -> bool:
    """Whether so large a share of texts has more common words or letters of other languages than of English."""
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    return bool(sample) and sum(_is_other(text) for text in sample) >= share * len(sample)


def _is_other(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    not_latin = len(_LATIN.findall(text)) < 0.5 * letters
    return not_latin or len(_OTHER.findall(text)) > len(_ENGLISH.findall(text))
