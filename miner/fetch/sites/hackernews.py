"""Hacker News: a story or comment with everything below it, in one answer of Algolia's interface."""

from __future__ import annotations

from miner.fetch.records import Request
from miner.fetch.urls import Url, parse_url
from miner.fetch.visit import NotThisSite, Visit

_INTERFACE = "hn.algolia.com"


class HackerNews:
    """One request gives the whole tree."""

    name = "hackernews"
    fetches = "Hacker News stories and comments with all replies"
    example = "https://news.ycombinator.com/item?id=8863"
    hosts = (_INTERFACE,)

    def recognises(self, url: Url) -> bool:
        return url.host == "news.ycombinator.com" and url.path == "/item"

    def visit(self, url: Url, visit: Visit) -> None:
        number = url.query.get("id", "")
        if not number.isdecimal():
            raise NotThisSite
        # Made for programs, on a host of its own.
        visit.get(Request(parse_url(f"https://{_INTERFACE}/api/v1/items/{number}"), obeys_robots=False))
