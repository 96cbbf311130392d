"""What clustering yields: who belongs to which theme, how surely, and what the theme is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from miner.clusters.similarity import Features

Labels = npt.NDArray[np.int64]
Similarities = npt.NDArray[np.float64]
Membership = Literal["core", "assigned", "tail"]


@dataclass(frozen=True)
class Cluster:
    """One theme.

    ``members`` are argument numbers, the most central first; ``core`` those that are surely in it.
    ``stability`` in [0, 1]: mean best Jaccard overlap in resamples; None where there were too few arguments.
    ``key_point`` is an argument number, ``matches`` those of ``members`` that come down to it (itself included).
    ``parent`` is the number of a broader cluster, None at the top.
    """

    members: tuple[int, ...]
    core: tuple[int, ...]
    stability: float | None
    title: str
    keywords: tuple[str, ...]
    key_point: int
    matches: tuple[int, ...]
    parent: int | None = None


@dataclass(frozen=True)
class Clusters:
    """All themes of a discussion, by people, most first.

    Attributes
    ----------
    clusters
        Top level first, then the level below: by parent, then by people.
    labels : shape (n_arguments,)
        Number of the top-level cluster, -1 for the long tail.
    memberships
        For each argument ``core``, ``assigned`` or ``tail``.
    features
        What likeness is made of, for later stages to compare arguments.
    method
        A sentence for the digest's method section.
    points : shape (n_arguments, 2), in [0, 1]
        For the picture only.
    """

    clusters: tuple[Cluster, ...]
    labels: Labels
    memberships: tuple[Membership, ...]
    method: str
    points: npt.NDArray[np.float64]
    features: Features

    @property
    def top(self) -> tuple[Cluster, ...]:
        """The themes; their numbers are those of ``labels``."""
        return tuple(cluster for cluster in self.clusters if cluster.parent is None)
