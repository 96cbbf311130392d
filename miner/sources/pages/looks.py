"""Items of a block laid side by side: what one holds, and what is the same in many of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from miner.sources.pages.blocks import Block
from miner.sources.pages.marks import Mark
from miner.sources.pages.tree import Tree
from miner.sources.pages.vocabulary import LABEL, is_button, says

MAX_OWN = 4000  # positions of one item that are looked at; a longer item is cut there
_REPEATED_SHARE = 0.34  # of the items in which a text must stand to be a button
_DIGITS = re.compile(r"\d+")


@dataclass
class Look:
    """One item of the sample."""

    own: list[int]
    marks: list[Mark]
    names: dict[str, tuple[int, str]] = field(default_factory=dict)
    first_texts: list[int] | None = None  # positions of its first texts, once they were asked for


def look_of(block: Block, number: int, dates: Mapping[int, Mark]) -> Look:
    own = []
    for position in block.own(number):
        own.append(position)
        if len(own) >= MAX_OWN:
            break
    return Look(own, [dates[position] for position in own if position in dates])


@lru_cache(maxsize=20_000)
def _squeezed(text: str) -> str:
    return _DIGITS.sub("#", text.casefold())


def repeated_in(tree: Tree, looks: Sequence[Look]) -> frozenset[tuple[str, str]]:
    """Short texts that stand at the same place in many items: (path, text with digits as ``#``)."""
    counts: Counter[tuple[str, str]] = Counter()
    for look in looks:
        counts.update(
            {
                (tree.path(tree.parents[position]), _squeezed(text))
                for position in look.own
                if (text := tree.texts.get(position)) is not None
                and len(text) <= 60
                and not leads_date(tree, position, look)
            }
        )
    enough = max(3.0, _REPEATED_SHARE * len(looks))
    at_path: Counter[str] = Counter()
    frequent: Counter[str] = Counter()
    for (path, _), n in counts.items():
        at_path[path] += n
        frequent[path] += n if n >= enough else 0
    return frozenset(
        (path, text)
        for (path, text), n in counts.items()
        if n >= enough
        and (frequent[path] >= 0.8 * at_path[path] or n >= 0.9 * len(looks) or is_button(text))
        and not (n < 0.9 * len(looks) and _says_name(path) and not is_button(text))
    )


def is_repeated(tree: Tree, position: int, repeated: frozenset[tuple[str, str]]) -> bool:
    """Whether a text stands at the same place in many items."""
    text = tree.texts[position]
    return len(text) <= 60 and (tree.path(tree.parents[position]), _squeezed(text)) in repeated


def leads_date(tree: Tree, position: int, look: Look) -> bool:
    """Whether a text in an element of its own is followed by the date within the same box: one owner's replies all so."""
    parent = tree.parents[position]
    box = tree.parents[parent]
    if (
        tree.tags[parent] not in ("a", "b", "strong", "cite")
        or box < 0
        or is_button(tree.texts[position])
        or LABEL.fullmatch(tree.texts[position])
    ):
        return False
    return any(0 < mark.position - tree.ends[parent] + 1 <= 2 and mark.position < tree.ends[box] for mark in look.marks)


def _says_name(path: str) -> bool:
    """Whether a path is one of names: the blog's owner may have written half of the comments."""
    return says(re.sub(r"[.>]", "-", path.lower()), "author")
