"""The registry of sites; forums, link sites and mailing lists played on loopback: all posts come, nothing else is asked."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from site_farm import Farm, Reply, Seen, page
from site_shapes import FORUM, SAID, authors, fetched, forum_list, put_topic

from miner.errors import SiteClosed
from miner.fetch import SITES
from miner.fetch.sites import sites_of
from miner.fetch.urls import parse_url


def test_names_and_sentences_are_unique():
    assert len({site.name for site in SITES}) == len({site.fetches for site in SITES}) == len(SITES)


@pytest.mark.parametrize("site", SITES)
def test_a_site_recognises_its_own_example_first(site):
    assert next(iter(sites_of(parse_url(site.example)))) is site


@pytest.mark.parametrize("url", ["/t/locks-57/57", "/t/locks-57/57/31", "/t/locks-57/57.json"])
def test_a_topic_comes_with_all_its_posts(farm: Farm, tmp_path, url):
    put_topic(farm, 45)
    found = fetched(farm, tmp_path, FORUM + url)
    assert found.site == "discourse"
    assert len(authors(found)) == 45
    assert len(farm.targets()) == 3


def test_only_new_posts_of_a_topic_are_asked_for(farm: Farm, tmp_path):
    put_topic(farm, 45)
    fetched(farm, tmp_path, f"{FORUM}/t/locks-57/57")
    farm.log.clear()
    farm.time.seconds += 7 * 86400
    put_topic(farm, 48)
    found = fetched(farm, tmp_path, f"{FORUM}/t/locks-57/57")
    assert len(authors(found)) == 48
    assert farm.targets() == [
        "/t/locks-57/57.json",
        "/t/57/posts.json?post_ids[]=57046&post_ids[]=57047&post_ids[]=57048",
    ]
    assert found.n_new == 2


def test_the_topics_of_a_category_come_and_those_without_news_are_left_alone(farm: Farm, tmp_path):
    place = f"{FORUM}/c/doors/5"
    farm.put(f"{place}.json", forum_list((61, 2), (62, 3), more="/c/doors/5?page=1"))
    farm.put(f"{place}.json?page=1", forum_list((63, 25)))
    for topic, n_posts in ((61, 2), (62, 3), (63, 25)):
        put_topic(farm, n_posts, topic)
    found = fetched(farm, tmp_path, place)
    assert len(authors(found)) == 30
    farm.log.clear()
    farm.time.seconds += 86400
    farm.put(f"{place}.json", forum_list((61, 2), (62, 4), more="/c/doors/5?page=1"))
    put_topic(farm, 4, 62)
    found = fetched(farm, tmp_path, place)
    assert len(authors(found)) == 31
    assert farm.targets() == ["/c/doors/5.json", "/c/doors/5.json?page=1", "/t/locks-62/62.json"]


def test_of_the_latest_topics_only_so_many_come_as_the_settings_say(farm: Farm, tmp_path):
    farm.put(f"{FORUM}/latest.json", forum_list((61, 1), (63, 1), (62, 1), more="/latest?page=1"))
    put_topic(farm, 1, 62)
    put_topic(farm, 1, 63)
    found = fetched(farm, tmp_path, f"{FORUM}/latest", max_threads=2)
    assert farm.targets() == ["/latest.json", "/t/locks-63/63.json", "/t/locks-62/62.json"]
    assert found.notes == (f"{FORUM}/latest: the 2 newest topics were fetched (fetch.max_threads); there are more",)


def test_an_address_that_only_looks_like_one_of_a_forum_is_a_page(farm: Farm, tmp_path):
    farm.put(f"{FORUM}/t/locks/57", page("<p>words</p>"))
    assert fetched(farm, tmp_path, f"{FORUM}/t/locks/57").site == "web page"


def test_a_story_comes_with_all_replies_in_one_answer(farm: Farm, tmp_path):
    def item(number: int, kind: str, *children: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": number,
            "type": kind,
            "author": f"ann{number}",
            "created_at": "2024-05-06T07:00:00.000Z",
            "created_at_i": 1714978800,
            "title": "Locks" if kind == "story" else None,
            "text": f"<p>{SAID.format(number)}",
            "parent_id": None if kind == "story" else 8863,
            "story_id": 8863,
            "points": 3,
            "children": list(children),
        }

    tree = item(8863, "story", item(2, "comment", item(3, "comment")), item(4, "comment"))
    farm.put("https://hn.algolia.com/api/v1/items/8863", tree)
    found = fetched(farm, tmp_path, "https://news.ycombinator.com/item?id=8863")
    assert authors(found) == ["ann2", "ann3", "ann4", "ann8863"]
    assert [(seen.host, seen.target) for seen in farm.log] == [("hn.algolia.com", "/api/v1/items/8863")]


def test_a_lobsters_story_comes_with_its_comments(farm: Farm, tmp_path):
    comments = [
        {
            "short_id": f"c{number}",
            "created_at": "2024-05-06T07:00:00.000-05:00",
            "updated_at": "2024-05-06T07:00:00.000-05:00",
            "is_deleted": False,
            "is_moderated": False,
            "score": 1,
            "comment": f"<p>{SAID.format(number)}</p>",
            "url": f"https://lobste.rs/s/abc123/locks/comments/c{number}",
            "indent_level": 1,
            "commenting_user": {"username": f"ann{number}"},
        }
        for number in (1, 2)
    ]
    story = {
        "short_id": "abc123",
        "short_id_url": "https://lobste.rs/s/abc123",
        "created_at": "2024-05-06T06:00:00.000-05:00",
        "title": "Locks",
        "score": 1,
        "comment_count": 2,
        "description": "<p>I wrote down what a year of locks did.</p>",
        "comments_url": "https://lobste.rs/s/abc123/locks",
        "submitter_user": {"username": "otto"},
        "tags": [],
        "comments": comments,
    }
    farm.put("https://lobste.rs/s/abc123.json", story)
    assert authors(fetched(farm, tmp_path, "https://lobste.rs/s/abc123/locks")) == ["ann1", "ann2", "otto"]


def test_a_lemmy_post_comes_with_all_pages_of_comments(farm: Farm, tmp_path):
    base = "https://lemmy.example"
    post = {
        "id": 123,
        "name": "Locks",
        "body": "What a year of locks did to my door.",
        "creator_id": 1,
        "community_id": 1,
        "removed": False,
        "deleted": False,
        "published": "2024-05-06T06:00:00.000000Z",
        "ap_id": f"{base}/post/123",
    }
    creator = {"id": 1, "name": "otto", "actor_id": f"{base}/u/otto", "local": True}
    community = {"id": 1, "name": "doors", "title": "Doors", "actor_id": f"{base}/c/doors"}
    counts = {"post_id": 123, "comments": 53, "score": 1}
    farm.put(
        f"{base}/api/v3/post?id=123",
        {"post_view": {"post": post, "creator": creator, "community": community, "counts": counts}},
    )

    def comment(number: int) -> dict[str, Any]:
        return {
            "comment": {
                "id": number,
                "creator_id": number,
                "post_id": 123,
                "content": SAID.format(number),
                "removed": False,
                "deleted": False,
                "published": "2024-05-06T07:00:00.000000Z",
                "ap_id": f"{base}/comment/{number}",
                "path": f"0.{number}",
            },
            "creator": {"id": number, "name": f"ann{number}", "actor_id": f"{base}/u/ann{number}"},
            "post": post,
            "community": community,
            "counts": {"comment_id": number, "score": 1},
        }

    listed = f"{base}/api/v3/comment/list?post_id=123&type_=All&sort=Old&limit=50&page="
    farm.put(f"{listed}1", {"comments": [comment(number) for number in range(1, 51)]})
    farm.put(f"{listed}2", {"comments": [comment(number) for number in range(51, 54)]})
    assert len(authors(fetched(farm, tmp_path, f"{base}/post/123"))) == 54
    assert len(farm.targets()) == 3


MAIL = (
    "From ann@mail.example Mon May  6 07:00:00 2024\nFrom: Ann <ann@mail.example>\nTo: dev@lists.example\n"
    "Subject: Locks\nDate: Mon, 6 May 2024 07:00:00 +0000\nMessage-ID: <1@mail.example>\n\nA lock must open.\n\n"
)
THREAD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            f"https://lists.example/archives/list/dev@lists.example/thread/{THREAD}/",
            f"/archives/list/dev@lists.example/export/dev@lists.example.mbox.gz?thread={THREAD}",
        ),
        (
            "https://lists.example/archives/list/dev@lists.example/2024/12/",
            "/archives/list/dev@lists.example/export/dev@lists.example.mbox.gz?start=2024-12-01&end=2025-01-01",
        ),
        ("https://lore.kernel.org/git/20240501-1@mail.example/T/", "/git/20240501-1@mail.example/t.mbox.gz"),
    ],
)
def test_a_mailing_list_gives_its_mbox(farm: Farm, tmp_path, url, asked):
    host = parse_url(url).host
    farm.put(
        f"https://{host}{asked}", Reply(gzip.compress(MAIL.encode()), headers={"Content-Type": "application/gzip"})
    )
    assert authors(fetched(farm, tmp_path, url)) == ["Ann"]
    assert farm.targets() == [asked]


def test_a_public_inbox_on_any_host_is_known_by_its_page(farm: Farm, tmp_path):
    url = "https://lists.example/dev/1@mail.example/"
    farm.put(url, page('<pre>words</pre><a href="t.mbox.gz">mbox.gz</a>'))
    farm.put(f"{url}t.mbox.gz", Reply(gzip.compress(MAIL.encode()), headers={"Content-Type": "application/gzip"}))
    assert authors(fetched(farm, tmp_path, url)) == ["Ann"]


@pytest.mark.parametrize(
    ("url", "instead"),
    [
        ("https://x.com/ann/status/1", "Ask there for the download of your data"),
        ("https://mobile.twitter.com/ann/status/1", "Ask there for the download of your data"),
        ("https://www.facebook.com/groups/1/posts/2", "Ask there for the download of your data"),
        ("https://www.instagram.com/p/abc/", "Ask there for the download of your data"),
        ("https://discord.com/channels/1/2", "Export the channel"),
        ("https://team.slack.com/archives/C1", "Let an administrator export the workspace"),
        ("https://t.me/doors/1", "Export the chat from Telegram Desktop"),
        ("https://www.linkedin.com/posts/1", "Save the page from a browser"),
    ],
)
def test_a_closed_site_is_not_asked_and_the_export_is_named(farm: Farm, tmp_path, url, instead):
    with pytest.raises(SiteClosed, match=instead):
        fetched(farm, tmp_path, url)
    assert farm.log == farm.looked_up == []


def test_a_host_that_only_ends_alike_is_not_closed(farm: Farm, tmp_path):
    farm.put("http://notx.com/a", page("<p>words</p>"))
    assert fetched(farm, tmp_path, "http://notx.com/a").n_new == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/s/abcdef/a-shop",
        "https://blog.example/post/123",
        "https://blog.example/@ann/11223344",
        "https://blog.example/tags/locks",
        "https://blog.example/latest",
        "https://blog.example/t/locks/57",
        f"https://blog.example/list/dev@lists.example/thread/{THREAD}/",
        "https://lore.kernel.org/git/1@mail.example/",
        "http://news.ycombinator.com/item?id=x",
        "http://www.youtube.com/@ann",
        "http://bsky.app/profile/ann.example",
    ],
)
@pytest.mark.parametrize("instead", [404, 200], ids=["nothing", "a page"])
def test_an_address_that_only_looks_like_one_of_a_site_is_read_as_a_page(farm: Farm, tmp_path, url, instead):
    """What the other kind of site would have answered with is not kept for sources to read."""
    answer = farm.answer
    own = parse_url(url).target

    def other(seen: Seen) -> Reply:
        is_own = seen.target in (own, "/robots.txt")
        return answer(seen) if is_own else Reply(page("<p>Nothing here.</p>").encode(), instead)

    farm.answer = other  # type: ignore[method-assign]
    farm.put(url, page("<p>words</p>"))
    found = fetched(farm, tmp_path, url)
    assert found.site == "web page"
    shown = [file for file in Path(found.folder).iterdir() if not file.name.startswith(".")]
    assert len(shown) == 1


def test_a_forum_below_another_path_is_known_by_its_page(farm: Farm, tmp_path):
    put_topic(farm, 3)
    topic = f"{FORUM}/t/locks-57/57"
    farm.put(f"{FORUM}/short", Reply(b"", 302, {"Location": topic}))
    farm.put(topic, page("<p>words</p>", '<meta name="generator" content="Discourse 3.3">'))
    assert len(authors(fetched(farm, tmp_path, f"{FORUM}/short"))) == 3
