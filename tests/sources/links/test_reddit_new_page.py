"""Saved pages of www.reddit.com as it looks since 2023."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_reading import FIXTURES, cases, check_case, items, material, posts, summary

from miner.sources.links.reddit_new_page import RedditNewPage

PAGE = (FIXTURES / "reddit_new_page" / "thread.html").read_text("utf-8")


@pytest.mark.parametrize("file", cases("reddit_new_page"), ids=lambda file: file.name)
def test_example_reads_as_expected(file: Path) -> None:
    check_case(RedditNewPage(), file)


def test_parents_are_the_same_with_and_without_their_numbers() -> None:
    tree = {post.id: post.parent_id for post in posts(RedditNewPage(), PAGE)}
    without = posts(RedditNewPage(), PAGE.replace(' parentId="t1_q002"', ""))
    assert {post.id: post.parent_id for post in without} == tree
    assert tree["reddit:t1_q006"] == "reddit:t1_q005"


def test_comments_of_other_threads_beside_are_left_out() -> None:
    assert "another thread" not in " ".join(post.text for post in posts(RedditNewPage(), PAGE))


def test_texts_that_stand_behind_their_comments_are_found() -> None:
    page = (
        '<!doctype html><shreddit-comment author="ann" thingId="t1_a1" score="NaN" '
        'permalink="/r/towns/comments/1abcde/comment/a1/"></shreddit-comment>'
        '<div id="t1_a1-post-rtjson-content"><p>Six is too early.</p></div>'
    )
    post = posts(RedditNewPage(), page)[0]
    assert (post.text, post.thread_id, post.likes) == ("Six is too early.", "reddit:t3_1abcde", 0)


def test_comment_without_its_text_or_number_is_counted() -> None:
    page = '<html><shreddit-comment thingid="t1_a"></shreddit-comment><shreddit-comment></shreddit-comment></html>'
    found = summary(items(RedditNewPage(), page))
    assert (found["skipped"], found["failed"]) == ({"empty": 1}, {"comment without an id": 1})


@pytest.mark.parametrize("text", ["<html><body><p>shreddit-comment</p></body></html>", "<html", ""])
def test_other_pages_are_not_recognised(text: str) -> None:
    assert RedditNewPage().recognises(material(text)) is False
