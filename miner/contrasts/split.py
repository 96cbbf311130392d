"""Sides that nobody named: the split of an issue into people who oppose one another.

An issue is what arguments share that speak of one thing: the whole discussion, what answers one question, one theme.
Its arguments' vectors and side vectors, without what they all share, have a direction along which they differ most; in
an argued issue that is for and against. Whether it is, the pair model says: the clearest arguments of the two ends must
contradict each other and agree among themselves, else the issue merely has two subjects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from miner.arguments import Argument
from miner.arguments.strength import stands_alone
from miner.arguments.units import count_words
from miner.clusters import Clusters, person_of
from miner.contrasts.opposition import learned, read_sides, side_features
from miner.contrasts.records import Contrast, Pole, Positions
from miner.embeddings import Embeddings
from miner.embeddings.directions import main_directions
from miner.embeddings.english import is_english
from miner.embeddings.pairs import same_side

Numbers = npt.NDArray[np.int64]

_FEWEST_ARGUMENTS, _FEWEST_PEOPLE = 8, 2  # of an issue; of each of its sides
_MIN_SHARE = 0.15  # of an issue's arguments on its smaller side
_EXEMPLARS, _EXEMPLAR_WORDS = 3, 30  # of each end, shown to the pair model; longer ones say more than one thing
# Of 20 sets of texts with two sides (topics that are not scored) 19 pass; what a thread of articles on one subject sets
# up (0.05, -0.39) does not, nor do most sets of one side: their ends differ in subject, and one of them agrees with itself.
_OPPOSED = 0.45  # agreement within the ends minus agreement across
_WITHIN, _ACROSS = (
    0.1,
    -0.05,
)  # each end agrees with itself at least so much in the mean, and both with each other at most
_MOST_TESTED = 2  # issues shown to the pair model, the most opposed by their side vectors first
_STATEMENTS, _MOST_READ = 2, 12  # of each end, against the arguments that stand nearest to the middle
_TAUGHT_WEIGHT = 0.5
_NAME_WORDS = (4, 14)  # of a key point that can stand as the name of a pole
_BAND = 0.05
_DECIMALS = 4


@dataclass(frozen=True)
class Split:
    """An issue in the course of being split; ``where`` are argument numbers, ``along`` their places in [-1, 1]."""

    where: Numbers
    features: npt.NDArray[np.float32]
    along: Positions
    ends: tuple[tuple[int, ...], tuple[int, ...]]
    opposed: float


def split_issues(
    arguments: Sequence[Argument], embeddings: Embeddings, clusters: Clusters, most: int
) -> list[tuple[Contrast, Positions, float]]:
    """At most ``most`` contrasts with the positions of all arguments (0.0 outside the issue) and the null band."""
    if most <= 0 or embeddings.sides is None or not is_english([argument.plain for argument in arguments]):
        return []
    splits = [_split(arguments, embeddings, where) for where in _issues(arguments, clusters)]
    fitting = sorted((one for one in splits if one is not None), key=lambda one: (-one.opposed, len(one.where)))
    found: list[tuple[Contrast, Positions, float]] = []
    taken: set[int] = set()
    for split in fitting[:_MOST_TESTED]:
        if len(found) < most and not taken & set(split.where.tolist()):
            clarity = _clarity(arguments, split)
            if clarity is not None:
                taken |= set(split.where.tolist())
                found.append(_contrast(arguments, split, clarity))
    return found


def _issues(arguments: Sequence[Argument], clusters: Clusters) -> Iterator[Numbers]:
    """The whole discussion, the answers to each question, each theme; each set of arguments once."""
    groups: list[Numbers] = [np.arange(len(arguments))]
    questions = sorted({(a.thread_id, a.question) for a in arguments if a.question})
    for thread_id, question in questions:
        groups.append(
            np.array([n for n, a in enumerate(arguments) if (a.thread_id, a.question) == (thread_id, question)])
        )
    groups += [np.flatnonzero(clusters.labels == theme) for theme in range(int(clusters.labels.max(initial=-1)) + 1)]
    seen: set[bytes] = set()
    for where in groups:
        if len(where) >= _FEWEST_ARGUMENTS and where.tobytes() not in seen:
            seen.add(where.tobytes())
            yield where.astype(np.int64)


def _split(arguments: Sequence[Argument], embeddings: Embeddings, where: Numbers) -> Split | None:
    """The issue along its main direction; None where one side has too few people or arguments."""
    assert embeddings.sides is not None  # noqa: S101 - asked before
    vectors, sides = embeddings.vectors[where], embeddings.sides[where]
    features = np.hstack(
        [side_features(vectors, None, vectors.mean(axis=0)), side_features(sides, None, sides.mean(axis=0))]
    )
    along = _main_direction(features)
    on_left, on_right = where[along < 0], where[along > 0]
    if min(len(on_left), len(on_right)) < max(2, _MIN_SHARE * len(where)):
        return None
    if any(len({person_of(arguments[int(n)]) for n in side}) < _FEWEST_PEOPLE for side in (on_left, on_right)):
        return None
    left, right = (_end(arguments, where, along * sign) for sign in (-1, 1))
    dots = np.tanh(sides @ sides.T / np.sqrt(sides.shape[1]) / 2)
    inside = (dots[np.ix_(left, left)].mean() + dots[np.ix_(right, right)].mean()) / 2
    return Split(where, features, along, (left, right), round(float(inside - dots[np.ix_(left, right)].mean()), 4))


def _main_direction(features: npt.NDArray[np.float32]) -> Positions:
    """Places along the first principal direction, 1 for the outermost tenth; the sign is that of the first argument's."""
    dense = np.round(features.astype(np.float64), 5)
    wide = len(dense) < dense.shape[1]  # the smaller of the two products has the same directions
    product = np.round(dense @ dense.T if wide else dense.T @ dense, 8)
    top = main_directions(product, 1)[:, 0]
    along = top if wide else dense @ top
    along = np.clip(along / max(float(np.quantile(np.abs(along), 0.9)), 1e-9), -1.0, 1.0)
    first = np.flatnonzero(np.abs(along) > 1e-6)
    return np.asarray(np.round(along * (np.sign(along[first[0]]) if len(first) else 1.0), _DECIMALS))


