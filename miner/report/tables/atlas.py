"""One Parquet file of the arguments for explorers of embeddings, as Apple's Embedding Atlas reads it.

    embedding-atlas chat.atlas.parquet --text text --x x --y y

``x`` and ``y`` are the digest's own places. Each contrast is a column of positions, so that it can colour the points.
A digest too small for a picture has no places: leave ``--x`` and ``--y`` out, and the explorer makes its own.
"""

from __future__ import annotations

from miner.digest.records import Digest, DigestArgument
from miner.digest.tables import ARGUMENTS, Column, Facts, Table
from miner.report.proof import prove
from miner.report.tables.parquet import parquet_of
from miner.settings import ReportSettings

_FIRST = ("id", "text", "x", "y", "theme", "author", "posted_at", "question", "strength", "membership", "copies", "url")


def render(digest: Digest, settings: ReportSettings) -> bytes:
    """The Parquet file."""
    del settings  # data is no matter of taste
    prove(digest)
    return parquet_of(atlas_table(digest), {"schema": digest.schema, "title": digest.title})


def atlas_table(digest: Digest) -> Table:
    """One row an argument: what an explorer shows, filters and colours by."""
    facts = Facts(digest)
    known = {column.name: column for column in ARGUMENTS}
    columns = (*(known[name] for name in _FIRST), *(_positions(contrast.name) for contrast in digest.contrasts))
    rows = tuple(tuple(column.of(facts, argument) for column in columns) for argument in digest.arguments)
    return Table("atlas", "Arguments with their places", columns, rows)


def _positions(contrast: str) -> Column[DigestArgument]:
    return Column(
        f"position: {contrast}",
        "number",
        "-1 left pole to +1 right pole; 0 neither",
        lambda _, argument: argument.positions.get(contrast),
    )
