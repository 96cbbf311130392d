"""Posts become trees: ids made unique, orphans attached, cycles broken, all in canonical order.

Nothing here recurses: a reply chain may be 5,000 deep.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from miner.transcript.records import Post, Thread

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 1, 1, tzinfo=UTC)
_DIGITS = re.compile(r"\d+")
_WIDTH = 24  # digits; the longest native ids have 20


def content_id(source: str, *parts: str) -> str:
    """``source:`` and 16 hex digits of the parts: the id of a post whose source gives none."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{source}:{digest[:16]}"


def canonical_key(post: Post) -> tuple[datetime, str, str]:
    """Time, id (numbers compared as numbers), content: the order of every list of posts.

    Posts without a time come last, but for an article, which opens its thread.
    """
    before, colon, own = post.id.rpartition(":")
    padded = own.zfill(_WIDTH) if own.isdecimal() else _DIGITS.sub(_padded, own)
    return (_moment(post), f"{_padded_prefix(before)}{colon}{padded}", post.text)


def _moment(post: Post) -> datetime:
    return post.posted_at or (_FIRST if post.kind == "article" else _LAST)


def _padded(number: re.Match[str]) -> str:
    return number[0].zfill(_WIDTH)


@lru_cache(maxsize=1024)  # the posts of a source have one, or that of their thread
def _padded_prefix(text: str) -> str:
    return _DIGITS.sub(_padded, text)


def assemble(
    threads: Iterable[Thread], posts: Iterable[Post]
) -> tuple[tuple[Thread, ...], tuple[Post, ...], tuple[Post, ...]]:
    """Threads and posts in canonical order, as trees.

    Parameters
    ----------
    threads, posts
        As sources yielded them, in any order; the result does not depend on that order.

    Returns
    -------
    threads
        One for each id, in the order of their first post.
    posts
        Every ``parent_id`` is None or the id of a post that is there, and no chain of parents comes back to itself.
    copies
        Posts that were there twice, left out above: to the letter (the same page given twice), or with the same id,
        author, second and text (a tweet that stands in the exports of two weeks).
    """
    unique, copies = _without_copies(canonically_sorted(posts))
    attached = _with_parents(_with_unique_ids(unique))
    acyclic = canonically_sorted(_without_cycles(attached))  # again: a new id may stand elsewhere
    return _in_order(threads, acyclic), tuple(acyclic), tuple(copies)


def canonically_sorted(posts: Iterable[Post]) -> list[Post]:
    """Posts in the order of ``canonical_key``, those that are equal in it in the order of all the rest of them.

    Most posts have a moment of their own: what comes behind the time in the key is only made where times are equal.
    """
    return _sorted_by(list(posts), (_moment, canonical_key, _total_key))


def _sorted_by(posts: list[Post], keys: Sequence[Callable[[Post], Any]]) -> list[Post]:
    """Posts in the order of the first key, and, where that is equal, in the order of those behind it."""
    if len(posts) < 2 or not keys:
        return posts
    key, *further = keys
    values = list(map(key, posts))
    order = sorted(range(len(posts)), key=values.__getitem__)
    found: list[Post] = []
    for _, run in itertools.groupby(order, values.__getitem__):
        found += _sorted_by([posts[at] for at in run], further)
    return found


def _total_key(post: Post) -> tuple[datetime, str, str, bytes]:
    """``canonical_key``, and all the rest of the post: no two different posts are equal, whatever the input's order.

    Of two versions of a post the one whose parent is known natively comes first, then the one liked more.
    """
    encoded = msgspec.json.encode(post)
    rank = b"0" if post.parent_source == "native" else b"1" if post.parent_id is not None else b"2"
    return (*canonical_key(post), rank + str(10**15 - min(post.likes, 10**15)).zfill(16).encode() + encoded)


def replies_of(posts: Iterable[Post]) -> Mapping[str, list[Post]]:
    """Post id -> its direct replies, in the order given."""
    replies: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        if post.parent_id is not None:
            replies[post.parent_id].append(post)
    return replies


