"""Any page with comments, its other pages, feeds and files; WordPress, where the blog offers data."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_farm import Farm, Reply, page

from miner.errors import AddressRefused, BrokenInput, NotFetched
from miner.fetch import Fetched, fetch
from miner.fetch.records import Answer
from miner.fetch.sites.base import next_link
from miner.fetch.sites.paging import page_name
from miner.fetch.urls import parse_url
from miner.settings import SourceSettings
from miner.sources import read

POST = "https://blog.example/2024/05/locks/"
SAID = "I would rather have a lock that opens than an app that greets me, comment number {}."


def fetched(farm: Farm, tmp_path, url: str = POST, **settings: Any) -> Fetched:
    (found,) = fetch([url], client=farm.client(tmp_path, **settings))
    return found


def texts(found: Fetched) -> list[str]:
    return [post.text for post in read([found.folder], SourceSettings()).posts if post.kind == "comment"]


def comment(number: int) -> str:
    return (
        f'<li class="comment" id="comment-{number}"><div id="div-comment-{number}" class="comment-body">'
        f'<div class="comment-author vcard"><b class="fn">Ann {number}</b></div>'
        f'<div class="comment-metadata"><a href="#comment-{number}"><time datetime="2024-05-06T07:{number:02d}:00+00:00">'
        f'6 May</time></a></div><div class="comment-content"><p>{SAID.format(number)}</p></div></div></li>'
    )


def article(numbers: range, links: str = "", head: str = "") -> str:
    comments = "".join(map(comment, numbers))
    text = "<p>Locks should open, and they should do so before anything else is built into them.</p>" * 3
    return page(
        f'<article class="post"><h1 class="entry-title">Locks</h1><div class="entry-content">{text}</div></article>'
        f'<div id="comments"><ol class="commentlist">{comments}</ol>{links}</div>',
        f'<meta name="generator" content="WordPress 6.5"><link rel="canonical" href="{POST}">{head}',
    )


def test_comment_pages_are_followed_and_nothing_else(farm: Farm, tmp_path):
    links = """<a class="prev" href="/2024/05/locks/comment-page-1/#comments">Older</a>
    <a href="https://blog.example/2024/05/locks/comment-page-2#comments">2</a>
    <a rel="next" href="/2024/06/keys/">The next article</a> <a href="/2024/05/locks/?replytocom=7#respond">Reply</a>
    <a href="https://other.example/2024/05/locks/comment-page-3/">3</a> <a href="/2024/05/locks/feed/">Feed</a>
    <a href="/2024/05/locks/?share=mail&comment-page-9">Share</a> <img src="/2024/05/locks/comment-page-8/">"""
    farm.put(POST, article(range(9, 12), links))
    farm.put(f"{POST}comment-page-1/", article(range(1, 5), links))
    farm.put(f"{POST}comment-page-2", article(range(5, 9), links))
    found = fetched(farm, tmp_path)
    assert farm.targets() == ["/2024/05/locks/", "/2024/05/locks/comment-page-1/", "/2024/05/locks/comment-page-2"]
    assert sorted(texts(found)) == sorted(SAID.format(number) for number in range(1, 12))
    assert (found.site, found.n_asked, found.n_new, found.is_whole) == ("web page", 3, 3, True)


def test_pages_that_each_name_the_next_are_followed(farm: Farm, tmp_path):
    for number in range(1, 5):
        link = f'<a rel="next" href="?page={number + 1}">next</a>' if number < 4 else ""
        farm.put(f"{POST}{f'?page={number}' if number > 1 else ''}", article(range(number, number + 1), link))
    assert len(texts(fetched(farm, tmp_path))) == 4
    assert farm.targets() == ["/2024/05/locks/", *(f"/2024/05/locks/?page={number}" for number in (2, 3, 4))]


def test_a_next_page_without_a_number_is_followed_by_what_it_says_of_itself(farm: Farm, tmp_path):
    farm.put(POST, article(range(1, 2), '<a rel="next" href="?after=abc">more</a><a href="?sort=new">new</a>'))
    farm.put(f"{POST}?after=abc", article(range(2, 3), '<a rel="next" href="?after=def">more</a>'))
    farm.put(f"{POST}?after=def", article(range(3, 4), '<a rel="next" href="?after=abc">more</a>'))
    assert len(texts(fetched(farm, tmp_path))) == 3
    assert len(farm.targets()) == 3


@pytest.mark.parametrize(
    ("url", "discussion", "number"),
    [
        ("/t/a/comment-page-3/", "/t/a?", 3),
        ("/t/a/page/2", "/t/a?", 2),
        ("/threads/a.12/page-4", "/threads/a.12?", 4),
        ("/discussion/9/a/p7", "/discussion/9/a?", 7),
        ("/viewtopic.php?t=5&start=40", "/viewtopic.php?t=5", 40),
        ("/?p=12&cpage=2", "?p=12", 2),
        ("/a?page=x", "/a?page=x", None),
        ("/a", "/a?", None),
    ],
)
def test_the_number_of_a_page_is_known_by_its_place(url, discussion, number):
    assert page_name(parse_url(f"https://blog.example{url}")) == (f"https://blog.example{discussion}", number)


def test_a_thread_given_by_a_later_page_is_read_from_its_beginning(farm: Farm, tmp_path):
    """A phpBB forum: all pages stand at one address, and each link names the visit."""
    base = "https://forum.example/viewtopic.php?t=5"
    visit = "&sid=0123456789abcdef0123456789abcdef"
    links = "".join(f'<a href="./viewtopic.php?t=5{start}{visit}">.</a>' for start in ("", "&start=2", "&start=4"))
    others = f'<a href="./viewtopic.php?t=6{visit}">.</a><a href="./posting.php?t=5{visit}">.</a>'
    for start in ("", "&start=2", "&start=4"):
        farm.put(base + start, article(range(1, 2), links.replace("0123", f"{len(start)}123") + others))
    fetched(farm, tmp_path, f"{base}&start=2")
    assert sorted(farm.targets()) == [f"/viewtopic.php?t=5{start}" for start in ("", "&start=2", "&start=4")]


def test_a_site_that_always_has_one_more_page_is_left_at_the_limit(farm: Farm, tmp_path):
    for number in range(2, 40):
        farm.put(f"{POST}?page={number}", article(range(number, number + 1), f'<a href="?page={number + 1}">next</a>'))
    farm.put(POST, article(range(1, 2), '<a href="?page=2">next</a>'))
    found = fetched(farm, tmp_path, max_pages=5)
    assert len(farm.targets()) == 5
    assert not found.is_whole
    assert found.notes == (f"{POST}: stopped after 5 pages (fetch.max_pages); there are more",)
    again = fetched(farm, tmp_path, max_minutes=0.1)
    assert again.notes == (f"{POST}: stopped after 0.1 minutes (fetch.max_minutes); there is more",)


def test_a_page_of_the_discussion_that_leads_elsewhere_is_refused(farm: Farm, tmp_path):
    farm.put(POST, article(range(1, 2), '<a href="?page=2">next</a>'))
    farm.put(f"{POST}?page=2", Reply(b"", 302, {"Location": "https://other.example/x"}))
    with pytest.raises(AddressRefused, match="it is another site"):
        fetched(farm, tmp_path)
    assert not [seen for seen in farm.log if seen.host == "other.example" and seen.target == "/x"]


def test_the_address_itself_may_lead_to_another_host_whose_pages_follow(farm: Farm, tmp_path):
    farm.put(POST, Reply(b"", 301, {"Location": "https://www.blog.example/locks/"}))
    farm.put("https://www.blog.example/locks/", article(range(1, 2), '<a href="/locks/?page=2">next</a>'))
    farm.put("https://www.blog.example/locks/?page=2", article(range(2, 3)))
    assert len(texts(fetched(farm, tmp_path))) == 2


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (404, "there is nothing (404 Not Found). Check the address in a browser."),
        (
            403,
            "the site does not show it to everybody (403 Forbidden). Save the page from a browser and give the file.",
        ),
        (418, "it answered 418 I'm a Teapot. Try again later."),
    ],
)
def test_what_a_site_refuses_is_told(farm: Farm, tmp_path, status, message):
    farm.put(POST, Reply(b"", status))
    with pytest.raises(NotFetched) as caught:
        fetched(farm, tmp_path)
    assert str(caught.value) == f"{POST} could not be fetched: {message}"
    assert list(tmp_path.rglob("*")) == []


FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>Comments</title>{link}<entry><id>tag:blog.example,2024:{n}</id><title>Ann on Locks</title>
<author><name>Ann</name></author><updated>2024-05-06T07:00:00Z</updated>
<thr:in-reply-to ref="tag:blog.example,2024:post" href="https://blog.example/locks"/>
<content type="html">&lt;p&gt;A lock must open, says comment number {n}.&lt;/p&gt;</content></entry></feed>"""


