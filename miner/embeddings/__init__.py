"""Embeddings: texts become vectors of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from miner.embeddings.base import Embedder, Embeddings, Vectors
from miner.settings import EmbeddingSettings

__all__ = ["Embedder", "Embeddings", "Vectors", "embed", "embedder_for"]


def embed(texts: Sequence[str], settings: EmbeddingSettings = EmbeddingSettings()) -> Embeddings:
    """Encode texts with the embedder of the settings.

    Returns
    -------
    Embeddings
        Rows in the order of ``texts``; a text's vector does not depend on the texts beside it.

    Raises
    ------
    MissingPart
        If the model or the package it needs is not installed.
    """
    embedder = embedder_for(settings)
    return Embeddings(vectors=embedder.encode(texts), embedder=embedder)


@lru_cache(maxsize=2)
def embedder_for(settings: EmbeddingSettings) -> Embedder:
    """The embedder that the settings name, loaded once a process."""
    from miner.embeddings.packaged import PackagedEmbedder, embedder_names

    if settings.embedder in embedder_names():
        return PackagedEmbedder(settings.embedder, settings.max_tokens, settings.threads)
    from miner.embeddings.sentence_transformers import HubEmbedder

    return HubEmbedder(settings.embedder)
