"""What one person says at length: an article, a talk, a post with a comment or two.

Among several people a theme is what two of them say. In a text of one person it is what comes up in several places of
it. Its sentences lean on each other more than posts do, so each is seen half as what it says and half as what is said
around it (as blocks of sentences are compared in TextTiling, Hearst 1997), then once more beside the stretch that it is
a part of, and grouped as all others are. Sentences alone and their order alone agree less with the headings of articles; the stretch
is what lets a point that comes back later in a text be one.

Whether a text has points at all is tested on its order: sentences that stand together must be more alike than
the same sentences in any of 99 random orders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from miner.arguments import Argument
from miner.clusters.agglomerate import best_cut, cut, merge_tree, numbered
from miner.clusters.consensus import stabilities
from miner.clusters.grouping import carried, sample_of
from miner.clusters.membership import memberships_of
from miner.clusters.people import person_of, places_in
from miner.clusters.records import Labels, Membership, Similarities
from miner.clusters.similarity import Features
from miner.settings import ClusterSettings

METHOD = "agglomerative (Ward) on meaning and words of each sentence and, to one half, of the text around it"
BESIDE = "one person's points with the text around them"

_MOST_OF_ALL = 2 / 3  # of all arguments: two of three sentences a reader meets are this person's
_LEAST_ARGUMENTS = 12  # outside the themes of several people: fewer are read as fast as themes of them would be
_FEWEST, _MOST = 6, 7  # points a reader wants from an article
_ARGUMENTS_A_POINT, _LEAST_IN_A_POINT, _LEAST_PLACES = 5, 3, 2
_ARGUMENTS_A_STRETCH = 3
_FADES = 0.5  # weight of what stands one place further away
_REACH = 4  # places to each side; further ones would weigh under a sixteenth
_ORDERS, _MOST_ORDERED = 99, 2000  # random orders; arguments of a book that are put in them
_DRAWS, _CHANCE_QUANTILE = 100, 0.75  # of as many sentences taken from anywhere in the text

Numbers = npt.NDArray[np.int64]
Weights = sparse.csr_array


@dataclass(frozen=True)
class Points:
    """The themes with one person's points behind them; see ``Clusters`` for the fields."""

    labels: Labels
    memberships: tuple[Membership, ...]
    stability: dict[int, float | None]
    method: str


