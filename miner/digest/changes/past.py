"""What is remembered of earlier digests of one name, as far as the next one is compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from miner.digest.changes.faces import Known, faces_of
from miner.digest.people.naming import identity
from miner.digest.records import Digest


@dataclass(frozen=True)
class PastPost:
    """A post as it was in the last digest. ``said`` is its text."""

    thread_id: str
    said: str
    posted_at: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """A question that stood open in the last digest: its words, in a post."""

    post_id: str
    words: str


@dataclass(frozen=True)
class Past:
    """Everything that is remembered.

    Attributes
    ----------
    since
        The date of the last digest.
    themes
        Each as it was when it was last there.
    posts
        Post id -> post of the last digest.
    people
        Identities of those who took part in the last digest; ``people_ever`` in any.
    asked
        Questions that stood open in the last digest.
    n_given
        How many lasting ids were given, those of forgotten themes too.
    """

    since: date | None = None
    themes: tuple[Known, ...] = ()
    posts: Mapping[str, PastPost] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    people_ever: frozenset[str] = frozenset()
    asked: tuple[Asked, ...] = ()
    n_given: int = 0


def past_of(digest: Digest) -> Past:
    """One digest as the past of another; themes without a lasting id get one, in their order."""
    from miner.digest.changes.outcomes import number_of

    given = [number_of(theme.lasting_id) for theme in digest.themes if theme.lasting_id is not None]
    n_given = max(given, default=0)
    faces = faces_of(digest)
    known = []
    for theme in digest.top_themes:
        n_given += theme.lasting_id is None
        known.append(Known(theme.lasting_id or f"T{n_given}", 0, faces[theme.id]))
    people = people_in(digest)
    return Past(
        since=digest.written_on,
        themes=tuple(known),
        posts={post.id: PastPost(post.thread_id, post.text, post.posted_at) for post in digest.posts},
        people=people,
        people_ever=people,
        asked=asked_in(digest),
        n_given=n_given,
    )


def people_in(digest: Digest) -> frozenset[str]:
    """Identities of everybody with a name."""
    return frozenset(identity(person.name) for person in digest.people) | frozenset(
        identity(post.author) for post in digest.posts if post.author and post.kind != "system"
    )


def asked_in(digest: Digest) -> tuple[Asked, ...]:
    """The open questions of a digest."""
    texts = {post.id: post.text for post in digest.posts}
    return tuple(Asked(one.post_id, texts[one.post_id][one.start : one.end]) for one in digest.open_questions)
