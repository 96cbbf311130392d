"""What each kind of site must offer, and what they share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser

from miner.errors import AddressRefused
from miner.fetch.records import Answer
from miner.fetch.urls import Url, joined
from miner.fetch.visit import Visit
from miner.sources.decoding import decode
from miner.sources.material import check_page_depth

_LINK = re.compile(r'<([^<>]{1,2000})>((?:\s*;\s*[\w-]{1,30}=(?:"[^"]{0,200}"|[^";,\s]{0,200})){0,10})')
_NEXT = re.compile(r'rel="?[^"]*\bnext\b', re.IGNORECASE)


class Site(Protocol):
    """One kind of site: recognises its addresses, and asks for what belongs to one of them.

    Attributes
    ----------
    name
        Of the site or its software.
    fetches
        One line for the table in docs/fetching.md.
    example
        An address.
    hosts
        That may be asked besides the one of the address: the interface of the site.
    """

    @property
    def name(self) -> str: ...
    @property
    def fetches(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def hosts(self) -> tuple[str, ...]: ...

    def recognises(self, url: Url) -> bool:
        """Whether the address looks like one of the site; nothing is asked for it."""
        ...

    def visit(self, url: Url, visit: Visit) -> None:
        """Ask for everything that belongs to the address.

        Raises
        ------
        NotThisSite
            If the first answer shows that it is another kind of site.
        """
        ...


def parsed(answer: Answer) -> LexborHTMLParser:
    """The page of an answer.

    Raises
    ------
    BrokenInput
        If it is nested so deep that parsing it would take minutes.
    """
    text = decode(answer.body)[0]
    check_page_depth(text, str(answer.url))
    return LexborHTMLParser(text)


def next_link(answer: Answer) -> Url | None:
    """The next page as the header ``Link`` names it, on the same host; None if there is none."""
    for address, attributes in _LINK.findall(answer.headers.get("link", "")[:20_000]):
        if _NEXT.search(attributes):
            return on_same_host(answer.url, address)
    return None


def on_same_host(base: Url, reference: str) -> Url | None:
    """The address of a link, without its fragment; None if it leads elsewhere or nowhere."""
    try:
        found = joined(base, reference.partition("#")[0])
    except AddressRefused:
        return None
    return found if found.origin == base.origin else None


def follow(visit: Visit, first: Answer) -> Iterator[Answer]:
    """An answer and those behind it, as long as its header ``Link`` names a next one."""
    seen = {str(first.url)}
    answer = first
    while True:
        yield answer
        url = next_link(answer)
        if url is None or str(url) in seen:
            return
        seen.add(str(url))
        answer = visit.get(url)
