"""Comments as exports and pages give them, and how they become posts of a thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from miner.sources.base import Item, Note, Skipped
from miner.sources.cleaning import hashtags_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp
from miner.sources.html import HtmlText
from miner.transcript import Kind, ParentSource, Post, Record, Thread, content_id

_COUNTED = re.compile(r"(\d+)( .*)")
NO_TEXT = HtmlText(text="")


class Comment(Record, frozen=True):
    """One comment, or the article above it, before it is a post.

    Attributes
    ----------
    number, parent
        Its own id in the source and that of the comment it answers; "" for none.
    not_a_post
        Why it is counted and not read ("spam", "deleted"); "" for a post.
    """

    body: HtmlText = NO_TEXT
    number: str = ""
    parent: str = ""
    parent_source: ParentSource = "native"
    kind: Kind = "comment"
    author: str = ""
    stamp: Stamp = NO_DATE
    edited_at: datetime | None = None
    url: str = ""
    lang: str = ""
    likes: int = 0
    not_a_post: str = ""
    locator: str = ""


def thread_items(
    thread: Thread, comments: Sequence[Comment], prefix: str, opening: Comment | None = None
) -> Iterator[Item]:
    """A thread with its article and comments; what is no post is counted.

    A comment that answers one which is no post is attached to the nearest post above it.

    Parameters
    ----------
    prefix
        Stands before the numbers in the ids: ``source:site``.
    """
    yield thread
    opening_id = ""
    by_number = {comment.number: comment for comment in comments if comment.number}
    if opening is not None:
        if opening.number:
            by_number[opening.number] = opening
        if is_post(opening):
            opening_id = f"{prefix}:{opening.number}" if opening.number else f"{thread.id}:article"
            yield post_of(opening, thread.id, opening_id, None, None)
        else:
            yield Skipped(opening.not_a_post or "empty")
    for comment in comments:
        yield _item(comment, thread.id, prefix, by_number, opening_id)
    yield from _missing(comments, by_number)


def summed(items: Iterable[Item]) -> Iterator[Item]:
    """The items of several threads, their notes that differ by a number alone made one at the end."""
    notes: dict[str, int] = {}
    for item in items:
        count = _COUNTED.match(item.text) if isinstance(item, Note) else None
        if count:
            notes[count[2]] = notes.get(count[2], 0) + int(count[1])
        else:
            yield item
    yield from (Note(f"{n}{rest}") for rest, n in notes.items())


def is_post(comment: Comment) -> bool:
    """Whether it has words and nothing against it."""
    return not comment.not_a_post and bool(comment.body.text)


def claim_note(n_claimed: int | None, n_found: int) -> Iterator[Note]:
    """A sentence where a page's own count and what is in the file differ."""
    if n_claimed is not None and n_claimed != n_found:
        yield Note(f"the page says {n_claimed} comment(s), {n_found} are in the file")


def _item(
    comment: Comment, thread_id: str, prefix: str, by_number: Mapping[str, Comment], opening_id: str
) -> Post | Skipped:
    if not is_post(comment):
        return Skipped(comment.not_a_post or "empty")
    parent, how = _parent(comment, by_number)
    if parent:
        parent_id: str | None = f"{prefix}:{parent}"
    else:
        parent_id, how = (opening_id, "nesting") if opening_id else (None, None)
    own_id = f"{prefix}:{comment.number}" if comment.number else _unnumbered(comment, thread_id, prefix)
    return post_of(comment, thread_id, own_id, parent_id, how)


def _unnumbered(comment: Comment, thread_id: str, prefix: str) -> str:
    return content_id(prefix.partition(":")[0], thread_id, comment.author, str(comment.stamp.at), comment.body.text)


def _parent(comment: Comment, by_number: Mapping[str, Comment]) -> tuple[str, ParentSource | None]:
    """The nearest post above it; a number that is not in the file stays as it is."""
    above, how = comment.parent, comment.parent_source
    seen = {comment.number}
    while above in by_number and not is_post(by_number[above]) and above not in seen:
        seen.add(above)
        above, how = by_number[above].parent, "inferred"
    return (above, how) if above and above not in seen else ("", None)


def _missing(comments: Sequence[Comment], by_number: Mapping[str, Comment]) -> Iterator[Note]:
    n = sum(is_post(comment) and bool(comment.parent) and comment.parent not in by_number for comment in comments)
    if n:
        yield Note(f"{n} comment(s) answer a comment that is not in the file")


def post_of(
    comment: Comment, thread_id: str, own_id: str, parent_id: str | None, parent_source: ParentSource | None
) -> Post:
    """The comment as a post of a thread."""
    text = comment.body.text
    return Post(
        id=own_id,
        thread_id=thread_id,
        kind=comment.kind,
        author=comment.author,
        text=text,
        quoted=comment.body.quoted,
        links=comment.body.links,
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        posted_at=comment.stamp.at,
        precision=comment.stamp.precision,
        tz_assumed=comment.stamp.tz_assumed,
        edited_at=comment.edited_at,
        url=comment.url,
        lang=comment.lang,
        likes=comment.likes,
        locator=comment.locator,
        parent_id=parent_id,
        parent_source=parent_source,
    )
