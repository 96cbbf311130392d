"""Comment services and interfaces: Commento, remark42, Isso, the WordPress REST API, news sites."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from source_reading import items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Failed, Source
from miner.sources.blogs.commento import Commento
from miner.sources.blogs.isso import Isso
from miner.sources.blogs.news_json import NewsComments
from miner.sources.blogs.remark42 import Remark42
from miner.sources.blogs.wp_rest import WordPressRest

REMARK: dict[str, Any] = {"id": "1", "pid": "", "text": "words", "user": {"name": "Ann"}, "locator": {"url": "u"}}


def test_real_comments_of_remark42_are_read_whole(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "commento_remark42" / "remark42__tree_bench.json")])
    account = transcript.accounts[0]
    assert (account.source, account.kept, account.skipped) == ("remark42", 58, {})
    assert sum(post.parent_source == "native" for post in transcript.posts) == 31


@pytest.mark.parametrize(
    ("name", "source"),
    [("remark42__tree.json", "remark42"), ("remark42__tree_del.json", "remark42"), ("rest_commento.json", "commento")],
)
def test_real_files_whose_comments_have_no_words_are_refused_by_name(name: str, source: str, shared_data: Path) -> None:
    with pytest.raises(NoPostsFound, match=source):
        read([str(shared_data / "samples" / "commento_remark42" / name)])


def test_real_comment_of_the_rest_api(shared_data: Path) -> None:
    post = read([str(shared_data / "samples" / "wp_rest" / "comments_one.json")]).posts[0]
    assert (str(post.posted_at), post.tz_assumed, post.flags) == ("2022-12-28 08:30:29+00:00", False, ("orphan",))


def test_real_comments_of_a_news_site(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "news_comments_json" / "hs_mock_thread.html")])
    assert [post.likes for post in transcript.posts] == [10, 6, 24]
    assert transcript.threads[0].n_claimed == 3
    assert not transcript.accounts[0].notes


def test_threads_with_nested_comments_are_read_by_the_tables(shared_data: Path) -> None:
    """Lines of JSON, each an article with its comments: 110 of them, as SOURCE.md and ``n_comments`` say."""
    transcript = read([str(shared_data / "blog_comment_threads" / "haacked_threads.jsonl.gz")])
    assert (len(transcript.threads), len(transcript.posts)) == (110, 6769)
    assert sum(post.parent_id is not None for post in transcript.posts) == 6659


def test_answer_to_a_comment_without_words_is_attached_above_it() -> None:
    nodes = [{"comment": REMARK}, {"comment": {**REMARK, "id": "2", "pid": "1", "text": "", "delete": True}}]
    nodes.append({"comment": {**REMARK, "id": "3", "pid": "2", "text": "more"}})
    answer = posts(Remark42(), json.dumps({"comments": nodes}))[1]
    assert (answer.parent_id, answer.parent_source) == ("remark42:1", "inferred")


def test_comments_that_answer_each_other_in_a_circle_end() -> None:
    nodes = [{"comment": {**REMARK, "id": own, "pid": above, "text": ""}} for own, above in (("1", "2"), ("2", "1"))]
    nodes.append({"comment": {**REMARK, "id": "3", "pid": "1"}})
    assert [post.parent_id for post in posts(Remark42(), json.dumps({"comments": nodes}))] == [None]


def test_tree_nested_200_deep_is_read() -> None:
    node: dict[str, Any] = {"comment": {**REMARK, "id": "200"}}
    for number in range(199, 0, -1):
        node = {"comment": {**REMARK, "id": str(number)}, "replies": [node]}
    assert len(posts(Remark42(), json.dumps({"comments": [node]}))) == 200


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Commento(), '{"version": 1, "comments": [], "commenters": [{"commenterHex": "a"}]}'),
        (Remark42(), '{"version": 1, "users": [{"id": "a"}], "posts": []}'),
        (Isso(), '{"total_replies": 0, "replies": []}'),
        (WordPressRest(), '[{"id": 1, "name": "Ann", "slug": "ann", "description": {"rendered": ""}}]'),
        (NewsComments(), '{"article": {"id": 1, "title": "t"}, "comments": []}'),
        (NewsComments(), '{"article": {"id": 1, "title": "t"}, "comments": [{"price": 3}]}'),
        (Isso(), '{"total_replies": '),
    ],
)
def test_what_holds_no_comments_is_not_recognised(source: Source, text: str) -> None:
    assert source.recognises(material(text)) is False


def test_objects_that_are_no_comments_are_failed() -> None:
    comment = {
        "id": 1,
        "post": 2,
        "parent": 0,
        "author_name": "Ann",
        "content": {"rendered": "words"},
        "date": "2024-01-01T00:00:00",
    }
    assert Failed("object that is neither post nor comment") in items(
        WordPressRest(), json.dumps([comment, {"code": "rest"}])
    )
