"""Links to the other pages of the same discussion: those that differ from its address in the number of the page only."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from selectolax.lexbor import LexborHTMLParser

from miner.fetch.records import Answer
from miner.fetch.sites.base import on_same_host
from miner.fetch.urls import Url

MAX_NUMBER = 1_000_000  # of a page, or of the post it begins with
# WordPress, most blogs and forums, XenForo, Vanilla and Flarum.
_IN_PATH = re.compile(r"/(?:comment-page-|page/|page-?|p)(\d{1,7})/?\Z")
# WordPress, most others, phpBB, Invision, SMF; not ``p``, which is the number of an article.
_IN_QUERY = ("cpage", "page", "paged", "start", "pagenumber", "st", "offset")
# Forums name the visit in each link to those who keep no cookie; it is no part of the address.
_VISIT = ("sid", "s", "phpsessid", "jsessionid")
_VISIT_NAME = re.compile(r"[0-9a-f]{26,40}", re.IGNORECASE)


class PageName(NamedTuple):
    """Which discussion an address belongs to, and which of its pages it is; None where it names none."""

    discussion: str
    number: int | None


def page_name(url: Url) -> PageName:
    """Take the number of the page out of an address."""
    path, query = url.path, url.target.partition("?")[2]
    found = _IN_PATH.search(path)
    number = int(found[1]) if found else None
    if found:
        path = path[: found.start()]
    rest = []
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.lower() in _IN_QUERY and re.fullmatch(r"\d{1,7}", value):
            number = int(value)
        else:
            rest.append((name, value))
    return PageName(f"{url.origin}{path.rstrip('/')}?{urlencode(sorted(rest))}", number)


def other_pages(answer: Answer, page: LexborHTMLParser) -> list[tuple[int, Url]]:
    """Number and address of the other pages of a discussion that a page links to, in their order.

    The page without a number is one of them where the page itself has one. A link that says of itself that it leads to the next page counts only if nothing but its query is different:
    blogs say so of the next article, too.
    """
    own = page_name(answer.url)
    found: dict[int, Url] = {}
    for node in page.css("a[href], link[href]"):
        url = on_same_host(answer.url, node.attributes.get("href") or "")
        if url is None:
            continue
        url = without_visit(url)
        if str(url) == str(answer.url):
            continue
        name = page_name(url)
        is_own = name.discussion == own.discussion
        if is_own and name.number != own.number and (name.number or 0) <= MAX_NUMBER:
            if not (own.number is None and name.number in _first(url)):
                found.setdefault(name.number or 0, url)
        elif name.number is None and not is_own and _is_cursor(node.attributes.get("rel") or "", url, answer.url):
            found.setdefault(MAX_NUMBER + 1, url)
    return sorted(found.items())


def without_visit(url: Url) -> Url:
    """The address without the name of a visit."""
    query = parse_qsl(url.target.partition("?")[2], keep_blank_values=True)
    kept = [(name, value) for name, value in query if not (name.lower() in _VISIT and _VISIT_NAME.fullmatch(value))]
    if len(kept) == len(query):
        return url
    return replace(url, target=f"{url.path}{f'?{urlencode(kept)}' if kept else ''}")


def _first(url: Url) -> tuple[int, ...]:
    """The numbers that mean the page without a number; the comments of a blog may begin with their last page."""
    return () if "comment-page-" in url.path or "cpage=" in url.target else (0, 1)


def _is_cursor(rel: str, url: Url, own: Url) -> bool:
    return "next" in rel.lower().split() and url.path == own.path and bool(url.query)
