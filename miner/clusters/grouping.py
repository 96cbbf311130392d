"""Which arguments form groups, and how many: exact for small sets, by density for large ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from miner.arguments import Argument
from miner.clusters.agglomerate import best_cut, cut, merge_tree, numbered
from miner.clusters.membership import beyond_chance
from miner.clusters.records import Labels, Membership, Similarities
from miner.clusters.similarity import Features, features_of
from miner.clusters.stability import stabilities
from miner.embeddings import Vectors
from miner.settings import ClusterSettings

_READERS_BUDGET = 5  # a discussion of forty arguments and more has at least so many themes to choose from
_LARGE_ENOUGH_FOR_BUDGET = 40
_ARGUMENTS_A_THEME = 5
_MIN_PEOPLE = 2
_FROM_AN_ARTICLE = 10
_MIN_STRENGTH = 0.3  # weaker remarks may join a theme, but make none
_WEAKEST_SHARE = 0.25  # never more than these: in a language whose words of opinion are not known all look weak


def leading(arguments: Sequence[Argument], min_arguments: int) -> Labels:
    """Numbers of the arguments that decide which themes there are: what readers argued, and the article's strongest.

    A long article would otherwise fill the themes; what it also says joins the theme it is near to. So does what is
    said around a chat with numbered questions but not while it runs.
    """
    with_questions = {argument.thread_id for argument in arguments if argument.question}
    strengths = [argument.strength for argument in arguments if not argument.is_article]
    least = min(_MIN_STRENGTH, float(np.quantile(strengths, _WEAKEST_SHARE))) if strengths else _MIN_STRENGTH
    said = [
        number
        for number, argument in enumerate(arguments)
        if not argument.is_article
        and argument.strength >= least
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


def groups_of(
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


def carried(stability: dict[int, float | None], before: Labels, after: Labels) -> dict[int, float | None]:
    """Stabilities by the new numbers: each group takes that of the old group most of its members were in."""
    moved: dict[int, float | None] = {}
    for group in range(int(after.max(initial=-1)) + 1):
        old = before[(after == group) & (before >= 0)]
        moved[group] = stability.get(int(np.bincount(old).argmax())) if len(old) else None
    return moved


def by_several_people(
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
