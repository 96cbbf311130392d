"""Mastodon and Bluesky played on loopback: threads whole, timelines back to what is known."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from site_farm import Farm, Reply
from site_shapes import SAID, SOCIAL, fetched, json_reply, status

from miner.errors import NotFetched, SiteClosed
from miner.sources import read


def test_a_status_comes_with_its_thread(farm: Farm, tmp_path):
    place = f"{SOCIAL}/api/v1/statuses/112000000000000001"
    farm.put(place, status(1))
    farm.put(f"{place}/context", {"ancestors": [], "descendants": [status(2, 1), status(3, 2)]})
    found = fetched(farm, tmp_path, f"{SOCIAL}/@ann1/112000000000000001")
    transcript = read([found.folder])
    assert len(transcript.posts) == 3
    assert len({post.thread_id for post in transcript.posts}) == 1


def test_a_hashtag_is_read_back_to_what_is_known(farm: Farm, tmp_path):
    place = f"{SOCIAL}/api/v1/timelines/tag/locks?limit=40"
    farm.put(place, json_reply([status(9), status(8)], Link=f'<{place}&max_id=8>; rel="next", <{place}>; rel="prev"'))
    farm.put(f"{place}&max_id=8", json_reply([status(7), status(6)], Link=f'<{place}&max_id=6>; rel="next"'))
    farm.put(f"{place}&max_id=6", [])
    found = fetched(farm, tmp_path, f"{SOCIAL}/tags/locks")
    assert len(read([found.folder]).posts) == 4
    farm.log.clear()
    farm.time.seconds += 86400
    farm.put(f"{place}&since_id=112000000000000009", [status(10)])
    found = fetched(farm, tmp_path, f"{SOCIAL}/tags/locks")
    assert len(farm.targets()) == 1
    assert len(read([found.folder]).posts) == 5


def test_what_a_server_shows_to_members_only_is_told(farm: Farm, tmp_path):
    refused = {"error": "This method requires an authenticated user"}
    farm.put(f"{SOCIAL}/api/v1/timelines/tag/locks?limit=40", Reply(msgspec.json.encode(refused), 422))
    with pytest.raises(NotFetched, match="shows it to its members only"):
        fetched(farm, tmp_path, f"{SOCIAL}/tags/locks")


def test_a_deep_tree_is_asked_for_again_where_it_was_cut(farm: Farm, tmp_path):
    def uri(number: int) -> str:
        return f"at://did:plc:ann{number}/app.bsky.feed.post/3k{number}"

    def node(number: int, n_replies: int, *replies: dict[str, Any]) -> dict[str, Any]:
        record = {
            "$type": "app.bsky.feed.post",
            "text": SAID.format(number),
            "createdAt": f"2024-05-06T07:{number:02d}:00.000Z",
            **({"reply": {"root": {"uri": uri(1)}, "parent": {"uri": uri(number - 1)}}} if number > 1 else {}),
        }
        post = {
            "uri": uri(number),
            "cid": "bafy",
            "author": {"did": f"did:plc:ann{number}", "handle": f"ann{number}.example"},
            "record": record,
            "replyCount": n_replies,
            "likeCount": 0,
        }
        return {"$type": "app.bsky.feed.defs#threadViewPost", "post": post, "replies": list(replies)}

    def place(name: str) -> str:
        return f"https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri={quote(name, safe='')}&depth=1000&parentHeight=0"

    farm.put(
        place("at://ann1.example/app.bsky.feed.post/3k1"),
        {"thread": node(1, 1, node(2, 1, node(3, 1))), "threadgate": {}},
    )
    farm.put(place(uri(3)), {"thread": node(3, 1, node(4, 1))})
    farm.put(place(uri(4)), {"thread": node(4, 1)})  # its reply is gone: it is not asked for without end
    found = fetched(farm, tmp_path, "https://bsky.app/profile/ann1.example/post/3k1")
    assert {post.text for post in read([found.folder]).posts} == {SAID.format(number) for number in (1, 2, 3, 4)}
    assert len({post.thread_id for post in read([found.folder]).posts}) == 1
    assert len(farm.log) == 3


def test_a_search_of_bluesky_is_told_to_be_closed(farm: Farm, tmp_path):
    with pytest.raises(SiteClosed, match="lets only members search"):
        fetched(farm, tmp_path, "https://bsky.app/search?q=locks")
