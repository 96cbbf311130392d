"""The items of a chosen block as comments: text with quotes, author, date, number, permalink, likes."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from miner.sources.blogs.comments import Comment
from miner.sources.dates import NO_DATE, Stamp, day_first_in
from miner.sources.html import HtmlText, read_node
from miner.sources.html_article import host_of
from miner.sources.pages.choice import Chosen
from miner.sources.pages.looks import Look
from miner.sources.pages.marks import Mark, clock_after, number_in
from miner.sources.pages.moments import read_moment
from miner.sources.pages.names import first_name
from miner.sources.pages.parts import look_at, noise
from miner.sources.pages.replies import Known, find_parents
from miner.sources.pages.tree import TEXT, Tree
from miner.sources.pages.vocabulary import DELETED, HIDDEN, IN_REPLY, LIKE_BUTTON, PINGBACK
from miner.transcript import Span

_PLACE = re.compile(r"(?:#|№|nr\.?|no\.?|b|f)?\s?(\d{1,6})\s?[.:楼樓F#]?", re.IGNORECASE)
_FRAGMENT = re.compile(r"#[A-Za-z_-]*?(\d{1,20})\Z")
_TO_NUMBER = re.compile(r"#[A-Za-z_-]*\Z")
_LIKES = re.compile(
    r"(?:^|[\s_-])(?:likes?|vote-?(?:count|number|total)?|votes|upvotes?|score|points|karma|thumbs?|gefaellt|reactions?)(?:[\s_-]|$)"
)
_NUMBER = re.compile(r"\s*\+?(\d{1,6})(?:\s?(?:likes?|points?|votes?|👍|♥))?\s*")


@dataclass
class Reading:
    """A block as comments, with what the account must say about it."""

    comments: list[Comment]
    relative: set[str] = field(default_factory=set)  # numbers of comments with dates such as "3 days ago"
    n_without_year: int = 0
    note: str = ""


@dataclass
class _Item:
    """One item in the course of being read."""

    look: Look
    noise: set[int]
    author: str
    mark: Mark | None
    edited: Mark | None
    body: HtmlText
    number: str = ""
    place: str = ""


def read_block(
    tree: Tree, chosen: Chosen, dates: Mapping[int, Mark], inside: Container[int], url: str, prefix: str
) -> Reading:
    """The comments of a block.

    Parameters
    ----------
    inside
        ``mem_id`` of the items of other blocks, which may stand in these.
    prefix
        Stands before the numbers of items that have none of their own, so that two blocks do not share them.
    """
    block, parts = chosen.block, chosen.parts
    items: list[_Item] = []
    for number in range(len(block)):
        look = look_at(tree, block, number, dates, parts)
        named = first_name(look.names, parts.names)
        left_out = noise(tree, look, parts.repeated, named[0] if named is not None else None, parts.dates)
        body = _body(tree, chosen, number, look, left_out, inside)
        items.append(_Item(look, left_out, named[1] if named else "", _posted(look, parts.dates), _edited(look), body))
    _number(tree, items, prefix)
    known = Known(
        numbers=[item.number for item in items],
        places=_places(tree, items),
        authors=[item.author for item in items],
        texts=[item.body.text for item in items],
        noises=[item.noise for item in items],
    )
    answers = find_parents(tree, block, known)
    day_first, note = day_first_in(item.mark.words for item in items if item.mark is not None)
    reading = Reading([], note=note)
    for number, item in enumerate(items):
        answered = answers[number]
        stamp = _stamp(tree, item, day_first, block.ranges[number][1])
        if item.mark is not None and item.mark.relative:
            reading.relative.add(item.number)
        reading.n_without_year += item.mark is not None and not item.mark.relative and not item.mark.words
        reading.comments.append(
            Comment(
                body=_without_answer_line(item.body),
                number=item.number,
                parent=items[answered[0]].number if answered is not None else "",
                parent_source=answered[1] if answered is not None else "native",
                author=item.author,
                stamp=stamp,
                edited_at=read_moment(item.edited.words, day_first).at if item.edited is not None else None,
                url=_permalink(tree, item, url),
                likes=_likes(tree, item),
                not_a_post=_no_post(tree, item),
                locator=_locator(tree, block.roots[number], number),
            )
        )
    return reading


def _posted(look: Look, paths: Sequence[str]) -> Mark | None:
    """The date of the item: the first one of the most trusted look."""
    for path in paths:
        for mark in look.marks:
            if mark.path == path and mark.says == "posted":
                return mark
    return None


def _edited(look: Look) -> Mark | None:
    return next((mark for mark in look.marks if mark.says == "edited" and mark.words), None)


def _stamp(tree: Tree, item: _Item, day_first: bool | None, end: int) -> Stamp:
    mark = item.mark
    if mark is None or not mark.words:
        return NO_DATE
    words = mark.words
    if not mark.has_clock:
        clock = clock_after(tree, mark, end)
        words = f"{words} {clock}" if clock else words
    return read_moment(words, day_first)


def _body(tree: Tree, chosen: Chosen, number: int, look: Look, left_out: set[int], inside: Container[int]) -> HtmlText:
    """The item's text: of its text element if the block has one, else all that is not something else."""
    skipped = {tree.nodes[position].mem_id for position in left_out}
    start, end = chosen.block.ranges[number]
    for begin, stop in chosen.block.inner[number]:
        skipped.update(tree.nodes[child].mem_id for child in tree.tops(begin, stop))
    own = set(look.own)
    if chosen.parts.body:
        found = [p for p in look.own if tree.tags[p] != TEXT and tree.path(p) == chosen.parts.body and p != look.own[0]]
        outer: list[int] = []
        for position in found:
            if position in own and (not outer or tree.ends[outer[-1]] <= position):
                outer.append(position)
        if outer:
            return joined(
                [
                    read_node(tree.nodes[position], _Both(skipped - {tree.nodes[position].mem_id}, inside))
                    for position in outer
                ]
            )
    tops = [child for child in tree.tops(start, end) if child not in left_out]
    return joined([read_node(tree.nodes[top], _Both(skipped, inside)) for top in tops])


