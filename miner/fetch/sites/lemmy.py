"""Lemmy: a post and its comments, page after page, from the community's own server."""

from __future__ import annotations

import re

from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit
from miner.sources.json_values import child

_POST = re.compile(r"/post/(?P<id>\d{1,12})(?:/\d{1,12})?/?\Z")
_PER_PAGE = 50  # the most it gives


class Lemmy:
    """The oldest comments first, so that earlier pages stay as they are while new ones come."""

    name = "lemmy"
    fetches = "posts of any Lemmy server with all comments"
    example = "https://lemmy.example/post/123"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return bool(_POST.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        found = _POST.match(url.path)
        if found is None:
            raise NotThisSite
        place = url.at("/api/v3/post", id=found["id"])
        answer = visit.probe(place)
        if answer is None or child(answer.json(), "post_view") is None:
            visit.hide(place)
            raise NotThisSite
        page = 0
        while True:
            page += 1
            comments = url.at(
                "/api/v3/comment/list",
                post_id=found["id"],
                type_="All",
                sort="Old",
                limit=_PER_PAGE,
                page=page,
            )
            listed = child(visit.get(comments).json(), "comments")
            if not isinstance(listed, list) or len(listed) < _PER_PAGE:
                if not listed and page > 1:
                    visit.hide(comments)
                return
