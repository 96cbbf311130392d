"""Sources: files in any of the known kinds become one transcript.

``SOURCES`` (made when it is asked for) is ordered, the most particular first; the first that recognises a file reads it.
The frame unpacks (``places``), recognises (``recognition``), reads and counts (``reading``), and builds the trees here; a
source only yields.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from miner.errors import NothingReadable
from miner.settings import SourceSettings
from miner.sources import registry
from miner.sources.base import BundleSource, Source
from miner.sources.chat import read_chats
from miner.sources.reading import LargeFile, parts_of, with_warnings
from miner.sources.reasons import READ_TWICE
from miner.sources.recognition import all_bundles, all_sources, recognised_by, source_named
from miner.sources.thread_pages import with_missing_pages
from miner.transcript import PlaceAccount, Post, Thread, Transcript, assemble

__all__ = [
    "BUNDLES",
    "SOURCES",
    "BundleSource",
    "Source",
    "all_bundles",
    "all_sources",
    "read",
    "read_or_stream",
    "recognised_by",
    "source_named",
]

Records = Iterator[Thread | Post | PlaceAccount]
SOURCES: tuple[Source, ...]
BUNDLES: tuple[BundleSource, ...]


def __getattr__(name: str) -> Any:
    """The lists of all sources: most runs need a few of them, and to load all takes half a second."""
    if name in ("SOURCES", "BUNDLES"):
        return getattr(registry, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def read(places: Sequence[str], settings: SourceSettings = SourceSettings()) -> Transcript:
    """Read files, folders or standard input into one transcript.

    Parameters
    ----------
    places
        Paths, or ``-``. Their order does not matter.

    Returns
    -------
    Transcript
        Posts in canonical order; numbered chat questions found and their answers linked.

    Raises
    ------
    PlaceNotFound, NetworkError, NothingReadable, NotRecognised, BrokenInput, NoPostsFound, SourceBroken, UnknownName
    """
    return _sorted([_whole(part) for part in parts_of(places, settings)], places, settings)


def read_or_stream(places: Sequence[str], settings: SourceSettings = SourceSettings()) -> Transcript | Records:
    """Read places; where a file is too large to be held, one by one instead of into a transcript.

    Returns
    -------
    Transcript
        As ``read``, if no file is large.
    iterator
        Else threads and posts in the order of their files, neither sorted nor joined to trees, and the account of each
        file behind its posts. ``read`` of what is written of them gives the transcript of the places.
    """
    parts = parts_of(places, settings)
    small: list[Transcript] = []
    for part in parts:
        if isinstance(part, LargeFile):
            return _streamed(itertools.chain(small, (part,), parts))
        small.append(part)
    return _sorted(small, places, settings)


def _whole(part: Transcript | LargeFile) -> Transcript:
    return part.transcript() if isinstance(part, LargeFile) else part


def _streamed(parts: Iterable[Transcript | LargeFile]) -> Records:
    for part in parts:
        if isinstance(part, LargeFile):
            yield from part.records()
        else:
            yield from part.threads
            yield from part.posts
            yield from part.accounts


def _sorted(parts: Sequence[Transcript], places: Sequence[str], settings: SourceSettings) -> Transcript:
    if not any(part.posts for part in parts):
        n_files = sum(account.read for part in parts for account in part.accounts)
        raise NothingReadable(", ".join(sorted(places)), n_files)
    return read_chats(_merge(parts), settings)


def _merge(parts: Sequence[Transcript]) -> Transcript:
    """The parts as one transcript; a post that stands in two of them is kept once and counted."""
    parts = with_missing_pages(parts)
    threads, posts, copies = assemble(
        (thread for part in parts for thread in part.threads), (post for part in parts for post in part.posts)
    )
    accounts = [account for part in parts for account in part.accounts]
    places = sorted({account.place for account in accounts}, key=len, reverse=True)  # one may begin like another
    n_copies = Counter(next((place for place in places if post.locator.startswith(f"{place}#")), "") for post in copies)
    accounts = [_without_copies(account, n_copies) for account in accounts]
    ordered = sorted(accounts, key=lambda account: (account.place, account.source))
    return Transcript(threads=threads, posts=posts, accounts=with_warnings(tuple(ordered)))


def _without_copies(account: PlaceAccount, n_copies: Counter[str]) -> PlaceAccount:
    n = min(n_copies.pop(account.place, 0), account.kept)
    if not n:
        return account
    skipped = dict(sorted({**account.skipped, READ_TWICE: account.skipped.get(READ_TWICE, 0) + n}.items()))
    return msgspec.structs.replace(account, kept=account.kept - n, skipped=skipped)
