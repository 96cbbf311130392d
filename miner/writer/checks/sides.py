"""Contrasts: both sides are cited, each pole is named by its own side's words, and each side is said to say its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miner.clusters.words import is_content, stem, tokens
from miner.writer.checks.base import Claim, Source, stems
from miner.writer.checks.frames import parts_of
from miner.writer.checks.support import signals
from miner.writer.records import EvidenceItem, EvidenceSide, Problem

_MARGIN = 0.5  # of the support score, by which the other side says it rather
_BEARING = 2  # arguments of a side; the others may speak of something else
_FOUR_FIFTHS = 0.8
_SIDES: tuple[EvidenceSide, EvidenceSide] = ("left", "right")
_AGAINST = re.compile(
    r"\b(?:against|opponents?|critics?|opposing|oppose[sd]?|reject\w*|sceptics?|skeptics?)\b", re.IGNORECASE
)


def both_sides(claims: Sequence[Claim], source: Source) -> Iterator[Problem]:
    """Where the evidence has two sides, the answer cites both, and not one of them four times as often as it should."""
    counts = [_n_of(source.items, side) for side in _SIDES]
    if not all(counts):
        return
    cited = tuple({item.id: item for claim in claims for item in claim.cited}.values())
    shown = [_n_of(cited, side) for side in _SIDES]
    if not all(shown):
        missing = _SIDES[shown.index(0)]
        yield Problem(rule="sides", what=f"the {missing} side is not cited", sentence=-1)
    elif max(shown) / sum(shown) > _FOUR_FIFTHS and max(shown) / sum(shown) > max(counts) / sum(counts) + (
        1 - _FOUR_FIFTHS
    ):
        yield Problem(rule="sides", what=f"one side is cited {max(shown)} times, the other {min(shown)}", sentence=-1)


def _n_of(items: Sequence[EvidenceItem], side: str) -> int:
    return sum(item.side == side for item in items)


def own_side(claim: Claim) -> Iterator[Problem]:
    """A part that names one pole says what the arguments of that side say, not those of the other."""
    poles = claim.source.evidence.poles
    if len(poles) != len(_SIDES) or not claim.english:
        return
    for part in _parts(claim):
        named = _pole_named(part, poles)
        if named is None or _AGAINST.search(part):
            continue
        own = [item.text for item in claim.source.items if item.side == _SIDES[named]]
        other = [item.text for item in claim.source.items if item.side == _SIDES[1 - named]]
        rest = _without(part, poles[named])
        if not own or not other or len([word for word in tokens(rest) if is_content(word)]) < 2:
            continue
        if signals(rest, other, _BEARING).score > signals(rest, own, _BEARING).score + _MARGIN:
            yield claim.problem("sides", f"what is said of {poles[named]!r} is what the other side says")
            return
        if not any(item.side == _SIDES[named] for item in claim.cited):
            yield claim.problem("sides", f"{poles[named]!r} is named, and no argument of that side is cited")
            return


def _parts(claim: Claim) -> list[str]:
    """The parts of a sentence with the words that say who says it: those name the pole."""
    cores = [part.core for part in parts_of(claim.text, sorted(claim.source.people))]
    ends = [claim.text.find(core) + len(core) for core in cores if core in claim.text]
    begins = [0, *ends[:-1]]
    return [claim.text[begin:end] for begin, end in zip(begins, ends, strict=True)] or [claim.text]


def _pole_named(part: str, poles: Sequence[str]) -> int | None:
    """The one pole whose name stands in a part; None for none or both."""
    said = stems(part)
    names = [{stem(word) for word in tokens(pole) if is_content(word)} for pole in poles]
    own = [name - names[1 - number] for number, name in enumerate(names)]
    found = [number for number, name in enumerate(own) if name and name <= said]
    return found[0] if len(found) == 1 else None


def _without(part: str, pole: str) -> str:
    """A part without the name of its pole and what introduces it."""
    name = re.escape(pole)
    return re.sub(
        rf"^.{{0,60}}?{name}\W*(?:\w+ ){{0,2}}?(?:that\b|:|,|say|argue|think|believe|feel|see)\w*\s*",
        "",
        part,
        flags=re.IGNORECASE,
    )


def pole_names(claims: Sequence[Claim], source: Source) -> Iterator[Problem]:
    """The first name is made of words of the left side, the second of words of the right; they differ."""
    if len(claims) < len(_SIDES):
        yield Problem(rule="sides", what="two names are needed", sentence=-1)
        return
    if {stem(word) for word in tokens(claims[0].text)} == {stem(word) for word in tokens(claims[1].text)}:
        yield Problem(rule="sides", what="both poles have one name", sentence=1)
    for number, claim in enumerate(claims[: len(_SIDES)]):
        own, other = (
            _share(claim.text, [item.text for item in source.items if item.side == side])
            for side in (_SIDES[number], _SIDES[1 - number])
        )
        called = source.evidence.poles
        if own < other or (
            len(called) == len(_SIDES)
            and _overlap(claim.text, called[1 - number]) > _overlap(claim.text, called[number])
        ):
            yield claim.problem("sides", "it is rather a name for the other side")
        if any(item.side == _SIDES[1 - number] for item in claim.cited):
            yield claim.problem("sides", "it cites an argument of the other side")


def _share(name: str, texts: Sequence[str]) -> float:
    """Mean share of a side's arguments that have a word of the name."""
    words = {stem(word) for word in tokens(name) if is_content(word)}
    there = [stems(text) for text in texts]
    return sum(len(words & one) for one in there) / max(1, len(there) * len(words))


def _overlap(one: str, other: str) -> int:
    return len(
        {stem(word) for word in tokens(one) if is_content(word)}
        & {stem(word) for word in tokens(other) if is_content(word)}
    )