def _end(arguments: Sequence[Argument], where: Numbers, outward: Positions) -> tuple[int, ...]:
    """Rows of the clearest strong arguments of one end, by different people where there are so many."""
    said = [arguments[int(number)] for number in where]
    short = np.array([1.0 if count_words(argument.text) <= _EXEMPLAR_WORDS else 0.5 for argument in said])
    worth = outward * short * (0.3 + np.array([argument.strength for argument in said]))
    order = [int(row) for row in np.lexsort((np.arange(len(where)), -np.round(worth, 6))) if outward[row] > 0]
    first_of = {person_of(arguments[int(where[row])]): row for row in reversed(order)}
    each_once = [row for row in order if first_of[person_of(arguments[int(where[row])])] == row]
    return tuple((each_once + [row for row in order if row not in each_once])[:_EXEMPLARS])


def _clarity(arguments: Sequence[Argument], split: Split) -> dict[int, float] | None:
    """How clearly each of the ends' rows speaks for its end; None where the ends do not contradict each other.

    The pair model reads the ends' arguments: an argument is clear that agrees with its own end and contradicts the other.
    """
    said = {row: arguments[int(split.where[row])].text for end in split.ends for row in end}
    across = [(a, b) for a in split.ends[0] for b in split.ends[1]]
    within = [(a, b) for end in split.ends for number, a in enumerate(end) for b in end[number + 1 :]]
    if not within:
        return None
    scores = same_side([(said[a], said[b]) for a, b in (*across, *within)])
    between, inside = scores[: len(across)], scores[len(across) :]
    agreed, contradicted = float(inside.mean()), float(between.mean())
    if agreed < _WITHIN or contradicted > _ACROSS or agreed - contradicted < _OPPOSED:
        return None
    return {row: round(_mean_of(row, within, inside) - _mean_of(row, across, between), _DECIMALS) for row in said}


def _mean_of(row: int, pairs: Sequence[tuple[int, int]], scores: npt.NDArray[np.float64]) -> float:
    """Mean score of the pairs a row is in; 0 if it is in none."""
    own = [score for pair, score in zip(pairs, scores, strict=True) if row in pair]
    return float(np.mean(own)) if own else 0.0


def _contrast(
    arguments: Sequence[Argument], split: Split, clarity: Mapping[int, float]
) -> tuple[Contrast, Positions, float]:
    """The contrast with its poles' statements, and positions settled by reading those in the middle."""
    poles = [_pole(arguments, split, end, clarity) for end in split.ends]
    contrast = Contrast(poles[0], poles[1], "", "found")
    middle = np.lexsort((np.arange(len(split.where)), np.abs(split.along)))[:_MOST_READ]
    settled = split.along.copy()
    texts = [arguments[int(split.where[row])].text for row in middle]
    settled[middle] += read_sides(texts, contrast, _STATEMENTS)
    seeds = [row for end in split.ends for row in end]
    taught = learned(split.features, split.features[seeds], len(split.ends[0]), settled)
    placed = np.clip((settled + _TAUGHT_WEIGHT * taught) / (1 + _TAUGHT_WEIGHT), -1.0, 1.0)
    positions = np.zeros(len(arguments))
    positions[split.where] = np.where(np.abs(placed) > _BAND, np.round(placed, _DECIMALS), 0.0)
    return contrast, positions, _BAND


def _pole(arguments: Sequence[Argument], split: Split, end: tuple[int, ...], clarity: Mapping[int, float]) -> Pole:
    """A pole, named by the one of its arguments that is most clearly of its end and can stand as a name."""
    said = {row: arguments[int(split.where[row])] for row in end}
    short = [row for row, a in said.items() if _NAME_WORDS[0] <= count_words(a.text) <= _NAME_WORDS[1]]
    fitting = [row for row in short if stands_alone(said[row].text)]
    named = (
        max(fitting, key=lambda row: clarity[row]) if fitting else min(end, key=lambda row: count_words(said[row].text))
    )
    return Pole(_as_name(said[named].text), tuple(argument.text for argument in said.values()))


def _as_name(text: str) -> str:
    """One line without its full stop, cut after the words a name may have."""
    words = text.split()
    if len(words) > _NAME_WORDS[1]:
        return " ".join(words[: _NAME_WORDS[1]]).rstrip(".,;:") + " …"
    return " ".join(words).rstrip(".")
