"""A point of an article that is one of its sections is called what the author called it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from miner.arguments import Argument
from miner.clusters.people import person_of

_OF_THE_POINT, _OF_THE_SECTION = 0.6, 0.5  # of the arguments, at least, are of the other, too


def headings_of(themes: Sequence[Sequence[int]], arguments: Sequence[Argument]) -> dict[int, str]:
    """The article's own headings, for the themes of one person that are mostly what stands under one.

    Parameters
    ----------
    themes
        Members (argument numbers) of each theme.

    Returns
    -------
    dict
        Number of a theme -> heading; each heading once.
    """
    sections = Counter((argument.post_id, argument.heading) for argument in arguments)
    found: dict[int, str] = {}
    for number, members in enumerate(themes):
        heading = _heading(members, arguments, sections)
        if heading and heading.casefold() not in {other.casefold() for other in found.values()}:
            found[number] = heading
    return found


def _heading(members: Sequence[int], arguments: Sequence[Argument], sections: Counter[tuple[str, str]]) -> str:
    if len({person_of(arguments[member]) for member in members}) > 1:
        return ""
    section, n = Counter((arguments[m].post_id, arguments[m].heading) for m in members).most_common(1)[0]
    fits = n >= _OF_THE_POINT * len(members) and n >= _OF_THE_SECTION * sections[section]
    return section[1] if fits else ""
