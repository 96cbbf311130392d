"""The engine that ``mine`` runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from miner.arguments import Argument
from miner.clusters import cluster
from miner.embeddings import Embeddings, embed
from miner.engines.base import Grouper, Labels, Numbers
from miner.settings import Settings


class Ours:
    """The themes of a digest: what is in none of them is the long tail."""

    name = "miner"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def missing(self) -> str:
        """See ``Engine``."""
        return ""

    def prepare(self, arguments: Sequence[Argument]) -> Grouper:
        """See ``Engine``."""
        everything = embed([argument.for_embedding for argument in arguments], self._settings.embeddings)

        def group(numbers: Numbers) -> Labels:
            chosen = [arguments[int(number)] for number in numbers]
            return cluster(chosen, rows(everything, numbers), self._settings.clusters).labels

        return group


def rows(embeddings: Embeddings, numbers: Numbers) -> Embeddings:
    """The embeddings of some of the texts."""
    sides, strengths = embeddings.sides, embeddings.strengths
    return replace(
        embeddings,
        vectors=embeddings.vectors[numbers],
        sides=None if sides is None else sides[numbers],
        strengths=None if strengths is None else strengths[numbers],
    )
