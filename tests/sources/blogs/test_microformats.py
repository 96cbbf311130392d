"""Microformats: pages and the JSON that parsers make of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from source_reading import items, material, posts

from miner.errors import InputError
from miner.sources import read
from miner.sources.base import Skipped
from miner.sources.blogs.mf2 import things_in_microformats, things_in_parsed
from miner.sources.blogs.microformats import Microformats

# Sample of the official tests -> posts; pages and JSON of one name must agree.
SAMPLES = {
    "change-log.html": 10,
    "encoding.html": 1,
    "encoding.json": 1,
    "implied-title.html": 1,
    "implied-title.json": 1,
    "impliedname.json": 3,
    "justahyperlink.html": 1,
    "justahyperlink.json": 1,
    "scriptstyletags.json": 1,
    "simple.html": 1,
    "simple.json": 1,
    "summarycontent.html": 1,
    "summarycontent.json": 1,
    "u-property.html": 1,
    "urlincontent.json": 1,
}
# Cards of people only, or an entry without words.
WITHOUT_WORDS = (
    "id.html",
    "id.json",
    "ignoretemplate.html",
    "ignoretemplate.json",
    "impliedvalue-nested.html",
    "vendorprefix.json",
)


def sample(shared_data: Path, name: str) -> Path:
    return shared_data / "samples" / "microformats" / f"tests__{name}"


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(sample(shared_data, name))])
    assert (transcript.accounts[0].source, len(transcript.posts)) == ("microformats", SAMPLES[name])


@pytest.mark.parametrize("name", ["encoding", "implied-title", "simple", "summarycontent", "justahyperlink"])
def test_page_and_its_parsed_json_agree(name: str, shared_data: Path) -> None:
    """What the official parser makes of a page is what is read from the page itself."""
    page, parsed = (
        posts(Microformats(), sample(shared_data, f"{name}.{suffix}").read_bytes())[0] for suffix in ("html", "json")
    )
    assert (page.author, page.url, page.posted_at) == (parsed.author, parsed.url, parsed.posted_at)
    assert page.text.split() == parsed.text.split()


@pytest.mark.parametrize("name", WITHOUT_WORDS)
def test_samples_without_words_are_refused(name: str, shared_data: Path) -> None:
    with pytest.raises(InputError):
        read([str(sample(shared_data, name))])


def test_entry_that_answers_another_of_the_page_is_its_comment() -> None:
    entries = [
        {"type": ["h-entry"], "properties": {"url": ["https://a.example/1"], "content": ["opening"]}},
        {"type": ["h-entry"], "properties": {"in-reply-to": ["https://a.example/1"], "content": ["answer"]}},
        {
            "type": ["h-entry"],
            "properties": {"in-reply-to": ["https://b.example/9"], "content": ["to a page elsewhere"]},
        },
    ]
    found = posts(Microformats(), json.dumps({"items": entries}))
    assert [(post.text, post.kind, post.parent_id == found[0].id) for post in found] == [
        ("opening", "article", False),
        ("answer", "comment", True),
        ("to a page elsewhere", "comment", False),
    ]


def test_entries_that_answer_each_other_in_a_circle_are_all_read() -> None:
    entries = [
        {
            "type": ["h-entry"],
            "properties": {
                "url": [f"https://a.example/{own}"],
                "in-reply-to": [f"https://a.example/{above}"],
                "content": [f"text {own}"],
            },
        }
        for own, above in (("1", "2"), ("2", "3"), ("3", "1"))
    ]
    assert {post.text for post in posts(Microformats(), json.dumps({"items": entries}))} == {
        "text 1",
        "text 2",
        "text 3",
    }


def test_likes_are_counted_and_not_read() -> None:
    page = '<div class="h-entry"><p class="e-content">words</p><a class="u-like h-cite" href="https://m.example/">Mo</a></div>'
    assert [item for item in items(Microformats(), page) if isinstance(item, Skipped)] == [Skipped("like")]


def test_classes_of_style_sheets_are_no_microformats() -> None:
    page = '<html><body class="h-4 p-2 e-1"><div class="h-full p-4">words</div></body></html>'
    assert things_in_microformats(LexborHTMLParser(page)) == []
    assert Microformats().recognises(material(page)) is False


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.fixed_dictionaries(
            {
                "type": st.just(["h-entry"]),
                "properties": st.dictionaries(
                    st.sampled_from(["content", "comment", "url", "author", "in-reply-to"]), st.lists(inner, max_size=2)
                ),
            }
        )
    ),
    max_leaves=12,
)


@given(values)
def test_any_parsed_json_is_read_without_fail(value: Any) -> None:
    assert isinstance(things_in_parsed({"items": value}), list)
    items(Microformats(), json.dumps({"items": [value]}))
