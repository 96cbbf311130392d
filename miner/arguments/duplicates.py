"""Copies of one text: exact, and near (other names, links, tags, a word changed).

Near copies are found by MinHash over character shingles with banding (Broder 1997) and confirmed by the
exact Jaccard similarity, so that the result does not depend on luck.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

_DROPPED = re.compile(r"https?://\S+|@\w+|#(?=\w)|^\W*(?:RT|MT)\b|[^\w\s]|_")
_N_SHINGLE = 4
_N_BANDS, _N_ROWS = 24, 3  # finds pairs of Jaccard 0.8 with probability 0.99999, of 0.5 with 0.96 (then confirmed)
_PRIME = (1 << 31) - 1


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
    shingles = [_shingles(form) for form in forms]
    firsts = list(range(len(forms)))
    for left, right in sorted(_candidates(shingles)):
        if firsts[right] == right and firsts[left] == left and _jaccard(shingles[left], shingles[right]) >= similarity:
            firsts[right] = left
    return firsts


def _shingles(form: str) -> frozenset[int]:
    padded = f" {form} "
    stops = max(1, len(padded) - _N_SHINGLE + 1)
    return frozenset(zlib.crc32(padded[at : at + _N_SHINGLE].encode()) % _PRIME for at in range(stops))


def _jaccard(left: frozenset[int], right: frozenset[int]) -> float:
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)


def _candidates(shingles: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs (earlier, later) that share a band of their MinHash signatures."""
    rng = np.random.default_rng(0)
    n_hashes = _N_BANDS * _N_ROWS
    factors = rng.integers(1, _PRIME, n_hashes, dtype=np.int64)[:, None]
    offsets = rng.integers(0, _PRIME, n_hashes, dtype=np.int64)[:, None]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for index, shingle in enumerate(shingles):
        values = np.fromiter(sorted(shingle), dtype=np.int64)
        signature = ((factors * values + offsets) % _PRIME).min(axis=1)
        for band in range(_N_BANDS):
            buckets[band, signature[band * _N_ROWS : (band + 1) * _N_ROWS].tobytes()].append(index)
    # A bucket of k members gives k - 1 pairs with its first: groups are kept by their first member anyway.
    return {(members[0], later) for members in buckets.values() for later in members[1:]}
