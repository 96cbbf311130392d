"""What a writer must offer: a language model that is asked and answers in text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from miner.writer.records import Evidence

Message = tuple[str, str]  # role (system, user, assistant) and text


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One question to a model.

    ``schema`` is the JSON Schema of the answer; ``shape`` the same as a regular expression, for writers that can hold
    a model to it sign by sign. ``brief`` is the question with fewer and shorter quotes, for small models, which choose from what
    ``evidence`` offers instead of writing. ``prompt_hash`` and ``evidence_hash`` say what was asked and from what.
    """

    messages: tuple[Message, ...]
    schema: dict[str, Any]
    shape: str
    prompt_hash: bytes
    evidence_hash: bytes
    brief: tuple[Message, ...] = ()
    evidence: Evidence | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What came back; ``failure`` is not empty where nothing did, and says why ("was silent", "refused the key").

    ``cut``: it stopped at the limit of tokens. ``final``: asking anything else is of no use either.
    ``declined``: there was nothing to choose an answer from, which is no failure.
    """

    text: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cut: bool = False
    failure: str = ""
    final: bool = False
    declined: bool = False


class Writer(Protocol):
    """A language model.

    ``name`` is what readers are told; ``key`` tells it from every other one that may answer differently.
    """

    @property
    def name(self) -> str: ...
    @property
    def key(self) -> str: ...

    def answers(self, asks: Sequence[Ask]) -> list[Reply]:
        """A reply to each, in order; failures are replies, too."""
        ...

    def close(self) -> None:
        """Let go of connections and memory."""
        ...
