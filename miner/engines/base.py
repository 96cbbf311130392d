"""What an engine must offer, and what is measured of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from miner.arguments import Argument

Labels = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]
Grouper = Callable[[Numbers], Labels]

FEWEST_ARGUMENTS = 12  # of the recipes: below that UMAP cannot lay a set out, and k-means has nothing to choose from


class Engine(Protocol):
    """One way to group arguments."""

    @property
    def name(self) -> str:
        """As the table shows it."""
        ...

    def missing(self) -> str:
        """What to install before it can run; "" where nothing is missing."""
        ...

    def prepare(self, arguments: Sequence[Argument]) -> Grouper:
        """Do what is done once for all arguments, encoding above all.

        Returns
        -------
        Grouper
            Groups the arguments with the numbers given: labels in their order, -1 = in no group.
        """
        ...


@dataclass(frozen=True)
class EngineFigures:
    """How one engine did.

    Attributes
    ----------
    coverage
        Share of the arguments that are in a group.
    stability
        Mean adjusted Rand index of every two resamples on the arguments they share, those in no group as groups of
        their own: 1 the same groups, 0 no more alike than chance. None where there are too few arguments to leave out
        a tenth, or fewer than two resamples.
    n_groups
        Of all arguments.
    seconds
        For preparing and grouping all of them once, the resamples not in it. What several engines share (the encoder,
        compiled parts of UMAP) is loaded by the first of them.
    """

    engine: str
    coverage: float
    stability: float | None
    n_groups: int
    seconds: float
