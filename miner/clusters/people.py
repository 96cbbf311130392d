"""Who is counted, and who speaks in a theme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from miner.arguments import Argument
from miner.clusters.records import Labels
from miner.transcript.places import places_of


def person_of(argument: Argument) -> str:
    """Who is counted: the author, or the post itself where the author is not known (unnamed posts are different people)."""
    return argument.author or argument.post_id


def places_in(arguments: Sequence[Argument]) -> list[int]:
    """The place of each argument of a discussion; see ``miner.transcript.places``."""
    return places_of((argument.post_id, argument.paragraph) for argument in arguments)


def voices_of(arguments: Sequence[Argument], labels: Labels) -> list[str]:
    """Who speaks in the theme of each argument: its person, or in a theme of one person only the place of the text.

    What two people say is shared, and so is, within one person's text, what comes up in two places of it: there its
    paragraphs choose the title's words and the quotes, as people do elsewhere. People are counted all the same.
    """
    people = [person_of(argument) for argument in arguments]
    alone = one_voiced(people, labels)
    if not alone:
        return people
    places = places_in(arguments)
    return [
        f"{person} {place}" if int(label) in alone else person
        for person, place, label in zip(people, places, labels, strict=True)
    ]


def one_voiced(people: Sequence[str], labels: Labels) -> frozenset[int]:
    """The groups all of whose members one person said."""
    groups = range(int(labels.max(initial=-1)) + 1)
    return frozenset(
        group for group in groups if len({people[int(member)] for member in np.flatnonzero(labels == group)}) == 1
    )
