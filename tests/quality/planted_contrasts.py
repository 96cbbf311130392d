"""Sentences about two sides: true ones, and the same with what is said, or the names, given to the wrong side.

A key point of each side of a topic stands for what that side holds, with arguments that people matched with it. The
sides are called by the word that sets their arguments apart, as sides are that miner finds in a discussion.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import PointGroup, kpa_groups
from planted import Planted
from planted_rules import inside
from planted_sets import AUTHORS, CHOOSING_TOPICS

from miner.clusters.words import is_content
from miner.writer.records import Evidence, EvidenceItem, EvidenceSide, WrittenSentence

TRUE = ("two-sided", "of one side", "names of sides")
FALSE = ("swapped sides", "wrong side", "swapped names")
_OF_A_SIDE, _CITED = 8, 2  # as many arguments as a writer is shown of each side; cited of them, at most
_ROUNDS = 2  # pairs that each key point stands in
_LEAST_USES = 3  # arguments of a side that have a word, for it to be the side's name
_WORD = re.compile(r"[a-z]{5,}")
_BOTH = (
    "Those who stress {left} say that {a}, while those who stress {right} say that {b}.",
    "Some put {left} first and argue that {a}, whereas others put {right} first and argue that {b}.",
    "The side of {left} holds that {a}; the side of {right} holds that {b}.",
)
_ONE = ("Those who stress {name} say that {a}.", "The side of {name} holds that {a}.")


@dataclass(frozen=True)
class Opposed:
    """A claim of each side (left, right) of a topic, the sides' names, and the arguments: the cited ones of each side first."""

    claims: tuple[str, str]
    names: tuple[str, str]
    items: tuple[tuple[EvidenceItem, ...], tuple[EvidenceItem, ...]]

    def cites(self, *sides: int) -> tuple[str, ...]:
        """Ids of the cited arguments of some sides."""
        return tuple(item.id for side in sides for item in self.items[side][:_CITED])

    def evidence(self, task: str) -> Evidence:
        """What a writer would be shown for a summary of the contrast, or for names of its sides."""
        items = (*self.items[0], *self.items[1])
        if task == "summary":
            return Evidence(task="summary", subject="c1", items=items, poles=self.names)
        return Evidence(task="poles", subject="c1", items=items)


def opposed(folder: Path, part: str) -> list[Opposed]:
    """Pairs of key points of the two sides of each topic; ``part`` as in ``planted_sets.true_sentences``."""
    topics: dict[str, list[PointGroup]] = {}
    for group in kpa_groups(folder, part):
        topics.setdefault(group.name.rsplit(" (", 1)[0], []).append(group)
    chosen = random.Random(0)  # noqa: S311 - a sample
    return [
        pair
        for topic, sides in topics.items()
        if len(sides) == 2 and (part != "train" or topic in CHOOSING_TOPICS)
        for pair in _pairs(sides, chosen)
    ]


def planted_sides(pairs: Sequence[Opposed]) -> list[Planted]:
    """All that can be made of some pairs; no sentence twice."""
    made = [one for number, pair in enumerate(pairs) for one in (*_summaries(pair, number), *_names(pair))]
    return list({(one.kind, one.text, one.cites): one for one in made}.values())


def _pairs(sides: Sequence[PointGroup], chosen: random.Random) -> Iterator[Opposed]:
    names = (telling(sides[0].arguments, sides[1].arguments), telling(sides[1].arguments, sides[0].arguments))
    matched = [_matched(side) for side in sides]
    if not all(names) or not all(matched):
        return
    for turn in range(_ROUNDS):
        for at in range(max(map(len, matched))):
            points = [own[(at + turn * side) % len(own)] for side, own in enumerate(matched)]
            yield Opposed(
                claims=(sides[0].key_points[points[0]], sides[1].key_points[points[1]]),
                names=(names[0], names[1]),
                items=(
                    _items(sides[0], points[0], names[0], "left", chosen),
                    _items(sides[1], points[1], names[1], "right", chosen),
                ),
            )


