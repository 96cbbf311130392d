"""WordPress: the comments of a post as data, where the blog offers them; else ``web_page`` goes through its pages.

The blog names the interface itself, in the head of each page (``https://api.w.org/``, WordPress 4.4 and later).
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from miner.fetch.records import Answer
from miner.fetch.sites.base import on_same_host
from miner.fetch.urls import Url
from miner.fetch.visit import Visit

_POST = re.compile(r"/wp/v2/(posts|pages)/(\d{1,12})/?\Z")
_LIST = re.compile(r"/wp/v2/(?:comments|posts)/?\Z")
_PER_PAGE = 100  # the most it gives
_TOLD = "X-WP-TotalPages"


class WordPressRest:
    """Lists of comments or posts, page after page."""

    name = "wordpress"
    fetches = "WordPress posts with their comments by the blog's own interface, or its lists of comments"
    example = "https://blog.example/wp-json/wp/v2/comments?post=12"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return bool(_LIST.search(_route(url)))

    def visit(self, url: Url, visit: Visit) -> None:
        query = {**url.query, "per_page": str(_PER_PAGE)}
        _pages(url, query, visit, visit.get(_page(url, query, 1)))


def fetched_comments(answer: Answer, page: LexborHTMLParser, visit: Visit) -> bool:
    """Fetch the post of a page and its comments as data.

    Returns
    -------
    False if the page names no such interface, or it gives no comments: these may be members' only, or of another kind.
    """
    node = page.css_first('link[rel="alternate"][type="application/json"][href*="/wp/v2/"]')
    found = on_same_host(answer.url, (node.attributes.get("href") or "") if node is not None else "")
    post = _POST.search(_route(found)) if found is not None else None
    if found is None or post is None:
        return False
    comments = _with_route(found, "/wp/v2/comments")
    query = {"post": post[2], "order": "asc", "orderby": "date_gmt", "per_page": str(_PER_PAGE)}
    first = visit.probe(_page(comments, query, 1), is_shown=False)
    if first is None or not isinstance(first.json(), list) or not first.json() or visit.probe(found) is None:
        return False
    visit.show(_page(comments, query, 1))
    _pages(comments, query, visit, first)
    return True


def _pages(url: Url, query: dict[str, str], visit: Visit, first: Answer) -> None:
    """The pages behind the first; a list that names no number of them ends with one that is not full."""
    told = first.headers.get(_TOLD.lower(), "")
    n_pages = int(told) if told.isascii() and told.isdecimal() and len(told) < 7 else None
    answer, number = first, 1
    while number < n_pages if n_pages is not None else len(answer.json()) >= _PER_PAGE:
        number += 1
        answer = visit.get(_page(url, query, number))


def _page(url: Url, query: dict[str, str], number: int) -> Url:
    own = {"rest_route": url.query["rest_route"]} if "rest_route" in url.query else {}
    return url.at(url.path, **{**own, **query, "page": str(number)})


def _route(url: Url) -> str:
    """The route of an address; blogs without readable addresses have it in the query."""
    return url.query.get("rest_route") or (url.path if "/wp-json/" in url.path else "")


def _with_route(url: Url, route: str) -> Url:
    if "rest_route" in url.query:
        return url.at(url.path, rest_route=route)
    return url.at(f"{url.path.partition('/wp-json/')[0]}/wp-json{route}")
