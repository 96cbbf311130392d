"""What people are called in a report without their names."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from miner.digest.people.folding import comparable

People = Literal["names", "initials", "pseudonyms", "none"]
HowShown = ("names", "initials", "pseudonyms", "none")

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without letters that look like others (Crockford's base 32)
_CODE_CHARS = 6  # 30 bits: two of 1,000 people share a code once in 2,000 discussions; then both codes grow
_WORDS = ("Person", "Voice", "Speaker", "Writer", "Member", "Nr")
_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+|[A-Z]+")

ANYBODY = "[…]"  # holds no letter: nobody is called so, and it makes no name with what stands beside it
IsName = Callable[[str], bool]


def identity(name: str) -> str:
    """What two ways of writing a name have in common: case, width, accents and a leading @ make no other person."""
    return " ".join(comparable(name).split()).lstrip("@") or name


def pseudonyms(people: Iterable[str], key: bytes, is_name: IsName) -> Mapping[str, str]:
    """Identity -> pseudonym, the same in every digest made with the same key.

    Parameters
    ----------
    is_name
        Whether a text holds the name of somebody who took part: no pseudonym may.

    References
    ----------
    HMAC: RFC 2104. A plain hash would be undone by hashing the names of everybody who might have been there.
    """
    codes = {person: _code(person, key) for person in people}
    word = _free_word(is_name)
    given: dict[str, str] = {}
    for n_chars in range(_CODE_CHARS, len(next(iter(codes.values()), "")) + 1):
        left = [person for person in codes if person not in given]
        shown = {person: f"{word} {codes[person][:n_chars]}" for person in left}
        times: dict[str, int] = {}
        for name in shown.values():
            times[name] = times.get(name, 0) + 1
        given |= {person: name for person, name in shown.items() if times[name] == 1 and not is_name(name)}
    return given


def initials(people: Iterable[str], is_name: IsName) -> Mapping[str, str]:
    """Identity -> initials, numbered where several people have the same."""
    word = _free_word(is_name)
    times: dict[str, int] = {}
    given: dict[str, str] = {}
    for name in people:
        if identity(name) not in given:
            letters = "".join(f"{part[0].upper()}." for part in _PART.findall(name.partition("@")[0] or name)[:3])
            given[identity(name)] = _numbered(
                letters if letters and not is_name(letters) else word, word, times, is_name
            )
    return given


def _numbered(shown: str, word: str, times: dict[str, int], is_name: IsName) -> str:
    """``D.R.``, then ``D.R. 2``; a word gets a number at once."""
    while True:
        times[shown] = times.get(shown, 0) + 1
        candidate = shown if times[shown] == 1 and shown != word else f"{shown} {times[shown]}"
        if not is_name(candidate):
            return candidate


def parts_of(name: str) -> list[str]:
    """The words of a name as people may call somebody by one of them: ``delia_reads`` -> Delia, Reads."""
    words = [part.capitalize() for word in _WORD.findall(name) for part in _PART.findall(word)]
    return [word for word in words if len(word) > 2 and word != word.lower()]


def aliases_of(name: str) -> list[str]:
    """The name itself, and what stands in it as a name of its own: before an @, in brackets."""
    inside = [piece.strip() for piece in re.split(r"[()<>\[\]]", name)]
    before = [piece.lstrip("@").partition("@")[0] for piece in inside]
    return [alias for alias in dict.fromkeys((name.strip(), *inside, *before)) if alias]


def free(candidates: Iterable[str], is_name: IsName) -> str:
    """The first text that holds nobody's name."""
    return next((text for text in candidates if not is_name(text)), ANYBODY)


def _free_word(is_name: IsName) -> str:
    """What stands before a code; a person may be called Person, but hardly everybody something of this list."""
    return next((word for word in _WORDS if not is_name(word)), "–")


def _code(person: str, key: bytes) -> str:
    number = int.from_bytes(hmac.new(key, person.encode("utf-8", "surrogatepass"), hashlib.sha256).digest(), "big")
    signs = []
    for _ in range(51):  # of 5 bits each
        number, place = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[place])
    return "".join(signs)
