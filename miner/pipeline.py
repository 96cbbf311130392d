"""The main job, one line a stage: sources -> arguments -> embeddings -> clusters -> contrasts -> digest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from miner.arguments import find_arguments
from miner.clusters import cluster
from miner.contrasts import find_contrasts
from miner.digest import Digest, build_digest
from miner.embeddings import embed
from miner.embeddings.weighing import weighed
from miner.settings import Settings
from miner.sources import read
from miner.transcript import Transcript
from miner.writer import write

Progress = Callable[[str], None]


def _silent(stage: str) -> None:
    """No progress is shown."""


def mine(transcript: Transcript, settings: Settings = Settings(), progress: Progress = _silent) -> Digest:
    """Mine a transcript.

    Parameters
    ----------
    progress
        Called with the name of each stage as it begins.

    Raises
    ------
    NothingToMine, MissingPart, BadContrast, UnknownName
    BadSetting, PlaceNotFound, TemplateBroken
        If a writer is named and cannot be asked as it is named.
    """
    progress("finding arguments")
    found = find_arguments(transcript, settings.arguments)
    progress(f"embedding {len(found.arguments)} arguments")
    embeddings = embed([argument.for_embedding for argument in found.arguments], settings.embeddings)
    found = weighed(found, embeddings)
    progress("grouping")
    clusters = cluster(found.arguments, embeddings, settings.clusters)
    progress("placing sides")
    contrasts = find_contrasts(found.arguments, embeddings, clusters, settings.contrasts)
    progress("writing the digest")
    digest = build_digest(transcript, found, embeddings, clusters, contrasts, settings)
    return write(digest, settings, progress)  # titles and summaries by a language model, if the settings name one


def mine_places(places: Sequence[str], settings: Settings = Settings(), progress: Progress = _silent) -> Digest:
    """Read places and mine them; raises what ``read`` and ``mine`` raise."""
    progress("reading")
    return mine(read(places, settings.sources), settings, progress)
