"""Writes the file of the tables' present version: ``python tests/data/library/make_library.py``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from builders import discussion  # noqa: E402 - found only now

from miner.embeddings.kept import rows_kept_in  # noqa: E402
from miner.library import (  # noqa: E402
    Fetch,
    Library,
    Vectors,
    begin_run,
    continued,
    keep_digest,
    keep_fetch,
    keep_theme_states,
    keep_transcript,
    schema,
)
from miner.pipeline import mine  # noqa: E402

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def main() -> None:
    """Make the file; one that is there stays."""
    place = HERE / f"v{schema.VERSION}.db"
    if place.exists():
        raise SystemExit(f"{place} is there; a version's file is written once.")
    found = discussion(8)
    before = msgspec.structs.replace(found.posts[0], text="The first wording.")
    with Library(place) as library:
        vectors = Vectors(library, NOW.date())
        with rows_kept_in(vectors):
            digest = mine(found)
        vectors.flush()
        for posts in ((before, *found.posts[1:]), found.posts):
            with library.writing():
                run = begin_run(library, "library", NOW)
                keep_transcript(library, run, msgspec.structs.replace(found, posts=posts))
        with library.writing():
            kept = continued(library, "library", digest)
            keep_theme_states(library, keep_digest(library, run, kept), kept)
        keep_fetch(library, Fetch("https://example.org/a", NOW, 200, {}, b"<p>The roof leaks.</p>" * 50))
        library.db.execute("VACUUM")
    place.with_name(f"{place.name}.lock").unlink()


if __name__ == "__main__":
    main()
