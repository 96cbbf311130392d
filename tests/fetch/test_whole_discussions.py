"""Long discussions come whole, and a second visit asks only for what is new: the log of the site says so."""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import parse_qs

import msgspec
import pytest
from site_farm import Farm, Reply, Seen, page
from site_shapes import FORUM, SAID, SOCIAL, assert_nowhere, authors, fetched, forum_post, json_reply, put_topic, status
from test_fetched_pages import API, FEED, LISTED, POST, REST, WORDPRESS_POST, article, rest_comment, texts
from test_keyed_sites import HUB, ISSUE, issue_comment, stack, stack_entry, stack_page
from test_sites import MAIL

from miner.errors import BadSetting, NotFetched, SiteClosed
from miner.fetch.sites import sites_of
from miner.fetch.urls import parse_url
from miner.sources import read

WEEK = 7 * 86400


def put_comments(farm: Farm, numbers: list[int]) -> None:
    """The list of a blog's comments in pages of a hundred, without tags by which it could say "not changed"."""
    n_pages = -(-len(numbers) // 100)
    for at in range(n_pages):
        body = msgspec.json.encode([rest_comment(number) for number in numbers[at * 100 : at * 100 + 100]])
        headers = {"Content-Type": "application/json", "X-WP-Total": str(len(numbers)), "X-WP-TotalPages": str(n_pages)}
        farm.put(f"{LISTED}{at + 1}", Reply(body, headers={**headers, "ETag": ""}))


def test_a_list_that_has_become_shorter_leaves_no_page_behind(farm: Farm, tmp_path):
    farm.put(POST, article(range(1, 2), "", API.format(f"{REST}posts/12")))
    farm.put(f"{REST}posts/12", WORDPRESS_POST)
    put_comments(farm, list(range(1, 251)))
    fetched(farm, tmp_path, POST)
    farm.time.seconds += WEEK
    put_comments(farm, list(range(101, 251)))
    assert len(texts(fetched(farm, tmp_path, POST))) == 150


def test_a_blog_that_names_a_billion_pages_is_left_at_the_limit(farm: Farm, tmp_path):
    farm.put(POST, article(range(1, 2), "", API.format(f"{REST}posts/12")))
    farm.put(f"{REST}posts/12", WORDPRESS_POST)
    put_comments(farm, list(range(1, 601)))
    first = farm._replies["blog.example", f"{LISTED}1".removeprefix("https://blog.example")][0]
    assert isinstance(first, Reply)
    first.headers["X-WP-TotalPages"] = "999999999"
    assert not fetched(farm, tmp_path, POST, max_pages=6).is_whole
    assert len(farm.targets()) == 6


def listed(farm: Farm) -> list[str]:
    return [target.rpartition("=")[2] for target in farm.targets() if "/comments?" in target]


def test_of_a_blog_with_many_comments_only_the_first_and_the_last_page_are_asked_for_again(farm: Farm, tmp_path):
    farm.put(POST, article(range(1, 2), "", API.format(f"{REST}posts/12")))
    farm.put(f"{REST}posts/12", WORDPRESS_POST)
    put_comments(farm, list(range(1, 451)))
    assert len(texts(fetched(farm, tmp_path, POST))) == 450
    assert listed(farm) == ["1", "2", "3", "4", "5"]
    farm.log.clear()
    farm.time.seconds += WEEK
    put_comments(farm, list(range(1, 521)))
    assert len(texts(fetched(farm, tmp_path, POST))) == 520
    assert listed(farm) == ["1", "4", "5", "6"]
    farm.log.clear()
    farm.time.seconds += WEEK
    put_comments(farm, [number for number in range(1, 521) if number != 150])  # one was deleted: all have moved up
    assert len(texts(fetched(farm, tmp_path, POST))) == 519
    assert listed(farm) == ["1", "5", "2", "3", "4", "6"]
    farm.log.clear()
    farm.time.seconds += 31 * 86400  # after a month for edits
    fetched(farm, tmp_path, POST)
    assert listed(farm) == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("head", "body", "root"),
    [
        (
            '<link rel="https://api.w.org/" href="/wp-json/"><link rel="shortlink" href="https://blog.example/?p=12">',
            "",
            REST,
        ),
        (
            '<link rel="https://api.w.org/" href="https://blog.example/wp-json/">',
            ' class="single postid-12 logged"',
            REST,
        ),
        (
            '<link rel="https://api.w.org/" href="https://blog.example/index.php?rest_route=/">',
            ' class="page-id-12"',
            "https://blog.example/index.php?rest_route=/wp/v2/",
        ),
    ],
)
def test_an_older_wordpress_names_only_the_root_of_its_interface(farm: Farm, tmp_path, head, body, root):
    kind = "pages" if "page-id" in body else "posts"
    farm.put(POST, article(range(1, 2), "", head).replace("<body>", f"<body{body}>"))
    in_query = "rest_route" in root
    place = f"{root}{kind}/12"
    farm.put(place.replace("=/wp/v2/pages/", "=%2Fwp%2Fv2%2Fpages%2F") if in_query else place, WORDPRESS_POST)
    listing = LISTED.replace(REST, root)
    if in_query:
        listing = "https://blog.example/index.php?rest_route=%2Fwp%2Fv2%2Fcomments&post=12&order=asc&orderby=date_gmt&per_page=100&page="
    farm.put(
        f"{listing}1",
        Reply(
            msgspec.json.encode([rest_comment(1), rest_comment(2)]), headers={"X-WP-TotalPages": "1", "X-WP-Total": "2"}
        ),
    )
    assert sorted(texts(fetched(farm, tmp_path, POST))) == [SAID_ON_BLOG.format(number) for number in (1, 2)]


