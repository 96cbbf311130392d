"""Chats: who hosts, which numbered questions are asked, and what answers them.

A transcript comes in as the sources read it and goes out with questions, answers with a confidence, reposts linked
to their originals, greetings and goodbyes flagged, and messages that were cut for length joined again. What is
already there stays, so that a transcript read back from miner's own file does not change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from miner.settings import SourceSettings
from miner.sources.chat.answers import link_answers
from miner.sources.chat.clock import seconds_of
from miner.sources.chat.continuations import join_continuations
from miner.sources.chat.hosts import find_guests, handle_of
from miner.sources.chat.phases import flag_phases
from miner.sources.chat.questions import Session, find_sessions, known_session
from miner.sources.chat.reposts import link_reposts
from miner.sources.chat.window import assign_questions
from miner.transcript import PlaceAccount, Post, Thread, Transcript, assemble, canonically_sorted

__all__ = ["JOINED_REASON", "assign_questions", "read_chats"]

JOINED_REASON = "joined to the post before"  # the reason under which pieces of a cut message are counted


def read_chats(transcript: Transcript, settings: SourceSettings) -> Transcript:
    """Find questions, hosts, answers and phases in every thread that is a chat.

    Parameters
    ----------
    transcript
        Of all sources; threads with ``is_chat`` False come out as they are.
    settings
        ``hosts`` names who asks; () finds them.

    Returns
    -------
    Transcript
        Posts in canonical order. Reading it again gives the same transcript.
    """
    chats = {thread.id for thread in transcript.threads if thread.is_chat}
    by_thread: dict[str, list[Post]] = {thread_id: [] for thread_id in chats}
    for post in canonically_sorted(transcript.posts):
        if post.thread_id in chats:
            by_thread[post.thread_id].append(post)
    threads: list[Thread] = []
    posts = [post for post in transcript.posts if post.thread_id not in chats]
    gone: list[Post] = []
    for thread in transcript.threads:
        if thread.id in chats:
            thread, own, joined = _read_chat(thread, by_thread.pop(thread.id, []), settings)
            posts += own
            gone += joined
        threads.append(thread)
    ordered_threads, ordered_posts, _ = assemble(threads, posts)
    accounts = _accounted(transcript.accounts, gone, threads)
    return Transcript(threads=ordered_threads, posts=ordered_posts, accounts=accounts)


def _read_chat(
    thread: Thread, posts: Sequence[Post], settings: SourceSettings
) -> tuple[Thread, list[Post], list[Post]]:
    """One chat read: its thread, its posts, and the pieces that were joined to others."""
    kept, gone = join_continuations(link_reposts(posts), seconds_of(posts))
    kept = link_reposts(kept)  # a repost may hold the joined words
    seconds = seconds_of(kept)
    given = settings.hosts or thread.hosts
    if thread.questions:
        sessions = known_session(thread.questions, kept, seconds)
    else:
        sessions = find_sessions(kept, seconds, given)
    kept = link_answers(flag_phases(kept, seconds, sessions), seconds, sessions)
    return _described(thread, kept, sessions, given), kept, gone


def _described(thread: Thread, posts: Sequence[Post], sessions: Sequence[Session], given: Sequence[str]) -> Thread:
    """The thread with its questions, hosts, guests and hashtag."""
    found = tuple(dict.fromkeys(host for session in sessions for host in session.hosts))
    hosts = _as_written(given, posts) or found
    return msgspec.structs.replace(
        thread,
        questions=thread.questions or tuple(q for session in sessions for _, q in sorted(session.questions.items())),
        hosts=hosts,
        guests=thread.guests or find_guests(posts, hosts),
        hashtag=thread.hashtag or _common_hashtag(posts),
    )


def _as_written(names: Sequence[str], posts: Iterable[Post]) -> tuple[str, ...]:
    """Given names in the spelling of the posts, where they wrote any."""
    spelling: dict[str, str] = {}
    for post in posts:
        spelling.setdefault(handle_of(post.author), post.author)
    return tuple(dict.fromkeys(spelling.get(handle_of(name), name) for name in names))


def _common_hashtag(posts: Sequence[Post]) -> str:
    """The hashtag most posts carry, if at least half of them do; of equals the first in the alphabet."""
    counted = Counter(tag.lower() for post in posts for tag in sorted(set(post.hashtags)))
    best = min(counted.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return best[0] if 2 * best[1] >= max(1, len(posts)) else ""


def _accounted(
    accounts: Sequence[PlaceAccount], gone: Sequence[Post], threads: Sequence[Thread]
) -> tuple[PlaceAccount, ...]:
    """The accounts with the pieces that disappeared: kept less, skipped more, for the file each came from."""
    places = {account.place for account in accounts}
    place_of = {thread.id: thread.place for thread in threads}
    n_gone: Counter[str] = Counter()
    for post in gone:
        own = post.locator.partition("#")[0]
        n_gone[own if own in places else place_of[post.thread_id]] += 1
    return tuple(_less(account, n_gone) for account in accounts)


def _less(account: PlaceAccount, n_gone: Counter[str]) -> PlaceAccount:
    n = min(n_gone.pop(account.place, 0), account.kept)
    if not n:
        return account
    skipped = dict(sorted({**account.skipped, JOINED_REASON: account.skipped.get(JOINED_REASON, 0) + n}.items()))
    return msgspec.structs.replace(account, kept=account.kept - n, skipped=skipped)
