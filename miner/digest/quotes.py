"""Which arguments are quoted: they cover a theme, differ from one another, and come from different people.

Facility location (Lin and Bilmes 2011): each quote is worth what it adds to how well all members are represented,
times its strength; a person is quoted once in a theme.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.arguments import Argument
from miner.arguments.units import count_words
from miner.clusters import Features, person_of

_MIN_STRENGTH = 0.35  # weaker ones are quoted only where there is nothing stronger
_MAX_WORDS = 60
_CHOICE = 2  # times the number of quotes, at least, to choose from
_ALONE = 0.1  # what an argument is worth that is like no other
_MOST_COMPARED = 400  # strongest and most central members of a very large theme
_ARTICLE_SHARE = 0.6  # readers' own words before the article's


def choose_quotes(
    members: Sequence[int],
    arguments: Sequence[Argument],
    features: Features,
    most: int,
    first: int | None = None,
) -> list[int]:
    """Numbers of the arguments to quote, the most telling first.

    Parameters
    ----------
    members
        Argument numbers to choose from.
    first
        An argument that is shown anyway (the key point): it counts as chosen and is not returned.
    """
    if not members:
        return []
    pool = [
        m for m in members if arguments[m].strength >= _MIN_STRENGTH and count_words(arguments[m].text) <= _MAX_WORDS
    ]
    pool = [m for m in (pool or list(members)) if m != first]
    pool = sorted(pool, key=lambda m: (-arguments[m].strength, m))[
        : min(_stronger_half(len(pool), most), _MOST_COMPARED)
    ]
    members = sorted({*pool, *list(members)[:_MOST_COMPARED], *((first,) if first is not None else ())})
    inside = np.maximum(features.block(members, members), 0.0)
    np.fill_diagonal(inside, 0.0)  # that an argument is like itself is no reason to quote it
    np.fill_diagonal(inside, inside.max(axis=1))
    place = {member: number for number, member in enumerate(members)}
    covered = inside[:, place[first]] if first is not None else np.zeros(len(members))
    people = {person_of(arguments[first])} if first is not None else set()
    chosen: list[int] = []
    while pool and len(chosen) < most:
        fresh = [m for m in pool if person_of(arguments[m]) not in people]
        if not fresh:
            break
        gains = [_gain(inside[:, place[m]], covered, arguments[m]) for m in fresh]
        best = fresh[int(np.argmax(np.round(gains, 6)))]
        chosen.append(best)
        people.add(person_of(arguments[best]))
        covered = np.maximum(covered, inside[:, place[best]])
        pool.remove(best)
    return chosen


def _stronger_half(n: int, most: int) -> int:
    """How many to choose from: a weak one is no better quote for being like many others, yet there must be a choice."""
    return max(-(-n // 2), _CHOICE * most)


def _gain(likeness: npt.NDArray[np.float64], covered: npt.NDArray[np.float64], argument: Argument) -> float:
    added = float(np.maximum(likeness - covered, 0.0).sum())
    return (added + _ALONE) * (0.25 + argument.strength) * (_ARTICLE_SHARE if argument.is_article else 1.0)
