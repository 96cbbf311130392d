"""Scripts that put no space between words: what may be a name there.

Chinese characters and katakana carry meaning, hiragana is mostly grammar: "延滞料はなくすべきです" holds the name 延滞料.
Every stretch of such characters is a candidate; which of them names something is told by how many people use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_RUNS = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff々]{2,}|[\u30a1-\u30fa\u30fc]{2,}")
_LONGEST = 8
_MOST_CHARS = 400  # of one text: enough to name a theme


def unspaced_names(text: str) -> Iterator[tuple[str, int]]:
    """(stretch of two to eight characters, where it begins) of each run of characters that carry meaning."""
    for run in _RUNS.finditer(text, 0, _MOST_CHARS):
        characters = run.group()
        for start in range(len(characters)):
            for end in range(start + 2, min(start + _LONGEST, len(characters)) + 1):
                yield characters[start:end], run.start() + start


def pairs_of(name: str) -> tuple[str, ...]:
    """Its pairs of characters: what ``words`` counts such scripts by."""
    return tuple(name[at : at + 2] for at in range(len(name) - 1))
