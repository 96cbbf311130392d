"""Which embedder reads a discussion: the one for English arguments, or the multilingual one where most is in other languages."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from miner.embeddings.english import is_english
from miner.settings import EmbeddingSettings

MULTILINGUAL = "multilingual"
AUTO = EmbeddingSettings().embedder
ENGLISH = "arguments"
_LEAST_SHARE = 0.5  # of the texts whose language is known: so many must be in languages that the model reads
_LEAST_KNOWN = (
    0.4  # of all texts: English keywords without small words ("deal", "com") look like a few texts of many languages
)


@dataclass(frozen=True)
class Spoken:
    """What a discussion is spoken in.

    Attributes
    ----------
    shares
        Language -> share of the texts that are in it, the commonest first; those without a known language are in none.
    """

    shares: dict[str, float]

    def share_in(self, languages: Sequence[str]) -> float:
        """The share of the texts with a known language that is in one of these."""
        known = sum(self.shares.values())
        return sum(share for code, share in self.shares.items() if code in languages) / known if known else 0.0


def spoken_in(texts: Sequence[str]) -> Spoken:
    """The languages of texts, by a sample."""
    from miner.embeddings.languages import languages_of

    counted = languages_of(texts)
    total = max(counted.total(), 1)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return Spoken({code: n / total for code, n in ordered if code})


def for_language(settings: EmbeddingSettings, texts: Sequence[str]) -> EmbeddingSettings:
    """The settings, with the multilingual embedder where the default one cannot read most texts and the other can.

    An embedder that was named stays; English texts are judged by ``is_english`` and nothing more is loaded for them.
    """
    if settings.embedder != AUTO or not texts or is_english(texts) or not is_installed():
        return settings
    spoken = spoken_in(texts)
    known = sum(share for code, share in spoken.shares.items() if code != "en")
    if known < _LEAST_KNOWN or spoken.share_in(multilingual_languages()) < _LEAST_SHARE:
        return settings
    return msgspec.structs.replace(settings, embedder=MULTILINGUAL)


def multilingual_languages() -> tuple[str, ...]:
    """Codes of the languages that the multilingual embedder was trained on."""
    from miner.embeddings.registry import registry

    return tuple(registry()[MULTILINGUAL]["languages"])


def is_installed() -> bool:
    """Whether the extra ``multilingual`` is there."""
    from miner.embeddings.registry import registry

    return importlib.util.find_spec(str(registry()[MULTILINGUAL]["module"])) is not None
