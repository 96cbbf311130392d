"""Answers of sites in their documented shapes, for more than one file of tests."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import msgspec
from site_farm import Farm, Reply, Seen

from miner.fetch import Fetched, fetch
from miner.sources import read

SAID = "A lock should open before it does anything else, and that is point {}."


def fetched(farm: Farm, tmp_path, url: str, **settings: Any) -> Fetched:
    (found,) = fetch([url], client=farm.client(tmp_path, **settings))
    return found


def authors(found: Fetched) -> list[str]:
    return sorted(post.author for post in read([found.folder]).posts)


def json_reply(value: object, **headers: str) -> Reply:
    return Reply(
        msgspec.json.encode(value),
        headers={
            "Content-Type": "application/json",
            **{name.replace("_", "-"): said for name, said in headers.items()},
        },
    )


def assert_nowhere(secret: str, folder, found: Fetched) -> None:
    assert secret not in str(found)
    for place in folder.rglob("*"):
        assert not place.is_file() or secret.encode() not in place.read_bytes()


FORUM = "https://forum.example"


def forum_post(number: int, topic: int = 57) -> dict[str, Any]:
    return {
        "id": topic * 1000 + number,
        "username": f"ann{number}",
        "created_at": f"2024-05-06T07:{number:02d}:00.000Z",
        "updated_at": f"2024-05-06T07:{number:02d}:00.000Z",
        "cooked": f"<p>{SAID.format(number)}</p>",
        "post_number": number,
        "post_type": 1,
        "topic_id": topic,
        "topic_slug": f"locks-{topic}",
        "version": 1,
        "actions_summary": [],
    }


def forum_topic(n_posts: int, topic: int = 57) -> dict[str, Any]:
    posts = [forum_post(number, topic) for number in range(1, n_posts + 1)]
    return {
        "id": topic,
        "title": f"Locks {topic}",
        "slug": f"locks-{topic}",
        "posts_count": n_posts,
        "last_posted_at": posts[-1]["created_at"],
        "post_stream": {"posts": posts[:20], "stream": [post["id"] for post in posts]},
    }


def put_topic(farm: Farm, n_posts: int, topic: int = 57) -> None:
    farm.put(f"{FORUM}/t/locks-{topic}/{topic}.json", forum_topic(n_posts, topic))

    def some(seen: Seen) -> Reply:
        wanted = [int(entry) % 1000 for entry in parse_qs(seen.target.partition("?")[2])["post_ids[]"]]
        return json_reply({"post_stream": {"posts": [forum_post(number, topic) for number in wanted]}, "id": topic})

    for known in range(n_posts + 1):
        left = list(range(max(known, 20) + 1, n_posts + 1))
        for start in range(0, len(left), 20):
            query = "&".join(f"post_ids[]={topic * 1000 + number}" for number in left[start : start + 20])
            farm.put(f"{FORUM}/t/{topic}/posts.json?{query}", some)


def forum_list(*topics: tuple[int, int], more: str = "") -> dict[str, Any]:
    listed = [
        {
            "id": topic,
            "slug": f"locks-{topic}",
            "posts_count": n_posts,
            "last_posted_at": forum_topic(n_posts, topic)["last_posted_at"],
            "bumped_at": f"2024-05-0{topic % 10}T00:00:00Z",
            "highest_post_number": n_posts,
        }
        for topic, n_posts in topics
    ]
    return {"topic_list": {"topics": listed, **({"more_topics_url": more} if more else {})}}


SOCIAL = "https://social.example"


def status(number: int, parent: int | None = None) -> dict[str, Any]:
    name = 112000000000000000 + number
    return {
        "id": str(name),
        "created_at": f"2024-05-06T07:{number % 60:02d}:00.000Z",
        "in_reply_to_id": str(112000000000000000 + parent) if parent else None,
        "in_reply_to_account_id": "1" if parent else None,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"{SOCIAL}/users/ann{number}/statuses/{name}",
        "url": f"{SOCIAL}/@ann{number}/{name}",
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 1,
        "content": f"<p>{SAID.format(number)}</p>",
        "reblog": None,
        "account": {"id": str(number), "username": f"ann{number}", "acct": f"ann{number}", "display_name": ""},
        "mentions": [],
        "tags": [],
    }
