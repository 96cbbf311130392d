"""What a source must offer, and what it may yield.

A source is one small file. It says whether it recognises a file and yields items from it; the frame
(``miner.sources.read``) unpacks, decodes, counts, cleans up trees and keeps the account.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol, runtime_checkable

from miner.sources.material import Material
from miner.transcript import Post, Record, Thread


class Skipped(Record, frozen=True):
    """Items that are there and no posts (deleted, system, empty): counted by reason."""

    reason: str
    n: int = 1


class Failed(Record, frozen=True):
    """Items that should have been posts and could not be read: counted by reason, exit code 7."""

    reason: str
    n: int = 1


class Note(Record, frozen=True):
    """A sentence for the account ("dates without a zone were taken as UTC")."""

    text: str


class Layout(Record, frozen=True):
    """Which variant of the format it was ("day first", "columns: text=Comment, author=Name")."""

    text: str


Item = Thread | Post | Skipped | Failed | Note | Layout


@runtime_checkable
class Source(Protocol):
    """One kind of file.

    Attributes
    ----------
    name
        What ``--as`` takes; unique.
    reads
        One line for the table of sources.
    example
        A typical file name.
    family
        ``file``: wants the bytes or the text. ``page``: is only asked about HTML (``material.page`` is parsed).
    """

    @property
    def name(self) -> str: ...
    @property
    def reads(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def family(self) -> Literal["file", "page"]: ...

    def recognises(self, material: Material) -> bool:
        """Whether the content (never the suffix alone) is of this kind; must be quick and never raise."""
        ...

    def items(self, material: Material) -> Iterator[Item]:
        """Threads, posts, and what was skipped or failed. Each post, skipped and failed counts as one item read."""
        ...