SAID_ON_BLOG = "I would rather have a lock that opens than an app that greets me, comment number {}."


def test_comments_that_are_not_in_the_page_come_from_its_feed(farm: Farm, tmp_path):
    own, other = "/2024/05/locks/feed/", "/feed/"
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in (other, own))
    text = "<p>Locks should open, and they should do so before anything else is built into them.</p>" * 3
    farm.put(POST, page(f'<article><h1>Locks</h1><div class="entry-content">{text}</div></article>', links))
    farm.put(
        f"https://blog.example{own}",
        Reply(FEED.format(n=1, link="").encode(), headers={"Content-Type": "application/atom+xml"}),
    )
    found = fetched(farm, tmp_path, POST)
    assert farm.targets() == ["/2024/05/locks/", own]
    assert found.notes == (
        f"{POST}: its comments are not in the page; those of its feed were fetched, the newest only",
    )
    assert "A lock must open, says comment number 1." in [post.text for post in read([found.folder]).posts]


def test_the_feed_is_left_alone_where_the_page_holds_its_comments(farm: Farm, tmp_path):
    farm.put(
        POST, article(range(1, 3), "", '<link rel="alternate" type="application/rss+xml" href="/2024/05/locks/feed/">')
    )
    fetched(farm, tmp_path, POST)
    assert farm.targets() == ["/2024/05/locks/"]


def test_a_topic_of_more_than_a_thousand_posts_comes_whole(farm: Farm, tmp_path):
    put_topic(farm, 20)  # for its shape
    n_posts = 1_043
    posts = [
        {
            **forum_post(1),
            "id": 570_000 + n,
            "post_number": n,
            "username": f"ann{n}",
            "cooked": f"<p>{SAID.format(n)}</p>",
        }
        for n in range(1, n_posts + 1)
    ]
    topic = {
        "id": 57,
        "title": "Locks",
        "slug": "locks-57",
        "posts_count": n_posts,
        "last_posted_at": "2024-05-07T00:00:00Z",
    }
    farm.put(
        f"{FORUM}/t/locks-57/57.json",
        {**topic, "post_stream": {"posts": posts[:20], "stream": [one["id"] for one in posts]}},
    )
    answer = farm.answer

    def by_number(seen: Seen) -> Reply:
        if not seen.target.startswith("/t/57/posts.json"):
            return answer(seen)
        wanted = [int(entry) - 570_001 for entry in parse_qs(seen.target.partition("?")[2])["post_ids[]"]]
        return json_reply({"post_stream": {"posts": [posts[at] for at in wanted]}, "id": 57})

    farm.answer = by_number  # type: ignore[method-assign]
    found = fetched(farm, tmp_path, f"{FORUM}/t/locks-57/57")
    assert len(set(authors(found))) == n_posts
    assert len(farm.targets()) == 1 + 52
    farm.log.clear()
    farm.time.seconds += WEEK
    assert fetched(farm, tmp_path, f"{FORUM}/t/locks-57/57").is_whole
    assert farm.targets() == ["/t/locks-57/57.json"]


