"""What all sections of the digest are made from, with the look-ups they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from miner.arguments import Argument, Arguments
from miner.clusters import Clusters, person_of
from miner.contrasts import PlacedContrast
from miner.settings import DigestSettings
from miner.transcript import Post, Thread, Transcript, is_context


@dataclass(frozen=True)
class Material:
    """The results of all stages before the digest."""

    transcript: Transcript
    found: Arguments
    clusters: Clusters
    contrasts: tuple[PlacedContrast, ...]
    settings: DigestSettings

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """In canonical order; sections speak of them by number and turn numbers into ids at the end."""
        return self.found.arguments

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Post id -> post."""
        return {post.id: post for post in self.transcript.posts}

    @cached_property
    def threads(self) -> dict[str, Thread]:
        """Thread id -> thread."""
        return {thread.id: thread for thread in self.transcript.threads}

    @cached_property
    def people(self) -> frozenset[str]:
        """Who took part; a post without a name counts as a person of its own."""
        return frozenset(
            post.author or post.id for post in self.transcript.posts if post.kind != "system" and not is_context(post)
        )

    def theme_id(self, number: int) -> str | None:
        """The theme of an argument."""
        label = int(self.clusters.labels[number])
        return theme_name(label) if label >= 0 else None

    @cached_property
    def theme_names(self) -> tuple[str, ...]:
        """The ids of all clusters by number: ``t2`` at the top, ``t2.1`` beneath it."""
        n_parts: Counter[int] = Counter()
        names = []
        for number, cluster in enumerate(self.clusters.clusters):
            if cluster.parent is None:
                names.append(theme_name(number))
            else:
                n_parts[cluster.parent] += 1
                names.append(f"{theme_name(cluster.parent)}.{n_parts[cluster.parent]}")
        return tuple(names)

    @cached_property
    def subthemes(self) -> Mapping[int, str]:
        """Argument number -> the theme beneath its own that it is a part of; those in none are left out."""
        pairs = zip(self.clusters.clusters, self.theme_names, strict=True)
        return {member: name for cluster, name in pairs if cluster.parent is not None for member in cluster.members}

    def n_people(self, numbers: Iterable[int]) -> int:
        """How many people are behind arguments, copies included."""
        return len({name for number in numbers for name in self.voices(number)})

    def voices(self, number: int) -> set[str]:
        """Who said an argument: its author and those who said it in the same words."""
        argument = self.arguments[number]
        return {person_of(argument), *(author for author in argument.copy_authors if author)}

    def ids(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Argument ids."""
        return tuple(self.arguments[number].id for number in numbers)


def theme_name(label: int) -> str:
    """The id of a theme."""
    return f"t{label + 1}"
