"""Which arguments are quoted: of a theme those that show its point, of a wider field those that cover it.

A theme has a point. Quotes that cover all that is near to it show its border: of a theme's first three quotes 0.85
carried the key point it stood for on three topics that neither encoder nor pair model learnt points from, and 0.95 do when they are the strongest
of its most central clear members. Where there is no one point (all answers to a question, a discussion without themes)
facility location chooses (Lin and Bilmes 2011): a quote is worth what it adds to how well all are represented, times its
strength. Nobody is quoted twice in one place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from miner.arguments import Argument
from miner.arguments.alone import is_broken, reads_as_headline
from miner.arguments.units import count_words
from miner.clusters import Features, person_of
from miner.clusters.people import places_in

_MIN_STRENGTH = 0.35  # weaker ones are quoted only where there is nothing stronger
_MAX_WORDS = 60
_CHOICE = 2  # times the number of quotes, at least, to choose from
_LEAST_WEIGHT = 0.25  # of an argument of no strength, beside 1.25 of the strongest
_ALONE = 0.1  # what an argument is worth that is like no other
_MOST_COMPARED = 400  # strongest and most central members of a very large theme
_ARTICLE_SHARE = 0.6  # readers' own words before the article's
_HEADLINE_SHARE = 0.6  # and before the titles of what they share
_BROKEN_SHARE = 0.9  # "the, the journey"
_TOO_WEAK, _FEW = 0.1, 2  # a cheer or a joke is no quote where as many have more to say
_REPEATS = 0.75  # likeness from which a quote says what another one said; it comes after those that add something


def quotes_of_theme(
    members: Sequence[int],
    core: Sequence[int],
    key_point: int,
    arguments: Sequence[Argument],
    features: Features,
    most: int,
) -> list[int]:
    """Numbers of the arguments that show a theme's point, the most telling first, each by another person.

    In a theme of one person each is from another place of the text. Those that clearly belong to it come before those on its border, and repetitions last.

    Parameters
    ----------
    members, core
        Argument numbers; ``core`` are those of ``members`` that surely belong to the theme.
    key_point
        Is shown anyway: neither it nor who said it is quoted.
    """
    voices = _voices((*members, key_point), arguments)
    clear = set(core)
    compared = [*list(core)[:_MOST_COMPARED], *[m for m in members if m not in clear][:_MOST_COMPARED]]
    centre = list(core)[:_MOST_COMPARED] or compared
    central = np.maximum(features.block(compared, centre).mean(axis=1), 0.0).tolist()
    worth = {m: round(near * _weight(arguments[m]), 6) for m, near in zip(compared, central, strict=True)}
    ranked = sorted(compared, key=lambda m: (not _quotable(arguments[m]), m not in clear, -worth[m], m))
    chosen = [key_point]
    repeating: list[int] = []
    for member in ranked:
        if voices[member] in {voices[other] for other in chosen}:
            continue
        repeats = features.block([member], chosen).max() >= _REPEATS
        (repeating if repeats else chosen).append(member)
        if len(chosen) > most:
            break
    for member in repeating[:most]:
        if voices[member] not in {voices[other] for other in chosen}:
            chosen.append(member)
    return _without_weak(chosen[1 : most + 1], arguments)


def _without_weak(quotes: list[int], arguments: Sequence[Argument]) -> list[int]:
    """The quotes that say something, but for a few where there are hardly any."""
    telling = [quote for quote in quotes if arguments[quote].strength >= _TOO_WEAK]
    return telling if len(telling) >= _FEW else quotes[:_FEW]


def _voices(members: Sequence[int], arguments: Sequence[Argument]) -> dict[int, str | int]:
    """Who speaks in each argument of a theme; where all are one person's, the place of the text it stands in."""
    people: dict[int, str | int] = {member: person_of(arguments[member]) for member in members}
    if len(set(people.values())) > 1 or len(people) < 2:
        return people
    places = places_in(arguments)
    return {member: places[member] for member in members}


def _quotable(argument: Argument) -> bool:
    """Whether it is strong and short enough to be quoted where there is a choice."""
    return argument.strength >= _MIN_STRENGTH and count_words(argument.text) <= _MAX_WORDS


def _weight(argument: Argument) -> float:
    """How well an argument can be quoted, whatever it is about."""
    article = _ARTICLE_SHARE if argument.is_article else 1.0
    headline = _HEADLINE_SHARE if reads_as_headline(argument.text) else 1.0
    broken = _BROKEN_SHARE if is_broken(argument.text) else 1.0
    return (_LEAST_WEIGHT + argument.strength) * article * headline * broken


def choose_quotes(
    members: Sequence[int],
    arguments: Sequence[Argument],
    features: Features,
    most: int,
) -> list[int]:
    """Numbers of the arguments that cover what ``members`` say, the most telling first, each by another person."""
    if not members:
        return []
    pool = [m for m in members if _quotable(arguments[m])] or list(members)
    pool = sorted(pool, key=lambda m: (-arguments[m].strength, m))[
        : min(_stronger_half(len(pool), most), _MOST_COMPARED)
    ]
    members = sorted({*pool, *list(members)[:_MOST_COMPARED]})
    inside = np.maximum(features.block(members, members), 0.0)
    np.fill_diagonal(inside, 0.0)  # that an argument is like itself is no reason to quote it
    np.fill_diagonal(inside, inside.max(axis=1))
    place = {member: number for number, member in enumerate(members)}
    covered = np.zeros(len(members))
    people: set[str] = set()
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
    return (added + _ALONE) * _weight(argument)
