"""How much of a report a form shows. What is left out is counted, and nothing is ever cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from miner.report.cards import Card

T = TypeVar("T")
_ALL = 10**9


@dataclass(frozen=True, slots=True)
class Picked:
    """Quotes that are shown, and how many are not."""

    cards: tuple[Card, ...]
    n_more: int


@dataclass(frozen=True, slots=True)
class Detail:
    """The most of each kind; ``longest`` is the length of a quote in characters.

    ``quotes`` of a theme beside its key point, ``sides``: of each pole, ``answers``: of a question.
    ``again``: whether a quote may stand in a second place. ``made``: the account by row and the names of people.
    ``parts``: whether the themes beneath one are told, each with its key point.
    ``whole``: a document beside the HTML and JSON forms, with tables, every name in a section of its own, and a word
    on where the rest is.
    """

    themes: int = _ALL
    quotes: int = _ALL
    contrasts: int = _ALL
    sides: int = _ALL
    common: int = _ALL
    questions: int = _ALL
    answers: int = _ALL
    once: int = _ALL
    open: int = _ALL
    links: int = _ALL
    limits: int = _ALL
    longest: int = _ALL
    overview: bool = True
    again: bool = True
    made: bool = True
    parts: bool = True
    whole: bool = False

    def pick(self, cards: Sequence[Card], limit: int) -> Picked:
        """The first ``limit`` that are not too long."""
        fitting = tuple(card for card in cards if len(card.words) <= self.longest)[:limit]
        return Picked(fitting, len(cards) - len(fitting))


FULL = Detail()
DOCUMENT = Detail(whole=True)
LONG = Detail(
    quotes=4,
    sides=4,
    common=4,
    answers=2,
    once=12,
    open=12,
    links=20,
    limits=12,
    longest=4000,
    overview=False,
    again=False,
    made=False,
)
BRIEF = replace(
    LONG,
    quotes=2,
    sides=2,
    common=2,
    questions=12,
    answers=1,
    once=5,
    open=5,
    links=8,
    limits=6,
    longest=2500,
    parts=False,
)
BRIEFER = replace(
    BRIEF,
    themes=12,
    quotes=1,
    contrasts=4,
    sides=1,
    common=1,
    questions=8,
    answers=0,
    once=2,
    open=3,
    links=4,
    limits=4,
    longest=1200,
)
# Whatever the digest holds, this is a few thousand characters.
LEAST = replace(
    BRIEFER,
    themes=9,
    quotes=0,
    contrasts=2,
    sides=0,
    common=0,
    questions=0,
    once=0,
    open=0,
    links=0,
    limits=2,
    longest=200,
)
LADDER = (FULL, LONG, BRIEF, BRIEFER, LEAST)


def fitted(make: Callable[[Detail], T], fits: Callable[[T], bool], first: Detail = FULL) -> T:
    """The first of the ladder, from ``first`` down, that fits; the least if none does."""
    rungs = LADDER[LADDER.index(first) :]
    for detail in rungs[:-1]:
        made = make(detail)
        if fits(made):
            return made
    return make(rungs[-1])
