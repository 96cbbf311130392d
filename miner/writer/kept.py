"""Answers kept from run to run: what a model was asked once is not asked again. Where they are kept is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class AnswerStore(Protocol):
    """Keeps texts by (prompt, evidence, writer)."""

    def find(self, prompt: bytes, evidence: bytes, writer: str) -> str | None:
        """What the writer answered to this before."""
        ...

    def keep(self, prompt: bytes, evidence: bytes, writer: str, text: str) -> None:
        """Keep an answer, if there is room and nobody else is writing."""
        ...


_STORE: ContextVar[AnswerStore | None] = ContextVar("miner_answer_store", default=None)


@contextmanager
def answers_kept_in(store: AnswerStore | None) -> Iterator[None]:
    """Within it, answers are looked up in a store first. None: nothing is looked up or kept."""
    token = _STORE.set(store)
    try:
        yield
    finally:
        _STORE.reset(token)


def answer_store() -> AnswerStore | None:
    """The store of this run."""
    return _STORE.get()
