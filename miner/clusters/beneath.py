"""The level below: a large theme whose members fall into clearly different points is shown in parts.

The parts are found as the themes are (Ward, cut by silhouette, checked against shuffled data, settled, resampled), but
seen from within the theme: what all its members share tells none of them apart. That alone finds parts in anything,
for whatever many people say can be said in two ways. So two parts must also be apart as the whole discussion sees
them: less alike than a fraction of how alike their own members are. On ArgKP-2021's dev part and four sets of labelled short
texts 45 of 48 groups of one point stayed whole, and all 55 groups put together from two or three came apart; asking the
pair model told them apart no better and takes a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from miner.clusters.agglomerate import Tree, cut, merge_tree, silhouette
from miner.clusters.consensus import stabilities
from miner.clusters.grammar import Usage
from miner.clusters.grouping import carried
from miner.clusters.membership import beyond_chance, settle
from miner.clusters.records import Labels
from miner.clusters.similarity import Features, between_groups
from miner.clusters.titles import Nearness, Titled, titles_of

_LEAST_ARGUMENTS, _LEAST_PEOPLE = 24, 8  # of a theme: a smaller one is read through as fast as its parts would be
_MOST_PARTS = 5
_ARGUMENTS_A_PART, _PEOPLE_A_PART = 5, 3
# How alike two parts may be and still be two, as a share of the likeness inside them: in a theme of so many arguments.
# In a small one parts must be plainly different to be worth a reader's while; in a large one there is more to tell from.
_APART = ((40, 120, 250), (0.1, 0.5, 0.7))
_COVERED = 0.5  # of the theme's members are in a part, or the parts do not tell what the theme is about
_FIRM = 0.5  # how reliably a part comes back in resamples, at least: below, a digest names the borders loose
_MOST_COMPARED = 400  # members of one theme, evenly spread; the others go to the part they are nearest to


@dataclass(frozen=True)
class Part:
    """Some of a theme's members, as argument numbers in canonical order; ``core`` those that are surely in it."""

    members: tuple[int, ...]
    core: tuple[int, ...]
    stability: float | None


@dataclass(frozen=True)
class Naming:
    """What titles of parts are made from: all arguments of the discussion, and how it uses its words."""

    texts: Sequence[str]
    people: Sequence[str]
    nearness: Nearness
    usage: Usage | None

    def titles(self, parts: Sequence[Part], members: Sequence[int], taken: Sequence[str], number: int) -> list[Titled]:
        """A title for each part, which sets it apart from the other parts of its theme.

        Parameters
        ----------
        members
            Of the theme, which is the ``number``-th from 0.
        taken
            Titles of all themes and parts that have one.
        """
        if not parts:
            return []
        ordered = sorted(members)
        place = {member: at for at, member in enumerate(ordered)}
        return titles_of(
            [[place[member] for member in part.members] for part in parts],
            [self.texts[member] for member in ordered],
            [self.people[member] for member in ordered],
            lambda phrases: self.nearness(phrases)[:, ordered],
            usage=self.usage,
            taken=taken,
            above=str(number + 1),
        )


def parts_of(members: Sequence[int], features: Features, said: Features, people: Sequence[str]) -> tuple[Part, ...]:
    """The parts of a theme, by people, most first; none where it is small, or one point.

    Parameters
    ----------
    members
        Argument numbers, in any order.
    features, said
        Of all arguments of the discussion, with what surrounds them and without.
    people
        Who said each argument of the discussion.

    Returns
    -------
    tuple of Part
        None, or two to five that share no member. Members in no part belong to the theme alone.
    """
    numbers = np.array(sorted(members), dtype=np.int64)
    names = [people[number] for number in numbers.tolist()]
    if len(names) < _LEAST_ARGUMENTS or len(set(names)) < _LEAST_PEOPLE:
        return ()
    inside = features.within(numbers)
    found, stability = _grouped(inside, features.of(numbers))
    if found.max(initial=-1) < 1:
        return ()
    labels, memberships = settle(inside, said.within(numbers), found)
    firm = carried(stability, found, labels)
    groups = [group for group in range(int(labels.max(initial=-1)) + 1) if _is_part(labels == group, names)]
    groups = [group for group in groups if (firm[group] or 0.0) >= _FIRM]
    if len(groups) < 2 or np.isin(labels, groups).mean() < _COVERED:
        return ()
    sure = np.array([membership == "core" for membership in memberships])
    parts = [_part(numbers, labels == group, sure, firm[group]) for group in groups]
    return tuple(sorted(parts, key=lambda part: _order(part, people)))


def _grouped(inside: Features, seen: Features) -> tuple[Labels, dict[int, float | None]]:
    """Groups of the theme's members that are apart, -1 for those not compared, and how firm each is.

    Parameters
    ----------
    inside, seen
        The members' features from within the theme, and as the discussion sees them.
    """
    n = len(inside)
    sample = np.unique(np.linspace(0, n - 1, min(n, _MOST_COMPARED)).astype(np.int64))
    chosen, seen = inside.of(sample), seen.of(sample)
    similarity = chosen.similarities()
    tree, null = merge_tree(similarity), chosen.shuffled().similarities()
    labels = np.full(n, -1, dtype=np.int64)
    for cut_of_tree in _clearest_first(tree, chosen):
        found = beyond_chance(similarity, null, cut_of_tree)
        if found.max(initial=-1) > 0 and _most_alike(found, seen) <= np.interp(len(sample), *_APART):
            labels[sample] = found
            return labels, carried(stabilities(similarity, cut_of_tree), cut_of_tree, found)
    return labels, {}


def _clearest_first(tree: Tree, inside: Features) -> list[Labels]:
    """Cuts of the tree into two parts and more, by silhouette on what is said alone."""
    judged = inside.without_questions().similarities()
    cuts = [cut(tree, size) for size in range(2, min(_MOST_PARTS, len(inside) // _ARGUMENTS_A_PART) + 1)]
    return sorted(cuts, key=lambda labels: -round(float(silhouette(judged, labels).mean()), 6))


def _most_alike(labels: Labels, seen: Features) -> float:
    """The likeness of the two groups that are most alike, as a share of the likeness inside them."""
    alike = between_groups(seen, labels)
    return float(alike[np.triu_indices(len(alike), 1)].max())


def _is_part(inside: npt.NDArray[np.bool_], names: Sequence[str]) -> bool:
    n_people = len({name for name, there in zip(names, inside, strict=True) if there})
    return int(inside.sum()) >= _ARGUMENTS_A_PART and n_people >= _PEOPLE_A_PART


def _part(numbers: Labels, inside: npt.NDArray[np.bool_], sure: npt.NDArray[np.bool_], stability: float | None) -> Part:
    return Part(tuple(numbers[inside].tolist()), tuple(numbers[inside & sure].tolist()), stability)


def _order(part: Part, people: Sequence[str]) -> tuple[int, int, int]:
    return -len({people[member] for member in part.members}), -len(part.members), part.members[0]
