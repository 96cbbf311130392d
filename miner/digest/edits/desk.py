"""Themes made anew after an edit, by the code that made the digest: key point, quotes, people, title.

The arguments are embedded once more, for likeness is not kept in a digest; only when an edit needs it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TypeVar

import msgspec
import numpy as np

from miner.arguments import Argument, Arguments, argument_of
from miner.clusters import Clusters, Features
from miner.clusters.context import in_context
from miner.clusters.describe import described
from miner.clusters.records import Membership
from miner.clusters.similarity import features_of
from miner.contrasts import Contrast, PlacedContrast, Pole
from miner.digest.material import Material
from miner.digest.records import Digest, DigestContrast, DigestPost, Theme
from miner.digest.themes import theme_of
from miner.embeddings import Embeddings, embed, for_grouping
from miner.settings import DigestSettings, EmbeddingSettings
from miner.transcript import PlaceAccount, Post, Thread, Transcript

T = TypeVar("T", EmbeddingSettings, DigestSettings)

EDITED = "as a person put them together"


class Desk:
    """The arguments of a digest, ready to be grouped in another way."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self._numbers = {argument.id: number for number, argument in enumerate(digest.arguments)}

    def theme(self, theme_id: str, groups: Mapping[str, Collection[str]], dropped: Collection[str]) -> Theme:
        """A theme as the digest would have made it.

        Parameters
        ----------
        groups
            Theme id -> argument ids, of all themes: a title sets a theme apart from the others.
        dropped
            Arguments that may not be quoted; they count all the same.
        """
        quotable = {key: [one for one in members if one not in dropped] for key, members in groups.items()}
        material = self._grouped(quotable)
        wanted = {self._numbers[key] for key in quotable[theme_id]}
        clusters = material.clusters.clusters
        label = next(label for label, cluster in enumerate(clusters) if set(cluster.members) == wanted)
        theme = theme_of(material, label, clusters[label])
        members = [self._numbers[key] for key in groups[theme_id]]
        return msgspec.structs.replace(
            theme,
            id=theme_id,
            n_people=material.n_people(members),
            n_arguments=len(members),
            stability=None,
            parent=None,
        )

    def _grouped(self, groups: Mapping[str, Collection[str]]) -> Material:
        labels = np.full(len(self._arguments), -1, dtype=np.int64)
        for label, members in enumerate(group for group in groups.values() if group):
            labels[[self._numbers[key] for key in members]] = label
        memberships: tuple[Membership, ...] = tuple(one.membership for one in self._digest.arguments)
        clusters: Clusters = described(
            self._arguments, self._features, labels, memberships, {}, EDITED, self._embeddings
        )
        return Material(self._transcript, self._found, clusters, self._contrasts, self._settings)

    @cached_property
    def _transcript(self) -> Transcript:
        threads = tuple(
            Thread(id=one.id, title=one.title, place=one.place, hashtag=one.hashtag) for one in self._digest.threads
        )
        accounts = tuple(
            PlaceAccount(place=one.place, source=one.source, read=one.read, kept=one.kept)
            for one in self._digest.sources
        )
        return Transcript(threads=threads, posts=tuple(map(_post, self._digest.posts)), accounts=accounts)

    @cached_property
    def _arguments(self) -> tuple[Argument, ...]:
        posts = {post.id: post for post in self._transcript.posts}
        tags = {thread.id: thread.hashtag for thread in self._transcript.threads}
        made = []
        for one in self._digest.arguments:
            post = posts[one.post_id]
            argument = argument_of(post, (one.start, one.end), posts, tags.get(post.thread_id, ""))
            known = {"id": one.id, "strength": one.strength, "question": one.question, "copy_authors": one.copy_authors}
            made.append(msgspec.structs.replace(argument, **known))
        return tuple(made)

    @property
    def _found(self) -> Arguments:
        return Arguments(arguments=self._arguments)

    @cached_property
    def _embeddings(self) -> Embeddings:
        settings = self._kept("embeddings", EmbeddingSettings)
        return embed([argument.for_embedding for argument in self._arguments], settings)

    @cached_property
    def _features(self) -> Features:
        texts = [argument.for_embedding for argument in self._arguments]
        vectors = in_context(for_grouping(self._embeddings, texts), self._arguments)
        questions = [argument.question and f"{argument.thread_id} {argument.question}" for argument in self._arguments]
        return features_of(vectors, [argument.plain for argument in self._arguments], questions)

    @cached_property
    def _contrasts(self) -> tuple[PlacedContrast, ...]:
        return tuple(self._placed(contrast) for contrast in self._digest.contrasts)

    def _placed(self, contrast: DigestContrast) -> PlacedContrast:
        positions = np.array([one.positions.get(contrast.name, 0.0) for one in self._digest.arguments])
        poles = Contrast(Pole(contrast.left.name), Pole(contrast.right.name), contrast.name, contrast.origin)
        return PlacedContrast(poles, positions, contrast.band, contrast.measurable, contrast.reason)

    @property
    def _settings(self) -> DigestSettings:
        return self._kept("digest", DigestSettings)

    def _kept(self, stage: str, kind: type[T]) -> T:
        """The settings the digest was made with; those of a version that had others fall back to the defaults."""
        kept = self._digest.method.settings.get(stage, {})
        names = {field.name for field in msgspec.structs.fields(kind)}
        return msgspec.convert({key: value for key, value in kept.items() if key in names}, kind)


def _post(post: DigestPost) -> Post:
    return Post(
        id=post.id,
        thread_id=post.thread_id,
        text=post.text,
        author=post.author,
        kind=post.kind,
        parent_id=post.parent_id,
        quoted=post.quoted,
        posted_at=post.posted_at,
    )