def test_a_feed_in_pages_is_read_to_its_end(farm: Farm, tmp_path):
    atom = {"Content-Type": "application/atom+xml"}
    first = FEED.format(n=1, link='<link rel="next" href="/feed?paged=2&amp;x=1"/>').encode()
    farm.put("https://blog.example/feed", Reply(first, headers=atom))
    last = FEED.format(n=2, link='<link href="/feed?paged=1" rel="previous"/>').encode()
    farm.put("https://blog.example/feed?paged=2&x=1", Reply(last, headers=atom))
    found = fetched(farm, tmp_path, "https://blog.example/feed")
    assert [post.text for post in read([found.folder]).posts] == [
        "A lock must open, says comment number 1.",
        "A lock must open, says comment number 2.",
    ]


def test_an_mbox_at_an_address_is_read_as_mail(farm: Farm, tmp_path):
    mail = (
        "From ann@mail.example Mon May  6 07:00:00 2024\nFrom: Ann <ann@mail.example>\nTo: dev@lists.example\n"
        "Subject: Locks\nDate: Mon, 6 May 2024 07:00:00 +0000\nMessage-ID: <1@mail.example>\n\nA lock must open.\n"
    )
    farm.put("https://lists.example/2024-May.txt", Reply(mail.encode(), headers={"Content-Type": "text/plain"}))
    found = fetched(farm, tmp_path, "https://lists.example/2024-May.txt")
    assert [(post.author, post.text) for post in read([found.folder]).posts] == [("Ann", "A lock must open.")]


