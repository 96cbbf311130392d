"""Feeds: comments by the page they are on, what they answer, and feeds of articles alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import FIXTURES, items, material, posts

from miner.errors import NoPostsFound
from miner.sources import read
from miner.sources.base import Layout, Note
from miner.sources.blogs.feeds import Feed

ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
    "<title>t</title>{}</feed>"
)
RSS = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>t</title>{}</channel></rss>'


@pytest.mark.parametrize(
    ("name", "n_posts", "skipped"),
    [("grimoirelab-perceval__rss_entries.xml", 12, {"empty": 18}), ("jekyll-import__medium_feed.xml", 2, {})],
)
def test_real_samples_are_read_whole(name: str, n_posts: int, skipped: dict[str, int], shared_data: Path) -> None:
    transcript = read([str(shared_data / "samples" / "feeds" / name)])
    account = transcript.accounts[0]
    assert (account.source, account.kept, account.skipped) == ("feed", n_posts, skipped)
    assert all(post.author and post.posted_at is not None and post.url for post in transcript.posts)


def test_samples_without_texts_are_refused_by_name(shared_data: Path) -> None:
    for file in sorted((shared_data / "samples" / "feeds").glob("feedparser__*.xml")):
        with pytest.raises(NoPostsFound, match="feed"):
            read([str(file)])


def test_articles_name_the_comments_that_are_elsewhere() -> None:
    found = items(Feed(), (FIXTURES / "feed" / "articles.xml").read_bytes())
    assert Layout("articles") in found
    assert Note("the feed says its articles have 3 comment(s), 0 are in the file") in found


def test_line_that_names_the_comment_answered_is_no_part_of_the_text() -> None:
    by_id = {post.id: post for post in posts(Feed(), (FIXTURES / "feed" / "comments_of_a_post.xml").read_bytes())}
    answer = by_id["feed:parceltalk.example:102"]
    assert answer.text == "I disagree, because customers cannot ask for what they never saw."
    assert (answer.parent_id, answer.parent_source) == ("feed:parceltalk.example:101", "native")
    assert answer.author == "Teresa O\u2019Neil"


def test_link_to_a_comment_within_the_words_is_no_line_of_that_kind() -> None:
    text = '<p>I like <a href="https://b.example/#comment-1">what Ann said</a> about basics, because it is true.</p>'
    entry = (
        "<item><title>By: Bo</title><link>https://b.example/#comment-2</link>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )
    found = posts(Feed(), RSS.format(entry))[0]
    assert found.text == "I like what Ann said about basics, because it is true."
    assert found.parent_id is None


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('<content type="html">&lt;p&gt;a &amp;amp; b&lt;/p&gt;</content>', "a & b"),
        ('<content type="text">a &lt;b&gt; c</content>', "a <b> c"),
        ('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p><p>b</p></div></content>', "a\n\nb"),
        ("<summary>short</summary>", "short"),
    ],
)
def test_all_kinds_of_content_are_read(content: str, shown: str) -> None:
    assert [post.text for post in posts(Feed(), ATOM.format(f"<entry><id>1</id>{content}</entry>"))] == [shown]


def test_feed_of_the_first_kind_is_read() -> None:
    rdf = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"/>'
        '<item rdf:about="https://b.example/1"><title>One</title><link>https://b.example/1</link>'
        "<description>words</description><dc:creator>Ann</dc:creator><dc:date>2004-05-06T07:08:09Z</dc:date></item>"
        "</rdf:RDF>"
    )
    post = posts(Feed(), rdf)[0]
    assert (post.author, post.text, str(post.posted_at)) == ("Ann", "words", "2004-05-06 07:08:09+00:00")


@pytest.mark.parametrize("text", ["<html><body><feed></body></html>", "<rss-like>", "a feed", "<feed><entry/></feed>"])
def test_what_is_no_feed_is_not_recognised(text: str) -> None:
    assert Feed().recognises(material(text)) is False


@given(st.lists(st.text(alphabet="abc<>&\n ]", max_size=20), max_size=5))
def test_broken_feeds_never_raise_anything_of_their_own(texts: list[str]) -> None:
    for item in items(Feed(), RSS.format("".join(f"<item><description>{text}</description></item>" for text in texts))):
        assert item is not None
