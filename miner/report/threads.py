"""Which posts a report shows as evidence, and where each stands in its thread.

A quote leads to its post, and the post stands beneath what it answers: so the posts shown are those that hold an
argument or an open question, and everything above them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from miner.digest.records import Digest, DigestArgument, DigestPost, DigestQuestion

LISTED_ARGUMENTS = 6_000  # of a larger digest the strongest; all are in the JSON. 5,000 open in under a second

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Placed:
    """A post and how deep it stands beneath others in its thread."""

    post: DigestPost
    depth: int
    answers: str | None


def listed_arguments(digest: Digest) -> frozenset[str]:
    """The ids of the arguments whose posts are shown."""
    if len(digest.arguments) <= LISTED_ARGUMENTS:
        return frozenset(argument.id for argument in digest.arguments)
    strongest = sorted(digest.arguments, key=lambda one: (-one.strength, one.id))
    return frozenset(argument.id for argument in strongest[:LISTED_ARGUMENTS])


def placed_posts(digest: Digest) -> dict[str, tuple[Placed, ...]]:
    """Thread id -> its posts shown, each beneath what it answers, and in order of time beside one another.

    An answer to a numbered question stands beneath the post that asked it, though it replies to nobody.
    """
    posts = {post.id: post for post in digest.posts}
    asked = _asked_in(digest.arguments, digest.questions, posts)
    above = {key: _above(post, posts, asked) for key, post in posts.items()}
    shown = _with_all_above(_evident(digest), above)
    threads: dict[str, list[str]] = {thread.id: [] for thread in digest.threads}
    for key in posts:
        if key in shown:
            threads.setdefault(posts[key].thread_id, []).append(key)
    return {key: tuple(_in_order(ids, posts, above)) for key, ids in threads.items() if ids}


def _asked_in(
    arguments: Iterable[DigestArgument], questions: Iterable[DigestQuestion], posts: Mapping[str, DigestPost]
) -> Mapping[str, str]:
    """Post id -> the post that asked what its first argument answers."""
    askers = {(question.thread_id, question.id): question.post_id for question in questions}
    found: dict[str, str] = {}
    for argument in arguments:
        asker = askers.get((posts[argument.post_id].thread_id, argument.question or ""))
        if asker and asker != argument.post_id:
            found.setdefault(argument.post_id, asker)
    return found


def _above(post: DigestPost, posts: Mapping[str, DigestPost], asked: Mapping[str, str]) -> str | None:
    parent = posts.get(post.parent_id or "") or posts.get(asked.get(post.id, ""))
    return parent.id if parent is not None and parent.thread_id == post.thread_id and parent is not post else None


def _evident(digest: Digest) -> set[str]:
    listed = listed_arguments(digest)
    found = {argument.post_id for argument in digest.arguments if argument.id in listed}
    found |= {question.post_id for question in digest.open_questions}
    return found | {step.post_id for step in digest.next_steps}


def _with_all_above(evident: Iterable[str], above: Mapping[str, str | None]) -> set[str]:
    shown: set[str] = set()
    for key in evident:
        here: str | None = key
        while here is not None and here not in shown:
            shown.add(here)
            here = above[here]
    return shown


def _in_order(ids: list[str], posts: Mapping[str, DigestPost], above: Mapping[str, str | None]) -> Iterator[Placed]:
    """Depth first, without recursion: a thread of replies to replies may be thousands deep."""
    beneath: dict[str | None, list[str]] = defaultdict(list)
    known = set(ids)
    for key in sorted(ids, key=lambda key: posts[key].posted_at or _NEVER):
        parent = above[key]
        beneath[parent if parent in known else None].append(key)
    waiting = [(key, 0) for key in reversed(beneath[None])]
    met: set[str] = set()
    unmet = iter(ids)
    while True:
        while waiting:
            key, depth = waiting.pop()
            met.add(key)
            yield Placed(posts[key], depth, above[key])
            waiting.extend((child, depth + 1) for child in reversed(beneath[key]) if child not in met)
        # Posts that answer each other in a circle hang beneath nothing: the first of them is taken as the top.
        rest = next((key for key in unmet if key not in met), None)
        if rest is None:
            return
        waiting.append((rest, 0))
