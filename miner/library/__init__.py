"""The library: one SQLite file with posts, vectors, fetched pages and digests of earlier runs.

::

    engine      the file: opened safely, one writer, errors in words
    schema      its tables, version by version
    posts       posts with all their versions
    vectors     rows of models, so that a second run computes only what is new
    answers     what language models wrote, so that a second run asks nothing
    records     fetched pages and digests
    pages       the pages of an address, kept and given back
    same        whether a digest was made before
    indexing    what is looked for
    search      by words and by meaning
    themes      which theme is which from digest to digest
    forgetting  a person taken out of everything (erasing: out of texts; elsewhere: tables of other parts, files)
    upkeep      numbers, checks, clearing out

A run writes in one transaction: others see all of it or nothing, also when it is killed.
"""

from __future__ import annotations

from pathlib import Path

from miner.library.answers import Answers
from miner.library.elsewhere import forget_in_files
from miner.library.engine import Library
from miner.library.forgetting import Receipt, forget
from miner.library.pages import KeptAddress, keep_pages, kept_addresses, write_pages
from miner.library.posts import Kept, begin_run, keep_transcript, load_transcript_of, versions_of
from miner.library.records import Fetch, digest_of, fetches_of, keep_digest, keep_fetch, last_digest
from miner.library.same import digest_key, digest_with
from miner.library.search import Filters, Hit, search
from miner.library.themes import continued, keep_theme_states, unchanged
from miner.library.upkeep import Cleared, Info, clear_out, info_of, problems_of
from miner.library.vectors import Vectors
from miner.settings import LibrarySettings

__all__ = [
    "Answers",
    "Cleared",
    "Fetch",
    "Filters",
    "Hit",
    "Info",
    "Kept",
    "KeptAddress",
    "Library",
    "Receipt",
    "Vectors",
    "begin_run",
    "clear_out",
    "continued",
    "digest_key",
    "digest_of",
    "digest_with",
    "fetches_of",
    "forget",
    "forget_in_files",
    "info_of",
    "keep_digest",
    "keep_fetch",
    "keep_pages",
    "keep_theme_states",
    "keep_transcript",
    "kept_addresses",
    "last_digest",
    "library_place",
    "load_transcript_of",
    "problems_of",
    "search",
    "unchanged",
    "versions_of",
    "write_pages",
]

NONE = "none"


def library_place(settings: LibrarySettings) -> Path | None:
    """The file that the settings mean; None: no library."""
    if settings.file == NONE:
        return None
    if settings.file:
        return Path(settings.file).expanduser()
    from platformdirs import user_data_path

    return user_data_path("miner") / "library.db"
