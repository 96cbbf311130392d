"""Ours: the public functions of ``miner``, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from metrics import Labels, Values
from peers import Theme

import miner

if TYPE_CHECKING:
    from miner.digest import Digest

_START = datetime(2024, 1, 1, tzinfo=UTC)


class Miner:
    """What is scored."""

    def group(self, texts: Sequence[str], n_groups: int | None = None) -> Labels:
        """See ``miner.group``."""
        return miner.group(list(texts), n_groups)

    def match(self, arguments: Sequence[str], key_points: Sequence[str]) -> Values:
        """See ``miner.match``."""
        return miner.match(list(arguments), list(key_points))

    def place(self, texts: Sequence[str], plain_poles: str, against: Sequence[str], in_favour: Sequence[str]) -> Values:
        """See ``miner.place``; without statements the poles are the string."""
        if not against:
            return miner.place(list(texts), plain_poles)
        left, right = miner.Pole("con", tuple(against)), miner.Pole("pro", tuple(in_favour))
        return miner.place(list(texts), miner.Contrast(left, right))

    def strength(self, texts: Sequence[str]) -> Values:
        """See ``miner.strength``."""
        return miner.strength(list(texts))

    def themes(self, texts: Sequence[str], n_themes: int) -> list[Theme]:
        """The themes of a digest of these texts; the gold number is not used."""
        del n_themes
        digest = digest_of(texts)
        number_of = {argument.id: int(argument.post_id) for argument in digest.arguments}
        members: dict[str, set[int]] = {}
        for argument in digest.arguments:
            if argument.theme_id is not None:
                members.setdefault(argument.theme_id, set()).add(number_of[argument.id])
        return [
            Theme(
                members=tuple(sorted(members.get(theme.id, set()))),
                claimed=theme.n_arguments / max(len(digest.arguments), 1),
                quotes=tuple(number_of[quote] for quote in theme.quotes),
            )
            for theme in digest.top_themes
        ]

    def quotes(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the texts that a digest quotes, in its order: the overview, then the themes."""
        digest = digest_of(texts)
        number_of = {argument.id: int(argument.post_id) for argument in digest.arguments}
        quoted = [*digest.overview, *(quote for theme in digest.top_themes for quote in theme.quotes)]
        return [number_of[argument] for argument in dict.fromkeys(quoted)]

    def found_sides(self, texts: Sequence[str]) -> Labels:
        """The side of each text in the first contrast found in a digest of them; all 0 where none is found."""
        digest = digest_of(texts)
        found = [contrast.name for contrast in digest.contrasts if contrast.origin == "found"]
        positions = np.zeros(len(texts))
        for argument in digest.arguments if found else ():
            positions[int(argument.post_id)] += argument.positions.get(found[0], 0.0)
        return np.sign(positions).astype(np.int64)


def digest_of(texts: Sequence[str]) -> Digest:
    """The digest of texts that were each said by another person, a minute apart; post ids are their numbers."""
    posts = tuple(
        miner.Post(
            id=str(number),
            thread_id="texts",
            author=f"person {number}",
            text=text,
            kind="comment",
            posted_at=_START + timedelta(minutes=number),
            precision="minute",
        )
        for number, text in enumerate(texts)
    )
    thread = miner.Thread(id="texts", title="texts", place="texts", source="table")
    return miner.mine(miner.Transcript(threads=(thread,), posts=posts))
