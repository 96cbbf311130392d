"""Scripts that put no space between words: what may be a name there.

Chinese characters and katakana carry meaning, hiragana is mostly grammar: "延滞料はなくすべきです" holds the name 延滞料.
Every stretch of such characters is a candidate; which of them names something is told by how many people use it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

_RUNS = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff々]{2,}|[\u30a1-\u30fa\u30fc]{2,}")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]+")
_ONE_COMPANY = 0.7  # of a stretch's places: if so many have one and the same neighbour, it is cut out of a longer name
# Chinese writes its grammar in characters, too; in Japanese the same ones are parts of names (目的, 都市).
_CHINESE_GRAMMAR = frozenset("的了是在也就都很這这那我你您他她它們们與与和或而及不有會会嗎吗吧呢啊喔謝谢個个說说")
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_JAPANESE = 0.2  # of the texts with characters: so many have hiragana, which Chinese writes for fun only (の)
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


def independent_names(texts: Sequence[str]) -> frozenset[str]:
    """Those of the ``unspaced_names`` of a discussion that are words of their own and not cut out of longer ones.

    On both sides the end of a run, or neighbours that differ from place to place (after the variety of accessors, Feng et
    al. 2004). A run of katakana is one word and is not cut.
    """
    whole = {run for text in texts for run in _KATAKANA.findall(text)}
    grammar = _CHINESE_GRAMMAR if _is_chinese(texts) else frozenset[str]()
    before: dict[str, Counter[str]] = defaultdict(Counter)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for name, start in unspaced_names(text):
            before[name][_neighbour(text, start - 1, grammar)] += 1
            after[name][_neighbour(text, start + len(name), grammar)] += 1
    return frozenset(
        name
        for name in before
        if (name in whole or not _KATAKANA.fullmatch(name)) and _is_free(before[name]) and _is_free(after[name])
        if not (name[0] in grammar or name[-1] in grammar)
    )


def _is_chinese(texts: Sequence[str]) -> bool:
    """Whether texts with characters are written without hiragana."""
    written = [text for text in texts if UNSPACED.search(text)]
    return sum(bool(_HIRAGANA.search(text)) for text in written) < _JAPANESE * len(written)


def _neighbour(text: str, at: int, grammar: frozenset[str]) -> str:
    """The character beside a stretch if it may belong to the same word; "" at the end of a run and beside grammar."""
    beside = text[at : at + 1] if at >= 0 else ""
    return beside if beside and beside not in grammar and _RUNS.match(beside * 2) else ""


def _is_free(beside: Counter[str]) -> bool:
    return all(n < _ONE_COMPANY * beside.total() for one, n in beside.items() if one)
