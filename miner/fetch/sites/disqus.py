"""Disqus: the comments that a page only loads by script, by its interface and a key of the user's own."""

from __future__ import annotations

import re

from miner.errors import NotFetched
from miner.fetch.records import Answer, Request
from miner.fetch.urls import parse_url
from miner.fetch.visit import Visit
from miner.sources.json_values import child, string

_INTERFACE = "disqus.com"
_NAME = re.compile(
    rb"""(?://|\\/\\/)([a-z0-9-]{2,60})\.disqus\.com(?:/|\\/)(?:embed|count)\.js"""
    rb"""|disqus_shortname["']?\s{0,5}[=:]\s{0,5}["']([a-z0-9-]{2,60})["']"""
)
_CANONICAL = re.compile(
    rb"""<link\b(?=[^>]{0,500}\brel=["']canonical["'])[^>]{0,1000}\bhref=["'](https?://[^"'<>\s]{1,1000})["']"""
)


def comments_of(page: Answer, visit: Visit) -> None:
    """Fetch the comments of a page that has them at Disqus; without a key say so."""
    found = _NAME.search(page.body)
    if found is None:
        return
    key = visit.key("disqus")
    if not key:
        visit.note(
            f"{page.url}: its comments are at Disqus and not in the page; with a key of yours they are fetched, too "
            '(disqus = "env:NAME" under [fetch.keys] in miner.toml, see docs/fetching.md)'
        )
        return
    visit.hosts.add(_INTERFACE)
    canonical = _CANONICAL.search(page.body)
    link = canonical[1].decode("utf-8", "replace") if canonical else str(page.url)
    try:
        _fetch((found[1] or found[2]).decode("ascii"), link, key, visit)
    except NotFetched as error:
        visit.note(f"{page.url}: its comments at Disqus are missing: {error}")


def _fetch(forum: str, link: str, key: str, visit: Visit) -> None:
    cursor = ""
    while True:
        query = {"forum": forum, "thread": f"link:{link}", "limit": "100", "order": "asc", "related": "thread"}
        url = parse_url(f"https://{_INTERFACE}/").at(
            "/api/3.0/threads/listPosts.json", **query, **({"cursor": cursor} if cursor else {})
        )
        request = Request(url, secret_query={"api_key": key}, obeys_robots=False)  # made for programs
        value = visit.get(request).json()
        if not child(value, "response"):
            visit.hide(request)
        following = child(value, "cursor")
        if child(following, "hasNext") is not True or string(following, "next") in ("", cursor):
            return
        cursor = string(following, "next")
