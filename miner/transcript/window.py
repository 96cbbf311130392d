"""A transcript narrowed to a stretch of time, with what its posts answer, and with every post accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import msgspec

from miner.transcript.records import PlaceAccount, Post, Thread, Transcript

BEFORE = "before the window"
AFTER = "after the window"
SEEN = "without a time, in an earlier digest"
CONTEXT = {"before_window": BEFORE, "after_window": AFTER, "seen_before": SEEN}  # flag of a post -> why it is filtered
_FLAGS = {reason: flag for flag, reason in CONTEXT.items()}


def within(
    transcript: Transcript, starts_at: datetime | None, ends_at: datetime, seen: Collection[tuple[str, str]] = ()
) -> Transcript:
    """The posts of a window of time, and as their context those they answer.

    Parameters
    ----------
    starts_at, ends_at
        Aware; a post of exactly ``starts_at`` is in it, one of ``ends_at`` is not. None: there is no start.
    seen
        (thread, id) of posts that belong to an earlier window; it decides for posts without a time only.

    Returns
    -------
    Transcript
        Context carries a flag of ``CONTEXT``: it is shown where a reply leans on it, and does not argue itself. The
        other posts are gone, and counted in the accounts under the reason. Threads without a post are gone, and
        numbered questions whose post is.
    """
    outside = {post.id: reason for post in transcript.posts if (reason := _outside(post, starts_at, ends_at, seen))}
    if not outside:
        return transcript
    context = _context(transcript, outside)
    kept = tuple(_flagged(post, outside.get(post.id)) for post in _kept(transcript.posts, outside, context))
    gone = [(post, outside[post.id]) for post in transcript.posts if post.id in outside and post.id not in context]
    return Transcript(
        threads=tuple(_narrowed(transcript.threads, kept, {post.thread_id for post, _ in gone})),
        posts=kept,
        accounts=_accounts(transcript, gone),
    )


def is_context(post: Post) -> bool:
    """Whether a post is only there because others answer it."""
    return any(flag in CONTEXT for flag in post.flags)


def _outside(
    post: Post, starts_at: datetime | None, ends_at: datetime, seen: Collection[tuple[str, str]]
) -> str | None:
    if post.posted_at is None:
        return SEEN if (post.thread_id, post.id) in seen else None
    if starts_at is not None and post.posted_at < starts_at:
        return BEFORE
    return AFTER if post.posted_at >= ends_at else None


def _context(transcript: Transcript, outside: Collection[str]) -> set[str]:
    """What the posts within answer: their parents up to the root, and the numbered questions."""
    by_id = {post.id: post for post in transcript.posts}
    asked = {(thread.id, q.id): q.post_id for thread in transcript.threads for q in thread.questions}
    found: set[str] = set()
    for post in transcript.posts:
        if post.id in outside:
            continue
        answered = [asked.get((post.thread_id, link.id)) for link in post.questions]
        for above in (post.parent_id, *answered):
            while above in by_id and above not in found and above is not None:
                found.add(above)
                above = by_id[above].parent_id
    return found & set(outside)


def _kept(posts: Iterable[Post], outside: Collection[str], context: Collection[str]) -> Iterator[Post]:
    return (post for post in posts if post.id not in outside or post.id in context)


def _flagged(post: Post, reason: str | None) -> Post:
    return post if reason is None else msgspec.structs.replace(post, flags=(*post.flags, _FLAGS[reason]))


def _narrowed(threads: Iterable[Thread], posts: Iterable[Post], touched: Collection[str]) -> Iterator[Thread]:
    """Threads that have posts left; how many posts a page claims says nothing about a part of them."""
    ids: dict[str, set[str]] = {}
    for post in posts:
        ids.setdefault(post.thread_id, set()).add(post.id)
    for thread in threads:
        if thread.id not in ids:
            continue
        questions = tuple(question for question in thread.questions if question.post_id in ids[thread.id])
        claimed = None if thread.id in touched else thread.n_claimed
        yield msgspec.structs.replace(thread, questions=questions, n_claimed=claimed)


def _accounts(transcript: Transcript, gone: list[tuple[Post, str]]) -> tuple[PlaceAccount, ...]:
    """The accounts with what is gone counted as skipped, each post where it was read."""
    if not transcript.accounts:
        counts = Counter(reason for _, reason in gone)
        n = len(transcript.posts)
        return (PlaceAccount(place="", source="", read=n, kept=n - len(gone), skipped=dict(sorted(counts.items()))),)
    places = {thread.id: thread.place for thread in transcript.threads}
    left = [account.kept for account in transcript.accounts]
    taken: list[Counter[str]] = [Counter() for _ in left]
    numbers: dict[str, list[int]] = {}
    for number, account in enumerate(transcript.accounts):
        numbers.setdefault(account.place, []).append(number)
    for post, reason in gone:
        number = _account_of(post, numbers, places.get(post.thread_id, ""), left)
        left[number] -= 1
        taken[number][reason] += 1
    return tuple(map(_without, transcript.accounts, taken))


def _account_of(post: Post, numbers: dict[str, list[int]], place: str, left: list[int]) -> int:
    """The account in which a post was counted as kept: of the file in its locator, else of its thread's."""
    parts = post.locator.split("#")
    named = ("#".join(parts[:n]) for n in range(1, len(parts)))
    found = next((name for name in named if name in numbers), place)
    candidates = [number for number in numbers.get(found, ()) if left[number]]
    return candidates[0] if candidates else next(number for number, n in enumerate(left) if n)


def _without(account: PlaceAccount, taken: Counter[str]) -> PlaceAccount:
    if not taken:
        return account
    skipped = dict(sorted((Counter(account.skipped) + taken).items()))
    return msgspec.structs.replace(account, kept=account.kept - taken.total(), skipped=skipped)
