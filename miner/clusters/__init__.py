"""Clusters: arguments that make the same point, grouped; what belongs nowhere stays in the long tail.

Chosen by size: below eight arguments nothing is grouped; up to ``max_exact`` all pairs are compared exactly;
above, groups are found by density. ``group`` is the same code for plain texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from miner.arguments import Argument
from miner.clusters.context import in_context
from miner.clusters.describe import described
from miner.clusters.grouping import by_several_people, carried, fewest_themes, group_labels, groups_of, leading
from miner.clusters.membership import settle
from miner.clusters.one_voice import Points, with_own_points
from miner.clusters.people import person_of
from miner.clusters.records import Cluster, Clusters, Membership
from miner.clusters.same_points import joined
from miner.clusters.similarity import Features, features_of
from miner.embeddings import Embeddings, Vectors, for_grouping
from miner.errors import ShapeMismatch, UnknownName
from miner.settings import ClusterSettings

__all__ = ["Cluster", "Clusters", "Features", "cluster", "group_labels", "person_of"]

METHODS = ("auto", "agglomerative", "hdbscan")


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
        Every argument is core, assigned or tail; a theme has at least two people, or two places of one person's text.

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
    alone = for_grouping(embeddings, [argument.for_embedding for argument in arguments])
    vectors = in_context(alone, arguments)
    texts = [argument.plain for argument in arguments]
    features = features_of(vectors, texts, questions)
    leads = leading(arguments, settings.min_arguments)
    found, stability, method = groups_of(features.of(leads), vectors[leads], settings)
    labels = np.full(n, -1, dtype=np.int64)
    labels[leads] = found
    said = features_of(alone, texts)
    settled, memberships = settle(
        features, said, joined(labels, said, texts, fewest_themes(len(leads), settings.max_themes))
    )
    kept, memberships = by_several_people(settled, memberships, [person_of(argument) for argument in arguments])
    shared = Points(kept, memberships, carried(stability, labels, kept), method)
    points = with_own_points(arguments, said, shared, settings)
    return described(
        arguments, features, points.labels, points.memberships, points.stability, points.method, embeddings, said
    )


def _ungrouped(arguments: Sequence[Argument], vectors: Vectors, method: str) -> Clusters:
    n = len(arguments)
    features = features_of(vectors, [argument.plain for argument in arguments])
    alone: Membership = "tail"
    return Clusters((), np.full(n, -1, dtype=np.int64), (alone,) * n, method, np.full((n, 2), 0.5), features)
