"""Themes as readers see them: ordered by people, each with a title and a key point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from miner.arguments import Argument
from miner.arguments.strength import speaks_for_others
from miner.arguments.units import count_words
from miner.clusters.context import in_context
from miner.clusters.key_points import key_point, same_point_level
from miner.clusters.people import person_of
from miner.clusters.picture import points_for
from miner.clusters.records import Cluster, Clusters, Labels, Membership, Similarities
from miner.clusters.similarity import Features
from miner.clusters.titles import Nearness, titles_of
from miner.embeddings import Embeddings
from miner.embeddings.blend import general_vectors

_MOST_FOR_GENERAL = 3000  # arguments; the general encoder has read them for the groups anyway, more would cost time


@dataclass(frozen=True)
class _Candidate:
    n_words: int
    strength: float
    stands_alone: bool
    is_article: bool


def described(
    arguments: Sequence[Argument],
    features: Features,
    labels: Labels,
    memberships: tuple[Membership, ...],
    stability: dict[int, float | None],
    method: str,
    embeddings: Embeddings,
) -> Clusters:
    """Order themes by people and give each its title and key point."""
    people = [person_of(argument) for argument in arguments]
    labels, stability = _by_people(labels, stability, people)
    nearness = features.nearness(labels)
    themes = [_central_first(labels, memberships, nearness, theme) for theme in range(nearness.shape[1])]
    texts = [argument.plain for argument in arguments]
    candidates = [
        _Candidate(count_words(a.text), a.strength, speaks_for_others(a.text), a.is_article) for a in arguments
    ]
    level = same_point_level(features)
    clusters = []
    asked = [argument.asked for argument in arguments]
    for number, titled in enumerate(titles_of(themes, texts, people, _nearness(arguments, embeddings), asked)):
        point, matches = key_point(themes[number], features, candidates, level)
        clusters.append(
            Cluster(
                members=tuple(themes[number]),
                core=tuple(item for item in themes[number] if memberships[item] == "core"),
                stability=stability[number],
                title=titled.title,
                keywords=titled.keywords,
                key_point=point,
                matches=matches,
            )
        )
    points = points_for(in_context(embeddings.vectors, arguments), labels)
    return Clusters(tuple(clusters), labels, memberships, method, points, features)


def _nearness(arguments: Sequence[Argument], embeddings: Embeddings) -> Nearness:
    """Cosines of phrases with all arguments, by the general encoder: it knows single words best."""

    texts = [argument.for_embedding for argument in arguments]
    many = len(texts) > _MOST_FOR_GENERAL

    def nearness(phrases: Sequence[str]) -> Similarities:
        vectors = embeddings.vectors if many else general_vectors(embeddings, texts)
        encoded = embeddings.embedder.encode(phrases) if many else general_vectors(embeddings, phrases)
        return np.asarray(np.round(encoded.astype(np.float64) @ vectors.T, 6), dtype=np.float64)

    return nearness


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
