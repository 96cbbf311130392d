"""Files that lost fields, or whose fields have other types: nothing crashes, and no other item is lost with them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_reading import FIXTURES, items, material

from miner.sources.base import Failed, Item, Skipped
from miner.sources.cleaning import clean
from miner.sources.links import SOURCES
from miner.sources.links.code_text import read_code_host, without_template
from miner.sources.links.markdown import read_markdown
from miner.sources.links.reddit_posts import read_reddit_markdown
from miner.transcript import Post, Thread

FILES = sorted(
    file
    for source in SOURCES
    if source.family == "file"
    for file in (FIXTURES / source.name).glob("*.json*")
    if ".expected." not in file.name and file.suffix == ".json"
)
BY_NAME = {source.name: source for source in SOURCES}
ODD: list[Any] = [
    None, True, False, 0, -1, 10**30, 1e300, "", " ", "x", "t1_", "t3_a b", "https://", "[deleted]", "\u202e\x00\ufeff",
    [], [[]], [None], {}, {"a": 1}, {"kind": "Listing"}, "a" * 500, "<b>", "> ", "```", "2024-99-99T00:00:00Z", [1, "2"],
]  # fmt: skip


def paths(value: Any) -> list[tuple[Any, ...]]:
    """Where each field and entry stands."""
    found: list[tuple[Any, ...]] = []
    stack: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    while stack:
        path, here = stack.pop()
        inner: Iterator[tuple[Any, Any]] = iter(
            here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        )
        for key, entry in inner:
            found.append((*path, key))
            stack.append(((*path, key), entry))
    return sorted(found, key=repr)


def changed(value: Any, path: tuple[Any, ...], replacement: Any) -> tuple[Any, Any]:
    """The value with one field replaced (left out for ``...``), and what stood there."""
    value = copy.deepcopy(value)
    here = value
    for key in path[:-1]:
        here = here[key]
    before = here[path[-1]]
    if replacement is ... and isinstance(here, dict):
        del here[path[-1]]
    else:
        here[path[-1]] = None if replacement is ... else replacement
    return value, before


def n_counted(found: list[Item]) -> int:
    """Items that are accounted for; replies that are in no file aside."""
    others = sum(item.n for item in found if isinstance(item, (Skipped, Failed)) and item.reason != "missing reply")
    return others + sum(isinstance(item, Post) for item in found)


def n_objects(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, dict) + sum(n_objects(entry) for entry in inner)


def check(found: list[Item]) -> None:
    threads = {item.id for item in found if isinstance(item, Thread)}
    for post in (item for item in found if isinstance(item, Post)):
        assert post.text
        assert clean(post.text) == post.text
        assert all(0 <= start < end <= len(post.text) for start, end in post.quoted)
        assert post.id
        assert post.thread_id in threads
        assert post.posted_at is None or post.posted_at.tzinfo is not None
        assert "\n" not in post.author
        assert post.url == "" or post.url.startswith(("http://", "https://"))
        msgspec.json.encode(post)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
@settings(max_examples=60)
@given(data=st.data())
def test_one_broken_field_costs_no_other_item(file: Any, data: st.DataObject) -> None:
    source = BY_NAME[file.parent.name]
    value = json.loads(file.read_text("utf-8"))
    whole = n_counted(items(source, json.dumps(value)))
    path = data.draw(st.sampled_from(paths(value)))
    broken, before = changed(value, path, data.draw(st.sampled_from([..., *ODD])))
    text = json.dumps(broken)
    assert source.recognises(material(text)) in (True, False)
    found = items(source, text)
    check(found)
    assert n_counted(found) >= whole - n_objects(before)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
@settings(max_examples=30)
@given(data=st.data())
def test_many_broken_fields_do_no_harm(file: Any, data: st.DataObject) -> None:
    source = BY_NAME[file.parent.name]
    value = json.loads(file.read_text("utf-8"))
    for _ in range(data.draw(st.integers(2, 12))):
        places = paths(value)
        if places:
            value, _before = changed(value, data.draw(st.sampled_from(places)), data.draw(st.sampled_from([..., *ODD])))
    check(items(source, json.dumps(value)))


JSON_VALUES = st.recursive(
    st.sampled_from(ODD[:10]) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["kind", "data", "children", "items", "type", "id", "body", "comments", "title", "hits"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_any_json_can_be_asked_about_and_read(value: Any) -> None:
    text = json.dumps(value)
    for source in SOURCES:
        if source.family == "file":
            assert source.recognises(material(text)) in (True, False)
            check(items(source, text))


MARKS = [
    "# ",
    "> ",
    "- [ ] ",
    "```",
    "    ",
    "**",
    "_",
    "`",
    "[",
    "](",
    ")",
    "<b>",
    "<!--",
    "-->",
    "&gt;",
    "|",
    ">!",
    "!<",
]
WRITTEN = st.lists(
    st.sampled_from([*MARKS, "\n", "\n\n", "word", " ", "é", "e\u0301", "\u200d", "1. "]), max_size=40
).map("".join)


@given(WRITTEN | st.text(max_size=80))
def test_any_markdown_gives_clean_text_with_true_spans(text: str) -> None:
    for read in (read_markdown, read_reddit_markdown, read_code_host):
        found = read(text)
        assert clean(found.text) == found.text
        assert all(0 <= start < end <= len(found.text) for start, end in found.quoted)


@given(WRITTEN)
def test_template_cleaning_only_leaves_out_lines(text: str) -> None:
    kept = without_template(text)
    assert len(kept) <= len(text)


@given(
    st.lists(st.sampled_from(["plain", "words", "six", "o'clock,", "\n", "\n\n", "(well)", "."]), max_size=30).map(
        " ".join
    )
)
def test_plain_words_are_the_same_with_and_without_the_parser(text: str) -> None:
    """The shortcut for texts without markup gives what the parser gives."""
    assert read_markdown(text).text.split() == read_markdown(f"{text}\n\n*x*").text.split()[:-1]


@pytest.mark.parametrize("mark", ["[", "![", ">", "*a_ ", "- ", "`", "<", "](", "\n> ", "<!--", "&#x", "[a](<"])
def test_hostile_markdown_is_read_quickly(mark: str) -> None:
    found = read_code_host(mark * (60_000 // len(mark)))
    assert len(found.text) <= 60_000
