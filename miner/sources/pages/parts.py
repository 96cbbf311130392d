"""What stands where in the items of a block: name, date, buttons and the text, learnt by comparing the items.

What is the same in many items is a button; what is short, differs and stands where names stand is the name; what is left
is the text. No class name is needed, but those that say what they are count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from miner.sources.pages.blocks import Block
from miner.sources.pages.looks import Look, is_repeated, look_of, repeated_in
from miner.sources.pages.marks import Mark
from miner.sources.pages.names import first_name, name_paths, names_in
from miner.sources.pages.tree import TEXT, Tree
from miner.sources.pages.vocabulary import LABEL, NOISE_TAGS, is_button, is_noise, is_signature, says

SAMPLE_ITEMS = 80
_DATED_SHARE = 0.2  # of the items in which a date must stand to be the items'; those in texts are rarer


@dataclass(frozen=True)
class Parts:
    """Where the parts of an item stand, by path; lists are in order of trust."""

    names: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    body: str = ""
    repeated: frozenset[tuple[str, str]] = frozenset()
    alike: float = 0.0  # share of the sample whose first date is of one look
    n_names: int = 0  # how many different names the sample has
    named_share: float = 0.0
    dated_share: float = 0.0


def learn(tree: Tree, block: Block, dates: Mapping[int, Mark], n_items: int = SAMPLE_ITEMS) -> Parts:
    """The parts of the items of a block, but for ``body`` (see ``with_body``).

    Parameters
    ----------
    dates
        All dates of the page, by position.
    n_items
        How many items are looked at.
    """
    looks = [look_of(block, number, dates) for number in _sampled(len(block), n_items)]
    repeated = repeated_in(tree, looks)
    date_paths = _date_paths(looks)
    for look in looks:
        look.names = names_in(tree, look, repeated)
    names = name_paths(tree, looks)
    chosen = [value for look in looks if (value := first_name(look.names, names)) is not None]
    return Parts(
        names=names,
        dates=date_paths,
        repeated=repeated,
        alike=_alike(looks),
        n_names=len({name.casefold() for _, name in chosen}),
        named_share=len(chosen) / len(looks),
        dated_share=sum(any(mark.path in date_paths for mark in look.marks) for look in looks) / len(looks),
    )


def with_body(tree: Tree, block: Block, dates: Mapping[int, Mark], parts: Parts) -> Parts:
    """The parts with the path of the element that holds the text alone, if the items have one."""
    looks = [look_at(tree, block, number, dates, parts) for number in _sampled(len(block), SAMPLE_ITEMS // 2)]
    return replace(parts, body=_body_path(tree, looks, parts.repeated, parts.names, parts.dates))


def look_at(tree: Tree, block: Block, number: int, dates: Mapping[int, Mark], parts: Parts) -> Look:
    """One item, with the names found in it."""
    look = look_of(block, number, dates)
    look.names = names_in(tree, look, parts.repeated)
    return look


def _alike(looks: Sequence[Look]) -> float:
    """Share of the items whose first date looks like that of most."""
    firsts = Counter(next((mark.path for mark in look.marks if mark.says == "posted"), "") for look in looks)
    return max(firsts.values()) / len(looks)


def _sampled(n: int, n_items: int) -> range:
    """Numbers of items, spread over all of them: the first ones alone may all be by one author."""
    return range(0, n, max(-(-n // n_items), 1))


def _date_paths(looks: Sequence[Look]) -> tuple[str, ...]:
    """Looks of dates that may be when the item was written: in most items, differing, with a time of day."""
    seen: dict[str, list[Mark]] = {}
    for look in looks:
        first: dict[str, Mark] = {}
        for mark in look.marks:
            if mark.says == "posted":
                first.setdefault(mark.path, mark)
        for path, mark in first.items():
            seen.setdefault(path, []).append(mark)

    def trust(path: str) -> float:
        marks = seen[path]
        differ = len({mark.words for mark in marks if mark.words}) / len(marks)
        clocks = sum(mark.has_clock or mark.relative for mark in marks) / len(marks)
        return 3 * len(marks) / len(looks) + differ + clocks + 0.5 * says(re.sub(r"[.>]", "-", path.lower()), "date")

    kept = [path for path in seen if len(seen[path]) >= _DATED_SHARE * len(looks)] or list(seen)
    return tuple(sorted(kept, key=lambda path: (-trust(path), path)))


def noise(
    tree: Tree, look: Look, repeated: frozenset[tuple[str, str]], name: int | None, dates: Sequence[str]
) -> set[int]:
    """Positions of an item that hold none of its author's words; of an element that is noise its whole subtree."""
    left_out: set[int] = set()
    size = max(sum(len(tree.texts.get(position, "")) for position in look.own), 1)
    until = -1
    for position in look.own:
        if position < until:
            left_out.add(position)
        elif tree.tags[position] == TEXT:
            is_head = position == name or _is_label(tree, position, look, dates, name)
            if is_head or is_repeated(tree, position, repeated) or _is_control(tree, position):
                left_out.add(position)
        elif position != look.own[0] and is_noise_element(tree, position, size):
            left_out.add(position)
            until = tree.ends[position]
    if all(position in left_out for position in look.own if position in tree.texts):
        left_out -= _said_by_many(tree, look, name)
    for mark in look.marks:
        if mark.path in dates or (mark.says != "posted" and len(tree.text(mark.position)) < 80):
            left_out.update(range(mark.position, tree.ends[mark.position]))
    return left_out


