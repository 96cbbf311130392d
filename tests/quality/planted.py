"""Planted sentences: true ones in five forms, and false ones of ten kinds made from them by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import planted_rules as rules
from planted_sets import Base

from miner.writer.records import Answer, Evidence, WrittenSentence

TRUE = ("claims", "attributed", "counted", "extracts", "shortened")
FALSE = (
    "swapped side",
    "swapped number",
    "swapped author",
    "invented agreement",
    "negated",
    "dropped negation",
    "foreign name",
    "foreign claim",
    "neighbour's claim",
    "opposite word",
)


@dataclass(frozen=True)
class Planted:
    """A sentence with its citations, and whether it is true."""

    kind: str
    text: str
    cites: tuple[str, ...]
    evidence: Evidence
    rest: WrittenSentence | None = None  # another sentence of the same answer, where one alone is none

    @property
    def answer(self) -> Answer:
        """As a writer would hand it over."""
        sentences = (WrittenSentence(text=self.text, cites=self.cites), *((self.rest,) if self.rest else ()))
        return Answer(task=self.evidence.task, subject=self.evidence.subject, sentences=sentences)


def planted(bases: Sequence[Base]) -> list[Planted]:
    """All that can be made of some true sentences; no sentence twice with the same evidence."""
    made = [
        Planted(kind, text, cites, base.evidence)
        for number, base in enumerate(bases)
        for kind, text, cites in (*_true(base, number), *_false(base, number))
        if text
    ]
    return list({(one.kind, one.text, one.cites): one for one in made}.values())


_Made = tuple[str, str, tuple[str, ...]]


def _true(base: Base, number: int) -> Iterator[_Made]:
    first = base.cited[0]
    yield "claims", _sentence(base.text), base.cites
    yield "attributed", _sentence(rules.said_by(base.text, first.author, number)), (first.id,)
    if base.n_cited > 1:
        yield "counted", _sentence(rules.said_by_many(base.text, base.n_cited, number)), base.cites
    yield "extracts", _first_sentence(first.text), (first.id,)
    yield "shortened", rules.shortened(first.text), (first.id,)


def _false(base: Base, number: int) -> Iterator[_Made]:
    cites, others = base.cites, base.evidence.items[base.n_cited :]
    own = base.cited[0]
    if base.against:
        yield "swapped side", _sentence(base.against[number % len(base.against)]), cites
    changed = [
        (item.id, rules.number_changed(_first_sentence(item.text), [one.text for one in others])) for item in base.cited
    ]
    for item_id, text in changed:
        yield "swapped number", text, (item_id,)
    if base.n_cited > 1:
        yield "swapped number", _sentence(rules.said_by_many(base.text, base.n_cited + 1 + number % 3, number)), cites
    if others:
        stranger = others[number % len(others)]
        both = (stranger.id,) if number % 3 == 0 else ()  # the hard ones cite that person, who said something else
        yield "swapped author", _sentence(rules.said_by(base.text, stranger.author, number)), (*cites, *both)
    yield "invented agreement", _sentence(rules.agreed_by_all(base.text, number)), cites
    yield "negated", _sentence(rules.negated(base.text)), cites
    yield "dropped negation", _sentence(rules.negation_dropped(base.text)), cites
    short = rules.shortened(own.text) or _first_sentence(own.text)
    yield "negated", rules.negated(short), (own.id,)
    yield "dropped negation", rules.negation_dropped(short), (own.id,)
    yield "foreign name", _sentence(rules.with_foreign_name(base.text, number)), cites
    yield "foreign claim", _sentence(base.foreign), cites
    if base.beside:
        yield "neighbour's claim", _sentence(base.beside[number % len(base.beside)]), cites
    yield "opposite word", _sentence(rules.turned(base.text)), cites


def _sentence(text: str) -> str:
    """With a capital and a full stop; "" stays."""
    text = text.strip()
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?!' else '.'}" if text else ""


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[0]
