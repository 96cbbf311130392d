"""A point of an article that is one of its sections is called what the author called it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from miner.arguments import Argument
from miner.clusters.people import person_of
from miner.clusters.titles import Titled

_OF_THE_POINT, _OF_THE_SECTION = 0.6, 0.5  # of the arguments, at least, are of the other, too


def with_headings(
    titles: Sequence[Titled], themes: Sequence[Sequence[int]], arguments: Sequence[Argument]
) -> list[Titled]:
    """The titles, with the article's own heading where a theme of one person is mostly what stands under it.

    Parameters
    ----------
    themes
        Members (argument numbers) of the theme of each title.
    """
    sections = Counter((argument.post_id, argument.heading) for argument in arguments)
    given = [titled.title for titled in titles]
    for number, members in enumerate(themes):
        heading = _heading(members, arguments, sections)
        others = {title.casefold() for other, title in enumerate(given) if other != number}
        if heading and heading.casefold() not in others:
            given[number] = heading
    return [replace(titled, title=title) for titled, title in zip(titles, given, strict=True)]


def _heading(members: Sequence[int], arguments: Sequence[Argument], sections: Counter[tuple[str, str]]) -> str:
    if len({person_of(arguments[member]) for member in members}) > 1:
        return ""
    section, n = Counter((arguments[m].post_id, arguments[m].heading) for m in members).most_common(1)[0]
    fits = n >= _OF_THE_POINT * len(members) and n >= _OF_THE_SECTION * sections[section]
    return section[1] if fits else ""
