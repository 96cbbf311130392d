"""Embeddings: texts become vectors of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from miner.embeddings.base import Embedder, Embeddings, Vectors
from miner.embeddings.blend import for_grouping
from miner.settings import EmbeddingSettings

__all__ = ["Embedder", "Embeddings", "Vectors", "embed", "embed_with", "embedder_for", "for_grouping"]


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
    return embed_with(embedder_for(settings), texts)


def embed_with(embedder: Embedder, texts: Sequence[str]) -> Embeddings:
    """Encode texts with a loaded embedder."""
    from miner.embeddings.packaged import PackagedEmbedder

    if isinstance(embedder, PackagedEmbedder) and embedder.has_heads:
        vectors, strengths, sides = embedder.heads(texts)
        return Embeddings(vectors, embedder, sides, strengths)
    return Embeddings(embedder.encode(texts), embedder)


@lru_cache(maxsize=4)
def embedder_for(settings: EmbeddingSettings) -> Embedder:
    """The embedder that the settings name, loaded once a process."""
    from miner.embeddings.packaged import PackagedEmbedder
    from miner.embeddings.registry import embedder_names

    if settings.embedder in embedder_names():
        return PackagedEmbedder(settings.embedder, settings.max_tokens, settings.threads)
    from miner.embeddings.sentence_transformers import HubEmbedder

    return HubEmbedder(settings.embedder)