# WordPress

API = '<link rel="alternate" title="JSON" type="application/json" href="{}" /><meta name="generator" content="WordPress 6.5">'
REST = "https://blog.example/wp-json/wp/v2/"
LISTED = f"{REST}comments?post=12&order=asc&orderby=date_gmt&per_page=100&page="
WORDPRESS_POST = {
    "id": 12,
    "date": "2024-05-06T06:00:00",
    "date_gmt": "2024-05-06T06:00:00",
    "slug": "locks",
    "status": "publish",
    "link": POST,
    "title": {"rendered": "Locks"},
    "content": {"rendered": "<p>Locks should open before anything else is built into them.</p>"},
    "comment_status": "open",
}


def rest_comment(number: int, parent: int = 0) -> dict[str, Any]:
    return {
        "id": number,
        "post": 12,
        "parent": parent,
        "author": 0,
        "author_name": f"Ann {number}",
        "date": "2024-05-06T07:00:00",
        "date_gmt": f"2024-05-06T07:00:{number % 60:02d}",
        "content": {"rendered": f"<p>{SAID.format(number)}</p>"},
        "link": f"{POST}#comment-{number}",
        "status": "approved",
        "type": "comment",
    }


def rest_page(*numbers: int, n_pages: int) -> Reply:
    import msgspec

    body = msgspec.json.encode([rest_comment(number, number - 1) for number in numbers])
    return Reply(body, headers={"Content-Type": "application/json", "X-WP-TotalPages": str(n_pages)})


