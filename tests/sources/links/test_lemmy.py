"""Lemmy: posts and comments of its API 3."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, items, material, posts, summary

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.links.lemmy import Lemmy

POST, COMMENTS = json.loads((FIXTURES / "lemmy" / "post_and_comments.json").read_text("utf-8"))


@pytest.mark.parametrize("file", cases("lemmy"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(Lemmy(), file)


def test_two_answers_in_a_folder_are_one_thread(tmp_path: Path) -> None:
    (tmp_path / "post.json").write_text(json.dumps(POST))
    (tmp_path / "comments.json").write_text(json.dumps(COMMENTS))
    transcript = read([str(tmp_path)])
    assert [thread.title for thread in transcript.threads] == ["Do parcel shops help?"]
    assert {post.parent_source for post in transcript.posts if "orphan" not in post.flags} == {None, "native"}


def test_times_without_a_zone_are_utc_as_documented() -> None:
    assert all(not post.tz_assumed for post in posts(Lemmy(), json.dumps(COMMENTS)))


def test_list_of_posts_is_a_thread_each() -> None:
    views = [POST["post_view"], json.loads(json.dumps(POST["post_view"]).replace("/post/7", "/post/8"))]
    views[1]["post"]["id"] = 8
    found = summary(items(Lemmy(), json.dumps({"posts": views})))
    assert [thread["id"] for thread in found["threads"]] == ["lemmy:lemmy.example/post/7", "lemmy:lemmy.example/post/8"]


def test_link_without_words_keeps_its_title_and_address() -> None:
    view = json.loads(json.dumps(POST["post_view"]))
    view["post"].update(body=None, url="https://example.org/a")
    post = posts(Lemmy(), json.dumps({"post_view": view}))[0]
    assert (post.text, post.links) == ("Do parcel shops help?", ("https://example.org/a",))


def test_account_is_refused(test_data: Path) -> None:
    with pytest.raises(NoPostsFound):
        read([str(test_data / "sources" / "lemmy" / "people.json")])


@pytest.mark.parametrize(
    "text",
    ['{"post_view": {}}', '{"comments": [{"creator": "ann", "content": "x"}]}', '{"posts": [{"creator": 1}]}', "[["],
)
def test_what_is_not_of_the_site_is_not_recognised(text: str) -> None:
    assert Lemmy().recognises(material(text)) is False
