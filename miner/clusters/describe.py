"""Themes as readers see them: ordered by people, each with a title and a key point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from miner.arguments import Argument
from miner.arguments.alone import reads_as_headline
from miner.arguments.strength import speaks_for_others
from miner.arguments.units import count_words
from miner.clusters.beneath import Naming, parts_of
from miner.clusters.context import in_context
from miner.clusters.headings import headings_of
from miner.clusters.key_points import key_point, same_point_level
from miner.clusters.people import person_of, voices_of
from miner.clusters.picture import points_for
from miner.clusters.records import Cluster, Clusters, Labels, Membership, Similarities
from miner.clusters.similarity import Features
from miner.clusters.titles import Nearness, titles_of, usage_in
from miner.embeddings import Embeddings, Vectors
from miner.embeddings.blend import general_vectors, share_of_trained

_MOST_FOR_GENERAL = 3000  # arguments; the general encoder has read them for the groups anyway, more would cost time


@dataclass(frozen=True)
class _Candidate:
    n_words: int
    strength: float
    stands_alone: bool
    is_article: bool
    is_headline: bool


def described(
    arguments: Sequence[Argument],
    features: Features,
    labels: Labels,
    memberships: tuple[Membership, ...],
    stability: dict[int, float | None],
    method: str,
    embeddings: Embeddings,
    said: Features | None = None,
) -> Clusters:
    """Order themes by people and give each its title and key point; below large ones their parts.

    Parameters
    ----------
    said
        What each argument says by itself, for the level below; None looks for none.
    """
    people = [person_of(argument) for argument in arguments]
    labels, stability = _by_people(labels, stability, people)
    nearness = features.nearness(labels)
    themes = [_central_first(labels, memberships, nearness, theme) for theme in range(nearness.shape[1])]
    texts = [argument.plain for argument in arguments]
    candidates = [
        _Candidate(count_words(a.text), a.strength, speaks_for_others(a.text), a.is_article, reads_as_headline(a.text))
        for a in arguments
    ]
    level = same_point_level(features)
    clusters = []
    asked = [argument.asked for argument in arguments]
    usage, near = usage_in(texts), _nearness(arguments, embeddings)
    headings = headings_of(themes, arguments)
    titles = titles_of(themes, texts, voices_of(arguments, labels), near, asked, usage, tuple(headings.values()))
    for number, titled in enumerate(titles):
        point, matches = key_point(themes[number], features, candidates, level)
        clusters.append(
            Cluster(
                members=tuple(themes[number]),
                core=tuple(item for item in themes[number] if memberships[item] == "core"),
                stability=stability[number],
                title=headings.get(number, titled.title),
                keywords=titled.keywords,
                key_point=point,
                matches=matches,
            )
        )
    if said is not None:
        naming = Naming(texts, people, near, usage)
        clusters += _below(clusters, features, said, naming, candidates, level)
    points = points_for(in_context(embeddings.vectors, arguments), labels)
    return Clusters(tuple(clusters), labels, memberships, method, points, features)


def _below(
    tops: Sequence[Cluster],
    features: Features,
    said: Features,
    naming: Naming,
    candidates: Sequence[_Candidate],
    level: float,
) -> list[Cluster]:
    """The parts of each theme that has some, with titles that no theme and no part has."""
    below: list[Cluster] = []
    for number, top in enumerate(tops):
        parts = parts_of(top.members, features, said, naming.people)
        taken = [cluster.title for cluster in (*tops, *below)]
        for part, titled in zip(parts, naming.titles(parts, top.members, taken, number), strict=True):
            within = set(part.members)
            members = tuple(member for member in top.members if member in within)
            point, matches = key_point(members, features, candidates, level, top.key_point)
            below.append(
                Cluster(
                    members, part.core, part.stability, titled.title, titled.keywords, point, matches, parent=number
                )
            )
    return below


def _nearness(arguments: Sequence[Argument], embeddings: Embeddings) -> Nearness:
    """Cosines of phrases with all arguments, by the two encoders that the groups were made with.

    In a debate about one thing the general encoder alone hardly tells one theme's title from another's.
    """
    texts = [argument.for_embedding for argument in arguments]
    one_encoder = embeddings.sides is None or not 1 < len(texts) <= _MOST_FOR_GENERAL

    def nearness(phrases: Sequence[str]) -> Similarities:
        trained = _cosines(embeddings.embedder.encode(phrases), embeddings.vectors)
        if one_encoder:
            return np.round(trained, 6)
        vectors = general_vectors(embeddings, texts)
        share = share_of_trained(vectors)
        general = _cosines(general_vectors(embeddings, phrases), vectors)
        return np.asarray(np.round(share * trained + (1 - share) * general, 6), dtype=np.float64)

    return nearness


def _cosines(phrases: Vectors, texts: Vectors) -> Similarities:
    return np.asarray(phrases.astype(np.float64) @ texts.T, dtype=np.float64)


def _by_people(
    labels: Labels, stability: dict[int, float | None], people: Sequence[str]
) -> tuple[Labels, dict[int, float | None]]:
    """Themes renumbered by people, then arguments, most first; ties by the first member."""
    groups = range(int(labels.max(initial=-1)) + 1)
    members = {group: np.flatnonzero(labels == group) for group in groups}
    order = sorted(
        groups, key=lambda g: (-len({people[int(item)] for item in members[g]}), -len(members[g]), int(members[g][0]))
    )
    number = {group: place for place, group in enumerate(order)}
    moved = np.array([number.get(int(label), -1) for label in labels], dtype=np.int64)
    return moved, {place: stability.get(group) for group, place in number.items()}


def _central_first(
    labels: Labels, memberships: tuple[Membership, ...], nearness: Similarities, theme: int
) -> list[int]:
    members = [int(item) for item in np.flatnonzero(labels == theme)]
    return sorted(
        members, key=lambda item: (memberships[item] != "core", -round(float(nearness[item, theme]), 6), item)
    )
