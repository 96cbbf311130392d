"""The repeated block: from marks up to the elements around them, one a comment.

For every look (tag, class) of the elements above the marks there is at most one nearest element above each mark. A look
under which nearly every mark has an element of its own is a candidate; the one that holds most text wins. Nesting needs
nothing more: the nearest ``li.comment`` above a reply's date is the reply, not what it answers. Where a comment is several
neighbours in a row (``dt`` and ``dd``, two table rows, a name between two ``br``), the row is cut at the marks.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from miner.sources.pages.marks import Mark
from miner.sources.pages.tree import INLINE, TEXT, Tree

SAMPLE = 240  # marks from which the look of the items is learnt
MAX_UP = 30  # levels looked up from a mark to its item
MAX_APART = 6  # levels from an item up to what it shares with the item before
_MIN_SHARE = 0.3  # of a kind's marks that must lead to an item
_MAX_MARKS_AN_ITEM = 3.0
_ROW_SHARE, _ROW_SHARE_SHORT = 0.5, 0.2  # text between the roots against text in them, also where these are mere heads
_SHORT_HEAD = 80  # characters
_CAPPED = 4  # an item counts with at most so many times the median text


@dataclass
class Block:
    """Items of one look in document order.

    Attributes
    ----------
    look
        Tag or ``tag.class`` of the items' roots.
    roots
        Positions of the roots: the element that is the item, or the one that opens it.
    ranges
        ``[start, end)`` of each item, those of its replies included where they stand in it.
    """

    look: str
    roots: list[int]
    ranges: list[tuple[int, int]]
    marks: Sequence[Mark] = ()
    inner: list[list[tuple[int, int]]] = field(default_factory=list)
    weight: float | None = None  # see ``weight``; kept, for it is asked for in every comparison

    def own(self, number: int) -> Iterator[int]:
        """Positions of an item without those of the items in it."""
        position, end = self.ranges[number]
        for start, stop in self.inner[number]:
            yield from range(position, start)
            position = stop
        yield from range(position, end)

    def __len__(self) -> int:
        return len(self.ranges)


def blocks(tree: Tree, marks: Sequence[Mark]) -> Iterator[Block]:
    """Candidates for marks of one kind, those with more text first."""
    found: dict[tuple[int, ...], str] = {}
    wanted = min(len(marks), SAMPLE)
    for look, roots in _nearest(tree, marks[:SAMPLE]).items():
        distinct = tuple(sorted(set(roots)))
        if len(distinct) < 2 or len(roots) < _MIN_SHARE * wanted or len(roots) > _MAX_MARKS_AN_ITEM * len(distinct):
            continue
        if len(look) > len(found.get(distinct, "")):
            found[distinct] = look
    weighed = [
        (weight(tree, block), number, block)
        for number, (roots, look) in enumerate(found.items())
        for block in _together(tree, look, roots)
    ]
    for _, _, block in sorted(weighed, key=lambda entry: (-entry[0], entry[1]))[:4]:
        block.marks = marks
        yield block


def looks(tree: Tree, position: int) -> Iterator[str]:
    """The looks of an element: its tag, and its tag with each of its classes."""
    tag = tree.tags[position]
    yield tag
    for token in tree.tokens[position]:
        yield f"{tag}.{token}"


def _nearest(tree: Tree, marks: Sequence[Mark]) -> dict[str, list[int]]:
    """Look -> the nearest element of that look at or above each mark."""
    found: dict[str, list[int]] = {}
    for mark in marks:
        for look, position in _looks_above(tree, mark).items():
            found.setdefault(look, []).append(position)
    return found


def _looks_above(tree: Tree, mark: Mark) -> dict[str, int]:
    """Look -> the nearest element of that look; a bare tag also as the second one ("div^2"), where no class helps."""
    above: dict[str, int] = {}
    for position in (mark.position, *tree.ancestors(mark.position, MAX_UP)):
        for look in looks(tree, position):
            if look not in above:
                above[look] = position
            elif "." not in look:
                above.setdefault(f"{look}^2", position)
    return above


def root_of(tree: Tree, mark: Mark, look: str) -> int | None:
    """The element of a look that a mark leads to."""
    return _looks_above(tree, mark).get(look)


def _together(tree: Tree, look: str, roots: Sequence[int]) -> Iterator[Block]:
    """The roots in groups that stand near each other, each with its ranges."""
    group = [roots[0]]
    for root in roots[1:]:
        if _apart(tree, group[-1], root) <= MAX_APART:
            group.append(root)
            continue
        if len(group) > 1:
            yield with_ranges(tree, look, group)
        group = [root]
    if len(group) > 1:
        yield with_ranges(tree, look, group)


def _apart(tree: Tree, before: int, position: int) -> int:
    """Levels from a position up to the first element that holds the one before, too."""
    above, levels = position, 0
    while above >= 0 and levels <= MAX_APART:
        if above <= before < tree.ends[above]:
            return levels
        above = tree.parents[above]
        levels += 1
    return levels


def with_ranges(tree: Tree, look: str, roots: list[int]) -> Block:
    """A block whose items reach over their neighbours where these hold the text."""
    ranges = [(root, tree.ends[root]) for root in roots]
    by_parent: dict[int, list[int]] = {}
    for number, root in enumerate(roots):
        by_parent.setdefault(tree.parents[root], []).append(number)
    if _rows_needed(tree, roots, by_parent):
        for parent, numbers in by_parent.items():
            for number, extent in zip(numbers, _rows(tree, parent, [roots[n] for n in numbers]), strict=True):
                ranges[number] = extent
    block = Block(look, roots, ranges)
    block.inner = inner_ranges(ranges)
    return block


def inner_ranges(ranges: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """For each range those that stand directly in it."""
    inner: list[list[tuple[int, int]]] = [[] for _ in ranges]
    open_items: list[int] = []
    for number, (start, end) in enumerate(ranges):
        while open_items and ranges[open_items[-1]][1] <= start:
            open_items.pop()
        if open_items and end <= ranges[open_items[-1]][1]:
            inner[open_items[-1]].append((start, end))
        open_items.append(number)
    return inner


def weight(tree: Tree, block: Block) -> float:
    """Items times their text, no item counted for much more than the others."""
    if block.weight is None:
        sizes = own_sizes(tree, block)
        limit = _CAPPED * median(sizes) + 40
        block.weight = len(block) * sum(min(size, limit) for size in sizes)
    return block.weight


def own_sizes(tree: Tree, block: Block) -> list[int]:
    """Characters of each item without those of the items in it; text in links counts half."""
    sizes = []
    for (start, end), inner in zip(block.ranges, block.inner, strict=True):
        own = tree.n_chars(start, end) - sum(tree.n_chars(*extent) for extent in inner)
        links = tree.link_chars[end] - tree.link_chars[start]
        links -= sum(tree.link_chars[stop] - tree.link_chars[begin] for begin, stop in inner)
        sizes.append(own - links // 2)
    return sizes


def _rows_needed(tree: Tree, roots: Sequence[int], by_parent: dict[int, list[int]]) -> bool:
    """Whether the text stands between the roots rather than in them."""
    starts = set(roots)
    own = between = gaps = 0
    for parent, numbers in by_parent.items():
        if len(numbers) < 2:
            continue
        first, last = roots[numbers[0]], roots[numbers[-1]]
        signs = {tree.sign(roots[n]) for n in numbers} - INLINE - {"p"}
        own += sum(tree.n_chars(roots[n], tree.ends[roots[n]]) for n in numbers)
        children = (child for child in tree.children(parent) if first < child < last and child not in starts)
        between += sum(
            tree.n_chars(child, tree.ends[child])
            for child in children
            if tree.sign(child) not in signs
            and not holds_any(tree, child, roots)  # of a root's look: an item without a date
        )
        gaps += len(numbers) - 1
    n_rooted = max(sum(len(numbers) for numbers in by_parent.values() if len(numbers) > 1), 1)
    share = _ROW_SHARE_SHORT if own < _SHORT_HEAD * n_rooted else _ROW_SHARE
    return gaps > 0 and between > share * own and between > 8 * gaps


def holds_any(tree: Tree, position: int, roots: Sequence[int]) -> bool:
    """Whether one of the roots, which are in order, stands in an element."""
    place = bisect_left(roots, position)
    return place < len(roots) and roots[place] < tree.ends[position]


def _rows(tree: Tree, parent: int, roots: Sequence[int]) -> list[tuple[int, int]]:
    """The children of a parent cut into one stretch a root."""
    children = list(tree.children(parent))
    places = {child: place for place, child in enumerate(children)}
    at = [places[root] for root in roots]
    longest = max((after - before for before, after in itertools.pairwise(at)), default=len(children))
    if _closes(tree, children, at):
        cuts = [_first_start(tree, children, at, longest), *(place + 1 for place in at)]
    else:
        starts = [place - _n_leading(tree, children, place, low) for place, low in zip(at, (0, *at), strict=False)]
        cuts = [*starts, _last_end(tree, children, at, starts, longest)]
    return [(children[low], tree.ends[children[high - 1]]) for low, high in itertools.pairwise(cuts)]


def _closes(tree: Tree, children: Sequence[int], at: Sequence[int]) -> bool:
    """Whether the marks close their comments: text before the first one, none behind the last one."""

    def size(low: int, high: int) -> int:
        return sum(tree.n_chars(child, tree.ends[child]) for child in children[max(low, 0) : high])

    if len(at) < 2 or not any(size(place, place + 1) for place in at):  # an empty anchor stands before its comment
        return False
    gap = size(at[0] + 1, at[-1]) / (len(at) - 1)
    longest = max(after - before for before, after in itertools.pairwise(at))
    return size(at[-1] + 1, at[-1] + longest) < 0.15 * gap and size(at[0] - longest + 1, at[0]) >= 0.3 * gap


def _first_start(tree: Tree, children: Sequence[int], at: Sequence[int], longest: int) -> int:
    """Where the first comment begins, if all others begin behind the mark of the one before."""
    opens = tree.sign(children[at[0] + 1])
    tried = range(max(at[0] - longest + 1, 0), at[0] + 1)
    return next((place for place in tried if tree.sign(children[place]) == opens), tried[0])


def _n_leading(tree: Tree, children: Sequence[int], place: int, low: int) -> int:
    """How many neighbours before a root belong to its head: its line, or a heading right above it."""
    if tree.tags[children[place]] in INLINE:
        n = 0
        while place - n - 1 > low and tree.tags[children[place - n - 1]] in INLINE - {"br"}:
            n += 1
        if low == 0 and place - n - 1 == 0 and tree.tags[children[0]] in INLINE - {"br"}:
            n += 1
        return n
    n = 0
    body = tree.sign(children[place + 1]) if place + 1 < len(children) else ""
    while n < 3 and place - n - 1 >= low + bool(low):
        before = children[place - n - 1]
        is_head = tree.tags[before] in _HEADS or tree.n_chars(before, tree.ends[before]) == 0
        if (
            not is_head
            or tree.sign(before) == body
            or (tree.tags[before] in _HEADS and n and tree.tags[children[place - n]] in _HEADS)
        ):
            break
        n += 1
    while n and tree.tags[children[place - n]] in ("br", "hr"):
        n -= 1
    return n


_HEADS = frozenset("h1 h2 h3 h4 h5 h6 dt img a".split())


def _last_end(tree: Tree, children: Sequence[int], at: Sequence[int], starts: Sequence[int], longest: int) -> int:
    """Where the last comment ends: before the first neighbour of a look that stands between no others."""
    seen = {tree.sign(child) for child in children[at[0] : at[-1] + 1]}
    place = at[-1] + 1
    limit = min(len(children), starts[-1] + longest + 2)
    while place < limit and (tree.sign(children[place]) in seen or len(at) == 1 or tree.tags[children[place]] in _BODY):
        place += 1
    return place


_BODY = frozenset((TEXT, "p", "blockquote", "pre", "br", "ul", "ol"))
