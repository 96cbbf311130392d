"""Contrasts: which side people argue on, as a question of its own beside what they argue about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from miner.arguments import Argument
from miner.clusters import Clusters, person_of
from miner.contrasts.opposition import sides_read
from miner.contrasts.positions import positions
from miner.contrasts.presets import declared_contrasts
from miner.contrasts.propose import propose
from miner.contrasts.records import Contrast, PlacedContrast, Pole, Positions
from miner.contrasts.split import split_issues
from miner.contrasts.vocabulary import by_words
from miner.embeddings import Embeddings, embed_with
from miner.embeddings.blend import general_vectors
from miner.settings import ContrastSettings

__all__ = ["Contrast", "PlacedContrast", "Pole", "find_contrasts", "place_texts"]

_MIN_ARGUMENTS, _MIN_PEOPLE = 2, 2  # of each side; one voice is no side
_NEAR_QUANTILE, _NEAR_ENOUGH = 0.9, 0.37  # the nearest tenth of the arguments, cosine to the nearest statement
_MOST_READ = 3000  # texts, by the general encoder: those that groups are made from are read anyway
_MOST_NEAR, _MOST_NAMED = 300, 300  # of more: the nearest ones, and those that use a pole's words
_MIN_SHARE = 0.03  # of all arguments on either side: fewer are strays of a discussion about something else


def find_contrasts(
    arguments: Sequence[Argument],
    embeddings: Embeddings,
    clusters: Clusters,
    settings: ContrastSettings = ContrastSettings(),
) -> tuple[PlacedContrast, ...]:
    """Measure the declared contrasts and those the discussion itself sets up.

    Returns
    -------
    tuple of PlacedContrast
        Declared and preset ones in their order, measurable or not; found ones only where they can be measured.
    """
    embeddings = _without_context(arguments, embeddings)
    declared = declared_contrasts(settings)
    split = [
        PlacedContrast(contrast, found, band, True)
        for contrast, found, band in split_issues(arguments, embeddings, clusters, settings.propose)
    ]
    named = propose(arguments, settings.propose - len(split), declared)
    placed = [_placed(contrast, arguments, embeddings) for contrast in (*declared, *named)]
    shown = [one for one in placed if one.measurable or one.contrast.origin != "found"]
    return (*shown[: len(declared)], *split, *shown[len(declared) :])


def _spoken_about(contrast: Contrast, embeddings: Embeddings) -> bool:
    """Whether the discussion comes near to what the poles' statements say; a name alone cannot tell."""
    if not (contrast.left.statements and contrast.right.statements):
        return True
    seeds = embeddings.embedder.encode((*contrast.left.statements, *contrast.right.statements))
    nearest = (embeddings.vectors @ seeds.T).max(axis=1)
    return bool(np.quantile(nearest, _NEAR_QUANTILE) >= _NEAR_ENOUGH)


def place_texts(
    texts: Sequence[str], embeddings: Embeddings, contrast: Contrast, chosen: bool = False
) -> tuple[Positions, float]:
    """Position of each text (0.0 inside the null band) and the band; see ``miner.place`` and ``positions``.

    Where the pair model sees the poles oppose each other it decides; emphases ("innovation", "basics") it cannot tell
    apart, and there likeness and words decide.
    """
    seeds = embed_with(embeddings.embedder, (*contrast.left.seeds, *contrast.right.seeds))
    found = sides_read(texts, embeddings, seeds, contrast, chosen)
    raw, band = found or _by_likeness(texts, embeddings, contrast, chosen)
    return np.where(np.abs(raw) > band, raw, 0.0), band


def _by_likeness(
    texts: Sequence[str], embeddings: Embeddings, contrast: Contrast, chosen: bool
) -> tuple[Positions, float]:
    """Positions by the general encoder and words: emphases are no debates, and the encoder trained on debates knows them less.

    Of very many texts it reads those that come nearest by the vectors at hand or use a pole's words.
    """
    said = (*contrast.left.seeds, *contrast.right.seeds)
    seeds, n_left = general_vectors(embeddings, said), len(contrast.left.seeds)
    near = _worth_reading(texts, embeddings, said, contrast)
    read = [texts[int(number)] for number in near]
    placed, band = positions(read, general_vectors(embeddings, read), seeds[:n_left], seeds[n_left:], contrast, chosen)
    found = np.zeros(len(texts))
    found[near] = placed
    return found, band


def _worth_reading(
    texts: Sequence[str], embeddings: Embeddings, said: Sequence[str], contrast: Contrast
) -> npt.NDArray[np.int64]:
    """Numbers of the texts that may be on a side, in their order: all of them, if there is time for all."""
    if len(texts) <= _MOST_READ:
        return np.arange(len(texts))
    nearest = np.asarray(embeddings.vectors @ embeddings.embedder.encode(said).T).max(axis=1)
    order = np.lexsort((np.arange(len(texts)), -np.round(nearest, 4)))
    named = np.flatnonzero(by_words(texts, contrast))
    return np.unique(np.concatenate([order[:_MOST_NEAR], named[:_MOST_NAMED]]))


def _without_context(arguments: Sequence[Argument], embeddings: Embeddings) -> Embeddings:
    """What each argument says by itself: "I could not disagree more" is not on the side of what it answers."""
    leaning = [number for number, argument in enumerate(arguments) if argument.context]
    if not leaning:
        return embeddings
    alone = embed_with(embeddings.embedder, [arguments[number].plain for number in leaning])
    vectors, sides = embeddings.vectors.copy(), embeddings.sides
    vectors[leaning] = alone.vectors
    if sides is not None and alone.sides is not None:
        sides = sides.copy()
        sides[leaning] = alone.sides
    return replace(embeddings, vectors=vectors, sides=sides)


def _placed(contrast: Contrast, arguments: Sequence[Argument], embeddings: Embeddings) -> PlacedContrast:
    found, band = place_texts([argument.text for argument in arguments], embeddings, contrast)
    reason = _why_not(contrast, found, arguments)
    if not reason and contrast.origin != "found" and not _spoken_about(contrast, embeddings):
        reason = "the discussion is about something else: hardly an argument comes near to what either side would say"
    return PlacedContrast(contrast, found, band, not reason, reason)


def _why_not(contrast: Contrast, found: Positions, arguments: Sequence[Argument]) -> str:
    """Why a contrast cannot be measured; empty if it can."""
    n_placed = int(np.count_nonzero(found))
    if n_placed < _MIN_SHARE * len(arguments):
        return f"only {n_placed} of {len(arguments)} arguments clearly speak for “{contrast.left.name}” or “{contrast.right.name}”"
    for name, side in ((contrast.left.name, found < 0), (contrast.right.name, found > 0)):
        people = {person_of(arguments[int(item)]) for item in np.flatnonzero(side)}
        if side.sum() < _MIN_ARGUMENTS or len(people) < _MIN_PEOPLE:
            return f"only {int(side.sum())} of {len(arguments)} arguments, by {len(people)} people, clearly stand on the side of “{name}”"
    return ""
