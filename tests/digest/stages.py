"""The stages before the digest, run on a few comments: what the sections of a digest are made from."""

from __future__ import annotations

from miner.arguments import find_arguments
from miner.clusters import cluster
from miner.contrasts import find_contrasts
from miner.digest.material import Material
from miner.embeddings import embed
from miner.settings import Settings
from miner.transcript import Transcript


def material(transcript: Transcript, settings: Settings = Settings()) -> Material:
    """Everything the digest of a transcript is made from."""
    found = find_arguments(transcript, settings.arguments)
    embeddings = embed([argument.for_embedding for argument in found.arguments], settings.embeddings)
    clusters = cluster(found.arguments, embeddings, settings.clusters)
    contrasts = find_contrasts(found.arguments, embeddings, clusters, settings.contrasts)
    return Material(transcript, found, clusters, contrasts, settings.digest)
