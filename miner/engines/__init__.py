"""Engines: ours and the usual recipes group the same arguments, so that one can see which suits a discussion.

No labels are needed: what is compared is how much of the discussion is in a group, and how far the groups stay the
same when a tenth of it is left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from miner.arguments import Argument
from miner.engines.base import Engine, EngineFigures
from miner.engines.measure import measured
from miner.engines.ours import Ours
from miner.engines.recipes import BerTopic, MiniLMDensity, MiniLMKMeans, TfIdfKMeans
from miner.settings import Settings

__all__ = ["Engine", "EngineFigures", "compare_engines", "engines"]

Progress = Callable[[str], None]


def engines(settings: Settings = Settings()) -> tuple[Engine, ...]:
    """Ours first; those whose package is not installed are among them (see ``Engine.missing``)."""
    threads = settings.embeddings.threads
    return (Ours(settings), TfIdfKMeans(), MiniLMKMeans(threads), MiniLMDensity(threads), BerTopic(threads))


def compare_engines(
    arguments: Sequence[Argument],
    settings: Settings = Settings(),
    n_resamples: int = 5,
    progress: Progress = lambda _: None,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[EngineFigures, ...]:
    """Group the arguments with every engine that is installed.

    Parameters
    ----------
    n_resamples
        How many times each engine groups nine tenths of the arguments again.
    progress
        Called with the name of each engine as its turn comes.
    clock
        Seconds from any start.

    Returns
    -------
    tuple of EngineFigures
        Ours first; all figures but ``seconds`` are the same in every run.

    Raises
    ------
    MissingPart
        If a model is not installed.
    """
    found = []
    for engine in engines(settings):
        if not engine.missing():
            progress(engine.name)
            found.append(measured(engine, arguments, n_resamples, clock))
    return tuple(found)
