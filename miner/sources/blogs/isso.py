"""Comments of Isso as its API answers them: replies nested in comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Failed, Item, Note
from miner.sources.blogs.comments import Comment, thread_items
from miner.sources.blogs.nested import entries_of, id_of, with_replies
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import read_fragment
from miner.sources.json_values import child, number, string
from miner.sources.material import Material
from miner.transcript import Thread, content_id

_OF_COMMENTS = frozenset(("id", "parent", "mode", "text", "created", "hash"))
_MODES = {2: "awaiting moderation", 4: "deleted"}


class Isso:
    """One page's comments; the answer does not name the page."""

    name = "isso"
    reads = "comments of Isso as its API answers them (JSON)"
    example = "isso.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"total_replies"' not in material.text[:200_000]:
            return False
        found = with_replies(entries_of(material.sound_json, "replies", ""), "replies")
        return any(_is_comment(entry) for _, entry, _ in found)

    def items(self, material: Material) -> Iterator[Item]:
        value = material.json
        n_hidden = number(value, "hidden_replies") or 0
        comments: list[Comment] = []
        for locator, entry, _ in with_replies(entries_of(value, "replies", ""), "replies"):
            n_hidden += number(entry, "hidden_replies") or 0
            if _is_comment(entry):
                comments.append(_comment(entry, locator))
            else:
                yield Failed("object that is no comment")
        whole = "".join(f"{comment.number} {comment.body.text}" for comment in comments[:5])
        yield from thread_items(Thread(id=content_id(self.name, whole), platform=self.name), comments, self.name)
        if n_hidden:
            yield Note(f"{n_hidden} comment(s) were left out of the answer by its limits (limit, nested_limit)")


def _is_comment(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_COMMENTS


def _comment(value: Mapping[str, Any], locator: str) -> Comment:
    return Comment(
        body=read_fragment(string(value, "text")),
        number=id_of(value),
        parent=id_of(value, "parent"),
        author=string(value, "author"),
        stamp=_stamp(value, "created"),
        edited_at=_stamp(value, "modified").at,
        likes=number(value, "likes") or 0,
        not_a_post=_MODES.get(number(value, "mode") or 1, ""),
        locator=locator,
    )


def _stamp(value: Mapping[str, Any], name: str) -> Stamp:
    """Seconds since the epoch, with a fraction."""
    seconds = child(value, name)
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return read_date(f"{seconds:.6f}") if is_number else NO_DATE
