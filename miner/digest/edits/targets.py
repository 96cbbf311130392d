"""Themes and arguments told by what was said in them, and found again in another digest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from miner.digest.edits.records import ArgumentTarget, ThemeTarget, fingerprint
from miner.digest.records import Digest, DigestArgument, Theme

MOST_OF_IT = 0.5  # of what was said in a theme then and is still there must be in the theme that is taken for it
A_PART_OF_IT = 0.3  # of the theme that is taken for it must have been said then: else it is another, larger one


class TargetGone(Exception):
    """What an edit was made for cannot be told any more; the message says why."""


@dataclass(frozen=True)
class Said:
    """The words of a digest's arguments, and the same as an earlier report may have shown them."""

    digest: Digest
    words: dict[str, str]
    prints: dict[str, frozenset[str]]

    def members(self, theme_id: str) -> list[str]:
        """Argument ids of a theme, in the order of the discussion."""
        return [one.id for one in self.digest.arguments if theme_id in (one.theme_id, one.subtheme_id)]


def said_in(digest: Digest, shown: Digest | None = None) -> Said:
    """What the arguments of a digest say.

    Parameters
    ----------
    shown
        The same digest with names replaced, as its readers see it: edits may have been made on that.
    """
    words = words_of(digest)
    other = words_of(shown) if shown is not None else {}
    seen = zip(words.values(), other.values() or words.values(), strict=True)
    prints = {key: frozenset(map(fingerprint, both)) for key, both in zip(words, seen, strict=True)}
    return Said(digest, words, prints)


def words_of(digest: Digest) -> dict[str, str]:
    """Argument id -> its words."""
    texts = {post.id: post.text for post in digest.posts}
    return {argument.id: texts[argument.post_id][argument.start : argument.end] for argument in digest.arguments}


def theme_target(theme: Theme, said: Said) -> ThemeTarget:
    """How to find a theme again."""
    members = tuple(fingerprint(said.words[key]) for key in said.members(theme.id))
    key_point = said.words[theme.key_point]
    return ThemeTarget(title=theme.title, key_point=key_point, members=members, beneath=theme.parent is not None)


def argument_target(argument: DigestArgument, said: Said) -> ArgumentTarget:
    """How to find an argument again."""
    return ArgumentTarget(words=said.words[argument.id], id=argument.id)


def find_theme(target: ThemeTarget, said: Said) -> Theme:
    """The theme in which most of what was said then stands now, if it says little else.

    Raises
    ------
    TargetGone
    """
    then = set(target.members)
    still = {key: prints & then for key, prints in said.prints.items() if prints & then}
    n_still = len({one for prints in still.values() for one in prints})
    if not n_still:
        raise TargetGone(f"nothing that was said in the theme {target.title!r} is in this digest")
    theme_of = {one.id: one.subtheme_id if target.beneath else one.theme_id for one in said.digest.arguments}
    found = Counter(theme_of[key] for key in still if theme_of[key] is not None)
    best = max(found.items(), key=lambda pair: (pair[1], pair[0] or ""), default=(None, 0))
    theme = next((theme for theme in said.digest.themes if theme.id == best[0]), None)
    if theme is None or best[1] <= MOST_OF_IT * len(still):
        raise TargetGone(f"what was said in the theme {target.title!r} is not together in one theme any more")
    if best[1] < A_PART_OF_IT * theme.n_arguments:
        raise TargetGone(f"what was said in the theme {target.title!r} is now a small part of {theme.title!r}")
    return theme


def find_argument(target: ArgumentTarget, said: Said) -> DigestArgument:
    """The argument in these words; where several are, the one with this id.

    Raises
    ------
    TargetGone
    """
    wanted = fingerprint(target.words)
    found = [argument for argument in said.digest.arguments if wanted in said.prints[argument.id]]
    if len(found) > 1:
        found = [argument for argument in found if argument.id == target.id]
    if len(found) != 1:
        why = "several people said" if wanted in frozenset().union(*said.prints.values()) else "nobody says"
        raise TargetGone(f"{why} {_short(target.words)!r} in this digest")
    return found[0]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
