"""Which repeated block of a page is its discussion: points for what speaks for it and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median

from miner.sources.pages.blocks import SAMPLE, Block, blocks, holds_any, own_sizes, root_of, weight, with_ranges
from miner.sources.pages.claims import Claim
from miner.sources.pages.marks import Mark, name_marks, number_in, numbered_marks
from miner.sources.pages.parts import Parts, learn, with_body
from miner.sources.pages.tree import INLINE, TEXT, Tree
from miner.sources.pages.vocabulary import is_reply_button, says

ENOUGH = 4.0  # points; chosen on the odd half of the saved pages, see docs/quality.md
RATED_ITEMS = 25
MAX_OTHERS = 3
MAX_TRIED = 7  # blocks that are looked at closely
MAX_KINDS = 60  # kinds of marks of one page that are followed up
_PRICE = re.compile(r"(?:[$€£¥₹]|EUR|USD|CHF)\s?\d|\d\s?(?:€|EUR|USD|kr|zł|руб)")


@dataclass(frozen=True)
class Chosen:
    """A block that is a discussion."""

    block: Block
    parts: Parts
    points: float


def choose(tree: Tree, dates: Sequence[Mark], claims: Sequence[Claim]) -> tuple[list[Chosen], int]:
    """The discussions of a page, the main one first, and how many items of sidebars were passed over."""
    by_position = {mark.position: mark for mark in dates}
    tried: dict[tuple[int, ...], Block] = {}
    for kind in islice(_kinds(tree, dates), MAX_KINDS):
        for block in blocks(tree, kind):
            tried.setdefault(tuple(block.roots), block)
    for block in _singles(tree):
        tried.setdefault(tuple(block.roots), block)
    ranked = sorted(tried.values(), key=lambda block: (-_promise(tree, block), block.roots[0]))
    rated = [_rated(tree, block, by_position, claims) for block in _worth_a_look(ranked)]
    rated.sort(key=lambda chosen: (-chosen.points - 0.4 * _log(weight(tree, chosen.block)), chosen.block.roots[0]))
    kept: list[Chosen] = []
    excerpts: list[Chosen] = []
    for chosen in rated:
        if chosen.points < ENOUGH and not beside(tree, chosen.block):
            continue
        own = _witnesses(chosen, by_position)
        if any(_share_dates(own, _witnesses(other, by_position)) for other in kept):
            continue
        chosen = replace(chosen, parts=with_body(tree, chosen.block, by_position, chosen.parts))
        if any(_is_same(tree, chosen, other, bool(own)) for other in kept):
            continue
        if chosen.points >= ENOUGH + (1.5 if kept else 0.0):
            kept.append(_grown(tree, chosen, by_position))
        elif kept and _is_excerpts(tree, chosen.block):
            excerpts.append(chosen)
    n_beside = max((len(one.block) for one in excerpts if one.parts.dated_share > 0.5), default=0)
    return sorted(kept, key=lambda chosen: chosen.block.ranges[0]), n_beside


def _worth_a_look(ranked: Sequence[Block]) -> list[Block]:
    """The first blocks of a ranking, and some further ones that are not boxes within or around the items of these."""
    kept = list(ranked[:MAX_TRIED])
    for block in ranked[MAX_TRIED:]:
        if len(kept) == MAX_TRIED + MAX_OTHERS:
            break
        if not any(_is_within(block, other) or _is_within(other, block) for other in kept):
            kept.append(block)
    return kept


def _is_within(block: Block, other: Block) -> bool:
    """Whether each item of a block stands in the item with the same number of another."""
    if len(block) != len(other):
        return False
    pairs = zip(block.ranges, other.ranges, strict=True)
    return all(low <= start and end <= high for (start, end), (low, high) in pairs)


def _is_excerpts(tree: Tree, block: Block) -> bool:
    """Whether a block is beginnings of comments on other pages: in a sidebar, from its first to its last item."""
    ends = (block.roots[0], block.roots[-1])
    named = all(any(says(tree.names(here), "comment") for here in tree.ancestors(root, 4)) for root in ends)
    return named and tree.tags[block.roots[0]] not in INLINE and beside(tree, block)


def _log(value: float) -> float:
    return float(int(max(value, 1)).bit_length())


def _kinds(tree: Tree, dates: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """Marks by kind: all dates, dates of one look, numbered ids, names of one look."""
    posted = [mark for mark in dates if mark.says == "posted"]
    if len(posted) > 1:
        yield posted
    by_path: dict[str, list[Mark]] = {}
    for mark in posted:
        by_path.setdefault(mark.path, []).append(mark)
    yield from sorted((marks for marks in by_path.values() if 1 < len(marks) < len(posted)), key=len, reverse=True)
    yield from numbered_marks(tree)
    yield from name_marks(tree)


def _singles(tree: Tree) -> Iterator[Block]:
    """A numbered comment that stands alone: one comment repeats nothing."""
    found: list[int] = []
    for position, attributes in enumerate(tree.attributes):
        if not attributes or (found and position < tree.ends[found[-1]]) or tree.tags[position] in _NO_ITEM:
            continue
        if len(number_in(attributes)[1]) > 2 and tree.n_chars(position, tree.ends[position]) >= 20:
            found.append(position)
    if len(found) <= 3:
        yield from (with_ranges(tree, f"{tree.tags[root]}#", [root]) for root in found)


_NO_ITEM = frozenset("a input form h1 h2 h3 h4 p span img textarea body label".split())


def _promise(tree: Tree, block: Block) -> float:
    """A quick guess of what is worth a close look."""
    value = weight(tree, block)
    if block_says(tree, block, "comment"):
        value *= 6
    elif block_says(tree, block, "post"):
        value *= 2
    value *= 0.3 if "^" in block.look else 1.0
    return value * 0.1 if beside(tree, block) else value


def block_says(tree: Tree, block: Block, about: str, levels: int = 3) -> bool:
    """Whether the classes and ids of a block's roots, or of what they stand in, name a thing."""
    root = block.roots[len(block.roots) // 2]
    return any(
        says(tree.names(here), about) for here in (root, *tree.ancestors(root, levels)) if tree.tags[here] != TEXT
    )


def beside(tree: Tree, block: Block) -> bool:
    """Whether a block stands in a sidebar, a menu, a footer, or a box of links to elsewhere."""
    root = block.roots[0]
    for level, here in enumerate((root, *tree.ancestors(root, 8))):
        if tree.tags[here] in ("aside", "nav", "footer") and tree.n_chars(here, tree.ends[here]) < 0.5 * tree.chars[-1]:
            return True
        names = tree.names(here)
        if (
            level < 6
            and says(names, "beside")
            and not re.search(
                r"comments?(?:-?(?:list|area|section|wrap\w*))?\b|respond|discuss|thread|forum", _no_recent(names)
            )
        ):
            return True
    return False


def _no_recent(names: str) -> str:
    return re.sub(r"(?:recent|latest|neueste|widget)[-_ ]?\w*?comments?\w*|wp-block-latest\S*", "", names)


def _rated(tree: Tree, block: Block, dates: Mapping[int, Mark], claims: Sequence[Claim]) -> Chosen:
    parts = learn(tree, block, dates, RATED_ITEMS)
    return Chosen(block, parts, _points(tree, block, parts, claims))


def _points(tree: Tree, block: Block, parts: Parts, claims: Sequence[Claim]) -> float:
    """What speaks for a block to be a discussion, and against it."""
    sample = range(0, len(block), max(len(block) // 40, 1))
    sizes = own_sizes(tree, block)
    points = 0.0
    points += 3.0 if block_says(tree, block, "comment") else 1.0 if block_says(tree, block, "post") else 0.0
    points += 2.0 * _share(_is_numbered(tree, block, n) for n in sample)
    points += 3.0 * _share(_has_reply(tree, block, n) for n in sample)
    points += 2.0 * min(parts.named_share, 1.0) if parts.n_names > 1 or len(block) == 1 else 0.0
    points += 1.0 if min(parts.named_share, parts.dated_share, parts.alike) >= 0.9 and parts.n_names > 1 else 0.0
    points -= 4.0 * (1.0 - parts.alike)
    points -= 2.0 if len(block) == 1 else 0.0
    points -= 1.5 if "^" in block.look else 0.0  # only where nothing nearer will do
    points += 1.0 * parts.dated_share
    points += _heading(block, claims)
    points += 0.5 if len(block) >= 5 else 0.0
    typical = median(sizes)
    points += 1.0 if typical >= 90 else 0.0 if typical >= 40 else -1.5
    points += -3.0 * _share(_leads_elsewhere(tree, block, n) for n in sample)
    points -= 4.0 if beside(tree, block) else 0.0
    points -= 2.0 * _share(bool(_PRICE.search(tree.text(block.ranges[n][0], 600))) for n in sample)
    links = median(_link_share(tree, *block.ranges[n]) for n in sample)
    points -= 3.0 if links > 0.6 else 1.0 if links > 0.4 else 0.0
    points -= 2.0 if parts.named_share < 0.5 else 0.0
    return points


def _share(flags: Iterator[bool]) -> float:
    values = list(flags)
    return sum(values) / max(len(values), 1)


def _link_share(tree: Tree, start: int, end: int) -> float:
    return (tree.link_chars[end] - tree.link_chars[start]) / max(tree.n_chars(start, end), 1)


def _is_numbered(tree: Tree, block: Block, number: int) -> bool:
    return any(
        number_in(tree.attributes[position])[1]
        for position in islice(block.own(number), 40)
        if tree.attributes[position]
    )


def _has_reply(tree: Tree, block: Block, number: int) -> bool:
    for position in islice(block.own(number), 400):
        text = tree.texts.get(position)
        if text is not None and is_reply_button(text) and tree.tags[tree.parents[position]] != "p":
            return True
        if (
            text is None
            and "reply" in (tree.attributes[position].get("class") or "").lower()
            and tree.tags[position] in ("a", "button")
        ):
            return True
    return False


def _heading(block: Block, claims: Sequence[Claim]) -> float:
    """Points for a heading over the block that counts comments."""
    start = block.ranges[0][0]
    if any(0 <= start - claim.position <= 120 and claim.number == len(block) for claim in claims):
        return 3.0
    return 1.5 if any(0 <= start - claim.position <= 60 for claim in claims) else 0.0


def _leads_elsewhere(tree: Tree, block: Block, number: int) -> bool:
    """Whether an item is headed by a link to another page, as teasers are."""
    for position in islice(block.own(number), 60):
        if tree.tags[position] == "a" and tree.ends[position] - position > 1:
            href = tree.attributes[position].get("href") or ""
            if not href or "#" in href or href.lower().startswith(("javascript:", "mailto:")):
                continue
            heading = any(tree.tags[above] in ("h1", "h2", "h3", "h4") for above in tree.ancestors(position, 3))
            if tree.n_chars(position, tree.ends[position]) >= 15:
                return heading or len(tree.text(position).split()) >= 4
        elif len(tree.texts.get(position, "")) >= 60:
            return False
    return False


def _share_dates(own: set[int], others: set[int]) -> bool:
    """Whether two blocks lead back to the same dates: an item's box and the box around it."""
    return bool(own and others) and len(own & others) > 0.3 * min(len(own), len(others))


def _is_same(tree: Tree, one: Chosen, other: Chosen, has_dates: bool) -> bool:
    """Whether two blocks of different dates are the same items or parts of them.

    Answers and the comments below each are two blocks; those of the days they were posted and changed are one.
    """
    alike = one.parts.body == other.parts.body and (one.parts.body or one.parts.dates[:1] == other.parts.dates[:1])
    if alike and _shared_words(tree, one.block, other.block) > 0.5:
        return True
    if not _stands_in(one.block, other.block):
        return False
    if other.parts.body and 2 * sum(_in_text(tree, root, other.parts.body) for root in one.block.roots) > len(
        one.block
    ):
        return True
    return not has_dates or one.parts.dated_share < 0.5 <= other.parts.dated_share


def _in_text(tree: Tree, position: int, body: str) -> bool:
    """Whether an element stands in the text of an item: paragraphs with dates in them are no items."""
    return any(tree.path(above) == body for above in tree.ancestors(position, 6))


def _stands_in(one: Block, other: Block) -> bool:
    """Whether items of a block stand between the first and the last of another."""
    low, high = other.ranges[0][0], max(end for _, end in other.ranges)
    return any(low <= start < high for start, _ in one.ranges)


def _shared_words(tree: Tree, one: Block, other: Block) -> float:
    """How much of the text of the larger block is in the smaller one, too."""
    words, others = set(_words(tree, one)), set(_words(tree, other))
    shared = sum(len(tree.texts[position]) for position in words & others)
    return shared / max(*(sum(len(tree.texts[position]) for position in each) for each in (words, others)), 1)


def _words(tree: Tree, block: Block) -> Iterator[int]:
    """Positions of a block's texts."""
    for number in range(len(block)):
        yield from (position for position in block.own(number) if position in tree.texts)


def _witnesses(chosen: Chosen, dates: Mapping[int, Mark]) -> set[int]:
    """The date of each item of a block, by position."""
    found: set[int] = set()
    for number in range(len(chosen.block)):
        marks = [dates[p] for p in islice(chosen.block.own(number), 400) if p in dates]
        first = next((mark for path in chosen.parts.dates for mark in marks if mark.path == path), None)
        if first is not None:
            found.add(first.position)
    return found


def _grown(tree: Tree, chosen: Chosen, dates: Mapping[int, Mark]) -> Chosen:
    """The block with all items of its look on the page, not only those the sample or a date led to."""
    block = chosen.block
    roots = set(block.roots)
    in_rows = any(end != tree.ends[root] for root, (_, end) in zip(block.roots, block.ranges, strict=True))
    if len(block.marks) > SAMPLE:
        roots |= {root for mark in block.marks if (root := root_of(tree, mark, block.look)) is not None}
    parents = {tree.parents[root] for root in block.roots}
    if "." in block.look and not in_rows:
        tag, _, token = block.look.partition(".")
        roots |= {
            position
            for position in range(len(tree))
            if tree.tags[position] == tag and token in tree.tokens[position] and tree.parents[position] in parents
        }
    if block.look != TEXT and not in_rows:
        roots |= {child for parent in parents for child in _neighbours(tree, block, parent, dates)}
    old = set(block.roots)
    kept = sorted(root for root in roots if root in old or _may_join(tree, root, dates))
    grown = with_ranges(tree, block.look, kept)
    grown.marks = block.marks
    return replace(chosen, block=grown, parts=with_body(tree, grown, dates, learn(tree, grown, dates)))


def _may_join(tree: Tree, root: int, dates: Mapping[int, Mark]) -> bool:
    """Whether an element that looks like an item is one: with a date or a number, not the form to write one."""
    inside = range(root, tree.ends[root])
    if any(position in dates or number_in(tree.attributes[position])[0] for position in inside):
        return not any(tree.tags[position] == "textarea" for position in inside)
    return tree.n_chars(root, tree.ends[root]) > 20 and not any(
        tree.tags[p] in ("textarea", "form", "input") for p in inside
    )


def _neighbours(tree: Tree, block: Block, parent: int, dates: Mapping[int, Mark]) -> Iterator[int]:
    """Other children of a list of items that have a date or a number, or begin like an item: pingbacks, stubs of deleted ones."""
    roots = [root for root in block.roots if tree.parents[root] == parent]
    if len(roots) < 2:
        return
    shapes = {_shape(tree, root) for root in roots}
    for child in tree.children(parent):
        if tree.tags[child] != tree.tags[roots[0]] or child in roots or holds_any(tree, child, block.roots):
            continue
        inside = range(child, tree.ends[child])
        dated = any(p in dates and dates[p].says == "posted" for p in inside)
        if dated or any(number_in(tree.attributes[p])[0] for p in inside) or _shape(tree, child) in shapes:
            yield child


def _shape(tree: Tree, position: int) -> tuple[str, ...]:
    return tuple(tree.sign(child) for child in islice(range(position + 1, tree.ends[position]), 3))
