"""A theme as it can be recognised in another digest: what was said in it, by whom, and its words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from miner.digest.people.naming import identity
from miner.digest.records import Digest, DigestArgument, DigestPost


@dataclass(frozen=True)
class Said:
    """One argument: the post it stands in, its words, and who said it (a post without a name is a person of its own)."""

    post: str
    text: str
    person: str

    @property
    def key(self) -> tuple[str, str]:
        """The same in two digests when it is the same argument: spans move when a post is edited elsewhere."""
        return self.post, self.text


@dataclass(frozen=True)
class Face:
    """A theme. ``n_people`` counts those who said it in the same words, too."""

    title: str
    keywords: tuple[str, ...]
    n_people: int
    said: tuple[Said, ...]

    @cached_property
    def keys(self) -> frozenset[tuple[str, str]]:
        """Of all its arguments."""
        return frozenset(said.key for said in self.said)

    @cached_property
    def people(self) -> frozenset[str]:
        """Who speaks in it."""
        return frozenset(said.person for said in self.said)

    @cached_property
    def posts(self) -> frozenset[str]:
        """The posts its arguments stand in."""
        return frozenset(said.post for said in self.said)


@dataclass(frozen=True)
class Known:
    """A theme of an earlier digest. ``age`` 0: of the last one; n: of the one n digests before that."""

    lasting_id: str
    age: int
    face: Face


def said_of(argument: DigestArgument, post: DigestPost) -> Said:
    """An argument of a digest."""
    return Said(post.id, post.text[argument.start : argument.end], identity(post.author) if post.author else post.id)


def faces_of(digest: Digest) -> dict[str, Face]:
    """Theme id -> its face, in the digest's order; the parts of a theme are not told from week to week."""
    posts = {post.id: post for post in digest.posts}
    said: dict[str, list[Said]] = defaultdict(list)
    for argument in digest.arguments:
        if argument.theme_id is not None:
            said[argument.theme_id].append(said_of(argument, posts[argument.post_id]))
    return {
        theme.id: Face(theme.title, theme.keywords, theme.n_people, tuple(said[theme.id]))
        for theme in digest.top_themes
    }


def keys_of(digest: Digest) -> frozenset[tuple[str, str]]:
    """Of all arguments of a digest, in a theme or not."""
    posts = {post.id: post for post in digest.posts}
    return frozenset(said_of(argument, posts[argument.post_id]).key for argument in digest.arguments)
