"""Rows kept from run to run: the same to the last bit, and never needed."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

import numpy as np
import pytest
from builders import discussion
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from miner.digest.records import dump_digest
from miner.embeddings.graphs import Graph
from miner.embeddings.kept import made_or_kept, packed, rows_kept_in, text_key, unpacked
from miner.library import Library, Vectors, info_of, load_transcript_of, problems_of
from miner.pipeline import mine

TODAY = date(2024, 6, 1)
ROWS = arrays.arrays(np.float32, st.integers(0, 5), elements=st.floats(width=32))


@given(st.lists(ROWS, min_size=1, max_size=3))
def test_any_row_comes_back_to_the_last_bit(row):
    data = packed(row)
    again = unpacked(data)
    assert again is not None
    assert [part.tobytes() for part in again] == [part.tobytes() for part in row]
    assert unpacked(data[:-1] + bytes([data[-1] ^ 1])) is None


def test_a_text_and_a_pair_of_texts_never_share_a_key():
    assert len({text_key('["a","b"]'), text_key(("a", "b")), text_key("a"), text_key(("ab", ""))}) == 4


def test_a_row_does_not_depend_on_the_texts_beside_it():
    graph = Graph("arguments", threads=1)
    texts = [one.text for one in discussion(24).posts]
    together = graph.run(texts)
    for number in range(0, len(texts), 5):
        alone = graph.run(texts[number : number + 1])
        assert [rows[0].tobytes() for rows in alone] == [rows[number].tobytes() for rows in together]


def test_only_what_is_not_kept_is_made(library):
    asked: list[list[str]] = []

    def lengths(texts):
        asked.append(list(texts))
        return [np.array([[len(text), 1.0] for text in texts], np.float32), np.ones((len(texts), 1), np.float32)]

    for texts, day in ((["a", "bbb"], 1), (["bbb", "cc", "a"], 2), (["a"], 20)):
        vectors = Vectors(library, date(2024, 6, day))
        with rows_kept_in(vectors):
            first, second = made_or_kept("model", texts, lengths)
        vectors.flush()
        assert first[:, 0].tolist() == [len(text) for text in texts]
        assert second.shape == (len(texts), 1)
    assert asked == [["a", "bbb"], ["cc"]]
    used = library.rows("SELECT used_on FROM vectors ORDER BY number")
    assert [date.fromordinal(day).day for (day,) in used] == [20, 1, 2]
    with rows_kept_in(Vectors(library, TODAY)):
        made_or_kept("another model", ["a"], lengths)
    assert asked[-1] == ["a"]


def test_a_damaged_row_is_made_again(library):
    make = lambda texts: [np.ones((len(texts), 2), np.float32)]  # noqa: E731 - a model of one line
    for _ in range(2):
        vectors = Vectors(library, TODAY)
        with rows_kept_in(vectors):
            (rows,) = made_or_kept("model", ["a"], make)
        vectors.flush()
        assert rows.tolist() == [[1.0, 1.0]]
        assert list(problems_of(library)) == []
        library.db.execute("UPDATE vectors SET row = x'00000000ff'")
        assert list(problems_of(library)) == ["1 vector(s) are damaged; they are made again when they are needed."]


def test_while_another_process_writes_nothing_is_kept_and_nothing_fails(library, place):
    with library.writing(), Library(place, "another", 0.0) as other:
        vectors = Vectors(other, TODAY)
        with rows_kept_in(vectors):
            (rows,) = made_or_kept("model", ["a"], lambda texts: [np.ones((len(texts), 2), np.float32)])
        vectors.flush()
        assert rows.tolist() == [[1.0, 1.0]]
        assert "is in use by a test" in vectors.given_up
    assert info_of(library).counts["vectors"] == 0


@pytest.mark.slow
def test_a_digest_has_the_same_bytes_with_and_without_kept_rows(library):
    """Also when only some rows are kept, from a run over other posts."""
    plain = dump_digest(mine(discussion(40)))
    for n in (25, 40, 40):
        vectors = Vectors(library, TODAY)
        with rows_kept_in(vectors):
            found = mine(discussion(n))
        vectors.flush()
    assert dump_digest(found) == plain
    assert (vectors.n_found > 50, vectors.n_made) == (True, 0)


CHILD = """
import sys
import numpy as np
from datetime import UTC, datetime
sys.path.insert(0, sys.argv[2])
from builders import discussion
from miner.embeddings.kept import packed
from miner.library import Library, Vectors, begin_run, keep_transcript
row = packed([np.ones(90, np.float32)])
with Library(sys.argv[1], "a child", 20.0) as library:
    begun = library.one("SELECT count(*) FROM runs")
    for number in range(begun, begun + 1000):
        with library.writing():
            run = begin_run(library, f"{number}", datetime(2024, 6, 1, tzinfo=UTC))
            keep_transcript(library, run, discussion(number % 5 + 3, seed=number))
        vectors = Vectors(library, datetime(2024, 6, 1).date())
        vectors.keep("model", {bytes([number % 256, part]): row for part in range(50)})
        vectors.flush()
        print(number, flush=True)
"""


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_all_of_itself_or_nothing(place, root):
    """At twenty moments, each a little later within a run than the one before; the next run goes on."""
    done = 0
    for attempt in range(20):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(place), str(root / "tests")], stdout=subprocess.PIPE)
        assert child.stdout is not None
        with child, child.stdout:
            child.stdout.readline()
            time.sleep(attempt * 0.003)
            child.kill()
        with Library(place, "a test", 0.0) as library:
            assert list(problems_of(library)) == []
            runs = library.one("SELECT count(*) FROM runs")
            assert runs > done
            done = runs
            last = library.one("SELECT count(*) FROM posts WHERE seen_run = ?", (runs,))
            assert last == (runs - 1) % 5 + 3
            assert library.one("SELECT count(*) FROM vectors") % 50 == 0
            assert load_transcript_of(library).posts
