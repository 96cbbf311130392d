"""Bluesky: a post with the whole tree of replies.

The interface gives about ten levels at once whatever is asked for; where a post says that it has replies and none
came with it, the tree is asked for again from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from miner.fetch.records import Request
from miner.fetch.sites.bluesky_search import INTERFACE, fetch_search, wanted_in
from miner.fetch.urls import Url, parse_url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child, number, string

_INTERFACE = "public.api.bsky.app"
_POST = re.compile(r"/profile/(?P<who>[A-Za-z0-9.:_-]{3,260})/post/(?P<id>[A-Za-z0-9._~-]{1,60})/?\Z")
_URI = re.compile(r"at://[A-Za-z0-9.:_-]{3,260}/app\.bsky\.feed\.post/[A-Za-z0-9._~-]{1,60}\Z")
_DEPTH = 1000


class Bluesky:
    """Asks the public interface, which needs no account."""

    name = "bluesky"
    fetches = "Bluesky posts with all replies; searches and hashtags, by an app password of yours"
    example = "https://bsky.app/profile/ann.example/post/3abcdefghij2k"
    hosts = (_INTERFACE, INTERFACE)

    def recognises(self, url: Url) -> bool:
        return url.host == "bsky.app"

    def visit(self, url: Url, visit: Visit) -> None:
        found = _POST.match(url.path)
        if found is None:
            wanted = wanted_in(url)
            if not wanted:
                raise NotThisSite
            fetch_search(url, wanted, visit)
            return
        waiting = [f"at://{found['who']}/app.bsky.feed.post/{found['id']}"]
        seen: set[str] = set()
        while waiting:
            uri = waiting.pop(0)
            if uri in seen:
                continue
            seen.add(uri)
            thread = child(visit.get(_request(uri)).json(), "thread")
            seen.add(string(child(thread, "post"), "uri"))  # the same with the number of the account
            waiting += [leaf for leaf in _cut(thread) if leaf not in seen]


def _request(uri: str) -> Request:
    base = parse_url(f"https://{_INTERFACE}/")
    url = base.at("/xrpc/app.bsky.feed.getPostThread", uri=uri, depth=_DEPTH, parentHeight=0)
    return Request(url, obeys_robots=False)  # made for programs, on a host of its own


def _cut(thread: object) -> Iterator[str]:
    """Posts that have replies of which none is there; a stack, for the tree may be deep."""
    stack: list[Any] = [thread]
    while stack:
        node = stack.pop()
        post, replies = child(node, "post"), child(node, "replies")
        if isinstance(replies, list) and replies:
            stack += reversed(replies)
        elif (number(post, "replyCount") or 0) > 0 and node is not thread and _URI.match(string(post, "uri")):
            yield string(post, "uri")
