"""Disqus: exports and answers of the API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import items, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Failed, Note
from miner.sources.blogs.disqus_api import DisqusAnswer
from miner.sources.blogs.disqus_xml import DisqusExport

# Sample -> posts, skipped: counted by eye in the files.
EXPORTS: dict[str, tuple[int, dict[str, int]]] = {
    "isso__disqus.xml": (5, {"deleted": 1}),
    "remark42__disqus.xml": (5, {"spam": 1}),
    "remark42__disqus-deleted-thread.xml": (3, {"on a deleted page": 2, "spam": 1}),
}
# Answers with deleted comments only, or with threads only.
EMPTY = ("post_detail", "posts_list", "single_thread_list")


@pytest.mark.parametrize("name", EXPORTS)
def test_real_exports_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "disqus" / name)])
    account = transcript.accounts[0]
    assert (account.kept, account.skipped, account.failed) == (*EXPORTS[name], {})


@pytest.mark.parametrize("name", EMPTY)
def test_real_answers_without_a_living_comment_are_refused_by_name(name: str, shared_data: Path) -> None:
    with pytest.raises(NoPostsFound, match="disqus_api"):
        read([str(shared_data / "samples" / "disqus" / f"django-disqus-backstore__{name}.json")])


def test_comment_of_a_page_that_is_not_there_is_kept_and_said() -> None:
    export = (
        '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"><post dsq:id="1">'
        '<message>words</message><thread dsq:id="9"/></post></disqus>'
    )
    found = items(DisqusExport(), export)
    assert Note("1 comment(s) belong to a page that is not in the file") in found
    assert [post.text for post in posts(DisqusExport(), export)] == ["words"]


def test_answers_of_several_pages_are_read_from_lines() -> None:
    post = {"id": "1", "thread": "5", "parent": None, "raw_message": "a", "isDeleted": False, "isSpam": False}
    lines = [
        {"code": 0, "response": [{**post, "message": "first"}]},
        {"code": 0, "response": [{**post, "id": "2", "parent": 1, "message": "second"}, {"odd": True}]},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    found = items(DisqusAnswer(), text)
    assert [(entry.id, entry.parent_id) for entry in posts(DisqusAnswer(), text)] == [
        ("disqus:1", None),
        ("disqus:2", "disqus:1"),
    ]
    assert Failed("object that is no comment") in found


def test_times_of_the_api_are_utc() -> None:
    post = {
        "id": "1",
        "thread": "5",
        "raw_message": "a",
        "isDeleted": False,
        "isSpam": False,
        "createdAt": "2024-06-02T09:30:00",
    }
    assert posts(DisqusAnswer(), json.dumps(post))[0].tz_assumed is False
