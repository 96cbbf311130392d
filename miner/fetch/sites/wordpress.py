"""WordPress: the comments of a post as data, where the blog offers them; else ``web_page`` goes through its pages.

The blog names the interface itself, in the head of each page (``https://api.w.org/``, WordPress 4.4 and later).
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from miner.fetch.records import Answer, Request
from miner.fetch.sites.base import changed_pages, on_same_host
from miner.fetch.urls import Url
from miner.fetch.visit import Visit
from miner.sources.json_values import number

_POST = re.compile(r"/wp/v2/(posts|pages)/(\d{1,12})/?\Z")
_LIST = re.compile(r"/wp/v2/(?:comments|posts)/?\Z")
_PER_PAGE = 100  # the most it gives
_TOLD = "x-wp-totalpages"
_COMMENT = 'li.comment, [id^="comment-"], [id^="div-comment-"], .comment-body, [itemtype$="/Comment"]'


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
    """Fetch the post of a page and its comments as data; full pages of them that are kept are not asked for again.

    Returns
    -------
    False if the page names no such interface, or it gives no comments: these may be members' only, or of another kind.
    """
    found = _interface_of(answer, page)
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


def holds_comments(page: LexborHTMLParser) -> bool:
    """Whether a page has comments in it, as themes mark them."""
    return page.css_first(_COMMENT) is not None


def comments_feed(answer: Answer, page: LexborHTMLParser) -> Url | None:
    """The feed of a page's own comments, if its head names one."""
    own = answer.url.path.rstrip("/")
    for node in page.css(
        'link[rel="alternate"][type="application/rss+xml"], link[rel="alternate"][type="application/atom+xml"]'
    ):
        feed = on_same_host(answer.url, node.attributes.get("href") or "")
        if feed is not None and own and re.fullmatch(re.escape(own) + r"/feed(?:/atom)?/?", feed.path):
            return feed
    return None


def _interface_of(answer: Answer, page: LexborHTMLParser) -> Url | None:
    """Where the blog gives the post of a page as data.

    Since 5.5 the head names it. Before, it names only the root, and the number of the post stands in the short link or
    among the classes that themes give the body.
    """
    node = page.css_first('link[rel="alternate"][type="application/json"][href*="/wp/v2/"]')
    if node is not None:
        return on_same_host(answer.url, node.attributes.get("href") or "")
    root = page.css_first('link[rel="https://api.w.org/"]')
    found = on_same_host(answer.url, (root.attributes.get("href") or "") if root is not None else "")
    kind, number = _number_of(page)
    if root is None or found is None or not number:
        return None
    return _with_route(found, f"/wp/v2/{kind}/{number}")


def _number_of(page: LexborHTMLParser) -> tuple[str, str]:
    """Whether it is one of the posts or the pages, and its number; "" if it is a list of posts, say."""
    body = page.body
    classes = (body.attributes.get("class") or "") if body is not None else ""
    for kind, mark in (("posts", "postid"), ("pages", "page-id")):
        found = re.search(rf"(?:\A|\s){mark}-(\d{{1,12}})(?:\s|\Z)", classes)
        if found:
            return kind, found[1]
    short = page.css_first('link[rel="shortlink"]')
    found = re.search(r"\?p=(\d{1,12})\Z", (short.attributes.get("href") or "") if short is not None else "")
    return ("posts", found[1]) if found else ("", "")


def _pages(url: Url, query: dict[str, str], visit: Visit, first: Answer) -> None:
    """The pages behind the first; a list that names no number of them ends with one that is not full."""
    n_pages = _told(first, _TOLD)
    if n_pages is not None and query.get("order") == "asc":
        most = visit.client.settings.max_pages + 1  # whatever number it names
        others = [_page(url, query, number) for number in range(2, min(n_pages, most) + 1)]
        changed_pages(visit, others, _numbers, _PER_PAGE)
        _hide_behind(url, query, n_pages, visit)
        return
    answer, number = first, 1
    while number < n_pages if n_pages is not None else len(answer.json()) >= _PER_PAGE:
        number += 1
        answer = visit.get(_page(url, query, number))


def _hide_behind(url: Url, query: dict[str, str], last: int, visit: Visit) -> None:
    """Pages of a list that has become shorter."""
    while visit.kept.find(Request(_page(url, query, last + 1))) is not None:
        last += 1
        visit.hide(_page(url, query, last))


def _numbers(answer: Answer) -> list[object]:
    return [number(entry, "id") for entry in answer.json()] if isinstance(answer.json(), list) else []


def _told(answer: Answer, name: str) -> int | None:
    told = answer.headers.get(name, "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None


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
