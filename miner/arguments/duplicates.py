"""Copies of one text: exact, and near (other names, links, tags, a word changed).

Near copies are found by MinHash over character shingles with banding (Broder 1997) and confirmed by the
exact Jaccard similarity, so that the result does not depend on luck. A text that denies or turns round what
another says ("not", "X before Y" for "Y before X") is no copy of it, however alike the two look.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

_DROPPED = re.compile(r"https?://\S+|@\w+|#(?=\w)|^\W*(?:rt|mt)\b|[^\w\s]|_")
_N_SHINGLE = 4
_N_BANDS, _N_ROWS = 24, 3  # finds pairs of Jaccard 0.8 with probability 0.99999, of 0.5 with 0.96 (then confirmed)
_PRIME = (1 << 31) - 1
_MOST_COMPARED = 8  # neighbours in alphabetical order within a band: bounds the work where thousands are alike
_MIN_ORDER = 0.8  # share of the words that stand in the same order
_MOST_WORDS = 200  # compared for their order: its cost grows with the square
_DENIES = re.compile(
    r"\b(?:not?|never|none|nobody|nothing|without|cannot|(?:don|doesn|didn|won|wouldn|can|couldn|shouldn|isn|aren|wasn|weren) ?t"
    r"|nicht|kein\w*|nie|niemand|ohne|pas|jamais|sans|nunca|sin)\b"
)


def normal_form(text: str) -> str:
    """The text without case, names, links, signs and repeated spaces."""
    return " ".join(_DROPPED.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())


def copy_groups(texts: Sequence[str], similarity: float) -> list[int]:
    """For each text the index of the first text it is a copy of (its own index if none).

    Parameters
    ----------
    texts
        In canonical order: the first of a group is kept.
    similarity
        Jaccard similarity of the character shingles from which two texts are copies.
    """
    first_with: dict[str, int] = {}
    forms = [normal_form(text) for text in texts]
    firsts = [first_with.setdefault(form, index) if form else index for index, form in enumerate(forms)]
    distinct = [index for index, first in enumerate(firsts) if first == index and forms[index]]
    near = _near_copies([forms[index] for index in distinct], similarity)
    moved = {distinct[position]: distinct[first] for position, first in enumerate(near)}
    return [moved.get(first, first) for first in firsts]


def _near_copies(forms: Sequence[str], similarity: float) -> list[int]:
    """For each text the first one it is linked to by a chain of near copies: whatever the order, the same groups."""
    shingles = [_shingles(form) for form in forms]
    firsts = list(range(len(forms)))
    for one, other in sorted(_candidates(forms, shingles)):
        left, right = sorted((_first(firsts, one), _first(firsts, other)))
        if left == right or _jaccard(shingles[one], shingles[other]) < similarity:
            continue
        if _says_the_same(forms[one], forms[other]):
            firsts[right] = left
    return [_first(firsts, index) for index in range(len(forms))]


def _first(firsts: list[int], index: int) -> int:
    while firsts[index] != index:
        firsts[index] = firsts[firsts[index]]
        index = firsts[index]
    return index


def _says_the_same(left: str, right: str) -> bool:
    if Counter(_DENIES.findall(left)) != Counter(_DENIES.findall(right)):
        return False
    one, other = left.split()[:_MOST_WORDS], right.split()[:_MOST_WORDS]
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _MIN_ORDER


def _shingles(form: str) -> frozenset[int]:
    padded = f" {form} "
    stops = max(1, len(padded) - _N_SHINGLE + 1)
    return frozenset(zlib.crc32(padded[at : at + _N_SHINGLE].encode()) % _PRIME for at in range(stops))


def _jaccard(left: frozenset[int], right: frozenset[int]) -> float:
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)


def _candidates(forms: Sequence[str], shingles: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs that share a band of their MinHash signatures: neighbours in alphabetical order, and each with the first."""
    rng = np.random.default_rng(0)
    n_hashes = _N_BANDS * _N_ROWS
    factors = rng.integers(1, _PRIME, n_hashes, dtype=np.int64)[:, None]
    offsets = rng.integers(0, _PRIME, n_hashes, dtype=np.int64)[:, None]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for index in sorted(range(len(forms)), key=forms.__getitem__):
        values = np.fromiter(sorted(shingles[index]), dtype=np.int64)
        signature = ((factors * values + offsets) % _PRIME).min(axis=1)
        for band in range(_N_BANDS):
            buckets[band, signature[band * _N_ROWS : (band + 1) * _N_ROWS].tobytes()].append(index)
    return {
        (earlier, members[at])
        for members in buckets.values()
        for at in range(1, len(members))
        for earlier in (members[0], *members[max(0, at - _MOST_COMPARED) : at])
    }
