"""What is new since the digest before: which theme is which, and what became of it.

::

    faces      a theme as it can be recognised
    likeness   how alike two of them are
    outcomes   which is which
    past       what is remembered of earlier digests
    news       the digest with its marks

All of it is pure: a digest, what is remembered, and vectors come in, a digest comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from miner.digest.changes.past import Past, past_of

if TYPE_CHECKING:
    from miner.digest.changes.likeness import Encode
    from miner.digest.records import Digest
    from miner.embeddings import Vectors
    from miner.settings import EmbeddingSettings

__all__ = ["Past", "compared", "encoder_for", "past_of", "with_news", "without_news"]

_GENERAL = "minilm"  # knows more subjects than the one trained for arguments; see tests/quality/continuity.py


def with_news(digest: Digest, past: Past | None, encode: Encode, ids: Mapping[str, str] | None = None) -> Digest:
    """The digest compared with what is remembered; see ``miner.digest.changes.news``."""
    from miner.digest.changes.news import with_news as made

    return made(digest, past, encode, ids)


def without_news(digest: Digest) -> Digest:
    """The digest as it was before it was compared."""
    from miner.digest.changes.news import without_news as made

    return made(digest)


def compared(before: Digest, now: Digest, embeddings: EmbeddingSettings, *, one_name: bool = False) -> Digest:
    """The second of two digests with what is new since the first.

    Parameters
    ----------
    one_name
        Both are of one name in a library, which has settled which theme is which; else that is found out now.
    """
    ids = {theme.id: theme.lasting_id for theme in now.themes if theme.lasting_id is not None}
    settled = ids if one_name and len(ids) == len(now.top_themes) else None
    return with_news(now, past_of(before), encoder_for(embeddings), settled)


def encoder_for(settings: EmbeddingSettings) -> Encode:
    """What themes are compared with, loaded when it is first asked: the user's own embedder, else a general packaged one.

    That is the one for English, or the multilingual one where it is installed and most texts are in other languages.
    """
    from miner.embeddings.choosing import AUTO, MULTILINGUAL, for_language
    from miner.embeddings.registry import embedder_names

    general = settings.embedder in (AUTO, *embedder_names())

    def encode(texts: Sequence[str]) -> Vectors:
        from miner.embeddings import embedder_for

        chosen = for_language(settings, texts)
        if general and chosen.embedder != MULTILINGUAL:
            chosen = replace(settings, embedder=_GENERAL)
        return embedder_for(chosen).encode(texts)

    return encode
