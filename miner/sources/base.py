"""What a source must offer, and what it may yield.

A source is one small file. It says whether it recognises a file and yields items from it; the frame
(``miner.sources.read``) unpacks, decodes, counts, cleans up trees and keeps the account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol, runtime_checkable

from miner.sources.bundles import Bundle, Entry
from miner.sources.material import Material
from miner.sources.notes import Note as Note
from miner.transcript import Post, Record, Thread


class Skipped(Record, frozen=True):
    """Items that are there and no posts (deleted, system, empty): counted by reason."""

    reason: str
    n: int = 1


class Failed(Record, frozen=True):
    """Items that should have been posts and could not be read: counted by reason, exit code 7."""

    reason: str
    n: int = 1


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


@runtime_checkable
class BundleSource(Protocol):
    """One kind of several files that belong together: an export of a channel a folder, a dump of several tables.

    Asked before the sources of single files; what it leaves of a bundle is read file by file.
    """

    @property
    def name(self) -> str: ...
    @property
    def reads(self) -> str: ...
    @property
    def example(self) -> str: ...

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        """The files of the bundle that it reads together; none if the bundle is not of this kind.

        By names first, content where names are common; must be quick and never raise.
        """
        ...

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        """As ``Source.items``; posts carry the name of their file in the locator ("general/2024-05-01.json#/3")."""
        ...