def test_a_topic_too_long_to_name_its_posts_is_read_page_by_page(farm: Farm, tmp_path):
    posts = [
        {**forum_post(1), "id": n, "post_number": n, "username": f"ann{n}", "cooked": f"<p>{SAID.format(n)}</p>"}
        for n in range(1, 66)
    ]
    place = f"{FORUM}/t/locks-57/57.json"
    topic = {"id": 57, "title": "Locks", "slug": "locks-57", "posts_count": 65, "isMegaTopic": True}
    farm.put(place, {**topic, "post_stream": {"posts": posts[:20]}})
    for number in (2, 3, 4):
        part = posts[number * 20 - 20 : number * 20]
        farm.put(f"{place}?page={number}", {**topic, "post_stream": {"posts": part}})
    assert len(set(authors(fetched(farm, tmp_path, f"{FORUM}/t/locks-57/57")))) == 65
    farm.log.clear()
    farm.time.seconds += WEEK
    fetched(farm, tmp_path, f"{FORUM}/t/locks-57/57")
    assert farm.targets() == ["/t/locks-57/57.json", "/t/locks-57/57.json?page=3", "/t/locks-57/57.json?page=4"]


def test_a_hashtag_is_read_through_all_its_pages_and_then_since_the_newest(farm: Farm, tmp_path):
    place = f"{SOCIAL}/api/v1/timelines/tag/locks?limit=40"
    numbers = list(range(200, 80, -1))
    for at in range(0, 120, 40):
        here = place if at == 0 else f"{place}&max_id=112000000000000{numbers[at - 1]:03d}"
        after = f'<{place}&max_id=112000000000000{numbers[at + 39]:03d}>; rel="next"'
        farm.put(here, json_reply([status(number) for number in numbers[at : at + 40]], Link=after))
    farm.put(f"{place}&max_id=112000000000000081", [])
    found = fetched(farm, tmp_path, f"{SOCIAL}/tags/locks")
    assert len(read([found.folder]).posts) == 120
    farm.log.clear()
    farm.time.seconds += WEEK
    farm.put(f"{place}&since_id=112000000000000200", [])
    fetched(farm, tmp_path, f"{SOCIAL}/tags/locks")
    assert farm.targets() == ["/api/v1/timelines/tag/locks?limit=40&since_id=112000000000000200"]


# Stack Exchange


def test_a_day_whose_requests_are_used_up_is_told_and_gone_on_from(farm: Farm, tmp_path):
    question = stack_entry("question", 12, title="Locks", answer_count=2)
    farm.put(stack("/questions/12", ordered=False), stack_page(question))
    farm.put(
        stack("/questions/12/answers"),
        stack_page(stack_entry("answer", 21, question_id=12), has_more=True, quota_remaining=0),
    )
    url = "https://stackoverflow.com/questions/12/locks"
    with pytest.raises(
        NotFetched, match=r"the requests of this day are used up\. Give the same command again tomorrow"
    ):
        fetched(farm, tmp_path, url)
    assert len(farm.targets()) == 2
    throttled = {"error_id": 502, "error_name": "throttle_violation", "error_message": "too many requests from this IP"}
    farm.put(
        stack("/questions/12/answers", 2),
        Reply(msgspec.json.encode(throttled), 400, {"Content-Type": "application/json"}),
    )
    farm.put(stack("/questions/12/answers"), stack_page(stack_entry("answer", 21, question_id=12), has_more=True))
    with pytest.raises(NotFetched, match="used up"):
        fetched(farm, tmp_path, url)


