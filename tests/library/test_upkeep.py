"""Numbers, checks, clearing out; files of older versions are brought up."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta

import apsw
import pytest
from builders import discussion

from miner.embeddings.kept import packed
from miner.errors import LibraryBroken, LibraryError
from miner.library import (
    Fetch,
    Library,
    Vectors,
    begin_run,
    clear_out,
    digest_of,
    fetches_of,
    info_of,
    keep_digest,
    keep_fetch,
    keep_transcript,
    load_transcript_of,
    problems_of,
    schema,
    search,
)

NOW = datetime(2024, 6, 1, tzinfo=UTC)
PAGE = b"<p>The roof leaks.</p>" * 50


@pytest.fixture
def filled(library: Library, example_chat_digest) -> Library:
    with library.writing():
        run = begin_run(library, "library", NOW)
        keep_transcript(library, run, discussion(12))
        keep_digest(library, run, example_chat_digest)
    for days, body in ((0, PAGE), (3, None), (400, PAGE)):
        keep_fetch(library, Fetch("https://example.org/a", NOW - timedelta(days=days), 200 if body else 304, {}, body))
    for text, day in ((b"old", date(2023, 1, 1)), (b"new", NOW.date())):
        vectors = Vectors(library, day)
        vectors.keep("model", {text: packed(())})
        vectors.flush()
    return library


def test_numbers_are_those_of_what_was_kept(filled, place):
    info = info_of(filled)
    assert info.counts == {
        "runs": 1, "threads": 1, "posts": 12, "versions": 12, "fetches": 3, "vectors": 2, "digests": 1, "themes": 0, "deliveries": 0,
    }  # fmt: skip
    assert (info.file, info.tables_version, info.journal) == (str(place), schema.VERSION, "wal")
    assert info.first_run == info.last_run == "2024-06-01T00:00:00.000000+00:00"
    assert info.n_bytes_wal > 0


def test_a_page_is_kept_once_and_comes_back(filled):
    assert filled.one("SELECT count(*) FROM bodies") == 1
    assert [(one.status, one.body) for one in fetches_of(filled, "https://example.org/a")] == [
        (200, PAGE), (304, None), (200, PAGE),
    ]  # fmt: skip
    assert filled.one("SELECT length(packed) FROM bodies") < len(PAGE) / 5


def test_clearing_out_removes_what_is_old_and_only_that(filled):
    cleared = clear_out(filled, NOW, vector_days=180, fetch_days=365)
    assert (cleared.vectors, cleared.fetches, cleared.bodies) == (1, 1, 0)
    cleared = clear_out(filled, NOW + timedelta(days=1), vector_days=0, fetch_days=0)
    assert (cleared.vectors, cleared.fetches, cleared.bodies) == (1, 2, 1)
    assert filled.one("SELECT count(*) FROM models") == 0
    assert len(load_transcript_of(filled).posts) == 12
    assert list(problems_of(filled)) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE versions SET record = CAST(replace(CAST(record AS TEXT), 'the', 'teh') AS BLOB) WHERE post = 1",
         "Version 1 of post 1 is not what was stored."),
        ("UPDATE threads SET record = x'7b7d'", "Thread 1 is not what was stored."),
        ("UPDATE bodies SET packed = x'00'", "Number 1 of bodies is damaged"),
        ("UPDATE digests SET hash = x'00'", "Number 1 of digests is not what was stored"),
        ("DELETE FROM words WHERE rowid = 3", "The index of words has 11 posts, the library 12."),
        ("DELETE FROM versions WHERE post = 2", "1 post(s) have no text."),
        ("PRAGMA foreign_keys = off; DELETE FROM runs", "belongs to a row of runs that is not there."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(filled, damage, problem):
    assert list(problems_of(filled)) == []
    filled.db.execute(damage)
    assert any(problem in found for found in problems_of(filled))


def test_a_digest_that_was_changed_is_not_handed_out(filled):
    filled.db.execute("UPDATE digests SET hash = x'00'")
    with pytest.raises(LibraryBroken, match="the digest 1 is not what was stored"):
        digest_of(filled, 1)


# Files of each version, as that version wrote them: tests/data/library/README.md.


def _stored(test_data):
    return sorted((test_data / "library").glob("v*.db"))


def test_there_is_a_file_of_each_version(test_data):
    assert [file.stem for file in _stored(test_data)] == [f"v{n}" for n in range(1, schema.VERSION + 1)]


@pytest.mark.parametrize("number", range(1, schema.VERSION + 1))
def test_a_file_of_an_older_version_is_brought_up(test_data, place, number):
    shutil.copy(test_data / "library" / f"v{number}.db", place)
    with Library(place) as library:
        assert library.version == schema.VERSION
        assert list(problems_of(library)) == []
        assert load_transcript_of(library).posts == discussion(8).posts
        assert library.one("SELECT count(*) FROM posts WHERE version = 2") == 1
        assert fetches_of(library, "https://example.org/a")[0].body == PAGE
        assert digest_of(library, 1).title == "The library at night"
        assert search(library, "library", None)
        with library.writing():
            assert keep_transcript(library, begin_run(library, "library", NOW), discussion(9)).new == 1
    fresh = Library(":memory:")
    with Library(place) as library:
        sql = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
        assert library.rows(sql) == fresh.rows(sql)


def test_a_step_that_fails_changes_nothing(place, monkeypatch):
    with Library(place) as library, library.writing():
        keep_transcript(library, begin_run(library, "library", NOW), discussion(4))
    steps = (*schema.MIGRATIONS, "ALTER TABLE posts ADD COLUMN mood TEXT; CREATE TABLE nonsense (")
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    monkeypatch.setattr(schema, "VERSION", len(steps))
    with pytest.raises(apsw.SQLError):
        Library(place)
    monkeypatch.setattr(schema, "MIGRATIONS", (*steps[:-1], "ALTER TABLE posts ADD COLUMN mood TEXT"))
    with Library(place) as library:
        assert library.version == len(steps)
        assert library.rows("SELECT mood FROM posts") == [(None,)] * 4


def test_a_reader_that_may_not_write_is_told_of_an_older_version(place, monkeypatch):
    Library(place).close()
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr("miner.library.engine.os.access", lambda *_: False)
    with pytest.raises(LibraryError, match="is of an older miner and cannot be written to be brought up"):
        Library(place, may_write=False)
