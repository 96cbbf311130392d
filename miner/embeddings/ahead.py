"""Loads models ahead, beside other work: a runtime that reads weights leaves the other cores to Python."""

from __future__ import annotations

from threading import Thread, main_thread

from miner.settings import EmbeddingSettings

_GRAPHS = ("arguments", "minilm", "match", "side")  # in the order in which a discussion asks for them


def load_ahead(settings: EmbeddingSettings) -> Thread | None:
    """Begin to load what a digest by the default embedder is made with, and come back at once.

    No stage waits for it: what is asked for before it is there is loaded as always, and what cannot be loaded says so
    to whoever asks for it. A command that ends at once waits for the model that is being read and for no other: to end
    in the middle of it aborts the process.

    Returns
    -------
    The thread that loads; None for an embedder of the user's own, which may need none of this.
    """
    if settings.embedder != EmbeddingSettings().embedder:
        return None
    import miner.embeddings.graphs  # noqa: F401 - here: what it needs cannot be imported once the program is ending

    thread = Thread(target=_load, args=(settings,), name="models ahead")
    thread.start()
    return thread


def _load(settings: EmbeddingSettings) -> None:
    from miner.embeddings.graphs import Graph
    from miner.errors import MissingPart

    try:
        for name in _GRAPHS:
            if not main_thread().is_alive():  # the program is ending
                return
            Graph(name, settings.max_tokens).load()
    except (MissingPart, OSError):  # met again, and told, by whoever asks for it
        return