# Pipermail


@pytest.mark.parametrize("path", ["2024-May/000123.html", "2024-May/thread.html", "2024-May/", "2024-May.txt.gz"])
@pytest.mark.parametrize("packed", [True, False])
def test_a_month_of_an_old_mailing_list_comes_as_its_mbox(farm: Farm, tmp_path, path, packed):
    base = "https://lists.example/pipermail/dev/2024-May.txt"
    if packed:
        farm.put(f"{base}.gz", Reply(gzip.compress(MAIL.encode()), headers={"Content-Type": "application/x-gzip"}))
    else:
        farm.put(base, MAIL)
    found = fetched(farm, tmp_path, f"https://lists.example/pipermail/dev/{path}")
    assert (found.site, authors(found)) == ("pipermail", ["Ann"])
    assert farm.targets()[-1] == f"/pipermail/dev/2024-May.txt{'.gz' if packed else ''}"


def test_other_pages_of_pipermail_are_pages():
    for path in ("/pipermail/dev/", "/pipermail/dev/2024-May/attachment.bin", "/pipermail/dev/x/000123.html"):
        assert next(iter(sites_of(parse_url(f"https://lists.example{path}")))).name == "web page"


# Bluesky

SEARCH = "https://bsky.social/xrpc/app.bsky.feed.searchPosts"
LOGIN = "https://bsky.social/xrpc/com.atproto.server.createSession"


def bluesky_post(number: int) -> dict[str, Any]:
    return {
        "uri": f"at://did:plc:ann{number}/app.bsky.feed.post/3k{number}",
        "cid": "bafy",
        "author": {"did": f"did:plc:ann{number}", "handle": f"ann{number}.example"},
        "record": {
            "$type": "app.bsky.feed.post",
            "text": SAID.format(number),
            "createdAt": f"2024-05-06T07:{number:02d}:00.000Z",
        },
        "replyCount": 0,
        "indexedAt": f"2024-05-06T07:{number:02d}:01.000Z",
    }


@pytest.mark.parametrize(
    ("path", "query"), [("search?q=%23locks", "%23locks"), ("hashtag/locks", "%23locks"), ("search?q=a+lock", "a+lock")]
)
def test_a_member_may_search_bluesky(farm: Farm, tmp_path, monkeypatch, path, query):
    monkeypatch.setenv("SKY", "ann.example:s3cret-pass")
    settings = {"keys": {"bluesky": "env:SKY"}}
    farm.put(LOGIN, {"accessJwt": "t0ken", "did": "did:plc:ann"})
    place = f"{SEARCH}?q={query}&sort=latest&limit=100"
    farm.put(place, {"posts": [bluesky_post(3), bluesky_post(2)], "cursor": "2"})
    farm.put(f"{place}&cursor=2", {"posts": [bluesky_post(1)]})
    found = fetched(farm, tmp_path, f"https://bsky.app/{path}", **settings)
    assert len(authors(found)) == 3
    login, *asked = farm.log
    assert msgspec.json.decode(login.body) == {"identifier": "ann.example", "password": "s3cret-pass"}
    assert all(seen.headers["authorization"] == "Bearer t0ken" for seen in asked)
    assert_nowhere("s3cret", tmp_path, found)
    assert_nowhere("t0ken", tmp_path, found)
    farm.log.clear()
    farm.time.seconds += WEEK
    farm.put(
        f"{SEARCH}?q={query}&sort=latest&limit=100&since=2024-05-06T07%3A03%3A01.000Z", {"posts": [bluesky_post(4)]}
    )
    assert len(authors(fetched(farm, tmp_path, f"https://bsky.app/{path}", **settings))) == 4
    assert len(farm.targets()) == 2