@dataclass(frozen=True)
class _Both:
    """What is in one of two containers."""

    one: Container[int]
    other: Container[int]

    def __contains__(self, item: object) -> bool:
        return item in self.one or item in self.other


def joined(texts: Sequence[HtmlText]) -> HtmlText:
    """Texts under each other, their spans and links kept."""
    filled = [text for text in texts if text.text]
    if len(filled) == 1:
        return filled[0]
    spans: list[Span] = []
    length = 0
    for text in filled:
        spans += [(start + length, end + length) for start, end in text.quoted]
        length += len(text.text) + 2
    links = tuple(dict.fromkeys(link for text in filled for link in text.links))
    return HtmlText(text="\n\n".join(text.text for text in filled), quoted=tuple(spans), links=links)


def _without_answer_line(body: HtmlText) -> HtmlText:
    """Without a first line that only says whom it answers."""
    line, _, rest = body.text.partition("\n")
    found = IN_REPLY.fullmatch(line.strip(" :"))
    if not found or not rest.strip() or body.quoted:
        return body
    return HtmlText(text=rest.strip(), links=body.links)


def _number(tree: Tree, items: Sequence[_Item], prefix: str) -> None:
    """Each item's own number, from the first place where nearly all items have one, all different."""
    by_place: dict[str, dict[int, str]] = {}
    for index, item in enumerate(items):
        first = item.look.own[0]
        for position in (*_empty_before(tree, first), *item.look.own[:120]):
            for place, value in _numbers(tree, position):
                by_place.setdefault(place, {}).setdefault(index, value)
    for values in sorted(by_place.values(), key=len, reverse=True):
        if len(values) >= 0.8 * len(items) and len(set(values.values())) == len(values):
            for index, item in enumerate(items):
                item.number = values.get(index, f"{prefix}{index + 1}")
            return
    for index, item in enumerate(items):
        item.number = f"{prefix}{index + 1}"


