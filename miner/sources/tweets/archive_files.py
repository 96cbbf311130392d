"""Files of a Twitter account's archive: lists assigned to a script variable, read as JSON and never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from miner.errors import BrokenInput
from miner.sources.json_values import string
from miner.sources.material import Material, check_depth
from miner.transcript import Record

# "window.YTD.tweets.part0 = [", since 2018; "Grailbird.data.tweets_2013_01 = [", before.
_ASSIGNMENT = re.compile(r"(?:window\.YTD\.(?P<kind>\w{1,80})\.part\d+|Grailbird\.data\.(?P<old>tweets)_\w+)\s*=")
TWEETS = frozenset({"tweet", "tweets", "community_tweet"})
NOTES = "note_tweet"
DELETED = frozenset({"deleted_tweets", "deleted_tweet", "deleted_note_tweet"})
ACCOUNT = "account"


class ArchiveFile(Record, frozen=True):
    """One file: which list it is (``tweets``, ``follower``), and its entries without the object around each.

    ``name`` is its path inside the archive; "" where it was given alone.
    """

    kind: str
    entries: tuple[Any, ...] = ()
    name: str = ""

    def located(self) -> Iterator[tuple[str, Any]]:
        """The entries, each with where it stands."""
        for number, entry in enumerate(self.entries):
            yield f"{self.name}#/{number}" if self.name else f"/{number}", entry


def kind_of(material: Material) -> str:
    """Which list of an archive a file is; "" for other files."""
    found = _ASSIGNMENT.match(material.head)
    return (found["kind"] or "tweets") if found else ""


def read_file(material: Material) -> ArchiveFile:
    """The list in a file of an archive.

    Raises
    ------
    BrokenInput
        If what stands behind the ``=`` is no JSON, or nested too deep.
    """
    kind = kind_of(material)
    text = material.text.partition("=")[2].strip().removesuffix(";")
    check_depth(text.encode("utf-8", "replace"), material.place)
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BrokenInput(
            material.place, f"the list in it is broken ({error})", "Request or unpack the archive again."
        ) from error
    entries = found if isinstance(found, list) else [found]
    return ArchiveFile(kind=kind, entries=tuple(_bare(entry) for entry in entries))


def account_name(file: ArchiveFile) -> str:
    """The name of the account whose archive it is; "" if the file does not say."""
    return next((name for entry in file.entries if (name := string(entry, "username"))), "")


def _bare(entry: object) -> object:
    """``{"tweet": {...}}`` without its shell; the archives of 2018 had none."""
    inner = next(iter(entry.values())) if isinstance(entry, dict) and len(entry) == 1 else None
    return inner if isinstance(inner, dict) else entry
