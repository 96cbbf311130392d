"""Tasks put to a writer: looked up first, asked within the budget, read, and asked once more where that is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import msgspec

from miner.settings import WriterSettings
from miner.writer.answers import Unreadable, read_answer
from miner.writer.base import Ask, Reply, Writer
from miner.writer.budget import Budget
from miner.writer.failures import CUT_OFF, GIVEN_UP, NO_CHOICE, OVER_BUDGET, UNREADABLE
from miner.writer.kept import answer_store
from miner.writer.named import writer_for
from miner.writer.prompts import load_prompts
from miner.writer.records import Answer, Evidence

_SHOWN_AGAIN = 2000  # characters of an answer that is shown to its writer again


@dataclass(frozen=True)
class Outcome:
    """An answer, or why there is none."""

    answer: Answer | None
    failure: str = ""


@dataclass
class _Open:
    """A task on its way."""

    evidence: Evidence
    ask: Ask
    outcome: Outcome | None = None


class Asker:
    """Asks one writer; close it, or use it in a ``with``.

    Parameters
    ----------
    settings
        Of the writer, which is loaded or connected to when the first question has no kept answer.
    writer
        Instead of the one that the settings name.

    Attributes
    ----------
    n_kept, n_asked
        Answers found from earlier runs, and questions put (the second try is one more).
    """

    def __init__(self, settings: WriterSettings, writer: Writer | None = None) -> None:
        self.prompts = load_prompts(settings.prompts)
        self.budget = Budget(settings)
        self.writer = writer or writer_for(settings)
        self.n_kept = self.n_asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the writer."""
        self.writer.close()

    def answers(self, evidences: Sequence[Evidence]) -> tuple[Outcome, ...]:
        """What the writer says to each task, in order.

        Raises
        ------
        TemplateBroken
            If a prompt of the user's own cannot be filled.
        """
        tasks = [_Open(evidence, self.prompts[evidence.task].ask(evidence)) for evidence in evidences]
        for task in tasks:
            self._look_up(task)
        self._ask([task for task in tasks if task.outcome is None])
        self._ask([task for task in tasks if task.outcome is None])  # what could not be read, once more
        return tuple(task.outcome or Outcome(None, UNREADABLE) for task in tasks)

    def _look_up(self, task: _Open) -> None:
        store = answer_store()
        kept = store.find(task.ask.prompt_hash, task.ask.evidence_hash, self.writer.key) if store else None
        if kept is not None and _problem(task, kept) is None:
            self.n_kept += 1

    def _ask(self, tasks: Sequence[_Open]) -> None:
        """In rounds no larger than the budget surely has room for; a writer that has failed for good is left alone."""
        waiting = list(tasks)
        while waiting:
            n = self.budget.fitting([task.ask for task in waiting])
            now, waiting = waiting[:n], waiting[n:]
            if not now:
                _give_up(waiting, OVER_BUDGET)
                return
            replies = self.writer.answers([task.ask for task in now])
            self.n_asked += len(now)
            for task, reply in zip(now, replies, strict=True):
                self.budget.count(task.ask, reply)
                self._take(task, reply)
            if any(reply.final for reply in replies):
                _give_up(waiting, GIVEN_UP)
                return

    def _take(self, task: _Open, reply: Reply) -> None:
        if reply.failure:
            task.outcome = Outcome(None, reply.failure)
            return
        problem = _problem(task, "" if reply.declined else reply.text or " ")
        if problem is None:
            if (store := answer_store()) is not None:
                text = "" if reply.declined else reply.text
                store.keep(task.ask.prompt_hash, task.ask.evidence_hash, self.writer.key, text)
        elif reply.cut:
            task.outcome = Outcome(None, CUT_OFF)
        else:
            task.ask = _repaired(task.ask, reply.text, problem)


def _problem(task: _Open, text: str) -> str | None:
    """Take an answer ("": there was nothing to choose from); why it is none, or None."""
    if not text:
        task.outcome = Outcome(None, NO_CHOICE)
        return None
    try:
        task.outcome = Outcome(read_answer(text, task.evidence))
    except Unreadable as problem:
        return str(problem)
    return None


def _repaired(ask: Ask, text: str, problem: str) -> Ask:
    """The question with what came of it; it keeps its hashes, and is kept under them."""
    told = f"That was not the answer asked for: {problem}. Answer with that one JSON object and nothing else."
    shown = (("assistant", text[:_SHOWN_AGAIN] or "..."), ("user", told))
    return msgspec.structs.replace(ask, messages=(*ask.messages, *shown))


def _give_up(tasks: Sequence[_Open], why: str) -> None:
    for task in tasks:
        task.outcome = Outcome(None, why)
