"""What may be spent: tokens counted, and no question asked whose answer could go beyond the limit."""

from __future__ import annotations

from collections.abc import Sequence

from miner.settings import WriterSettings
from miner.writer.base import Ask, Reply

_BYTES_A_TOKEN = 2  # fewer than in any language that tokenizers know (English 4, Japanese 3): an estimate from above
_TOKENS_A_MESSAGE = 16  # roles and marks around it
_MILLION = 1_000_000


class Budget:
    """Counts tokens of one run.

    Attributes
    ----------
    tokens_in, tokens_out
        As the writer counted them, or as estimated where it did not.
    spent
        In the currency of the prices.
    """

    def __init__(self, settings: WriterSettings) -> None:
        self._settings = settings
        self.tokens_in = self.tokens_out = 0

    @property
    def spent(self) -> float:
        """What all answers so far cost."""
        return self._price(self.tokens_in, self.tokens_out)

    @property
    def is_limited(self) -> bool:
        """Whether there is a limit."""
        return self._settings.max_cost > 0

    def fitting(self, asks: Sequence[Ask]) -> int:
        """How many of the next questions may be asked at once, if each answer is as long as it can be."""
        if not self.is_limited:
            return len(asks)
        sum_in = sum_out = n = 0
        for ask in asks[: self._settings.concurrency]:
            sum_in += estimated_tokens(ask)
            sum_out += self._settings.max_tokens
            if self.spent + self._price(sum_in, sum_out) > self._settings.max_cost:
                break
            n += 1
        return n

    def count(self, ask: Ask, reply: Reply) -> None:
        """Count an answer; one that failed may have been made, and paid for, all the same."""
        self.tokens_in += reply.tokens_in or estimated_tokens(ask)
        failed = self._settings.max_tokens if reply.failure else len(reply.text.encode()) // _BYTES_A_TOKEN + 1
        self.tokens_out += reply.tokens_out or failed

    def _price(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self._settings.price_in + tokens_out * self._settings.price_out) / _MILLION


def estimated_tokens(ask: Ask) -> int:
    """Tokens of a question, rather too many than too few."""
    return sum(len(text.encode()) // _BYTES_A_TOKEN + _TOKENS_A_MESSAGE for _, text in ask.messages)
