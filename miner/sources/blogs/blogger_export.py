"""Blogger exports: the backup of a blog (Atom with ``kind#post``), and Takeout's ``feed.atom`` (``blogger:type``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.blogs.comments import summed
from miner.sources.blogs.feed_entries import Entry, entries
from miner.sources.blogs.feed_threads import feed_items
from miner.sources.material import Material

_MARKS = re.compile(
    r"schemas\.google\.com/blogger/2008/kind#(?:template|settings|layout|page)|<blogger:type>|\.archive\s*</id>"
)
_LOOKED_AT = 200_000  # characters; a backup begins with its settings
_TEXTS = ("post", "page", "comment")


class BloggerExport:
    """A thread for each post with its comments; settings, templates and drafts are counted."""

    name = "blogger_export"
    reads = "Blogger backups and Takeout exports (Atom): posts with their comments"
    example = "blog-05-01-2024.xml"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not material.head.startswith("<") or "<feed" not in material.head:
            return False
        return bool(_MARKS.search(material.text[:_LOOKED_AT]))

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        found: list[Entry] = []
        title = ""
        yield Layout("Takeout" if "<blogger:type>" in material.preview.text[:_LOOKED_AT] else "backup")
        for entry in entries(material):
            if isinstance(entry, Note):
                yield entry
            elif isinstance(entry, str):
                title = title or entry
            elif reason := _no_text(entry):
                yield Skipped(reason)
            else:
                found.append(entry)
        yield from feed_items(_with_articles(found), title, self.name)


def _no_text(entry: Entry) -> str:
    """Why an entry is no post: what it is, or that it was never published."""
    if entry.kind not in _TEXTS:
        return entry.kind or "entry of no known kind"
    return entry.status


def _with_articles(found: Sequence[Entry]) -> list[Entry]:
    """Articles before comments, so that each comment finds the thread it belongs to."""
    return sorted(found, key=lambda entry: entry.is_comment)