def test_wordpress_gives_its_comments_as_data(farm: Farm, tmp_path):
    farm.put(POST, article(range(2, 4), '<a href="comment-page-1/">1</a>', API.format(f"{REST}posts/12")))
    farm.put(f"{REST}posts/12", WORDPRESS_POST)
    for number in (1, 2, 3):
        farm.put(f"{LISTED}{number}", rest_page(number, n_pages=3))
    found = fetched(farm, tmp_path)
    assert texts(found) == [SAID.format(number) for number in (1, 2, 3)]
    assert len(farm.targets()) == 5
    posts = {post.author: post for post in read([found.folder]).posts}
    assert posts["Ann 3"].parent_id == posts["Ann 2"].id
    again = fetched(farm, tmp_path)
    assert (again.n_new, again.n_unchanged) == (0, 5)


def test_wordpress_lists_are_fetched_to_their_end(farm: Farm, tmp_path):
    for number in (1, 2):
        farm.put(f"{REST}comments?post=12&per_page=100&page={number}", rest_page(number, n_pages=2))
    assert len(texts(fetched(farm, tmp_path, f"{REST}comments?post=12"))) == 2


@pytest.mark.parametrize(
    "listed", [Reply(b'{"code":"rest_forbidden"}', 401), Reply(b"[]"), Reply(b"<html>", 200), Reply(b"", 500)]
)
def test_a_wordpress_without_that_data_is_read_by_its_pages(farm: Farm, tmp_path, listed):
    farm.put(POST, article(range(1, 3), "", API.format(f"{REST}posts/12")))
    farm.put(f"{LISTED}1", listed)
    assert len(texts(fetched(farm, tmp_path))) == 2


def test_data_that_robots_txt_forbids_is_not_asked_for(farm: Farm, tmp_path):
    farm.put("https://blog.example/robots.txt", "User-agent: *\nDisallow: /wp-json/")
    farm.put(POST, article(range(1, 3), "", API.format(f"{REST}posts/12")))
    found = fetched(farm, tmp_path)
    assert len(texts(found)) == 2
    assert farm.targets() == ["/2024/05/locks/"]


def test_data_at_another_host_are_not_asked_for(farm: Farm, tmp_path):
    farm.put(POST, article(range(1, 3), "", API.format("https://other.example/wp-json/wp/v2/posts/12")))
    assert len(texts(fetched(farm, tmp_path))) == 2
    assert {seen.host for seen in farm.log} == {"blog.example"}


# What is hostile


def test_a_page_nested_without_end_is_refused_at_once(farm: Farm, tmp_path):
    farm.put(POST, page("<div>" * 200_000))
    start = time.process_time()
    with pytest.raises(BrokenInput, match="nested"):
        fetched(farm, tmp_path)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "body",
    [
        "<link " * 30_000,
        '<a rel="next" href="?after=1">' + "<a href='?page=2&" * 3_000,
        '<link rel="canonical" ' + "href=" * 50_000,
        "//a.disqus.com" * 30_000 + "disqus_shortname" * 5_000,
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/12' + "0" * 50_000,
        "".join(f'<a href="?page={number}">.</a>' for number in range(2, 20_000)),
    ],
    ids=["links", "pages", "canonical", "disqus", "interface", "many pages"],
)
def test_a_page_that_is_all_links_costs_seconds_at_most(farm: Farm, tmp_path, body):
    farm.put(POST, page(body))
    start = time.process_time()
    try:
        fetched(farm, tmp_path, max_pages=2)
    except NotFetched:
        farm.log.clear()
    assert time.process_time() - start < 5
    assert len(farm.targets()) <= 2


@given(st.text(max_size=200))
def test_any_link_header_names_a_page_of_the_same_host_or_none(text):
    url = parse_url("https://blog.example/a?page=1")
    found = next_link(Answer(url, 200, {"link": f'<{text}>; rel="next"'}))
    assert found is None or found.origin == "https://blog.example"


@given(st.text(max_size=100), st.integers(0, 9_999_999))
def test_the_number_of_a_page_and_the_discussion_are_told_apart(text, number):
    try:
        plain, numbered = (
            parse_url(f"https://blog.example/a{text.replace('#', '').replace('?', '')}{end}")
            for end in ("", f"?page={number}")
        )
    except AddressRefused:
        return
    assert page_name(numbered).discussion == page_name(plain).discussion
    assert page_name(numbered).number == number