def test_a_key_that_bluesky_refuses_or_that_is_none_is_told(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setenv("SKY", "ann.example:s3cret-pass")
    farm.put(LOGIN, Reply(b'{"error":"AuthenticationRequired"}', 401))
    with pytest.raises(SiteClosed, match="does not accept the key") as caught:
        fetched(farm, tmp_path, "https://bsky.app/search?q=a", keys={"bluesky": "env:SKY"})
    assert "s3cret" not in str(caught.value)
    monkeypatch.setenv("SKY", "s3cret")
    with pytest.raises(BadSetting, match="HANDLE:APP-PASSWORD"):
        fetched(farm, tmp_path, "https://bsky.app/search?q=a", keys={"bluesky": "env:SKY"})
    with pytest.raises(SiteClosed, match="lets only members search"):
        fetched(farm, tmp_path, "https://bsky.app/hashtag/a")


def test_a_password_in_a_body_is_not_sent_on_to_another_site(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setenv("SKY", "ann.example:s3cret-pass")
    farm.put(LOGIN, Reply(b"", 307, {"Location": "https://other.example/take"}))
    with pytest.raises(Exception, match="your key is for"):
        fetched(farm, tmp_path, "https://bsky.app/search?q=a", keys={"bluesky": "env:SKY"})
    assert not [seen for seen in farm.log if seen.host == "other.example"]


# A second visit


def _github(farm: Farm) -> str:
    place = f"{HUB}/issues/12/comments?per_page=100"
    farm.put(f"{HUB}/issues/12", ISSUE)
    farm.put(place, json_reply([issue_comment(1)], Link=f'<{place}&page=2>; rel="next"'))
    farm.put(f"{place}&page=2", [issue_comment(2)])
    return "https://github.com/ann/tool/issues/12"


def _page(farm: Farm) -> str:
    farm.put(POST, article(range(1, 3), '<a href="?page=2">2</a>'))
    farm.put(f"{POST}?page=2", article(range(3, 5)))
    return POST


def _thread(farm: Farm) -> str:
    place = f"{SOCIAL}/api/v1/statuses/112000000000000001"
    farm.put(place, status(1))
    farm.put(f"{place}/context", {"ancestors": [], "descendants": [status(2, 1)]})
    return f"{SOCIAL}/@ann1/112000000000000001"


def _story(farm: Farm) -> str:
    comment = {"id": 2, "type": "comment", "author": "ann", "created_at": "2024-05-06T07:00:00.000Z", "created_at_i": 1, "title": None,
               "text": SAID.format(2), "parent_id": 8863, "story_id": 8863, "points": 1, "children": []}  # fmt: skip
    farm.put(
        "https://hn.algolia.com/api/v1/items/8863",
        {**comment, "id": 8863, "type": "story", "title": "Locks", "parent_id": None, "children": [comment]},
    )
    return "https://news.ycombinator.com/item?id=8863"


def _topic(farm: Farm) -> str:
    put_topic(farm, 45)
    return f"{FORUM}/t/locks-57/57"


def _mails(farm: Farm) -> str:
    farm.put("https://lists.example/pipermail/dev/2024-May.txt.gz", Reply(gzip.compress(MAIL.encode())))
    return "https://lists.example/pipermail/dev/2024-May/thread.html"


def _feed(farm: Farm) -> str:
    farm.put(
        "https://blog.example/feed",
        Reply(FEED.format(n=1, link="").encode(), headers={"Content-Type": "application/atom+xml"}),
    )
    return "https://blog.example/feed"


@pytest.mark.parametrize(
    "put", [_page, _thread, _story, _topic, _mails, _feed, _github], ids=lambda put: put.__name__[1:]
)
def test_a_second_visit_sends_what_it_knows_and_gets_nothing_twice(farm: Farm, tmp_path, put):
    """Every request of it names the tag of what is kept, or is for something new."""
    url = put(farm)
    first = fetched(farm, tmp_path, url)
    farm.log.clear()
    farm.time.seconds += WEEK
    again = fetched(farm, tmp_path, url)
    assert (again.n_new, again.n_unchanged) == (0, again.n_asked)
    assert again.n_asked <= first.n_asked
    assert all(
        re.fullmatch(r'"[0-9a-f]{12}"', seen.headers.get("if-none-match", ""))
        for seen in farm.log
        if seen.target != "/robots.txt"
    )
