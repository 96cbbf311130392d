"""Contrasts found in the discussion itself: what people set against each other in so many words.

"basics, not bells and whistles", "outside-in versus inside-out", "listening rather than asking": two phrases around
a marker of contrast. A pair counts when several people use each of its sides. "before", "or" and a bare "not" are no
markers: "repaired before winter", "products or services" and "should not be allowed" set nothing against each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from miner.arguments import Argument
from miner.clusters import person_of
from miner.clusters.words import STOPWORDS, is_content, stem, tokens
from miner.contrasts.records import Contrast, Pole

_SIDE = r"[A-Za-z][\w'’-]*(?: [A-Za-z][\w'’-]*)?"
_MARKERS = r",? (?:vs\.?|versus|rather than|instead of|over|and not)|, (?:but )?not"
_PAIR = re.compile(rf"({_SIDE})(?:{_MARKERS}) (?:the |a |an |just |more )?({_SIDE})", re.IGNORECASE)
_MIN_PEOPLE_A_SIDE = 3
_MIN_PEOPLE_FOR_PAIR = 2
_N_STATEMENTS = 5

Side = tuple[str, ...]


def propose(arguments: Sequence[Argument], most: int, known: Sequence[Contrast]) -> list[Contrast]:
    """At most ``most`` contrasts, the ones most people set against each other first; none that is known already."""
    if most <= 0:
        return []
    users = _users_of_words(arguments)
    pairs: dict[tuple[Side, Side], set[str]] = defaultdict(set)
    surfaces: dict[Side, str] = {}
    for argument in arguments:
        for left, right in _pairs_in(argument.text):
            sides = (_stems(left), _stems(right))
            if not sides[0] or not sides[1] or set(sides[0]) & set(sides[1]):
                continue
            surfaces.setdefault(sides[0], _content(left))
            surfaces.setdefault(sides[1], _content(right))
            pairs[min(sides), max(sides)].add(person_of(argument))
    taken = [{*_stems(c.left.name), *_stems(c.right.name)} for c in known]
    found: list[Contrast] = []
    for (left_stems, right_stems), people in sorted(
        pairs.items(), key=lambda pair: (-len(pair[1]), -len(pair[0][0]) - len(pair[0][1]), pair[0])
    ):
        words = {*left_stems, *right_stems}
        enough = all(len(_users_of(side, users)) >= _MIN_PEOPLE_A_SIDE for side in (left_stems, right_stems))
        if len(people) >= _MIN_PEOPLE_FOR_PAIR and enough and not any(words & others for others in taken):
            found.append(_contrast(left_stems, right_stems, surfaces, arguments))
            taken.append(words)
        if len(found) == most:
            break
    return found


def _pairs_in(text: str) -> list[tuple[str, str]]:
    """What stands on both sides of a marker: the one and the two words next to it ("choose listening over asking")."""
    return [
        (left, right)
        for match in _PAIR.finditer(text)
        for left in dict.fromkeys((match[1], match[1].rpartition(" ")[2]))
        for right in dict.fromkeys((match[2], match[2].partition(" ")[0]))
    ]


def _content(side: str) -> str:
    return " ".join(token for token in tokens(side) if is_content(token) and token not in STOPWORDS)


def _stems(side: str) -> Side:
    return tuple(stem(token) for token in tokens(side) if is_content(token))


def _users_of_words(arguments: Sequence[Argument]) -> dict[str, set[str]]:
    users: dict[str, set[str]] = defaultdict(set)
    for argument in arguments:
        for word in _stems(argument.text):
            users[word].add(person_of(argument))
    return users


def _users_of(side: Side, users: dict[str, set[str]]) -> set[str]:
    return set.intersection(*(users.get(word, set()) for word in side))


def _contrast(left: Side, right: Side, surfaces: dict[Side, str], arguments: Sequence[Argument]) -> Contrast:
    """The poles with the strongest arguments that name one side and not the other."""
    poles = []
    for own, other in ((left, right), (right, left)):
        speaking = [a for a in arguments if set(own) <= set(_stems(a.text)) and not set(other) & set(_stems(a.text))]
        strongest = sorted(speaking, key=lambda a: (-a.strength, a.id))[:_N_STATEMENTS]
        poles.append(Pole(surfaces[own], tuple(a.text for a in strongest)))
    return Contrast(poles[0], poles[1], "", "found")
