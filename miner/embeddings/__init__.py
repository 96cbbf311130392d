"""Embeddings: texts become vectors of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from miner.embeddings.base import Embedder, Embeddings, Vectors
from miner.embeddings.blend import for_grouping
from miner.embeddings.choosing import AUTO, ENGLISH, MULTILINGUAL, for_language
from miner.settings import EmbeddingSettings

__all__ = ["Embedder", "Embeddings", "Vectors", "embed", "embed_with", "embedder_for", "for_grouping"]


def embed(texts: Sequence[str], settings: EmbeddingSettings = EmbeddingSettings()) -> Embeddings:
    """Encode texts with the embedder of the settings; by default with the one that reads their language.

    Returns
    -------
    Embeddings
        Rows in the order of ``texts``; a text's vector does not depend on the texts beside it.

    Raises
    ------
    MissingPart
        If the model or the package it needs is not installed.
    """
    return embed_with(embedder_for(for_language(settings, texts)), texts)


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

    name = ENGLISH if settings.embedder == AUTO else settings.embedder
    if name == MULTILINGUAL:
        from miner.embeddings.multilingual import MultilingualEmbedder

        return MultilingualEmbedder(settings.max_tokens)
    if name in embedder_names():
        return PackagedEmbedder(name, settings.max_tokens, settings.threads)
    from miner.embeddings.sentence_transformers import HubEmbedder

    return HubEmbedder(name)