def _said_by_many(tree: Tree, look: Look, name: int | None) -> set[int]:
    """Of an item whose every text stands in others, too ("Agreed."), the longest that is no button."""
    texts = [
        position
        for position in look.own
        if position in tree.texts and position != name and not is_button(tree.texts[position])
    ]
    in_dates = {position for mark in look.marks for position in range(mark.position, tree.ends[mark.position])}
    said = [position for position in texts if position not in in_dates]
    return {max(said, key=lambda position: (len(tree.texts[position]), -position))} if said else set()


def is_noise_element(tree: Tree, position: int, size: int) -> bool:
    """Whether an element's tag or class says that it holds no words of the comment; never one with most of the text."""
    if tree.tags[position] in NOISE_TAGS:
        return tree.n_chars(position, tree.ends[position]) < 0.6 * size
    names = tree.attributes[position].get("class") or ""
    if not names:
        return False
    if is_signature(names):
        return True
    return is_noise(names) and tree.n_chars(position, tree.ends[position]) < 0.6 * size


def _is_control(tree: Tree, position: int) -> bool:
    """A button's text; in a paragraph "Thanks" is an answer."""
    text = tree.texts[position]
    if len(text) > 60:
        return False
    parent = tree.parents[position]
    above = tree.parents[parent]
    is_link = tree.tags[parent] in ("a", "button", "label") or (above >= 0 and tree.tags[above] in ("a", "button"))
    if is_button(text):
        return is_link or (
            tree.tags[parent] in ("span", "small", "li") and tree.n_chars(parent, tree.ends[parent]) == len(text)
        )
    return is_link and (tree.attributes[parent].get("href") or "").startswith("javascript:")


def _is_label(tree: Tree, position: int, look: Look, dates: Sequence[str], name: int | None) -> bool:
    """Words right before the date or the name that only lead to it: "answered", "posted by", "Date:"."""
    text = tree.texts[position]
    if len(text) > 24:
        return False
    following = next((here for here in range(position + 1, position + 8) if here == name or here in tree.texts), -1)
    leads = following == name or any(
        mark.path in dates and mark.position <= following < tree.ends[mark.position] for mark in look.marks
    )
    return leads and bool(LABEL.fullmatch(text))


def _body_path(
    tree: Tree, looks: Sequence[Look], repeated: frozenset[tuple[str, str]], names: Sequence[str], dates: Sequence[str]
) -> str:
    """The path of the element that holds the text alone; "" if the items have none."""
    inside: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    levels: dict[str, int] = {}
    total = 0
    for look in looks:
        named = first_name(look.names, names)
        left_out = noise(tree, look, repeated, named[0] if named is not None else None, dates)
        sizes = [len(tree.texts.get(position, "")) for position in look.own]
        kept = [0 if position in left_out else size for position, size in zip(look.own, sizes, strict=True)]
        sums, kept_sums = [list(accumulate(each, initial=0)) for each in (sizes, kept)]
        total += kept_sums[-1]
        for path, positions in _by_path(tree, look).items():
            extents = [(bisect_left(look.own, p), bisect_left(look.own, tree.ends[p])) for p in positions]
            got = sum(kept_sums[high] - kept_sums[low] for low, high in extents)
            inside[path] += got
            beside[path] += sum(sums[high] - sums[low] for low, high in extents) - got
            levels[path] = max(levels.get(path, 0), positions[0] - look.own[0])
    if not total:
        return ""

    def worth(path: str) -> float:
        share = inside[path] / total
        purity = inside[path] / max(inside[path] + beside[path], 1)
        named = 0.06 if says(path.rpartition(">")[2].replace(".", "-").lower(), "text") else 0.0
        return share + 0.6 * purity + named + min(levels[path], 20) * 0.001

    good = [path for path in inside if inside[path] >= 0.85 * total]
    best = max(good, key=lambda path: (worth(path), path), default="")
    return best if best and beside[best] <= 0.25 * inside[best] else ""


def _by_path(tree: Tree, look: Look) -> dict[str, list[int]]:
    """Elements of an item that may hold its text alone, by path; of nested ones of one path the outermost."""
    found: dict[str, list[int]] = {}
    for position in look.own[1:]:
        if tree.tags[position] == TEXT or tree.ends[position] - position < 2:
            continue
        if tree.tags[position] in _NO_BODY and not tree.tokens[position]:
            continue
        places = found.setdefault(tree.path(position), [])
        if not places or tree.ends[places[-1]] <= position:
            places.append(position)
    return found


_NO_BODY = frozenset("p li blockquote pre a b i em strong span br h1 h2 h3 h4 h5 h6 ul ol tr code font center".split())
