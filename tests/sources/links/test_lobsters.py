"""Lobsters: stories as JSON, of today's program and of older ones, and saved pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, items, material, posts, summary

from miner.sources.links.lobsters import Lobsters
from miner.sources.links.lobsters_page import LobstersPage

STORY = json.loads((FIXTURES / "lobsters" / "story.json").read_text("utf-8"))
PAGE = (FIXTURES / "lobsters_page" / "story.html").read_text("utf-8")


@pytest.mark.parametrize("file", cases("lobsters"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(Lobsters(), file)


@pytest.mark.parametrize("file", cases("lobsters_page"), ids=lambda file: file.name)
def test_page_reads_as_expected(file: Path) -> None:
    check_case(LobstersPage(), file)


def test_page_and_file_give_the_same_tree() -> None:
    from_file = {post.id: post.parent_id for post in posts(Lobsters(), json.dumps(STORY))}
    from_page = {post.id: post.parent_id for post in posts(LobstersPage(), PAGE)}
    assert from_page == from_file


def test_list_of_stories_is_a_thread_each() -> None:
    stories = [{key: value for key, value in STORY.items() if key != "comments"}, {**STORY, "short_id": "xyz999"}]
    found = summary(items(Lobsters(), json.dumps(stories)))
    assert [thread["id"] for thread in found["threads"]] == ["lobsters:abc123", "lobsters:xyz999"]


def test_other_sites_with_the_program_have_ids_of_their_own() -> None:
    story = json.loads(json.dumps(STORY).replace("lobste.rs", "shops.example"))
    assert posts(Lobsters(), json.dumps(story))[0].id == "lobsters:shops.example/abc123"


def test_newest_comments_find_their_stories() -> None:
    found = summary(items(Lobsters(), json.dumps(STORY["comments"][:2])))
    assert {post["thread_id"] for post in found["posts"]} == {"lobsters:abc123"}
    assert found["posts"][1]["parent_id"] == "lobsters:aaaaa1"


def test_removed_by_a_moderator_is_not_deleted() -> None:
    gone = {**STORY["comments"][0], "is_moderated": True, "is_deleted": True}
    assert summary(items(Lobsters(), json.dumps([gone])))["skipped"] == {"removed": 1}
    page = PAGE.replace("[Comment removed by author]", "[Comment removed by moderator pat: rude]")
    assert summary(items(LobstersPage(), page))["skipped"] == {"removed": 1}


@pytest.mark.parametrize("text", ['{"short_id": "a", "title": "b"}', '[{"short_id": "a"}]', "{"])
def test_what_is_not_of_the_site_is_not_recognised(text: str) -> None:
    assert Lobsters().recognises(material(text)) is False
    assert LobstersPage().recognises(material(f"<html><body>{text}</body></html>")) is False
