"""The parts of a theme when the theme is edited: they go where it goes, and count only what is still in it."""

from __future__ import annotations

from msgspec.structs import replace

from miner.digest.records import Digest, DigestArgument, Theme
from miner.digest.themes import QUOTES_BENEATH

_FEWEST_PEOPLE = 2  # what is left of a part by one person is no part


def home(one: DigestArgument, theme: Theme) -> str | None:
    """The theme an argument is in, among those that stand where ``theme`` stands."""
    return one.theme_id if theme.parent is None else one.subtheme_id


def members_of(digest: Digest, theme_id: str) -> list[str]:
    """Argument ids of a theme or a part, in the order of the discussion."""
    return [one.id for one in digest.arguments if theme_id in (one.theme_id, one.subtheme_id)]


def groups_of(digest: Digest, parent: str | None) -> dict[str, list[str]]:
    """Theme id -> argument ids, of the themes or of the parts of one; those without any are left out."""
    groups: dict[str, list[str]] = {theme.id: [] for theme in digest.themes}
    for one in digest.arguments:
        key = one.theme_id if parent is None else one.subtheme_id
        if key is not None and (parent is None or one.theme_id == parent):
            groups[key].append(one.id)
    return {key: members for key, members in groups.items() if members}


def as_part(theme: Theme) -> Theme:
    """With as few quotes as a part has."""
    quotes = theme.quotes[:QUOTES_BENEATH]
    return replace(theme, quotes=quotes, dissent=theme.dissent if theme.dissent in quotes else None)


def put_in_line(before: Digest, digest: Digest) -> tuple[Digest, tuple[Theme, ...]]:
    """The digest whose themes were edited, with no part that is not one any more.

    Parameters
    ----------
    before
        As it was before the edit.

    Returns
    -------
    digest, changed
        ``changed``: parts that have other members now, to be made anew.
    """
    parents = {theme.id: theme.parent for theme in digest.themes}
    in_place = tuple(
        replace(one, subtheme_id=None)
        if one.subtheme_id is not None and (one.theme_id is None or parents.get(one.subtheme_id) != one.theme_id)
        else one
        for one in digest.arguments
    )
    digest = replace(digest, arguments=in_place)
    had = {theme.id: members_of(before, theme.id) for theme in before.themes}
    gone, changed = set(), []
    for theme in digest.themes:
        members = members_of(digest, theme.id)
        if theme.parent is None or members == had.get(theme.id, members):  # a new one is what somebody asked for
            continue
        if _is_part(digest, theme, members):
            changed.append(theme)
        else:
            gone.add(theme.id)
    kept = tuple(replace(one, subtheme_id=None) if one.subtheme_id in gone else one for one in digest.arguments)
    themes = tuple(theme for theme in digest.themes if theme.id not in gone)
    return replace(digest, arguments=kept, themes=themes), tuple(changed)


def _is_part(digest: Digest, theme: Theme, members: list[str]) -> bool:
    """Whether several people speak in it, and it is not all of its theme."""
    authors = {post.id: post.author or post.id for post in digest.posts}
    inside = set(members)
    people = {authors[one.post_id] for one in digest.arguments if one.id in inside}
    return len(people) >= _FEWEST_PEOPLE and inside < set(members_of(digest, theme.parent or ""))
