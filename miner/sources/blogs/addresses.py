"""Addresses of pages and of the comments on them."""

from __future__ import annotations

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from miner.sources.html_article import host_of

_NAMED = (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content"), ("base", "href"))


def absolute(address: str, base: str) -> str:
    """The address with its host; "" for what is no web address."""
    try:
        whole = urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""
    return whole if host_of(whole) is not None else ""


def fragment(address: str) -> str:
    """What stands behind the ``#``."""
    return address.partition("#")[2]


def address_of(page: LexborHTMLParser) -> str:
    """The address a page gives for itself; "" if it names none."""
    for selector, attribute in _NAMED:
        found = page.css_first(selector)
        address = absolute(found.attributes.get(attribute) or "", "") if found is not None else ""
        if address:
            return address
    return ""
