"""Patterns of many names at once: one regular expression that branches where names do (a trie)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

LETTER = r"[^\W_]"  # a letter or a digit; what else stands beside a name is its border
_SEPARATORS = re.compile(r"[\s_.+\-]+")
_GAP, _WIDE_GAP = r"[\s_.+\-]{1,3}", r"[\s_.+\-]{0,3}"
_LONG = 6  # letters from which "jane smith" is also found as "janesmith"
_GENITIVE = 4  # letters from which "annas" is found as "anna" with an s
_TELLING = 5  # letters from which a name with a digit or a separator in it is found inside words
_MOST_BRANCHING = 60  # signs of a name that may branch; what is longer is a pattern of its own
# Scripts that set no space between words, or write particles to a name: found inside words from this many letters.
_JOINED = (
    (2, re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")),
    (3, re.compile("[\u0590-\u06ff]")),
)


def letters_of(name: str) -> str:
    """A name without what separates its parts: how two ways of writing it are known to be one."""
    return _SEPARATORS.sub("", name) or name


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds names in the comparable form of a text; None when there is nothing to find.

    A name stands between borders, so that nobody called Ann is found in "annual"; but names that no word looks like
    ("j_smith84") and those of scripts that join words are found anywhere. A name of a single letter is found only
    where it is marked as one: "@a", "a:" at the start of a line, a part of an address.
    """
    plain: list[str] = []
    words: list[str] = []
    anywhere: list[str] = []
    single: list[str] = []
    signed: dict[tuple[bool, bool], list[str]] = {}
    for name in sorted({name.strip() for name in names}):
        n_letters = sum(sign.isalnum() for sign in name)
        if n_letters > 1:
            is_word = name.isalpha() and n_letters >= _GENITIVE
            ends = (name[0].isalnum(), name[-1].isalnum())
            (words if is_word else plain if all(ends) else signed.setdefault(ends, [])).append(name)
            anywhere += [name] if _is_telling(name) else []
        elif n_letters:
            single.append(re.escape(name))
    parts = [
        *_within(rf"(?<!{LETTER})(?:", _trie(plain, ended=True), rf")(?!{_after()})"),
        *_within(rf"(?<!{LETTER})(?:", _trie(words, ended=True), rf")(?=s?(?!{_after()}))"),
        *(part for ends, names in sorted(signed.items()) for part in _signed(ends, names)),
        *_within("(?:", _trie(anywhere, ended=False), ")"),
        *_within("(?<=[@/])(?:", "|".join(single), rf")(?!{LETTER})"),
        *_within("^(?:", "|".join(single), r")(?=\s?:)"),
    ]
    return re.compile("|".join(parts), re.MULTILINE) if parts else None


def words_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds whole words, in the case they are given in."""
    body = _branches(_grown([[*map(re.escape, word)] for word in sorted(set(words))]))
    return re.compile(rf"(?<!{LETTER})(?:{body})(?=(?:['’]?s)?(?!{LETTER}))") if body else None


def _signed(ends: tuple[bool, bool], names: list[str]) -> list[str]:
    """Names that begin or end with a sign: there is a border already."""
    before, after = (f"(?<!{LETTER})" if ends[0] else "", f"(?!{_after()})" if ends[1] else "")
    return _within(f"{before}(?:", _trie(names, ended=True), f"){after}")


def _within(before: str, body: str, after: str) -> list[str]:
    return [f"{before}{body}{after}"] if body else []


def _is_telling(name: str) -> bool:
    n_letters = sum(sign.isalnum() for sign in name)
    mixed = any(sign.isdigit() for sign in name) or bool(_SEPARATORS.search(name.strip()[1:-1].replace(" ", "")))
    joined = any(len(script.findall(name)) >= least for least, script in _JOINED)
    return joined or (mixed and n_letters >= _TELLING)


def _trie(names: list[str], *, ended: bool) -> str:
    short = [name for name in names if len(name) <= _MOST_BRANCHING]
    long = sorted((name for name in names if len(name) > _MOST_BRANCHING), key=len, reverse=True)
    bodies = [*map("".join, (_elements(name, ended) for name in long))]
    branches = _branches(_grown([_elements(name, ended) for name in short]))
    return "|".join([*bodies, *([branches] if branches else [])])


def _elements(name: str, ended: bool) -> list[str]:
    """A name as pieces of a pattern; what separates its parts may be written in another way."""
    inner = name.strip()
    gap = _WIDE_GAP if ended and len(letters_of(inner)) >= _LONG else _GAP
    pieces: list[str] = []
    for at, sign in enumerate(inner):
        separates = _SEPARATORS.match(sign) and 0 < at < len(inner) - 1
        if not separates:
            pieces.append(re.escape(sign))
        elif pieces[-1] != gap:
            pieces.append(gap)
    if not ended:  # "reader4" is not in "reader42"
        first, last = (r"(?<!\d)" if inner[0].isdigit() else "", r"(?!\d)" if inner[-1].isdigit() else "")
        return [first + pieces[0], *pieces[1:-1], pieces[-1] + last]
    return pieces


@cache
def _after() -> str:
    """What may not follow a name: a letter, a digit, or a vowel sign of the scripts of South and South-East Asia."""
    import unicodedata

    marks = (chr(code) for code in range(0x0900, 0x1800))
    return rf"(?:{LETTER}|[{''.join(mark for mark in marks if unicodedata.category(mark)[0] == 'M')}])"


Branch = dict[str, "Branch"]


def _grown(rows: Iterable[list[str]]) -> Branch:
    root: Branch = {}
    for row in rows:
        here = root
        for piece in row:
            here = here.setdefault(piece, {})
        here[""] = {}
    return root


def _branches(branch: Branch) -> str:
    return _ways(branch)[0]


def _ways(branch: Branch) -> tuple[str, int]:
    """The pattern of a branch and the number of its pieces; the longest way is tried first."""
    ways = [(piece + body, depth + 1) for piece, beneath in branch.items() for body, depth in [_ways(beneath)] if piece]
    ways.sort(key=lambda way: (-way[1], way[0]))
    texts = [text for text, _ in ways] + ([""] if "" in branch else [])
    longest = ways[0][1] if ways else 0
    return (texts[0] if len(texts) == 1 else f"(?:{'|'.join(texts)})" if texts else ""), longest
