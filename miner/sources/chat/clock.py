"""Times of posts as seconds, also where the source gives none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from miner.transcript import Post

_SECONDS_BETWEEN_UNTIMED = 30.0  # the pace of a lively chat: only the order matters


def seconds_of(posts: Sequence[Post]) -> list[float]:
    """Seconds of each post since 1970; a post without a time follows the one before it."""
    seconds: list[float] = []
    for post in posts:
        before = seconds[-1] if seconds else 0.0
        seconds.append(post.posted_at.timestamp() if post.posted_at else before + _SECONDS_BETWEEN_UNTIMED)
    return seconds


def is_timed(post: Post) -> bool:
    """Whether the time of a post says anything about the minute it was written."""
    return post.posted_at is not None and post.precision != "day"


def moment_of(seconds: float) -> datetime:
    """Seconds since 1970 as a moment."""
    return datetime.fromtimestamp(seconds, UTC)
