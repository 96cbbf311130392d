"""Which arguments form groups, and how many: exact for small sets, by density for large ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from miner.arguments import Argument
from miner.clusters.agglomerate import best_cut, clearest_cut, merge_tree, numbered
from miner.clusters.consensus import consensus, refined, stabilities
from miner.clusters.membership import beyond_chance
from miner.clusters.records import Labels, Membership, Similarities
from miner.clusters.similarity import Features, features_of
from miner.embeddings import Vectors
from miner.settings import ClusterSettings

_READERS_BUDGET = 5  # a discussion of forty arguments and more has at least so many themes to choose from
_LARGE_ENOUGH_FOR_BUDGET = 40
_ARGUMENTS_A_THEME, _MOST_IN_A_THEME = 5, 30
_MIN_PEOPLE = 2
_SAMPLE = 2000  # of a set too large to compare all pairs
_MOST_GROUPS = 4  # times the square root of the number of texts
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
    if settings.method == "hdbscan":
        from miner.clusters.large import themes_by_density

        labels, method = themes_by_density(features, vectors, settings)
        return labels, dict.fromkeys(range(int(labels.max(initial=-1)) + 1)), method
    n = len(features)
    sample = np.arange(n) if n <= settings.max_exact else sample_of(n)
    chosen = features.of(sample)
    similarity = chosen.similarities()
    found = _exact(chosen, similarity, settings.max_themes)
    labels = np.full(n, -1, dtype=np.int64)
    labels[sample] = found
    pairs = (
        "all pairs"
        if len(sample) == n
        else f"the pairs of a sample of {len(sample):,}, all others to the nearest group"
    )
    method = f"agglomerative (Ward) on meaning and words of {pairs}, cut by silhouette within the reader's budget"
    return labels, stabilities(similarity, found), method


def _exact(features: Features, similarity: Similarities, max_themes: int) -> Labels:
    """Groups of a small set that are tighter than chance, as many as a reader takes in."""
    n = len(similarity)
    most = min(max_themes, max(2, n // _ARGUMENTS_A_THEME))
    # Questions help to find groups, but how many there are is judged by what is said: else the questions are the themes.
    judged = features.without_questions().similarities()
    labels = best_cut(merge_tree(similarity), judged, range(fewest_themes(n, most), most + 1))
    return beyond_chance(similarity, features.shuffled().similarities(), labels)


def fewest_themes(n: int, most: int) -> int:
    """How many themes a discussion of ``n`` arguments has at least: a theme of thirty arguments and more is several."""
    return min(most, max(_READERS_BUDGET, n // _MOST_IN_A_THEME) if n >= _LARGE_ENOUGH_FOR_BUDGET else 2)


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
    """Labels of plain texts; see ``miner.group``. Of many texts a sample is grouped exactly, and all go to the nearest group.

    Equal texts are one; the order of the texts does not matter.
    """
    if len(texts) < 2 or (n_groups is None and len(texts) < settings.min_arguments):
        return np.full(len(texts), -1, dtype=np.int64)
    place = {text: number for number, text in enumerate(sorted(set(texts)))}
    first = {text: number for number, text in reversed(list(enumerate(texts)))}
    labels = _of_distinct(vectors[[first[text] for text in place]], list(place), n_groups, settings)
    return numbered(labels[[place[text] for text in texts]])


def _of_distinct(vectors: Vectors, texts: Sequence[str], n_groups: int | None, settings: ClusterSettings) -> Labels:
    if settings.method == "hdbscan" and n_groups is None:
        from miner.clusters.density import dense_groups

        return dense_groups(vectors, settings.reducer)
    features = features_of(vectors, texts)
    if len(texts) < 2:
        return np.zeros(len(texts), dtype=np.int64)
    if len(texts) <= settings.max_exact:
        return _groups(features, n_groups)
    sample = sample_of(len(texts))
    labels = np.full(len(texts), -1, dtype=np.int64)
    labels[sample] = _groups(features.of(sample), n_groups)
    return refined(features, labels)


def _groups(features: Features, n_groups: int | None) -> Labels:
    similarity = features.similarities()
    if n_groups is None:
        null, sizes = features.shuffled().similarities(), _sizes_for_groups(len(features))
        n_groups = int(clearest_cut(merge_tree(similarity), similarity, null, sizes).max()) + 1
    return consensus(features, similarity, n_groups)


def sample_of(n: int) -> Labels:
    """Numbers of ``_SAMPLE`` of ``n`` texts, evenly spread over their order."""
    return np.unique(np.linspace(0, n - 1, _SAMPLE).astype(np.int64))


def _sizes_for_groups(n: int) -> tuple[int, ...]:
    """Numbers of groups to try, a quarter apart: a reader's budget or 2, up to a quarter of the texts."""
    sizes = [_READERS_BUDGET if n >= _LARGE_ENOUGH_FOR_BUDGET else 2]
    most = max(sizes[0], min(n // 4, round(_MOST_GROUPS * math.sqrt(n))))
    while sizes[-1] < most:
        sizes.append(min(max(sizes[-1] + 1, round(sizes[-1] * 1.25)), most))
    return tuple(sizes)
