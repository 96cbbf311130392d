"""Which item answers which: by what the page links or numbers, by nesting, by indentation, by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from miner.sources.pages.blocks import Block
from miner.sources.pages.tree import TEXT, Tree
from miner.sources.pages.vocabulary import in_reply
from miner.transcript import ParentSource

_DEPTH_CLASS = re.compile(
    r"(?:^|\s)(?:[\w-]*?[-_])?(?:depth|level|lvl|indent(?:ed|ation)?|nest(?:ing|ed)?|tier|reply-level|rank)[-_]?(\d{1,3})(?=\s|$)",
    re.IGNORECASE,
)
_INDENT = re.compile(
    r"(?:margin-left|padding-left|margin-inline-start|padding-inline-start|text-indent|(?<![\w-])left)\s*:\s*(\d{1,4}(?:\.\d+)?)\s*(px|em|rem|%|pt|vw)?",
    re.IGNORECASE,
)
_SHORTHAND = re.compile(
    r"(?:margin|padding)\s*:\s*\S+\s+\S+\s+\S+\s+(\d{1,4}(?:\.\d+)?)(?:px|em|rem|%|pt)?", re.IGNORECASE
)
_DEPTH_ATTRIBUTES = (
    "data-depth",
    "data-level",
    "data-indent",
    "data-nesting",
    "data-nesting-level",
    "aria-level",
    "indent",
    "data-tier",
)
_DEPTH_SET = frozenset(_DEPTH_ATTRIBUTES)
_PARENT_ATTRIBUTES = (
    "data-parent",
    "data-parent-id",
    "data-parentid",
    "data-parent-comment-id",
    "data-reply-to",
    "data-replyto",
    "data-in-reply-to",
    "data-replyid",
    "data-parent-cid",
    "data-parent-post",
    "parent",
    "data-pid",
    "data-reply-to-id",
)
_REFERENCE = re.compile(
    r"\s*(?:>>|&gt;&gt;|＞＞|@?\s?(?:#|№|nr\.?\s?|no\.?\s?)|↪\s?#?|re:?\s?#)\s?(\d{1,6})\b", re.IGNORECASE
)
_MENTION = re.compile(r"\s*@\s?[\[\"“]?(?P<name>[^\s:,;!?\"”\]][^:,;!?\n\"”\]]{0,40})")
_ID_IN_HREF = re.compile(r"(?:#|[?&](?:p|pid|post|comment|cid|replyto)=)[A-Za-z_-]*?(\d{1,20})\Z|#([\w-]{1,60})\Z")
_SAID = re.compile(
    r"(?P<name>\S.{0,50}?)\s+(?:said|wrote|schrieb|sagte|hat geschrieben|a écrit|a dit|escribió|dijo|ha scritto|schreef|skrev|kirjoitti|napisał|пишет|писал|написал|yazdı)\s*(?:\(.{0,60}\))?\s*[:：]?\s*↑?\Z|"
    r"(?:originally posted by|quote from|quote by|zitat von|zitat|citation de|cita de|цитата|lainaus)\s*:?\s*(?P<other>\S.{0,50}?)\s*[:：]?\Z",
    re.IGNORECASE,
)


@dataclass
class Known:
    """What is known of the items of a block before their parents are: by item number."""

    numbers: Sequence[str]  # their ids on the page
    places: Sequence[str]  # "12" of the "#12" that the page shows
    authors: Sequence[str]
    texts: Sequence[str]
    noises: Sequence[set[int]]
    answers: list[tuple[int, ParentSource] | None] = field(default_factory=list)


def find_parents(tree: Tree, block: Block, known: Known) -> list[tuple[int, ParentSource] | None]:
    """For each item the number of the item it answers and how that is known; None if it opens a branch."""
    nested = _by_nesting(tree, block)
    depths = _by_depth(_depths(tree, block))
    by_id = {number: place for place, number in enumerate(known.numbers) if number}
    by_place = {shown: place for place, shown in enumerate(known.places) if shown}
    last_by: dict[str, int] = {}
    for number in range(len(block)):
        named = _named(tree, block, number, known, by_id, by_place, last_by)
        found: tuple[int, ParentSource] | None = named
        if found is None and nested[number] is not None:
            found = (nested[number] or 0, "nesting")
        if found is None and depths[number] is not None:
            found = (depths[number] or 0, "nesting")
        if found is None:
            found = _addressed(known.texts[number], last_by)
        known.answers.append(found if found is not None and found[0] != number else None)
        if known.authors[number]:
            last_by[known.authors[number].casefold()] = number
    return known.answers


def _by_nesting(tree: Tree, block: Block) -> list[int | None]:
    """The item around each item, or the one right before the list that it stands in."""
    found: list[int | None] = []
    open_items: list[int] = []
    last_in: dict[int, int] = {}  # element -> the last item that stands directly in it
    lists = {tree.parents[root] for root in block.roots}
    for number, (start, end) in enumerate(block.ranges):
        while open_items and block.ranges[open_items[-1]][1] <= start:
            open_items.pop()
        around = open_items[-1] if open_items and end <= block.ranges[open_items[-1]][1] else None
        if around is None:
            around = _before_list(tree, block.roots[number], lists, last_in)
        found.append(around)
        last_in[tree.parents[block.roots[number]]] = number
        open_items.append(number)
    return found


def _before_list(tree: Tree, root: int, lists: set[int], last_in: Mapping[int, int]) -> int | None:
    """The item that stands before the list of this one, in a list around it."""
    own_list = tree.parents[root]
    for here in tree.ancestors(own_list, 8):
        if here in lists:
            return last_in.get(here)
    return None


def _depths(tree: Tree, block: Block) -> list[float | None]:
    """How deep each item says it stands, by class, attribute or style."""
    return [_depth(tree, root) for root in block.roots]


def _depth(tree: Tree, root: int) -> float | None:
    inner = [child for child in range(root + 1, min(root + 3, tree.ends[root])) if tree.tags[child] != TEXT]
    for here in (root, *inner, *tree.ancestors(root, 2)):
        attributes = tree.attributes[here]
        if not attributes:
            continue
        for name in () if _DEPTH_SET.isdisjoint(attributes) else _DEPTH_ATTRIBUTES:
            value = (attributes.get(name) or "").strip()
            if value.isdigit() and len(value) <= 4:
                return float(value)
        named = _depth_in(attributes.get("class") or "")
        if named is not None:
            return named
        style = attributes.get("style") or ""
        indent = _INDENT.search(style) or _SHORTHAND.search(style)
        if indent:
            return float(indent[1])
    for child in range(root, min(root + 8, tree.ends[root])):
        if (
            tree.tags[child] == "img"
            and (tree.attributes[child].get("width") or "").isdigit()
            and "spacer" in (tree.attributes[child].get("src") or "") + "s.gif"
        ):
            return float((tree.attributes[child].get("width") or "0")[:5])
    return None


@lru_cache(maxsize=20_000)
def _depth_in(names: str) -> float | None:
    """How deep a class says that an item stands."""
    found = _DEPTH_CLASS.search(names)
    return float(found[1]) if found else None


def _by_depth(depths: Sequence[float | None]) -> list[int | None]:
    """The last item that stands less deep; none of it unless depths differ."""
    if len({depth or 0.0 for depth in depths}) < 2:
        return [None] * len(depths)
    found: list[int | None] = []
    above: list[tuple[float, int]] = []
    for number, depth in enumerate(depths):
        value = depth or 0.0
        while above and above[-1][0] >= value:
            above.pop()
        found.append(above[-1][1] if above else None)
        above.append((value, number))
    return found


def _named(
    tree: Tree,
    block: Block,
    number: int,
    known: Known,
    by_id: Mapping[str, int],
    by_place: Mapping[str, int],
    last_by: Mapping[str, int],
) -> tuple[int, ParentSource] | None:
    """What the item itself says: an attribute, a link, "in reply to #3", ">>3", the head of a quote."""
    root = block.roots[number]
    for name in _PARENT_ATTRIBUTES:
        value = tree.attributes[root].get(name) or ""
        parent = by_id.get(_digits(value)) if value else None
        if parent is not None and parent != number:
            return parent, "native"
    quoted = False
    for position in block.own(number):
        if tree.tags[position] in ("blockquote", "q") or "quote" in (tree.attributes[position].get("class") or ""):
            quoted = True
        text = tree.texts.get(position)
        if text is None or len(text) > 140:
            continue
        said = _says_answer(tree, position, text, known, number, by_id, by_place, last_by)
        if said is not None:
            return said
        if quoted:
            head = _quote_head(tree, position, text, by_id, last_by)
            if head is not None and head[0] != number:
                return head
    reference = _REFERENCE.match(known.texts[number])
    if reference and reference[1] in by_place and by_place[reference[1]] < number:
        return by_place[reference[1]], "native"
    return None


def _says_answer(
    tree: Tree,
    position: int,
    text: str,
    known: Known,
    number: int,
    by_id: Mapping[str, int],
    by_place: Mapping[str, int],
    last_by: Mapping[str, int],
) -> tuple[int, ParentSource] | None:
    """ "In reply to Ann", "replied to #1": the words with the link or the name in them or right behind them."""
    whole = f"{text} {_next_text(tree, position)}".strip() if len(text) < 40 else text
    found = in_reply(whole)
    if not found or found.start() > 50 or (position not in known.noises[number] and found.start() > 3):
        return None
    for here in (tree.parents[position], *range(position, min(position + 4, len(tree)))):
        linked = _linked(tree, here, by_id)
        if linked is not None and linked != number:
            return linked, "native"
    if found["number"]:
        place = by_place.get(found["number"])
        return (place, "native") if place is not None and place != number else None
    name = found["name"].strip().casefold()
    by_name = _last_of(name, last_by)
    return (by_name, "native") if by_name is not None else None


def _next_text(tree: Tree, position: int) -> str:
    return next(
        (tree.texts[here] for here in range(position + 1, min(position + 5, len(tree))) if here in tree.texts), ""
    )[:60]


def _linked(tree: Tree, position: int, by_id: Mapping[str, int]) -> int | None:
    """The item that a link leads to."""
    href = (tree.attributes[position].get("href") or "") if tree.tags[position] == "a" else ""
    found = _ID_IN_HREF.search(href) if href else None
    return by_id.get(_digits(found[1] or found[2])) if found else None


def _digits(value: str) -> str:
    found = re.search(r"\d+(?=\D*\Z)", value)
    return found[0] if found else value


def _quote_head(
    tree: Tree, position: int, text: str, by_id: Mapping[str, int], last_by: Mapping[str, int]
) -> tuple[int, ParentSource] | None:
    """The head of a quote: a link to the quoted item, or "Ann wrote:"."""
    said = _SAID.fullmatch(text) or (
        _SAID.fullmatch(f"{text} {_next_text(tree, position)}") if len(text) < 20 else None
    )
    for here in range(max(position - 3, 0), min(position + 6, len(tree))):
        linked = _linked(tree, here, by_id)
        if linked is not None:
            return linked, "native"
    if said:
        place = _last_of((said["name"] or said["other"]).strip().casefold(), last_by)
        return (place, "inferred") if place is not None else None
    return None


def _addressed(text: str, last_by: Mapping[str, int]) -> tuple[int, ParentSource] | None:
    """ "@Ann ..." at the start: the last item by Ann."""
    found = _MENTION.match(text)
    if not found:
        return None
    words = found["name"].casefold().split()
    for n in range(len(words), 0, -1):
        place = last_by.get(" ".join(words[:n]).rstrip(".-–"))
        if place is not None:
            return place, "mention"
    return None


def _last_of(name: str, last_by: Mapping[str, int]) -> int | None:
    """The last item by a name, which may be followed by other words."""
    words = re.sub(r"[\W_]+\Z", "", name).split()
    for n in range(len(words), 0, -1):
        place = last_by.get(" ".join(words[:n]))
        if place is not None:
            return place
    return None
