"""Comments of remark42: backups (JSON Lines), and answers of its API as a tree or a plain list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Failed, Item, Note
from miner.sources.blogs.comments import Comment, claim_note, summed, thread_items
from miner.sources.blogs.nested import Located, entries_of, first_values, id_of, values_in, with_replies
from miner.sources.dates import read_date
from miner.sources.html import read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.transcript import Thread, content_id

_OF_COMMENTS = frozenset(("id", "pid", "text", "user", "locator"))


class Remark42:
    """A thread for each page."""

    name = "remark42"
    reads = "comments of remark42: backups and answers of its API (JSON, JSON Lines)"
    example = "backup-remark42.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"locator"' not in material.text[:200_000]:
            return False
        found = [
            entry for value in first_values(material) for _, entry, _ in with_replies(_objects("", value), "replies")
        ]
        return any(_is_comment(_own(entry)) for entry in found[:20])

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        pages: dict[str, list[Comment]] = {}
        titles: dict[str, str] = {}
        n_claimed = 0
        for locator, value in values_in(material):
            n_claimed += number(child(value, "info"), "count") or 0
            for where, entry, _ in with_replies(_objects(locator, value), "replies"):
                own = _own(entry)
                if not _is_comment(own):
                    yield Failed("broken line" if own is None else "object that is no comment")
                    continue
                page = string(own["locator"], "url")
                titles.setdefault(page, string(own, "title"))
                pages.setdefault(page, []).append(_comment(own, where))
        for page, comments in pages.items():
            url = page if host_of(page) else ""
            thread_id = content_id(self.name, page)
            thread = Thread(id=thread_id, title=titles[page] or page, url=url, platform=host_of(url) or self.name)
            yield from thread_items(thread, comments, self.name)
        yield from self._claims(n_claimed, sum(len(comments) for comments in pages.values()))

    @staticmethod
    def _claims(n_claimed: int, n_found: int) -> Iterator[Note]:
        if n_claimed:
            yield from claim_note(n_claimed, n_found)


def _objects(locator: str, value: Any) -> list[Located]:
    """The comments of an answer, or the one of a line; a backup's first line has none."""
    if children(value, "comments"):
        return entries_of(value, "comments", locator)
    if isinstance(value, list):
        return [(f"{locator}/{n}", entry) for n, entry in enumerate(value)]
    is_head = isinstance(value, Mapping) and "version" in value and "users" in value
    return [] if is_head else [(locator, value)]


def _own(entry: Any) -> Any:
    """The comment of a node of a tree, or the entry itself."""
    inner = child(entry, "comment")
    return inner if isinstance(inner, Mapping) else entry


def _is_comment(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_COMMENTS and isinstance(value["locator"], Mapping)


def _comment(value: Mapping[str, Any], locator: str) -> Comment:
    page = string(value["locator"], "url")
    own = id_of(value)
    return Comment(
        body=read_fragment(string(value, "text") or string(value, "orig")),
        number=own,
        parent=id_of(value, "pid"),
        author=string(value["user"], "name"),
        stamp=read_date(string(value, "time")),
        edited_at=read_date(string(child(value, "edit"), "time")).at,
        url=f"{page}#remark42__comment-{own}" if host_of(page) else "",
        likes=max(0, number(value, "score") or 0),
        not_a_post="deleted" if value.get("delete") is True else "",
        locator=locator,
    )
