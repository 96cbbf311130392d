"""The file: what it is opened with, one writer, and what is said when it cannot be used."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
from builders import discussion

from miner.errors import LibraryBroken, LibraryBusy, LibraryError, LibraryFull, LibraryNewer
from miner.library import Library, begin_run, engine, keep_transcript, load_transcript_of, problems_of, schema
from miner.library.engine import sqlite_version, wal_is_safe

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def kept(library: Library, n: int = 3, seed: int = 0) -> None:
    with library.writing():
        keep_transcript(library, begin_run(library, "library", NOW), discussion(n, seed))


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_trusted_only_where_its_bug_is_fixed(version, safe):
    assert wal_is_safe(version) is safe


def test_the_sqlite_in_use_is_safe_and_the_file_is_opened_with_care(library):
    assert wal_is_safe(sqlite_version())
    assert library.journal == library.db.pragma("journal_mode") == "wal"
    for name, value in (("foreign_keys", 1), ("secure_delete", 1), ("synchronous", 2), ("temp_store", 2)):
        assert library.db.pragma(name) == value, name
    assert library.db.pragma("application_id") == schema.APPLICATION_ID
    assert (library.version, library.db.pragma("page_size")) == (schema.VERSION, 8192)


def test_an_old_sqlite_gets_no_wal(place, monkeypatch):
    monkeypatch.setattr(engine, "sqlite_version", lambda: (3, 40, 1))
    with Library(place) as library:
        assert library.journal == library.db.pragma("journal_mode") == "delete"
        kept(library)
        assert list(problems_of(library)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are not kept so there")
def test_only_its_owner_may_read_it(library, place):
    kept(library)
    files = [place, place.with_name("library.db-wal"), place.with_name("library.db-shm")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3


def test_what_fails_leaves_nothing(library):
    def run() -> None:
        with library.writing():
            kept(library)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run()
    assert load_transcript_of(library).posts == ()
    kept(library)
    assert len(load_transcript_of(library).posts) == 3


def test_a_second_writer_is_told_who_writes(place, library):
    with library.writing(), Library(place, "another", 0.1) as other:
        with pytest.raises(LibraryBusy) as caught, other.writing():
            pass
        assert str(caught.value).startswith(f"The library {place} is in use by a test (process {os.getpid()}, since 20")
        assert str(caught.value).endswith(
            "Nothing was changed; try again when that has ended, or give another file with --library."
        )
    with Library(place, "another", 0.1) as other:
        kept(other)
    assert len(load_transcript_of(library).posts) == 3


def test_a_lock_of_a_killed_process_is_free(place):
    script = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from miner.library.lock import writer_lock
        with writer_lock(Path(sys.argv[1]), "the other", 0):
            print("locked", flush=True)
            time.sleep(60)
        """
    )
    with Library(place, "a test", 0.1) as library:
        child = subprocess.Popen([sys.executable, "-c", script, str(place)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        with child, child.stdout:
            assert child.stdout.readline() == b"locked\n"
            with pytest.raises(LibraryBusy, match=rf"in use by the other \(process {child.pid}, since "):
                kept(library)
            child.kill()
        kept(library)
        assert list(problems_of(library)) == []


def test_readers_see_the_state_before_a_run_until_it_is_complete(place, library):
    kept(library, 3)
    readers = [Library(place, may_write=False) for _ in range(3)]
    with readers[0].reading():
        assert readers[0].one("SELECT count(*) FROM posts") == 3
        with library.writing():
            kept(library, 8, seed=1)
            assert [reader.one("SELECT count(*) FROM posts") for reader in readers] == [3, 3, 3]
        assert [reader.one("SELECT count(*) FROM posts") for reader in readers] == [3, 8, 8]
    assert readers[0].one("SELECT count(*) FROM posts") == 8
    for reader in readers:
        reader.close()


def test_a_reader_writes_nothing_and_makes_no_file(place, library, tmp_path):
    with (
        Library(place, may_write=False) as reader,
        pytest.raises(LibraryError, match="cannot be used"),
        reader.said_in_words(),
    ):
        reader.db.execute("DELETE FROM posts")
    with pytest.raises(LibraryError, match=r"^There is no library at .*none\.db\. 'miner digest PLACE --keep' makes"):
        Library(tmp_path / "none.db", may_write=False)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "data", [b"no database, but a text of some length\n" * 40, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_file_that_is_no_database_is_refused(place, data):
    place.write_bytes(data)
    with pytest.raises(LibraryBroken, match=r"^The library .* cannot be trusted: .*move the file away"):
        Library(place)
    assert place.read_bytes() == data


def test_a_database_of_somebody_else_is_left_alone(place):
    other = apsw.Connection(str(place))
    other.execute("CREATE TABLE bookmarks (url)")
    other.close()
    before = place.read_bytes()
    with pytest.raises(LibraryBroken, match="it is a database, but not one that miner made"):
        Library(place)
    assert place.read_bytes() == before


def test_a_damaged_file_is_found_out(place):
    with Library(place) as library:
        kept(library, 200)
    data = bytearray(place.read_bytes())
    for page in range(3, len(data) // 8192, 2):
        data[page * 8192 : page * 8192 + 200] = bytes(200)
    place.write_bytes(data)
    with Library(place, may_write=False) as library:
        assert any(problem.startswith("The file: ") for problem in problems_of(library))
        with pytest.raises(LibraryBroken, match="cannot be trusted"):
            load_transcript_of(library)


def test_a_file_of_a_later_version_is_refused(place, library):
    library.db.pragma("user_version", schema.VERSION + 1)
    with pytest.raises(LibraryNewer) as caught:
        Library(place)
    assert str(caught.value) == (
        f"The library {place} was made by a later version of miner (tables of version {schema.VERSION + 1}; this one "
        f"knows {schema.VERSION}). Update miner: pip install --upgrade discussion-miner"
    )


def test_a_full_disk_leaves_the_state_before(library, place):
    kept(library, 5)
    library.db.pragma("max_page_count", library.db.pragma("page_count") + 4)
    with pytest.raises(LibraryFull) as caught:
        kept(library, 400, seed=3)
    assert str(caught.value).startswith(f"There is no room left for the library {place}. Nothing was half-written;")
    assert len(load_transcript_of(library).posts) == 5
    assert list(problems_of(library)) == []
    library.db.pragma("max_page_count", 100_000)
    kept(library, 400, seed=3)
    assert len(load_transcript_of(library).posts) == 400


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(LibraryError, match=r"cannot be used: .*Give another file with --library, or none\."):
        Library(tmp_path / "library.db")


def test_a_place_that_is_a_folder_is_told(tmp_path):
    with pytest.raises(LibraryError, match="cannot be used: "):
        Library(tmp_path)


def test_the_lock_says_nothing_of_what_is_read(library, place):
    with library.writing():
        said = json.loads(Path(f"{place}.lock").read_bytes())
    assert set(said) == {"holder", "process", "since"}
    assert Path(f"{place}.lock").read_bytes() == b""
