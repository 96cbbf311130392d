"""Medium: exports, saved pages, and its interfaces."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import material, posts

from miner.errors import BrokenInput
from miner.sources import read
from miner.sources.blogs.medium import Medium
from miner.sources.blogs.medium_json import MediumAnswer
from miner.sources.blogs.medium_text import read_paragraphs


@pytest.mark.parametrize(
    "name", ["pelican__2017-04-21_-medium-post--d1bf01d62ba3.html", "pelican__medium_post_content.txt"]
)
def test_real_exports_are_one_post(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "medium" / name)])
    post = transcript.posts[0]
    assert (transcript.accounts[0].source, len(transcript.posts)) == ("medium", 1)
    assert (post.author, str(post.posted_at)[:19]) == ("User Name", "2017-04-21 17:11:55")
    assert [post.text[start:end] for start, end in post.quoted] == ["quote words strong words"]
    assert "Exported from Medium" not in post.text
    assert "Canonical link" not in post.text


def test_quotes_and_code_are_spans_and_pictures_are_left_out() -> None:
    found = read_paragraphs(
        [
            {"type": "H3", "text": "Title"},
            {
                "type": "P",
                "text": "one\u00a0 two",
                "markups": [{"type": "A", "href": "https://a.example/"}, {"href": "/x"}],
            },
            {"type": "IMG", "text": "a picture"},
            {"type": "BQ", "text": " theirs "},
            {"type": 8, "text": "code()"},
        ],
        "Title",
    )
    assert found.text == "one two\n\ntheirs\n\ncode()"
    assert [found.text[start:end] for start, end in found.quoted] == ["theirs", "code()"]
    assert found.links == ("https://a.example/",)


def test_page_whose_state_is_broken_is_read_as_any_page() -> None:
    words = "Nobody forgives a late parcel, and so the basics come first for everybody who sends boxes. " * 3
    page = f'<html><body><article><h1>T</h1><p>{words}</p></article><script>window.__APOLLO_STATE__ = {{"Post:1": </script></body></html>'
    assert Medium().recognises(material(page))
    assert [post.kind for post in posts(Medium(), page)] == ["article"]


def test_broken_answer_is_refused_by_name() -> None:
    with pytest.raises(BrokenInput, match="not valid JSON"):
        posts(MediumAnswer(), '])}while(1);</x>{"payload": ')


def test_answers_in_two_pages_are_one_thread() -> None:
    def page(own: str) -> dict[str, object]:
        response = {"id": own, "content": {"bodyModel": {"paragraphs": [{"type": "P", "text": f"words {own}"}]}}}
        return {"data": {"post": {"id": "p", "threadedPostResponses": {"posts": [response]}}}}

    found = posts(MediumAnswer(), json.dumps([page("1"), page("2")]))
    assert [(post.id, post.thread_id) for post in found] == [
        ("medium:1", "medium:post-p"),
        ("medium:2", "medium:post-p"),
    ]
