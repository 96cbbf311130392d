"""Entries of a feed as threads: comments by the page they are on, articles each for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miner.sources.base import Item, Note
from miner.sources.blogs.comments import Comment, thread_items
from miner.sources.blogs.feed_entries import Entry
from miner.sources.html_article import host_of
from miner.transcript import Thread, content_id

_ABOUT_COMMENTS = re.compile(r"[^\d:]{3,30}:\s+(?=\S)")
_ON_ARTICLE = re.compile(
    r"(?:comment on|kommentar zu|commentaires? sur|comentario en|reactie op|commento su|comentário (?:em|sobre))\s+(.+)\s"
    r"+(?:by|von|par|por|door|di|de)\s",
    re.IGNORECASE,
)


def feed_items(found: Sequence[Entry], title: str, source: str) -> Iterator[Item]:
    """The entries as threads, in the order of their first entry."""
    ids = {address: entry for entry in found if not entry.is_comment for address in (entry.id, entry.page) if address}
    threads: dict[str, list[Entry]] = {}
    for entry in found:
        threads.setdefault(_thread_of(entry, ids, title), []).append(entry)
    for address, members in threads.items():
        yield from _thread(address, members, title if len(threads) == 1 else "", source)
    n_elsewhere = sum(entry.n_comments or 0 for entry in found if not entry.is_comment)
    n_here = sum(entry.is_comment for entry in found)
    if n_elsewhere > n_here:
        yield Note(f"the feed says its articles have {n_elsewhere} comment(s), {n_here} are in the file")


def _thread_of(entry: Entry, articles: dict[str, Entry], title: str) -> str:
    """The address (or id) of the article that an entry is or stands below."""
    if not entry.is_comment:
        return entry.page or entry.id or f"entry {entry.position}"
    for above in entry.answers:
        if above in articles:
            return articles[above].page or articles[above].id
    return entry.page or next((above for above in entry.answers if host_of(above)), title)


def _thread(address: str, members: Sequence[Entry], feed_title: str, source: str) -> Iterator[Item]:
    article = next((entry for entry in members if not entry.is_comment), None)
    comments = [entry for entry in members if entry is not article]
    host = host_of(address)
    thread = Thread(
        id=content_id(source, address),
        title=article.title if article is not None else _title(comments[0], feed_title),
        url=address if host else "",
        platform=host or "web",
        n_claimed=article.n_comments if article is not None else None,
    )
    numbers = _numbers(comments)
    read = [_comment(entry, numbers) for entry in comments]
    opening = _comment(article, {}) if article is not None else None
    yield from thread_items(thread, read, f"{source}:{host}" if host else thread.id, opening)


def _title(comment: Entry, feed_title: str) -> str:
    """The article's title, out of those of its comment feed ("Comments on: ...", "Comment on ... by Ann")."""
    named = _ON_ARTICLE.match(comment.title)
    if named:
        return named[1]
    return _ABOUT_COMMENTS.sub("", feed_title, count=1)


def _numbers(comments: Sequence[Entry]) -> dict[str, str]:
    """All names of the comments -> the one that is used in ids."""
    numbers: dict[str, str] = {}
    for entry in comments:
        own = entry.number or entry.id
        for name in (own, entry.id, entry.url, entry.id.rpartition("-")[2]):
            if name:
                numbers.setdefault(name, own)
    return numbers


def _comment(entry: Entry, numbers: dict[str, str]) -> Comment:
    own = entry.number or entry.id
    named = [numbers[above] for above in _names(entry.answers) if above in numbers]
    return Comment(
        body=entry.body,
        number=own if entry.is_comment else "",
        parent=next((above for above in named if above != own), ""),
        kind="comment" if entry.is_comment else "article",
        author=entry.author,
        stamp=entry.stamp,
        edited_at=entry.edited.at,
        url=entry.url,
        locator=f"entry {entry.position}",
    )


def _names(answers: Sequence[str]) -> Iterator[str]:
    """Each name, and the number at its end (".../comments/default/123?v=2" is the comment 123 of Blogger)."""
    for name in answers:
        yield name
        number = re.search(r"(\d{1,25})(?:\?[^/]{0,60})?\Z", name)
        if number:
            yield number[1]
