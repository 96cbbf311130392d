"""A small model chooses: of the phrases of an offer, those that the quotes make likelier than they are anyhow.

The question is read once; each phrase is then read behind it, several at a time. A phrase that is likely behind any question
("Customers") says nothing about these quotes, so what counts is by how much the question raises its odds (Holtzman et al. 2021,
"Surface form competition", EMNLP).
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from miner.writer.offers import Offer, Phrase, answer_of

if TYPE_CHECKING:
    import torch

_ROWS = 8  # phrases read at a time: each has a copy of what was read before it
_DECIMALS = 4


class Chooser:
    """Weighs phrases with a model.

    Parameters
    ----------
    model, tokenizer
        As ``transformers`` loads them.
    special
        Whether the tokenizer adds signs of its own to a question.

    Attributes
    ----------
    n_read
        Tokens of the questions, in all.
    n_weighed
        Tokens of the phrases, in all.
    """

    def __init__(self, model: Any, tokenizer: Any, *, special: bool) -> None:
        self._model, self._tokenizer, self._special = model, tokenizer, special
        self.n_read = self.n_weighed = 0

    def n_needed(self, question: str, offer: Offer) -> int:
        """Tokens of the question and the longest answer."""
        longest = (max((phrase.text for phrase in slot.phrases), key=len) for slot in offer.slots)
        parts = [f"{slot.before}{text}" for slot, text in zip(offer.slots, longest, strict=True)]
        return len(self._pieces("".join((question, *parts)), special=self._special))

    def answer(self, question: str, offer: Offer) -> str:
        """The answer made of the phrases that go best with a question, slot by slot, each with those before it in mind."""
        with_question, alone = _Reading(self._model), _Reading(self._model)
        asked = self._pieces(question, special=self._special)
        with_question.read(asked)
        alone.read(self._pieces("", special=True))
        self.n_read += len(asked)
        chosen: list[Phrase] = []
        for slot in offer.slots:
            lead = slot.before.rstrip(" ")  # most tokenizers join a blank to the word behind it
            before = self._pieces(lead)
            with_question.read(before)
            alone.read(before)
            phrases = _of_others(slot.phrases, chosen)
            rows = [self._pieces(f"{slot.before[len(lead) :]}{phrase.text}") for phrase in phrases]
            best = _best(rows, with_question.weigh(rows), alone.weigh(rows))
            self.n_weighed += sum(map(len, rows))
            chosen.append(phrases[best])
            with_question.read(rows[best])
            alone.read(rows[best])
        return answer_of(offer, chosen)

    def _pieces(self, text: str, *, special: bool = False) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=special)["input_ids"])


class _Reading:
    """What a model has read so far, so that it need not read it again. The last piece waits: its successor is asked for."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._kept: Any = None
        self._waiting: list[int] = []

    def read(self, pieces: Sequence[int]) -> None:
        """Read on."""
        now = [*self._waiting, *pieces]
        if len(now) > 1:
            made = self._model.base_model(self._tensor([now[:-1]]), past_key_values=self._kept, use_cache=True)
            self._kept = made.past_key_values
        self._waiting = now[-1:]

    def weigh(self, rows: Sequence[Sequence[int]]) -> list[float]:
        """The log odds of each row, were it to come next."""
        found: dict[int, float] = {}
        order = sorted(range(len(rows)), key=lambda number: (len(rows[number]), number))
        for start in range(0, len(order), _ROWS):
            numbers = order[start : start + _ROWS]
            found |= dict(zip(numbers, self._weigh([rows[number] for number in numbers]), strict=True))
        return [found[number] for number in range(len(rows))]

    def _weigh(self, rows: Sequence[Sequence[int]]) -> list[float]:
        longest = max(map(len, rows))
        filled = [[*self._waiting, *row, *([0] * (longest - len(row)))][:-1] for row in rows]
        kept = copy.deepcopy(self._kept)
        if kept is not None:
            kept.batch_repeat_interleave(len(rows))
        odds = (
            self._model(self._tensor(filled), past_key_values=kept, use_cache=True).logits.float().log_softmax(dim=-1)
        )
        return [float(sum(odds[at, place, piece] for place, piece in enumerate(row))) for at, row in enumerate(rows)]

    def _tensor(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        import torch

        return torch.tensor(rows, device=self._model.device)


def _of_others(phrases: Sequence[Phrase], chosen: Sequence[Phrase]) -> Sequence[Phrase]:
    """Phrases of people who have no say in the answer yet, where there are any, and not what it says already."""
    said, heard = {phrase.text for phrase in chosen}, {phrase.person for phrase in chosen if phrase.person}
    others = [phrase for phrase in phrases if phrase.person not in heard and phrase.text not in said]
    return others or phrases


def _best(rows: Sequence[Sequence[int]], asked: Sequence[float], alone: Sequence[float]) -> int:
    """The row whose odds a question raises most; the first of those that are equal."""
    raised = [
        round((more - less) / math.sqrt(len(row)), _DECIMALS)  # between the longest and the most striking
        for row, more, less in zip(rows, asked, alone, strict=True)
    ]
    return raised.index(max(raised))
