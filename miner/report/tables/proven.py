"""Tables of a proven digest, and the look back at what was written."""

from __future__ import annotations

from collections.abc import Sequence

from miner.digest.records import Digest
from miner.digest.tables import Cell, Table, tables_of
from miner.errors import QuoteNotFound
from miner.report.proof import prove


def proven_tables(digest: Digest) -> tuple[Table, ...]:
    """All tables; every quote was looked up in its post.

    Raises
    ------
    QuoteNotFound, DigestBroken
    """
    prove(digest)
    return tables_of(digest)


def check_read_back(form: str, table: str, wanted: Sequence[Cell], found: Sequence[object]) -> None:
    """Compare a column of quotes with what another reader finds in the written form.

    Raises
    ------
    QuoteNotFound
        With the row, from 1.
    """
    for row, (cell, read) in enumerate(zip(wanted, found, strict=False), 1):
        if cell != read:
            raise QuoteNotFound(f"of row {row} of {table}", f"the {form} does not read back to the letter")
    if len(wanted) != len(found):
        raise QuoteNotFound(f"of {table}", f"the {form} has {len(found)} rows, the digest {len(wanted)}")
