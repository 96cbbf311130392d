"""Saved pages of old.reddit.com."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, items, material, posts, summary

from miner.sources.links.reddit_page import RedditPage

PAGE = (FIXTURES / "reddit_page" / "thread.html").read_text("utf-8")


@pytest.mark.parametrize("file", cases("reddit_page"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(RedditPage(), file)


def test_rules_and_buttons_of_the_page_are_no_posts() -> None:
    text = " ".join(post.text for post in posts(RedditPage(), PAGE))
    assert "Rules of the place" not in text
    assert "permalink" not in text


def test_comments_2000_levels_deep_are_read() -> None:
    n = 2_000
    opened = "".join(
        f'<div class="thing comment" data-fullname="t1_c{i}"><div class="entry"><div class="usertext-body">'
        f'<div class="md"><p>number {i}</p></div></div></div><div class="child">'
        for i in range(n)
    )
    found = posts(RedditPage(), f"<!doctype html><html><body>{opened}{'</div></div>' * n}</body></html>")
    assert len(found) == n
    assert (found[-1].id, found[-1].parent_id) == (f"reddit:t1_c{n - 1}", f"reddit:t1_c{n - 2}")


def test_list_of_a_community_is_a_thread_each() -> None:
    link = (
        '<div class="thing link" data-fullname="t3_a{0}" data-permalink="/r/towns/comments/a{0}/x/"><div class="entry">'
        '<p class="title"><a class="title">Title {0}</a></p></div></div>'
    )
    found = summary(items(RedditPage(), "<html><body>" + link.format(1) + link.format(2) + "</body></html>"))
    assert [thread["id"] for thread in found["threads"]] == ["reddit:t3_a1", "reddit:t3_a2"]
    assert [post["text"] for post in found["posts"]] == ["Title 1", "Title 2"]


@pytest.mark.parametrize(
    "text", ["<html><body><div class='thing'>x</div></body></html>", "<html data-fullname='t3_x'></html>", "<html"]
)
def test_other_pages_are_not_recognised(text: str) -> None:
    assert RedditPage().recognises(material(text)) is False
