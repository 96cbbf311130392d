"""A list of objects too large to be held is read as JSON Lines are: record by record."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import BrokenInput
from miner.settings import SourceSettings
from miner.sources import read, read_or_stream
from miner.sources.bundles import Entry
from miner.sources.large_array import LargeArray, begins_list
from miner.transcript import PlaceAccount, Post

N = 300
SETTINGS = SourceSettings()


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.bundles.LARGE", 8_000)
    monkeypatch.setattr("miner.sources.bundles.PREVIEW", 4_000)


def rows(n: int = N) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "author": f"person {number % 7}",
            "text": f'The basics come first, [{number}] says }} and \\ "no"',
        }
        for number in range(n)
    ]


def array(data: bytes) -> LargeArray:
    return LargeArray("a.json", lambda: io.BytesIO(data), SETTINGS, data[:4_000])


def values(data: bytes) -> list[Any]:
    return [value for _, value in array(data).objects()]


@pytest.mark.usefixtures("small_is_large")
@pytest.mark.parametrize("indent", [None, 1])
def test_posts_are_those_of_the_list_that_is_held(
    tmp_path: Path, indent: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "posts.json"
    file.write_text(json.dumps(rows(), indent=indent), "utf-8")
    records = read_or_stream([str(file)])
    streamed = [record for record in records if isinstance(record, (Post, PlaceAccount))]  # type: ignore[union-attr]
    monkeypatch.setattr("miner.sources.bundles.LARGE", 1 << 30)
    held = read([str(file)])
    assert sorted(streamed[:-1], key=lambda post: post.locator) == sorted(held.posts, key=lambda post: post.locator)
    assert isinstance(streamed[-1], PlaceAccount)
    assert (streamed[-1].kept, streamed[-1].step) == (N, "strict")


@pytest.mark.usefixtures("small_is_large")
def test_a_cut_list_gives_what_stands_before(tmp_path: Path) -> None:
    file = tmp_path / "posts.json"
    file.write_text(json.dumps(rows())[:-20], "utf-8")
    (account,) = read([str(file)]).accounts
    assert (account.kept, account.failed, account.step) == (N - 1, {"cut off": 1}, "recovered")


@pytest.mark.usefixtures("small_is_large")
def test_a_list_whose_kind_needs_all_of_it_is_held(tmp_path: Path) -> None:
    """The pages of an interface are one kind of many: they are loaded as before."""
    file = tmp_path / "posts.json"
    file.write_text(json.dumps(rows()), "utf-8")
    material = Entry("posts.json", "posts.json", lambda: file.open("rb"), SETTINGS).material()
    assert isinstance(material, LargeArray)
    assert (material.json, material.json_rows, material.where(1)) == (rows(), [], "/0")
    assert material.preview.json == rows()[: len(material.preview.json)]


def test_several_lists_and_what_is_no_object() -> None:
    assert values(b' [{"a": 1}, 2, "x]", [{"b": 2}], null, {"c": {"d": [1]}}]\n[{"e": 1},]') == [
        {"a": 1},
        None,
        None,
        None,
        None,
        {"c": {"d": [1]}},
        {"e": 1},
    ]


def test_what_stands_behind_the_list_is_refused() -> None:
    with pytest.raises(BrokenInput, match="behind its list of records stands something else"):
        values(b'[{"a": 1}] and more')


def test_a_record_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miner.sources.large_array.MAX_LINE", 5_000)
    monkeypatch.setattr("miner.sources.large_array._BLOCK", 1_000)
    with pytest.raises(BrokenInput, match="a record in its list is longer than 5,000 bytes"):
        values(b'[{"a": "' + b"x" * 50_000 + b'"}]')


@pytest.mark.parametrize(
    ("start", "is_list"), [(b'[{"a": 1}, {', True), (b'[{"a": [', False), (b"[1, 2]", False), (b"{}", False)]
)
def test_a_list_begins_with_a_whole_object(start: bytes, is_list: bool) -> None:
    assert begins_list(start) == is_list


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(json_values, max_size=9), st.sampled_from([None, 2]), st.integers(1, 40))
def test_any_list_gives_its_entries(entries: list[Any], indent: int | None, block: int) -> None:
    data = json.dumps(entries, indent=indent, ensure_ascii=False).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("miner.sources.large_array._BLOCK", block)
        assert values(data) == [entry if isinstance(entry, dict) else None for entry in entries]


@given(st.binary(max_size=200))
def test_any_bytes_end_in_entries_or_a_named_error(data: bytes) -> None:
    try:
        assert all(value is None or isinstance(value, dict) for value in values(b"[" + data))
    except BrokenInput:
        pass