def _matched(side: PointGroup) -> list[int]:
    """Key points that an argument was matched with."""
    return [point for point in range(len(side.key_points)) if _of_point(side, point)]


def _of_point(side: PointGroup, point: int) -> list[int]:
    return [row for row in range(len(side.arguments)) if side.labels.get((row, point)) == 1]


def _items(
    side: PointGroup, point: int, name: str, which: EvidenceSide, chosen: random.Random
) -> tuple[EvidenceItem, ...]:
    """Arguments matched with a key point, then others of the same side, some of which have its name."""
    matched = _of_point(side, point)
    cited = chosen.sample(matched, min(_CITED, len(matched)))
    others = [row for row in range(len(side.arguments)) if row not in matched]
    others = chosen.sample(others, len(others))
    named = [row for row in others if name in side.arguments[row].lower()][:_LEAST_USES]
    rows = [*cited, *named, *(row for row in others if row not in named)][:_OF_A_SIDE]
    first = 0 if which == "left" else len(AUTHORS) // 2
    return tuple(
        EvidenceItem(id=f"{which}{place}", text=side.arguments[row], author=AUTHORS[first + place], side=which)
        for place, row in enumerate(rows)
    )


def telling(own: Sequence[str], other: Sequence[str]) -> str:
    """The word that sets some texts most surely apart from others (log-odds over their error, Monroe, Colaresi and
    Quinn 2008); "" if there is none."""
    here, there = (
        Counter(word for text in texts for word in set(_WORD.findall(text.lower()))) for texts in (own, other)
    )
    sure = {}
    for word, n in here.items():
        if n >= _LEAST_USES and is_content(word):
            here_odds = math.log((n + 0.5) / (len(own) - n + 0.5))
            there_odds = math.log((there[word] + 0.5) / (len(other) - there[word] + 0.5))
            sure[word] = (here_odds - there_odds) / math.sqrt(1 / (n + 0.5) + 1 / (there[word] + 0.5))
    return min(sure, key=lambda word: (-sure[word], word), default="")


def _summaries(pair: Opposed, number: int) -> Iterator[Planted]:
    (a, b), (left, right) = (inside(pair.claims[0]), inside(pair.claims[1])), pair.names
    evidence, both, one = pair.evidence("summary"), _BOTH[number % len(_BOTH)], _ONE[number % len(_ONE)]
    yield Planted("two-sided", both.format(left=left, right=right, a=a, b=b), pair.cites(0, 1), evidence)
    yield Planted("swapped sides", both.format(left=left, right=right, a=b, b=a), pair.cites(0, 1), evidence)
    # One sentence of an answer whose other sentence speaks for the other side: an answer has to cite both.
    said, against = (a, b) if number % 2 else (b, a)
    own, wrong = (left, right) if number % 2 else (right, left)
    side = 0 if number % 2 else 1
    rest = WrittenSentence(text=one.format(name=wrong, a=against), cites=pair.cites(1 - side))
    yield Planted("of one side", one.format(name=own, a=said), pair.cites(side), evidence, rest)
    rest = WrittenSentence(text=one.format(name=wrong, a=against), cites=pair.cites(1 - side))
    yield Planted("wrong side", one.format(name=wrong, a=said), pair.cites(side), evidence, rest)


def _names(pair: Opposed) -> Iterator[Planted]:
    evidence = pair.evidence("poles")
    cites = [_with_word(pair.items[side], pair.names[side]) for side in (0, 1)]
    if not all(cites):
        return
    left, right = (WrittenSentence(text=pair.names[side].capitalize(), cites=cites[side]) for side in (0, 1))
    yield Planted("names of sides", left.text, left.cites, evidence, right)
    yield Planted("swapped names", right.text, right.cites, evidence, left)
    crossed = WrittenSentence(text=left.text, cites=right.cites)
    yield Planted("swapped names", right.text, left.cites, evidence, crossed)


def _with_word(items: Sequence[EvidenceItem], word: str) -> tuple[str, ...]:
    return tuple(item.id for item in items if word in item.text.lower())[:_CITED]
