"""Exports of Commento (and Comentario in its form), and what its list of comments answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Failed, Item
from miner.sources.blogs.addresses import absolute
from miner.sources.blogs.comments import Comment, summed, thread_items
from miner.sources.blogs.nested import entries_of, first_values
from miner.sources.dates import read_date
from miner.sources.html import read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.transcript import Thread, content_id

_STATES = {"unapproved": "awaiting moderation", "flagged": "spam"}


class Commento:
    """A thread for each page of the site."""

    name = "commento"
    reads = "comment exports of Commento (JSON)"
    example = "commento.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"commentHex"' not in material.text[:200_000]:
            return False
        return any(
            "commentHex" in entry for value in first_values(material, 1) for entry in children(value, "comments")
        )

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        value = material.json
        names = _names(child(value, "commenters"))
        pages: dict[str, list[Comment]] = {}
        for locator, entry in entries_of(value, "comments", ""):
            if isinstance(entry, Mapping) and string(entry, "commentHex"):
                page = f"{string(entry, 'domain')}{string(entry, 'url') or string(entry, 'path')}"
                pages.setdefault(page, []).append(_comment(entry, locator, names))
            else:
                yield Failed("object that is no comment")
        for page, comments in pages.items():
            url = absolute(f"https://{page}", "") if page else ""
            thread = Thread(id=content_id(self.name, page), title=page, url=url, platform=host_of(url) or "commento")
            yield from thread_items(thread, comments, self.name)


def _names(commenters: Any) -> dict[str, str]:
    """Shown names: the export has a list of people, the list of comments an object of them."""
    people = list(commenters.values()) if isinstance(commenters, Mapping) else commenters
    found = people if isinstance(people, list) else []
    return {string(person, "commenterHex"): string(person, "name") for person in found}


def _comment(value: Mapping[str, Any], locator: str, names: Mapping[str, str]) -> Comment:
    parent = string(value, "parentHex")
    return Comment(
        body=read_fragment(string(value, "html") or string(value, "markdown")),
        number=string(value, "commentHex"),
        parent=parent if parent != "root" else "",
        author=names.get(string(value, "commenterHex"), ""),
        stamp=read_date(string(value, "creationDate")),
        likes=max(0, number(value, "score") or 0),
        not_a_post="deleted" if value.get("deleted") is True else _STATES.get(string(value, "state"), ""),
        locator=locator,
    )
