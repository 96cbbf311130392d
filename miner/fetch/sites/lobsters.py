"""Lobsters and sites that run its software: a story with its comments, as JSON at the address itself."""

from __future__ import annotations

import re

from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child

_STORY = re.compile(r"/s/(?P<id>[a-z0-9]{6})(?:/[^/]*)?/?\Z")


class Lobsters:
    """One request gives the story and all comments."""

    name = "lobsters"
    fetches = "stories of Lobsters and its sister sites with all comments"
    example = "https://lobste.rs/s/abc123/a_story"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return bool(_STORY.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        found = _STORY.match(url.path)
        if found is None:
            raise NotThisSite
        place = url.at(f"/s/{found['id']}.json")
        answer = visit.probe(place)
        if answer is None or not isinstance(child(answer.json(), "comments"), list):
            visit.hide(place)
            raise NotThisSite
