"""Feeds: of comments (of one article or of a whole blog), or of articles alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from miner.sources.base import Item, Layout, Note
from miner.sources.blogs.blogger_export import BloggerExport
from miner.sources.blogs.comments import summed
from miner.sources.blogs.feed_entries import Entry, entries
from miner.sources.blogs.feed_threads import feed_items
from miner.sources.blogs.wxr import WordPressExport
from miner.sources.material import Material

_ROOT = re.compile(r"<(?:rss|(?:rdf:)?RDF|(?:atom:)?feed)\b[^>]{0,4000}>", re.IGNORECASE)
_BEFORE_ROOT = re.compile(r"(?:\s|<!--.*?-->|<\?[^>]*>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>)*", re.DOTALL)
_IS_FEED = re.compile(r"<(?:rss:)?channel\b|http://purl\.org/rss/1\.0/|http://www\.w3\.org/2005/Atom|purl\.org/atom/ns")


class Feed:
    """Comments become threads by the page they are on; an article is a thread of its own."""

    name = "feed"
    reads = "RSS and Atom feeds: of comments with what they answer, or of articles"
    example = "comments.xml"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not material.head.startswith("<"):
            return False
        start = material.text[:20_000]
        before = _BEFORE_ROOT.match(start)
        if not _ROOT.match(start, before.end() if before else 0) or not _IS_FEED.search(start):
            return False
        return not WordPressExport().recognises(material) and not BloggerExport().recognises(material)

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        found: list[Entry] = []
        title = ""
        for entry in entries(material):
            if isinstance(entry, Note):
                yield entry
            elif isinstance(entry, str):
                title = title or entry
            else:
                found.append(entry)
        yield Layout(_layout(found))
        yield from feed_items(found, title, self.name)


def _layout(found: Sequence[Entry]) -> str:
    n_comments = sum(entry.is_comment for entry in found)
    return "articles" if not n_comments else "comments" if n_comments == len(found) else "articles and comments"
