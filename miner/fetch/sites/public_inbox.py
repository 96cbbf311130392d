"""public-inbox, the archive of the kernel's lists and others: a thread as the mbox that each page offers."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from miner.fetch.records import Answer
from miner.fetch.urls import Url
from miner.fetch.visit import NotThisSite, Visit

_HOSTS = ("lore.kernel.org", "public-inbox.org", "yhbt.net")
_MESSAGE = re.compile(r"(?P<message>/[^/]+/[^/]*(?:@|%40)[^/]+)(?:/(?:[tT]/?|t\.mbox\.gz|raw|#.*)?)?\Z")


class PublicInbox:
    """Asks for the thread of a message."""

    name = "public-inbox"
    fetches = "threads of mailing lists in public-inbox (lore.kernel.org and others)"
    example = "https://lore.kernel.org/git/20240501-a-patch@mail.example/"
    hosts: tuple[str, ...] = ()

    def recognises(self, url: Url) -> bool:
        return url.host in _HOSTS and bool(_MESSAGE.match(url.path))

    def visit(self, url: Url, visit: Visit) -> None:
        if not fetched_thread(url, visit):
            raise NotThisSite


def is_thread(answer: Answer, page: LexborHTMLParser) -> bool:
    """Whether a page of any host offers its thread in this way."""
    return bool(_MESSAGE.match(answer.url.path)) and page.css_first('a[href$="t.mbox.gz"]') is not None


def fetched_thread(url: Url, visit: Visit) -> bool:
    """Fetch the thread of a message; False if the address is none of a message, or the thread is not given."""
    found = _MESSAGE.match(url.path)
    if found is None:
        return False
    place = url.at(f"{found['message']}/t.mbox.gz")
    answer = visit.try_to_get(place)
    if answer.status == 200 and not answer.is_html:
        return True
    visit.hide(place)
    return False
