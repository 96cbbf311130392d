"""Who took part: how evenly people spoke, and each person's place between two poles. Never a ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from miner.digest.records import DigestArgument, DigestContrast, DigestPost, Person
from miner.report import phrases
from miner.report.outside import name_of

_STEPS = (1, 2, 4, 8, 16, 32, 64)  # posts by one person: each step from here to just below the next
FEWEST_FOR_SPREAD = 4  # of fewer people one sees at once who wrote how much


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """So many people wrote so many posts; ``percent`` is the width of the bar."""

    posts: str
    n_people: int
    percent: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How evenly people spoke: a sentence, and how many wrote how much."""

    half: str
    rows: tuple[SpreadRow, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person stands in a contrast: the mean of what they said on either side.

    ``side`` is ``left``, ``right``, or ``both`` for somebody heard on both; ``clearest`` is the argument furthest
    from the middle.
    """

    name: str
    value: float
    side: str
    n_left: int
    n_right: int
    clearest: str


def spread(people: Iterable[Person]) -> Spread | None:
    """How evenly people spoke, or None when there are too few to say."""
    wrote = sorted((person.n_posts for person in people if person.n_posts), reverse=True)
    if len(wrote) < FEWEST_FOR_SPREAD:
        return None
    return Spread(half=phrases.half_of_posts(_first_half(wrote), len(wrote)), rows=tuple(_rows(wrote)))


def stands(
    contrast: DigestContrast, arguments: Iterable[DigestArgument], posts: Mapping[str, DigestPost]
) -> tuple[Stand, ...]:
    """Everybody who was heard on a side, from the left pole to the right; unnamed people one by one."""
    said: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for argument in arguments:
        value = argument.positions.get(contrast.name, 0.0)
        if value and abs(value) >= contrast.band:
            author = posts[argument.post_id].author
            said[author, "" if author else argument.id].append((value, argument.id))
    return tuple(sorted((_stand(author, where) for (author, _), where in said.items()), key=_from_left))


def _first_half(wrote: Sequence[int]) -> int:
    """How many of those who wrote most it takes for half of all posts."""
    together, n = 0, 0
    for n_posts in wrote:
        together += n_posts
        n += 1
        if together * 2 >= sum(wrote):
            break
    return n


def _rows(wrote: Sequence[int]) -> Iterable[SpreadRow]:
    ends = [*(step - 1 for step in _STEPS[1:]), None]
    counted = [
        (phrases.range_of(first, last), sum(first <= n and (last is None or n <= last) for n in wrote))
        for first, last in zip(_STEPS, ends, strict=True)
    ]
    most = max(n for _, n in counted)
    return (SpreadRow(posts, n, round(100 * n / most, 1)) for posts, n in counted if n)


def _stand(author: str, where: Sequence[tuple[float, str]]) -> Stand:
    n_left = sum(value < 0 for value, _ in where)
    n_right = len(where) - n_left
    return Stand(
        name=name_of(author),
        value=sum(value for value, _ in where) / len(where),
        side="both" if n_left and n_right else "left" if n_left else "right",
        n_left=n_left,
        n_right=n_right,
        clearest=max(where, key=lambda one: (abs(one[0]), one[1]))[1],
    )


def _from_left(stand: Stand) -> tuple[float, str, str]:
    return stand.value, stand.name, stand.clearest