def with_own_points(
    arguments: Sequence[Argument], said: Features, shared: Points, settings: ClusterSettings = ClusterSettings()
) -> Points:
    """The themes of several people, and the points of the one person who said most, where somebody did.

    Parameters
    ----------
    arguments
        In canonical order.
    said
        What each of them says by itself.
    shared
        The themes of several people; they stay as they are.

    Returns
    -------
    Points
        ``shared`` itself where nobody said two thirds of everything, where what they said outside the themes is
        little, or where it comes to no points.
    """
    numbers = _of_one_person(arguments, shared.labels)
    n_shared = int(shared.labels.max(initial=-1)) + 1
    most = min(_MOST, settings.max_themes - n_shared, len(numbers) // _ARGUMENTS_A_POINT)
    if len(numbers) < _LEAST_ARGUMENTS or most < 2:
        return shared
    places = np.array(places_in(arguments), dtype=np.int64)[numbers]
    found, stability, memberships = _points(said.within(numbers), places, most)
    if found.max(initial=-1) < 0:
        return shared
    labels, sure = shared.labels.copy(), list(shared.memberships)
    labels[numbers] = np.where(found >= 0, found + n_shared, -1)
    for number, membership in zip(numbers.tolist(), memberships, strict=True):
        sure[number] = membership
    firm = {**shared.stability, **{group + n_shared: value for group, value in stability.items()}}
    return Points(labels, tuple(sure), firm, f"{shared.method}; {BESIDE}" if n_shared else METHOD)


def _of_one_person(arguments: Sequence[Argument], labels: Labels) -> Labels:
    """Numbers of the arguments outside all themes by the person who said most of everything; none if nobody did."""
    people = [person_of(argument) for argument in arguments]
    person, n = Counter(people).most_common(1)[0]
    if n < _MOST_OF_ALL * len(people):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero((labels < 0) & np.array([one == person for one in people])).astype(np.int64)


def _points(
    said: Features, places: Labels, most: int
) -> tuple[Labels, dict[int, float | None], tuple[Membership, ...]]:
    """Groups of one person's arguments, -1 for those in none; how firm each is, and how surely each is in its own."""
    if not hangs_together(said, places):
        alone: Membership = "tail"
        return np.full(len(places), -1, dtype=np.int64), {}, (alone,) * len(places)
    seen = said.surrounded(_around(places))
    sample = np.arange(len(places)) if len(places) <= _MOST_ORDERED else sample_of(len(places))
    similarity = _likeness(said.of(sample), places[sample])
    fewest = min(most, max(2, min(_FEWEST, len(sample) // (_ARGUMENTS_A_POINT + 1))))
    whole = best_cut(merge_tree(similarity), similarity, range(fewest, most + 1))
    firm = stabilities(
        similarity, whole, lambda kept: merge_tree(_likeness(said.of(sample[kept]), places[sample[kept]]))
    )
    sure = _beyond_chance(similarity, said.of(sample).similarities(), whole, most)
    labels = _all_of(seen, sample, sure)
    kept = [g for g in range(int(labels.max(initial=-1)) + 1) if _comes_up(labels == g, places)]
    found = numbered(np.where(np.isin(labels, kept), labels, -1))
    return found, carried(firm, whole, found[sample]), memberships_of(seen, found)


def _likeness(said: Features, places: Labels) -> Similarities:
    """How alike sentences are with the text around them, and with the stretch of the text that they are a part of.

    Around a sentence stands also what the next stretch is about, so the first hardly knows a point that comes back
    later; the second, which holds a few neighbours on one subject, does.
    """
    around = said.surrounded(_around(places)).similarities()
    if len(places) < 2 * _ARGUMENTS_A_STRETCH:
        return around
    stretch = cut(merge_tree(around), len(places) // _ARGUMENTS_A_STRETCH)
    together = sparse.csr_array((stretch[:, None] == stretch[None, :]).astype(np.float64) - np.eye(len(stretch)))
    return np.asarray((around + said.surrounded(together).similarities()) / 2, dtype=np.float64)


def _all_of(seen: Features, sample: Labels, found: Labels) -> Labels:
    """The groups of a sample, with everything else in the group that it is nearest to."""
    labels = np.full(len(seen), -1, dtype=np.int64)
    labels[sample] = found
    if len(sample) == len(seen) or found.max(initial=-1) < 0:
        return labels
    return np.where(labels >= 0, labels, seen.nearness(labels).argmax(axis=1)).astype(np.int64)


def _comes_up(inside: npt.NDArray[np.bool_], places: Labels) -> bool:
    return int(inside.sum()) >= _LEAST_IN_A_POINT and len(set(places[inside].tolist())) >= _LEAST_PLACES


def _beyond_chance(similarity: Similarities, said: Similarities, labels: Labels, most: int) -> Labels:
    """The groups whose own words are more alike than those of as many sentences from anywhere in the text.

    A group that is not is halved once: it may be a point and what stands beside it. There are ``most`` groups at most.
    """
    rng = np.random.default_rng(0)
    kept = np.full(len(labels), -1, dtype=np.int64)
    groups = [np.flatnonzero(labels == group) for group in range(int(labels.max()) + 1)]
    firm = [_is_no_chance(said, members, rng) for members in groups]
    loose = [members for members, sure in zip(groups, firm, strict=True) if not sure]
    passed = [members for members, sure in zip(groups, firm, strict=True) if sure]
    passed += [half for members in loose for half in _halves(similarity, members) if _is_no_chance(said, half, rng)]
    for number, members in enumerate(passed[:most]):
        kept[members] = number
    return kept


def _halves(similarity: Similarities, members: Numbers) -> list[Numbers]:
    if len(members) < 2 * _LEAST_IN_A_POINT:
        return []
    side = cut(merge_tree(similarity[np.ix_(members, members)]), 2)
    return [members[side == one] for one in (0, 1)]


def _is_no_chance(said: Similarities, members: Numbers, rng: np.random.Generator) -> bool:
    if len(members) < _LEAST_IN_A_POINT:
        return False
    drawn = [_alike(said, rng.choice(len(said), len(members), replace=False)) for _ in range(_DRAWS)]
    return _alike(said, members) > float(np.quantile(drawn, _CHANCE_QUANTILE))


def _alike(similarity: Similarities, members: Numbers) -> float:
    """Mean likeness of the members to each other."""
    n = len(members)
    return round(float(similarity[np.ix_(members, members)].sum() - n) / (n * (n - 1)), 6)


def hangs_together(said: Features, places: Labels) -> bool:
    """Whether sentences that stand together are more alike than the same sentences in any random order.

    Parameters
    ----------
    places : shape (n_arguments,), never falling
        See ``miner.transcript.places``.
    """
    n = min(len(places), _MOST_ORDERED)
    weights = sparse.coo_array(_around(places[:n]))
    similarity = said.of(np.arange(n)).similarities()
    rng = np.random.default_rng(0)

    def cohesion(order: Numbers) -> float:
        return round(float((weights.data * similarity[order[weights.row], order[weights.col]]).sum()), 6)

    here = cohesion(np.arange(n))
    return all(cohesion(rng.permutation(n)) < here for _ in range(_ORDERS))


def _around(places: Labels) -> Weights:
    """How much each sentence is part of what surrounds each other one: half as much with each place further away."""
    numbers = np.cumsum(np.diff(places, prepend=places[:1]) != 0)  # places in which nothing argues do not count
    stands = sparse.csr_array((np.ones(len(numbers)), (np.arange(len(numbers)), numbers)))
    n_places = stands.shape[1]
    bands = [(step, _FADES ** abs(step)) for step in range(-_REACH, _REACH + 1) if abs(step) < n_places]
    near = sparse.diags_array(
        [[weight] * (n_places - abs(step)) for step, weight in bands], offsets=[step for step, _ in bands]
    )
    weights = sparse.csr_array(stands @ near @ stands.T)
    return sparse.csr_array(weights - sparse.diags_array(weights.diagonal()))
