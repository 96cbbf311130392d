"""Any page with comments, with its other pages; feeds, mail archives and other files that stand at an address."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from miner.fetch.records import Answer
from miner.fetch.sites import discourse, disqus, public_inbox, wordpress
from miner.fetch.sites.base import on_same_host, parsed
from miner.fetch.sites.paging import other_pages
from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit

_GENERATOR = 'meta[name="generator"]'
_FEED_NEXT = re.compile(
    rb"<(?:atom:)?link\b(?=[^>]{0,1000}\brel=[\"']next[\"'])[^>]{0,1000}\bhref=[\"']([^\"'<>]{1,2000})[\"']"
)


class WebPage:
    """The last that is asked: knows every address."""

    name = "web page"
    fetches = "any page with comments and the pages that follow it; feeds, mbox and other files"
    example = "https://blog.example/2024/05/a-post/"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        del url
        return True

    def visit(self, url: Url, visit: Visit) -> None:
        answer = visit.get(url)
        visit.hosts.add(answer.url.host)  # where the address itself led to
        if not answer.is_html:
            _follow_feed(answer, visit)
            return
        page = parsed(answer)
        if _in_better_form(url, answer, page, visit):
            visit.hide(url)
            return
        if not (_other_pages(answer, page, visit) or wordpress.holds_comments(page)):
            _comments_feed(answer, page, visit)
        disqus.comments_of(answer, visit)


def _in_better_form(url: Url, answer: Answer, page: LexborHTMLParser, visit: Visit) -> bool:
    """Whether the site offers the same discussion as data, and it was fetched so."""
    node = page.css_first(_GENERATOR)
    generator = ((node.attributes.get("content") or "") if node is not None else "").lower()
    if generator.startswith("discourse") and not discourse.Discourse().recognises(url):  # else it was tried before
        try:
            return discourse.fetched_topic(answer.url, visit)
        except NotThisSite:
            return False
    if public_inbox.is_thread(answer, page):
        return public_inbox.fetched_thread(answer.url, visit)
    return wordpress.fetched_comments(answer, page, visit)


def _comments_feed(answer: Answer, page: LexborHTMLParser, visit: Visit) -> None:
    """The feed of the comments where the pages hold none: they may come by script."""
    feed = wordpress.comments_feed(answer, page)
    if feed is None:
        return
    found = visit.try_to_get(feed)
    if found.status == 200 and not found.is_html:
        visit.note(f"{answer.url}: its comments are not in the page; those of its feed were fetched, the newest only")
    else:
        visit.hide(feed)


def _other_pages(first: Answer, page: LexborHTMLParser, visit: Visit) -> bool:
    """Fetch the other pages of a discussion; whether any of them holds comments."""
    has_comments = False
    waiting = dict(other_pages(first, page))
    seen = {str(first.url)}
    while waiting:
        url = waiting.pop(min(waiting))
        if str(url) in seen:
            continue
        seen.add(str(url))
        answer = visit.get(url)
        if answer.is_html:
            here = parsed(answer)
            has_comments = has_comments or wordpress.holds_comments(here)
            for number, other in other_pages(answer, here):
                if str(other) not in seen and str(other) != str(first.url):
                    waiting.setdefault(number, other)
    return has_comments


def _follow_feed(answer: Answer, visit: Visit) -> None:
    """Feeds in pages (RFC 5005)."""
    seen = {str(answer.url)}
    while found := _FEED_NEXT.search(answer.body[:20_000]):
        url = on_same_host(answer.url, found[1].decode("utf-8", "replace").replace("&amp;", "&"))
        if url is None or str(url) in seen:
            return
        seen.add(str(url))
        answer = visit.get(url)