def _numbers(tree: Tree, position: int) -> list[tuple[str, str]]:
    attributes = tree.attributes[position]
    if not attributes:
        return []
    prefix, value = number_in(attributes)
    found = [(prefix, value)] if prefix else []
    own = attributes.get("data-id") or ""
    if own and len(own) <= 40:
        found.append(("data-id", own))
    fragment = _FRAGMENT.search(attributes.get("href") or "") if tree.tags[position] == "a" else None
    return [*found, ("#", fragment[1])] if fragment else found


def _empty_before(tree: Tree, position: int) -> list[int]:
    """Anchors without text right before an item."""
    parent = tree.parents[position]
    found: list[int] = []
    here = position - 1
    while here > parent and len(found) < 3 and tree.tags[here] != TEXT:
        if tree.parents[here] != parent or tree.ends[here] != position - len(found):
            break
        found.append(here)
        here -= 1
    return found


def _places(tree: Tree, items: Sequence[_Item]) -> list[str]:
    """The "12" of the "#12" that the page shows with each item; "" where it shows none."""
    by_path: dict[str, dict[int, str]] = {}
    for index, item in enumerate(items):
        for position in item.look.own[:150]:
            text = tree.texts.get(position)
            found = _PLACE.fullmatch(text) if text is not None and len(text) <= 10 else None
            if found:
                by_path.setdefault(tree.path(tree.parents[position]), {}).setdefault(index, found[1])
    for values in sorted(by_path.values(), key=len, reverse=True):
        numbers = [int(value) for value in values.values()]
        if (
            len(values) >= 0.8 * len(items)
            and len(set(numbers)) == len(numbers)
            and numbers in (sorted(numbers), sorted(numbers)[::-1])
        ):
            return [values.get(index, "") for index in range(len(items))]
    return [item.number for item in items]


def _permalink(tree: Tree, item: _Item, url: str) -> str:
    for position in item.look.own[:200] if item.number else ():
        href = (tree.attributes[position].get("href") or "") if tree.tags[position] == "a" else ""
        if href.endswith(item.number) and _TO_NUMBER.search(href.removesuffix(item.number)):
            address = urljoin(url, href) if url else href
            if host_of(address) is not None:
                return address
    return ""


def _likes(tree: Tree, item: _Item) -> int:
    for position in item.look.own[:400]:
        text = tree.texts.get(position)
        if text is None or (position not in item.noise and len(text) > 12):
            continue
        found = _NUMBER.fullmatch(text)
        if not found:
            continue
        names = " ".join(tree.names(here) for here in (tree.parents[position], tree.parents[tree.parents[position]]))
        before = next(
            (tree.texts[here] for here in range(position - 1, max(position - 5, 0), -1) if here in tree.texts), ""
        )
        if _LIKES.search(names) or LIKE_BUTTON.fullmatch(before):
            return int(found[1])
    return 0


def _no_post(tree: Tree, item: _Item) -> str:
    text = item.body.text
    if text and len(text) < 160 and DELETED.fullmatch(text.strip()):
        return "deleted"
    if text and HIDDEN.fullmatch(text.strip()):
        return "hidden by its author"
    names = " ".join(tree.names(position) for position in item.look.own[:2] if tree.tags[position] != TEXT)
    head = " ".join(tree.texts[position] for position in item.look.own[:12] if position in tree.texts)[:60]
    return "pingback" if re.search(r"\b(?:ping|track)back\b", names) or PINGBACK.match(head) else ""


def _locator(tree: Tree, root: int, number: int) -> str:
    own_id = tree.attributes[root].get("id") if tree.tags[root] != TEXT else ""
    return f"#{own_id}" if own_id else f"item {number + 1}"
