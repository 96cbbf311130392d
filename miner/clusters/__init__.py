"""Clusters: arguments that make the same point, grouped; what belongs nowhere stays in the long tail.

Chosen by size: below eight arguments nothing is grouped; up to ``max_exact`` all pairs are compared exactly;
above, groups are found by density. ``group`` is the same code for plain texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from miner.arguments import Argument
from miner.arguments.strength import stands_alone
from miner.arguments.units import count_words
from miner.clusters.agglomerate import best_cut, cut, merge_tree, numbered
from miner.clusters.context import in_context
from miner.clusters.key_points import key_point, same_point_level
from miner.clusters.membership import beyond_chance, settle
from miner.clusters.picture import points_for
from miner.clusters.records import Cluster, Clusters, Labels, Membership, Similarities
from miner.clusters.similarity import Features, features_of
from miner.clusters.stability import stabilities
from miner.clusters.titles import Closeness, titles_of
from miner.embeddings import Embeddings, Vectors
from miner.errors import ShapeMismatch, UnknownName
from miner.settings import ClusterSettings

__all__ = ["Cluster", "Clusters", "Features", "cluster", "group_labels", "person_of"]

METHODS = ("auto", "agglomerative", "hdbscan")
_READERS_BUDGET = 5  # a discussion of forty arguments and more has at least so many themes to choose from
_LARGE_ENOUGH_FOR_BUDGET = 40
_ARGUMENTS_A_THEME = 5
_MIN_PEOPLE = 2
_FROM_AN_ARTICLE = 10
_MIN_STRENGTH = 0.3  # weaker remarks may join a theme, but make none


def cluster(
    arguments: Sequence[Argument], embeddings: Embeddings, settings: ClusterSettings = ClusterSettings()
) -> Clusters:
    """Group arguments into themes.

    Parameters
    ----------
    arguments
        In canonical order.
    embeddings
        One row for each argument.

    Returns
    -------
    Clusters
        Every argument is core, assigned or tail; a theme has at least two people.

    Raises
    ------
    ShapeMismatch, UnknownName
    """
    if len(embeddings.vectors) != len(arguments):
        raise ShapeMismatch("vectors", embeddings.vectors.shape, f"{len(arguments)} rows, one for each argument")
    if settings.method not in METHODS:
        raise UnknownName("clustering method", settings.method, METHODS)
    n = len(arguments)
    if n < settings.min_arguments:
        return _ungrouped(
            arguments, embeddings.vectors, f"{n} arguments: fewer than {settings.min_arguments}, shown without grouping"
        )
    questions = [argument.question and f"{argument.thread_id} {argument.question}" for argument in arguments]
    vectors = in_context(embeddings.vectors, arguments)
    texts = [argument.plain for argument in arguments]
    features = features_of(vectors, texts, questions)
    leading = _leading(arguments, settings.min_arguments)
    found, stability, method = _groups(features.of(leading), vectors[leading], settings)
    labels = np.full(n, -1, dtype=np.int64)
    labels[leading] = found
    settled, memberships = settle(features, features_of(embeddings.vectors, texts), labels)
    kept, memberships = _by_several_people(settled, memberships, [person_of(argument) for argument in arguments])
    return _described(arguments, features, kept, memberships, _carried(stability, labels, kept), method, embeddings)


def group_labels(
    vectors: Vectors, texts: Sequence[str], n_groups: int | None, settings: ClusterSettings = ClusterSettings()
) -> Labels:
    """Labels of plain texts; see ``miner.group``."""
    if len(texts) < 2:
        return np.full(len(texts), -1, dtype=np.int64)
    if len(texts) > settings.max_exact:
        from miner.clusters.large import label_large

        return label_large(vectors, n_groups, settings)
    similarity = features_of(vectors, texts).similarities()
    tree = merge_tree(similarity)
    if n_groups is not None:
        return cut(tree, n_groups)
    if len(texts) < settings.min_arguments:
        return np.full(len(texts), -1, dtype=np.int64)
    return best_cut(tree, similarity, _sizes_for_groups(len(texts)))


def _sizes_for_groups(n: int) -> tuple[int, ...]:
    """Numbers of groups to try, a quarter apart: 2 to a quarter of the texts."""
    sizes = {2}
    size = 2.0
    while size < n / 4:
        size *= 1.25
        sizes.add(min(round(size), max(2, n // 4)))
    return tuple(sorted(sizes))


def person_of(argument: Argument) -> str:
    """Who is counted: the author, or the post itself where the author is not known (unnamed posts are different people)."""
    return argument.author or argument.post_id


def _leading(arguments: Sequence[Argument], min_arguments: int) -> Labels:
    """Numbers of the arguments that decide which themes there are: what readers argued, and the article's strongest.

    A long article would otherwise fill the themes; what it also says joins the theme it is near to. So does what is
    said around a chat with numbered questions but not while it runs.
    """
    with_questions = {argument.thread_id for argument in arguments if argument.question}
    said = [
        number
        for number, argument in enumerate(arguments)
        if not argument.is_article
        and argument.strength >= _MIN_STRENGTH
        and (argument.question or argument.thread_id not in with_questions)
    ]
    if len(said) < min_arguments:
        return np.arange(len(arguments))
    articles: dict[str, list[int]] = {}
    for number, argument in enumerate(arguments):
        if argument.is_article:
            articles.setdefault(argument.post_id, []).append(number)
    for numbers in articles.values():
        said += sorted(numbers, key=lambda number: (-arguments[number].strength, number))[:_FROM_AN_ARTICLE]
    return np.array(sorted(said), dtype=np.int64)


def _groups(
    features: Features, vectors: Vectors, settings: ClusterSettings
) -> tuple[Labels, dict[int, float | None], str]:
    """Group labels, the stability of each group, and how they came about."""
    if settings.method == "hdbscan" or (settings.method == "auto" and len(features) > settings.max_exact):
        from miner.clusters.large import themes_by_density

        labels, method = themes_by_density(features, vectors, settings)
        return labels, dict.fromkeys(range(int(labels.max(initial=-1)) + 1)), method
    similarity = features.similarities()
    labels = _exact(features, similarity, settings.max_themes)
    method = "agglomerative (Ward) on meaning and words of all pairs, cut by silhouette within the reader's budget"
    return labels, stabilities(similarity, labels), method


def _exact(features: Features, similarity: Similarities, max_themes: int) -> Labels:
    """Groups of a small set that are tighter than chance, as many as a reader takes in."""
    n = len(similarity)
    most = min(max_themes, max(2, n // _ARGUMENTS_A_THEME))
    fewest = min(_READERS_BUDGET, most) if n >= _LARGE_ENOUGH_FOR_BUDGET else 2
    # Questions help to find groups, but how many there are is judged by what is said: else the questions are the themes.
    labels = best_cut(merge_tree(similarity), features.without_questions().similarities(), range(fewest, most + 1))
    return beyond_chance(similarity, features.shuffled().similarities(), labels)


def _carried(stability: dict[int, float | None], before: Labels, after: Labels) -> dict[int, float | None]:
    """Stabilities by the new numbers: each group takes that of the old group most of its members were in."""
    carried: dict[int, float | None] = {}
    for group in range(int(after.max(initial=-1)) + 1):
        old = before[(after == group) & (before >= 0)]
        carried[group] = stability.get(int(np.bincount(old).argmax())) if len(old) else None
    return carried


def _by_several_people(
    labels: Labels, memberships: tuple[Membership, ...], people: Sequence[str]
) -> tuple[Labels, tuple[Membership, ...]]:
    """Themes of one person only go back to the tail: they are no common theme."""
    alone = [
        group
        for group in range(int(labels.max(initial=-1)) + 1)
        if len({people[int(item)] for item in np.flatnonzero(labels == group)}) < _MIN_PEOPLE
    ]
    kept = numbered(np.where(np.isin(labels, alone), -1, labels))
    return kept, tuple("tail" if label < 0 else membership for label, membership in zip(kept, memberships, strict=True))


@dataclass(frozen=True)
class _Candidate:
    n_words: int
    strength: float
    stands_alone: bool
    is_article: bool


def _described(
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
    candidates = [_Candidate(count_words(a.text), a.strength, stands_alone(a.text), a.is_article) for a in arguments]
    level = same_point_level(features)
    clusters = []
    for number, titled in enumerate(titles_of(themes, texts, people, _closeness(themes, embeddings))):
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


def _closeness(themes: Sequence[Sequence[int]], embeddings: Embeddings) -> Closeness | None:
    """How much nearer phrases are to their theme than to the next one, by the embedder; None for a single theme."""
    if len(themes) < 2:
        return None
    centres = np.stack([embeddings.vectors[list(members)].mean(axis=0) for members in themes])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)

    def closeness(phrases: Sequence[Sequence[str]]) -> list[list[float]]:
        flat = [phrase for of_theme in phrases for phrase in of_theme]
        if not flat:
            return [[] for _ in phrases]
        cosines = np.asarray(embeddings.embedder.encode(flat) @ centres.T, dtype=np.float64)
        theme_of = np.repeat(np.arange(len(phrases)), [len(of_theme) for of_theme in phrases])
        own = cosines[np.arange(len(flat)), theme_of]
        cosines[np.arange(len(flat)), theme_of] = -np.inf
        nearer = iter(np.round(own - cosines.max(axis=1), 6).tolist())
        return [[next(nearer) for _ in of_theme] for of_theme in phrases]

    return closeness


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


def _ungrouped(arguments: Sequence[Argument], vectors: Vectors, method: str) -> Clusters:
    n = len(arguments)
    features = features_of(vectors, [argument.plain for argument in arguments])
    alone: Membership = "tail"
    return Clusters((), np.full(n, -1, dtype=np.int64), (alone,) * n, method, np.full((n, 2), 0.5), features)
