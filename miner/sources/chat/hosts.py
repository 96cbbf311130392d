"""Who leads a chat: the hosts, who ask the numbered questions, and the guests they present."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from miner.transcript import Post

# "Our guest is @name", "tonight's guests: @one & @two", "@name is our guest", "joined by @name",
# "a warm welcome to @name". A bare "Welcome @name" is how hosts greet everybody.
_GUESTS = (
    re.compile(r"\bguests?\b(?:\s+\w+){0,3}?\W{1,3}@(\w{1,50})(?:\s*(?:,|&|\+|and)\s*@(\w{1,50}))?", re.IGNORECASE),
    re.compile(r"@(\w{1,50})\s+(?:is|as|will be)\s+(?:\w+\s+){0,3}guest\b", re.IGNORECASE),
    re.compile(r"\bjoined (?:today |tonight )?by\s+@(\w{1,50})(?:\s*(?:,|&|\+|and)\s*@(\w{1,50}))?", re.IGNORECASE),
    re.compile(r"\b(?:please|warm|big|special)\s+welcome\s+(?:to\s+)?@(\w{1,50})", re.IGNORECASE),
)
_MAX_CHARS = 4000  # of a post that presents a guest
_MIN_QUESTIONS = 2  # who was first with one number only may just have typed "Q3: ..." to answer


@lru_cache(maxsize=8192)  # of few people many posts are compared
def handle_of(name: str) -> str:
    """A name for comparison: lower case, without the sign before it."""
    return name.strip().lstrip("@").lower()


def leading_authors(first_asked_by: Sequence[str]) -> frozenset[str]:
    """Handles of those who ask: ``first_asked_by`` holds the author of the first asking of each number."""
    n_asked = Counter(handle_of(author) for author in first_asked_by if author)
    return frozenset(author for author, n in n_asked.items() if n >= min(_MIN_QUESTIONS, max(n_asked.values())))


def find_guests(posts: Iterable[Post], hosts: Iterable[str]) -> tuple[str, ...]:
    """Names that a host presents as guests, as written, each once, in order."""
    leading = {handle_of(host) for host in hosts}
    found: dict[str, str] = {}
    for post in posts:
        if handle_of(post.author) not in leading or post.kind == "repost":
            continue
        for name in _guests_in(post.text):
            if handle_of(name) not in leading:
                found.setdefault(handle_of(name), name)
    return tuple(found.values())


def _guests_in(text: str) -> list[str]:
    return [
        name for pattern in _GUESTS for match in pattern.finditer(text[:_MAX_CHARS]) for name in match.groups() if name
    ]
