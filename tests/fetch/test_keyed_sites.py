"""Sites whose interface takes a key: all posts come, and the key goes nowhere else."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from site_farm import Farm, Reply, Seen, page
from site_shapes import SAID, assert_nowhere, authors, fetched, json_reply

from miner.errors import BadSetting, NotFetched, PlaceNotFound, SiteClosed
from miner.fetch.urls import parse_url

STACK = "https://api.stackexchange.com/2.3"


def stack(path: str, page: int = 1, *, ordered: bool = True) -> str:
    order = "&order=asc&sort=creation" if ordered else ""
    return f"{STACK}{path}?site=stackoverflow&filter=withbody&pagesize=100&page={page}{order}"


def stack_entry(kind: str, number: int, **more: Any) -> dict[str, Any]:
    return {
        f"{kind}_id": number,
        "owner": {"display_name": f"{kind}{number}", "user_type": "registered"},
        "score": 1,
        "creation_date": 1714978800 + number,
        "body": f"<p>{SAID.format(number)}</p>",
        "link": "https://stackoverflow.com/questions/12/locks",
        **more,
    }


def stack_page(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"items": list(items), "has_more": False, "quota_max": 300, "quota_remaining": 290, **more}


def test_a_question_comes_with_answers_and_comments_and_backoff_is_obeyed(farm: Farm, tmp_path):
    question = stack_entry("question", 12, title="Locks", answer_count=2)
    farm.put(stack("/questions/12", ordered=False), stack_page(question, backoff=10))
    farm.put(stack("/questions/12/answers"), stack_page(stack_entry("answer", 21, question_id=12), has_more=True))
    farm.put(stack("/questions/12/answers", 2), stack_page(stack_entry("answer", 22, question_id=12)))
    farm.put(stack("/questions/12/comments"), stack_page())
    comment = stack_entry("comment", 31, post_id=22, post_type="answer")
    farm.put(stack("/answers/21;22/comments"), stack_page(comment))
    found = fetched(farm, tmp_path, "https://stackoverflow.com/questions/12/locks")
    assert authors(found) == ["answer21", "answer22", "comment31", "question12"]
    assert farm.gaps("api.stackexchange.com") == [10.0, 1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("doors.stackexchange.com", "doors"),
        ("doors.meta.stackexchange.com", ""),
        ("meta.stackoverflow.com", "meta.stackoverflow"),
        ("www.serverfault.com", "serverfault"),
        ("mathoverflow.net", "mathoverflow.net"),
        ("stackoverflow.com.evil.example", ""),
    ],
)
def test_the_name_of_a_site_is_that_of_its_interface(host, name):
    from miner.fetch.sites.stackexchange import _site

    assert _site(parse_url(f"https://{host}/questions/1")) == name


HUB = "https://api.github.com/repos/ann/tool"


def issue_comment(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "html_url": f"https://github.com/ann/tool/issues/12#issuecomment-{number}",
        "issue_url": f"{HUB}/issues/12",
        "user": {"login": f"ann{number}", "id": number, "type": "User"},
        "body": SAID.format(number),
        "created_at": "2024-05-06T07:00:00Z",
        "updated_at": "2024-05-06T07:00:00Z",
    }


ISSUE = {
    "id": 1,
    "number": 12,
    "title": "Locks",
    "url": f"{HUB}/issues/12",
    "html_url": "https://github.com/ann/tool/issues/12",
    "repository_url": HUB,
    "user": {"login": "otto", "id": 1, "type": "User"},
    "body": "What a year of locks did to my door.",
    "state": "open",
    "comments": 3,
    "created_at": "2024-05-06T06:00:00Z",
    "updated_at": "2024-05-06T06:00:00Z",
}


def test_an_issue_comes_with_all_pages_of_comments(farm: Farm, tmp_path):
    place = f"{HUB}/issues/12/comments?per_page=100"
    farm.put(f"{HUB}/issues/12", ISSUE)
    farm.put(place, json_reply([issue_comment(1), issue_comment(2)], Link=f'<{place}&page=2>; rel="next"'))
    farm.put(f"{place}&page=2", [issue_comment(3)])
    found = fetched(farm, tmp_path, "https://github.com/ann/tool/issues/12#issuecomment-2")
    assert authors(found) == ["ann1", "ann2", "ann3", "otto"]
    assert all("authorization" not in seen.headers for seen in farm.log)
    farm.log.clear()
    farm.time.seconds += 86400
    assert fetched(farm, tmp_path, "https://github.com/ann/tool/issues/12").n_unchanged == 3


def test_a_pull_request_comes_with_its_reviews_and_the_token_stays_secret(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_TOKEN", "s3cret")
    farm.put(f"{HUB}/issues/12", ISSUE)
    farm.put(f"{HUB}/issues/12/comments?per_page=100", [])
    review = {**issue_comment(5), "pull_request_url": f"{HUB}/pulls/12", "path": "a.py", "pull_request_review_id": 3}
    del review["issue_url"]
    farm.put(f"{HUB}/pulls/12/comments?per_page=100", [review])
    found = fetched(farm, tmp_path, "https://github.com/ann/tool/pull/12", keys={"github": "env:HUB_TOKEN"})
    assert authors(found) == ["ann5", "otto"]
    assert {seen.headers["authorization"] for seen in farm.log} == {"Bearer s3cret"}
    assert_nowhere("s3cret", tmp_path, found)


def test_a_discussion_needs_a_token_and_comes_in_pages(farm: Farm, tmp_path, monkeypatch):
    url = "https://github.com/ann/tool/discussions/7"
    with pytest.raises(SiteClosed) as caught:
        fetched(farm, tmp_path, url)
    assert str(caught.value) == (
        f"{url} is not fetched: GitHub gives discussions as data only to those with a token. "
        'Put github = "env:NAME" under [fetch.keys] in miner.toml (see docs/fetching.md).'
    )
    monkeypatch.setenv("HUB_TOKEN", "s3cret")

    def node(number: int, **more: Any) -> dict[str, Any]:
        return {
            "id": f"DC_{number}",
            "url": f"{url}#discussioncomment-{number}",
            "body": SAID.format(number),
            "createdAt": "2024-05-06T07:00:00Z",
            "lastEditedAt": None,
            "author": {"login": f"ann{number}"},
            "upvoteCount": 1,
            **more,
        }

    def answer(seen: Seen) -> Reply:
        after = msgspec.json.decode(seen.body)["variables"]["after"]
        number = 1 if after is None else 3
        comment = node(number, isAnswer=False, replies={"totalCount": 1, "nodes": [node(number + 1)]})
        comments = {
            "totalCount": 2,
            "pageInfo": {"hasNextPage": after is None, "endCursor": "abc"},
            "nodes": [comment],
        }
        discussion = {"number": 7, "title": "Locks", **node(0), "url": url, "comments": comments}
        return json_reply({"data": {"repository": {"discussion": discussion}}})

    farm.put("https://api.github.com/graphql", answer)
    found = fetched(farm, tmp_path, url, keys={"github": "env:HUB_TOKEN"})
    assert set(authors(found)) == {"ann0", "ann1", "ann2", "ann3", "ann4"}
    assert_nowhere("s3cret", tmp_path, found)


def reddit_comment(name: str, replies: object = "") -> dict[str, Any]:
    data = {
        "id": name,
        "name": f"t1_{name}",
        "author": f"ann_{name}",
        "body": SAID.format(name),
        "created_utc": 1714978800,
        "link_id": "t3_abc123",
        "parent_id": "t3_abc123",
        "score": 1,
        "permalink": f"/r/doors/comments/abc123/locks/{name}/",
        "subreddit": "doors",
        "replies": replies,
    }
    return {"kind": "t1", "data": data}


def listing(*things: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(things), "after": None}}


def more(*names: str) -> dict[str, Any]:
    return {
        "kind": "more",
        "data": {"id": names[0], "count": len(names), "parent_id": "t3_abc123", "children": list(names)},
    }


def test_a_reddit_thread_comes_by_an_app_of_the_users_own(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setenv("REDDIT_APP", "number:s3cret")
    submission = {
        "id": "abc123",
        "name": "t3_abc123",
        "author": "otto",
        "title": "Locks",
        "selftext": "What a year of locks did to my door.",
        "created_utc": 1714978000,
        "num_comments": 4,
        "permalink": "/r/doors/comments/abc123/locks/",
        "subreddit": "doors",
        "score": 1,
        "is_self": True,
        "url": "https://www.reddit.com/r/doors/comments/abc123/locks/",
    }
    farm.put("https://www.reddit.com/api/v1/access_token", {"access_token": "t0ken", "token_type": "bearer"})
    tree = [
        listing({"kind": "t3", "data": submission}),
        listing(reddit_comment("c1", listing(more("c2"))), more("c3")),
    ]
    farm.put("https://oauth.reddit.com/comments/abc123?limit=500&raw_json=1", tree)
    query = "https://oauth.reddit.com/api/morechildren?link_id=t3_abc123&children={}&api_type=json&raw_json=1"
    things = {
        "json": {"errors": [], "data": {"things": [reddit_comment("c2"), reddit_comment("c3"), more("c4", "c2")]}}
    }
    farm.put(query.format("c2%2Cc3"), things)
    farm.put(query.format("c4"), {"json": {"errors": [], "data": {"things": [reddit_comment("c4")]}}})
    url = "https://old.reddit.com/r/doors/comments/abc123/locks/"
    found = fetched(farm, tmp_path, url, keys={"reddit": "env:REDDIT_APP"})
    assert authors(found) == ["ann_c1", "ann_c2", "ann_c3", "ann_c4", "otto"]
    assert_nowhere("s3cret", tmp_path, found)
    assert_nowhere("t0ken", tmp_path, found)


def test_without_an_app_reddit_is_closed_as_its_robots_txt_says(farm: Farm, tmp_path):
    farm.put("https://www.reddit.com/robots.txt", "User-agent: *\nDisallow: /")
    with pytest.raises(SiteClosed, match="asks programs without a key to stay away"):
        fetched(farm, tmp_path, "https://www.reddit.com/r/doors/comments/abc123/locks/")
    assert farm.targets() == []


@pytest.mark.parametrize("key", ["s3cret", "env:", "env:NO_SUCH_NAME", "file:"])
def test_a_key_that_stands_in_the_settings_itself_is_not_repeated(farm: Farm, tmp_path, key):
    with pytest.raises(BadSetting) as caught:
        fetched(farm, tmp_path, "https://youtu.be/abcdefghijk", keys={"youtube": key})
    assert "s3cret" not in str(caught.value)
    assert farm.log == []


def test_the_comments_of_a_video_come_with_all_replies(farm: Farm, tmp_path):
    key = tmp_path / "key"
    key.write_text("s3cret\n")

    def comment(name: str, parent: str = "") -> dict[str, Any]:
        snippet = {
            "videoId": "abcdefghijk",
            "textDisplay": SAID.format(name),
            "textOriginal": SAID.format(name),
            "authorDisplayName": f"@{name}",
            "likeCount": 1,
            "publishedAt": "2024-05-06T07:00:00Z",
            "updatedAt": "2024-05-06T07:00:00Z",
            **({"parentId": parent} if parent else {}),
        }
        return {"kind": "youtube#comment", "id": name, "snippet": snippet}

    def thread(name: str, n_replies: int, *replies: dict[str, Any]) -> dict[str, Any]:
        snippet = {
            "videoId": "abcdefghijk",
            "topLevelComment": comment(name),
            "totalReplyCount": n_replies,
            "canReply": True,
            "isPublic": True,
        }
        found = {"kind": "youtube#commentThread", "id": name, "snippet": snippet}
        return {**found, **({"replies": {"comments": list(replies)}} if replies else {})}

    def answer(kind: str, *items: dict[str, Any], following: str = "") -> dict[str, Any]:
        return {"kind": kind, "items": list(items), **({"nextPageToken": following} if following else {})}

    base = "https://www.googleapis.com/youtube/v3/"
    listed = f"{base}commentThreads?part=snippet%2Creplies&videoId=abcdefghijk&order=time&maxResults=100&textFormat=plainText"
    kind = "youtube#commentThreadListResponse"
    farm.put(listed, answer(kind, thread("A1", 2, comment("A1.1", "A1")), following="next"))
    farm.put(f"{listed}&pageToken=next", answer(kind, thread("B1", 0)))
    replies = f"{base}comments?part=snippet&parentId=A1&maxResults=100&textFormat=plainText"
    farm.put(replies, answer("youtube#commentListResponse", comment("A1.1", "A1"), comment("A1.2", "A1")))
    found = fetched(
        farm, tmp_path / "kept", "https://www.youtube.com/watch?v=abcdefghijk", keys={"youtube": f"file:{key}"}
    )
    assert set(authors(found)) == {"@A1", "@A1.1", "@A1.2", "@B1"}
    assert {seen.headers["x-goog-api-key"] for seen in farm.log} == {"s3cret"}
    assert_nowhere("s3cret", tmp_path / "kept", found)


def test_comments_at_disqus_come_with_a_key_and_are_named_without_one(farm: Farm, tmp_path, monkeypatch):
    url = "https://blog.example/locks/"
    script = '<div id="disqus_thread"></div><script src="//doors.disqus.com/embed.js"></script>'
    text = "<p>Locks should open, and they should do so before anything else is built into them.</p>" * 4
    farm.put(url, page(f"<article><h1>Locks</h1>{text}</article>{script}", f'<link rel="canonical" href="{url}">'))
    found = fetched(farm, tmp_path, url)
    assert "its comments are at Disqus" in found.notes[0]
    monkeypatch.setenv("DISQUS_KEY", "s3cret")

    def post(number: int) -> dict[str, Any]:
        return {
            "id": str(number),
            "thread": {
                "id": "9",
                "title": "Locks",
                "clean_title": "Locks",
                "link": url,
                "slug": "locks",
                "identifiers": [],
            },
            "forum": "doors",
            "author": {"name": f"Ann {number}", "username": f"ann{number}"},
            "message": f"<p>{SAID.format(number)}</p>",
            "raw_message": SAID.format(number),
            "createdAt": "2024-05-06T07:00:00",
            "parent": None,
            "isDeleted": False,
            "isSpam": False,
            "isApproved": True,
            "likes": 1,
        }

    listed = (
        "https://disqus.com/api/3.0/threads/listPosts.json?forum=doors&thread=link%3Ahttps%3A%2F%2Fblog.example%2Flocks%2F"
        "&limit=100&order=asc&related=thread"
    )
    first = {"code": 0, "cursor": {"hasNext": True, "next": "1:0:0"}, "response": [post(1)]}
    farm.put(f"{listed}&api_key=s3cret", first)
    farm.put(
        f"{listed}&cursor=1%3A0%3A0&api_key=s3cret", {"code": 0, "cursor": {"hasNext": False}, "response": [post(2)]}
    )
    farm.time.seconds += 10
    found = fetched(farm, tmp_path, url, keys={"disqus": "env:DISQUS_KEY"})
    assert {"Ann 1", "Ann 2"} <= set(authors(found))
    assert_nowhere("s3cret", tmp_path, found)


# What sites refuse


def test_a_discussion_that_is_not_there_is_told_in_the_sites_words(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_TOKEN", "s3cret")
    answer = {
        "data": {"repository": {"discussion": None}},
        "errors": [{"message": "Could not resolve to a Discussion"}],
    }
    farm.put("https://api.github.com/graphql", answer)
    with pytest.raises(NotFetched, match="Could not resolve to a Discussion"):
        fetched(farm, tmp_path, "https://github.com/ann/tool/discussions/7", keys={"github": "env:HUB_TOKEN"})


@pytest.mark.parametrize("key", ["one", "a:b:c"])
def test_a_reddit_key_that_is_none_is_not_repeated(farm: Farm, tmp_path, monkeypatch, key):
    monkeypatch.setenv("REDDIT_APP", key)
    with pytest.raises(BadSetting, match="as ID:SECRET") as caught:
        fetched(farm, tmp_path, "https://www.reddit.com/r/doors/comments/abc123/", keys={"reddit": "env:REDDIT_APP"})
    assert f"'{key}'" not in str(caught.value)


def test_a_reddit_app_that_is_refused_is_told(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setenv("REDDIT_APP", "number:s3cret")
    farm.put("https://www.reddit.com/api/v1/access_token", Reply(b'{"error": 401}', 401))
    with pytest.raises(SiteClosed, match=r"it refused the app's key \(401\)"):
        fetched(farm, tmp_path, "https://www.reddit.com/r/doors/comments/abc123/", keys={"reddit": "env:REDDIT_APP"})
    with pytest.raises(SiteClosed, match="only threads are fetched"):
        fetched(farm, tmp_path, "https://www.reddit.com/r/doors/")


def test_a_reddit_feed_is_read_where_robots_txt_allows_it(farm: Farm, tmp_path):
    feed = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Locks</title><entry><id>t1_c1</id>'
        "<author><name>/u/ann</name></author><updated>2024-05-06T07:00:00+00:00</updated><title>/u/ann on Locks</title>"
        '<link href="https://www.reddit.com/r/doors/comments/abc123/locks/c1/"/>'
        '<content type="html">&lt;p&gt;A lock must open.&lt;/p&gt;</content></entry></feed>'
    )
    headers = {"Content-Type": "application/atom+xml"}
    farm.put("https://www.reddit.com/r/doors/comments/abc123/.rss?limit=500", Reply(feed.encode(), headers=headers))
    found = fetched(farm, tmp_path, "https://www.reddit.com/r/doors/comments/abc123/locks/")
    assert len(authors(found)) == 1
    assert "only the newest comments" in found.notes[0]


def test_disqus_that_refuses_leaves_the_page_and_says_so(farm: Farm, tmp_path, monkeypatch):
    monkeypatch.setenv("DISQUS_KEY", "s3cret")
    farm.put("http://blog.example/a", page("<p>words</p><script>var disqus_shortname = 'doors';</script>"))
    found = fetched(farm, tmp_path, "http://blog.example/a", keys={"disqus": "env:DISQUS_KEY"})
    assert "its comments at Disqus are missing" in found.notes[0]
    assert "s3cret" not in found.notes[0]


def test_a_key_in_a_file_that_is_not_there_is_told(farm: Farm, tmp_path):
    with pytest.raises(PlaceNotFound, match=r"no\.key"):
        fetched(farm, tmp_path, "https://youtu.be/abcdefghijk", keys={"youtube": f"file:{tmp_path}/no.key"})
