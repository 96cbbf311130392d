"""What each kind of site must offer, and what they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser

from miner.errors import AddressRefused
from miner.fetch.records import Answer
from miner.fetch.urls import Url, joined
from miner.fetch.visit import Visit, refused
from miner.sources.decoding import decode
from miner.sources.material import check_page_depth

_SETTLED_DAYS = 30
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


def changed_pages(visit: Visit, places: Sequence[Url], entries: Callable[[Answer], list[object]], size: int) -> None:
    """Fetch the pages of a list whose oldest entries come first, but for full ones that are kept.

    The last of these is asked for all the same: when an entry before it was deleted, all behind have moved up, its own
    entries are others, and every page is asked for. What was only edited in the others is seen after a month.

    Parameters
    ----------
    entries
        What tells the entries of a page apart: their numbers.
    size
        Of a full page.
    """
    settled: list[list[object]] = []
    for place in places:
        kept = visit.settled(place, _SETTLED_DAYS)
        if kept is None or len(entries(kept)) < size:
            break
        settled.append(entries(kept))
    n_left_out = 0
    if settled:
        again = visit.try_to_get(places[len(settled) - 1])
        is_same = again.status == 200 and entries(again) == settled[-1]
        n_left_out = len(settled) if is_same else 0
    for place in places[n_left_out:]:
        answer = visit.try_to_get(place)
        if answer.status in (400, 404):  # so much was deleted meanwhile that there is no such page any more
            return
        if answer.status != 200:
            raise refused(answer)