def _without_copies(posts: list[Post]) -> tuple[list[Post], list[Post]]:
    seen: set[object] = set()
    unique: list[Post] = []
    copies: list[Post] = []
    for post in posts:
        fingerprint = _fingerprint(post)
        (copies if fingerprint in seen else unique).append(post)
        seen.add(fingerprint)
    return unique, copies


def _fingerprint(post: Post) -> object:
    """What makes a post the same post: all of it, or who said what in which second under which id."""
    if post.author and post.posted_at is not None and post.precision == "second":
        return (post.id, post.author, post.posted_at, post.text)
    return msgspec.json.encode(msgspec.structs.replace(post, locator=""))


def _with_unique_ids(posts: list[Post]) -> list[Post]:
    """Posts of different files may have one id ("table:1"): all but the first are renamed, with the replies in their thread."""
    taken = {post.id for post in posts}
    if len(taken) == len(posts):
        return posts
    used: set[str] = set()
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(2))
    first_in_thread: dict[tuple[str, str], str] = {}
    renamed: list[Post] = []
    for post in posts:
        new_id = post.id if post.id not in used else _free_id(post.id, taken, numbers[post.id])
        first_in_thread.setdefault((post.thread_id, post.id), new_id)
        used.add(post.id)
        if new_id != post.id:
            taken.add(new_id)
            post = msgspec.structs.replace(post, id=new_id, flags=(*post.flags, "renamed_id"))
        renamed.append(post)
    return [_with_parent_in_thread(post, first_in_thread) for post in renamed]


def _free_id(wanted: str, taken: set[str], numbers: Iterator[int]) -> str:
    return next(name for name in (f"{wanted}~{number}" for number in numbers) if name not in taken)


def _with_parent_in_thread(post: Post, first_in_thread: Mapping[tuple[str, str], str]) -> Post:
    parent = first_in_thread.get((post.thread_id, post.parent_id or ""), post.parent_id)
    return post if parent == post.parent_id else msgspec.structs.replace(post, parent_id=parent)


def _with_parents(posts: list[Post]) -> list[Post]:
    ids = {post.id for post in posts}
    openings = {post.thread_id: post.id for post in reversed(posts) if post.kind == "article"}
    attached: list[Post] = []
    for post in posts:
        if post.parent_id is not None and post.parent_id not in ids:
            opening = openings.get(post.thread_id)
            parent = opening if opening != post.id else None
            flags = tuple(dict.fromkeys((*post.flags, "orphan")))
            post = msgspec.structs.replace(
                post, parent_id=parent, parent_source="inferred" if parent else None, flags=flags
            )
        attached.append(post)
    return attached


def _without_cycles(posts: list[Post]) -> list[Post]:
    """Cut the parent link of the first post (in order) of each cycle."""
    parents = {post.id: post.parent_id for post in posts}
    order = {post.id: number for number, post in enumerate(posts)}
    if all(parent is None or order[parent] < order[post_id] for post_id, parent in parents.items()):
        return posts  # every parent stands before its replies: the usual case
    done: set[str] = set()
    cut: set[str] = set()
    for post in posts:
        path: list[str] = []
        on_path: set[str] = set()
        here: str | None = post.id
        while here is not None and here not in done and here not in on_path:
            path.append(here)
            on_path.add(here)
            here = parents[here]
        if here is not None and here in on_path:
            first = min(path[path.index(here) :], key=order.__getitem__)
            cut.add(first)
            parents[first] = None
        done.update(path)
    return [
        msgspec.structs.replace(post, parent_id=None, parent_source=None, flags=(*post.flags, "cycle_broken"))
        if post.id in cut
        else post
        for post in posts
    ]


def _in_order(threads: Iterable[Thread], posts: list[Post]) -> tuple[Thread, ...]:
    first_post: dict[str, int] = {}
    for number, post in enumerate(posts):
        first_post.setdefault(post.thread_id, number)
    by_id: dict[str, Thread] = {}
    for thread in sorted(threads, key=lambda thread: (thread.place, thread.source, msgspec.json.encode(thread))):
        by_id.setdefault(thread.id, thread)
    return tuple(sorted(by_id.values(), key=lambda thread: (first_post.get(thread.id, len(posts)), thread.id)))
