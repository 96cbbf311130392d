"""Blogger: backups, Takeout, and saved pages of old and new themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_reading import FIXTURES, posts

from miner.sources import read
from miner.sources.blogs.blogger_export import BloggerExport
from miner.sources.blogs.blogger_page import Blogger

# Page -> comments, replies to comments among them, as counted in the markup.
PAGES = {
    "abookshelffullofsunshine.blogspot.com.interview.html": (2, 1),
    "luxuryhaven.co.hyatt.html": (24, 0),
    "plentylife.blogspot.pamela-reif.html": (1, 0),
    "weinlachgummis.blogspot.com.rezi.html": (1, 0),
}


@pytest.mark.parametrize("name", PAGES)
def test_real_pages_are_read_whole(name: str, shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "blogger" / name)])
    comments = [post for post in transcript.posts if post.kind == "comment"]
    article = next(post for post in transcript.posts if post.kind == "article")
    n_comments, n_replies = PAGES[name]
    assert transcript.accounts[0].source == "blogger"
    assert (len(comments), sum(post.parent_id != article.id for post in comments)) == (n_comments, n_replies)
    assert all(post.author and post.precision == "second" and not post.tz_assumed for post in comments)
    assert not any("said" in note or "the page says" in note for note in transcript.accounts[0].notes)
    assert all(comment.text not in article.text for comment in comments)


def test_real_backup_is_read_whole(shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "blogger" / "bloggerexport.xml")])
    account = transcript.accounts[0]
    assert account.source == "blogger_export"
    assert (account.kept, account.skipped) == (3, {"draft": 2, "settings": 58, "template": 1})
    assert [post.kind for post in transcript.posts] == ["article", "comment", "article"]


def test_reply_is_found_by_its_related_link_and_by_its_field() -> None:
    for name in ("backup.xml", "feed.atom"):
        found = posts(BloggerExport(), (FIXTURES / "blogger_export" / name).read_bytes())
        answer = next(post for post in found if post.text == "Cheaper is not better.")
        answered = next(post for post in found if post.text.startswith("The fast one"))
        assert (answer.parent_id, answer.parent_source) == (answered.id, "native")


def test_moment_is_taken_from_the_permalink_and_not_from_the_words() -> None:
    found = posts(Blogger(), (FIXTURES / "blogger" / "threaded.html").read_bytes())
    assert [str(post.posted_at) for post in found] == [
        "2020-02-02 00:00:00+00:00",
        "2020-02-02 11:00:00+00:00",
        "2020-02-02 12:00:00+00:00",
    ]


def test_names_lose_the_said_of_old_themes() -> None:
    found = posts(Blogger(), (FIXTURES / "blogger" / "old_list.html").read_bytes())
    assert [post.author for post in found[1:]] == ["Anonymous", "Odile"]
