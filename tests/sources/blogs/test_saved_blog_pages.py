"""Pages of Ghost, Substack and Wix as browsers save them, and the interfaces of the first two."""

from __future__ import annotations

import json

import pytest
from source_reading import FIXTURES, items, material, posts

from miner.sources.base import Note, Skipped, Source
from miner.sources.blogs.ghost import Ghost
from miner.sources.blogs.page_thread import count_in
from miner.sources.blogs.substack import Substack
from miner.sources.blogs.wix import Wix


def fixture(source: str, name: str) -> bytes:
    return (FIXTURES / source / name).read_bytes()


def test_frame_within_a_page_and_frame_alone_have_the_same_comments() -> None:
    alone, within = (posts(Ghost(), fixture("ghost", name)) for name in ("frame.html", "page.html"))
    assert [post.text for post in within if post.kind == "comment"] == [post.text for post in alone]
    assert [post.kind for post in within][:1] == ["article"]


def test_reply_that_names_what_it_answers_is_linked_to_it() -> None:
    found = {post.locator: post for post in posts(Ghost(), fixture("ghost", "frame.html"))}
    assert found["#64aa03"].parent_id == found["#64aa02"].id
    assert found["#64aa03"].parent_source == "native"
    assert found["#64aa02"].parent_id == found["#64aa01"].id


def test_offer_to_load_more_is_noted_and_its_button_is_no_text() -> None:
    found = items(Substack(), fixture("substack", "post.html"))
    assert Note("the page offers 7 more comment(s) or replies that are not in the file") in found
    assert Skipped("deleted") in found
    assert not any("Expand full comment" in post.text for post in posts(Substack(), fixture("substack", "post.html")))


def test_date_without_a_year_is_no_date() -> None:
    dates = {post.author: post.posted_at for post in posts(Substack(), fixture("substack", "post.html"))}
    assert dates["Josh"] is None
    assert str(dates["Shu"]) == "2024-10-28 09:30:00+00:00"


def test_replies_of_wix_answer_the_comment_that_opens_their_entry() -> None:
    found = {post.author: post for post in posts(Wix(), fixture("wix", "post.html")) if post.kind == "comment"}
    assert found["Rosa"].parent_id == found["Kai"].id
    assert found["Guest"].parent_id != found["Kai"].id


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Ghost(), "<html><body><article class='gh-content'>no comments</article></body></html>"),
        (Ghost(), '{"comments": [{"id": 1, "text": "x"}], "member": 1}'),
        (Substack(), "<html><body><a href='https://substack.com'>x</a></body></html>"),
        (Substack(), json.dumps({"comments": [], "ancestor_path": ""})),
        (Wix(), "<html><body><div data-hook='post'>x</div></body></html>"),
    ],
)
def test_page_without_comments_is_left_to_others(source: Source, text: str) -> None:
    assert source.recognises(material(text)) is False


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("24 comments:", 24),
        ("1,204 Comments", 1204),
        ("Comments (4)", 4),
        ("1.2K comments", None),
        ("Kommentare", None),
    ],
)
def test_counts_are_read_unless_they_are_rounded(text: str, count: int | None) -> None:
    assert count_in(text) == count
