"""Reads a rendered page as a browser's parser would."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from miner.digest.records import Digest
from miner.report import render


def page_of(digest: Digest) -> LexborHTMLParser:
    """The HTML report of a digest, parsed."""
    return LexborHTMLParser(render(digest, "html"))


def text_of(node: LexborNode | None) -> str:
    """Its text with spaces folded; the element must be there."""
    assert node is not None
    return " ".join(node.text().split())
