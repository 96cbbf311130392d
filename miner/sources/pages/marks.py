"""Marks: what stands in every comment of a page - a date, a numbered id, a name - and leads to the comment around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from miner.sources.pages.moments import find_moment, read_clock, read_machine
from miner.sources.pages.tree import TEXT, Tree
from miner.sources.pages.vocabulary import SAYS, names_edit, names_other_date, says

MAX_HEAD_CHARS = 160  # a longer text with a date in it is prose
MAX_BESIDE_DATE = 70  # characters of a head besides its date
_NUMBERED = re.compile(r"([A-Za-z_][\w-]*?[-_]?)(\d{1,20})\Z")
_MACHINE = (
    "datetime",
    "data-time",
    "data-timestamp",
    "data-utime",
    "data-datetime",
    "data-date",
    "data-created",
    "title",
    "content",
)
_NUMBERED_ATTRIBUTES = (
    "data-comment-id",
    "data-commentid",
    "data-post-id",
    "data-postid",
    "data-message-id",
    "data-reply-id",
    "data-cid",
)
_NUMBERED_SET = frozenset(_NUMBERED_ATTRIBUTES)


@dataclass(frozen=True)
class Mark:
    """One mark.

    Attributes
    ----------
    position
        The element or text that carries it.
    path
        What it looks like: the key of marks of one kind.
    words
        Of a date, for ``read_moment``; "" if it is relative or has no year.
    says
        Of a date: ``posted``, ``edited``, ``other`` (a member's first day).
    before
        Of a date: the words that stand before it in the same text ("geschrieben von Ann am").
    """

    position: int
    path: str
    words: str = ""
    relative: bool = False
    has_clock: bool = False
    says: str = "posted"
    before: str = ""
    whole: bool = True


def date_marks(tree: Tree) -> list[Mark]:
    """All dates that stand in short texts or in elements made for dates, in document order."""
    marks: list[Mark] = []
    covered = 0
    for position, tag in enumerate(tree.tags):
        if position < covered:
            continue
        mark = _text_date(tree, position) if tag == TEXT else _element_date(tree, position)
        if mark is not None:
            marks.append(mark)
            covered = tree.ends[position]
    return marks


def _element_date(tree: Tree, position: int) -> Mark | None:
    """A date that an element gives for machines, if what it shows is a date, too."""
    tag, attributes = tree.tags[position], tree.attributes[position]
    if tag != "time" and _MACHINE_SET.isdisjoint(attributes):
        return None
    if tree.ends[position] - position > 12:
        return None
    shown = tree.text(position, MAX_HEAD_CHARS)
    moment = find_moment(shown) if shown else None
    if (
        tag != "time"
        and (moment is None or len(shown) > 60)
        and "date" not in (attributes.get("itemprop") or "").lower()
    ):
        return None
    words = next((words for name in _MACHINE if (value := attributes.get(name)) and (words := read_machine(value))), "")
    if not words and moment is None:
        return None
    is_shown = moment is not None and not words
    before = _words_before(tree, position)
    return Mark(
        position=position,
        path=tree.path(position),
        words=words or (moment.words if moment is not None else ""),
        relative=is_shown and moment is not None and moment.relative,
        has_clock=":" in words or bool(words.isdigit()) or (moment is not None and moment.has_clock),
        says=_kind(tree, position, before + " " + shown),
    )


_MACHINE_SET = frozenset(_MACHINE)


def _text_date(tree: Tree, position: int) -> Mark | None:
    text = tree.texts[position]
    if len(text) > MAX_HEAD_CHARS:
        return None
    moment = find_moment(text)
    if moment is None or len(text) - (moment.end - moment.start) > MAX_BESIDE_DATE:
        return None
    before = text[: moment.start]
    return Mark(
        position=position,
        path=tree.path(tree.parents[position]),
        words=moment.words,
        relative=moment.relative,
        has_clock=moment.has_clock,
        says=_kind(tree, position, f"{_words_before(tree, position)} {before}"),
        before=before.strip(),
        whole=len(text) - (moment.end - moment.start) <= 12,
    )


def _kind(tree: Tree, position: int, before: str) -> str:
    if names_other_date(before):
        return "other"
    element = position if tree.tags[position] != TEXT else tree.parents[position]
    return "edited" if names_edit(before) or "edited" in tree.names(element) else "posted"


def _words_before(tree: Tree, position: int) -> str:
    """The last words before a position that stand in the same small box."""
    for here in range(position - 1, max(position - 6, -1), -1):
        if here in tree.texts:
            text = tree.texts[here]
            return text[-40:] if len(text) <= 60 and find_moment(text) is None else ""
    return ""


def clock_after(tree: Tree, mark: Mark, end: int) -> str:
    """A time of day that stands in a text of its own right behind a date without one; "" if none does."""
    position, tried = tree.ends[mark.position], 0
    while position < end and tried < 2:
        if position in tree.texts:
            clock = read_clock(tree.texts[position].strip(" ,|·•–—-()"))
            if clock:
                return clock
            tried += 1
        position += 1
    return ""


def numbered_marks(tree: Tree) -> Iterator[Sequence[Mark]]:
    """Elements whose ids count comments ("comment-12", "c12", "post12"), by prefix."""
    found: dict[str, list[Mark]] = {}
    for position, attributes in enumerate(tree.attributes):
        if not attributes:
            continue
        prefix = number_in(attributes)[0]
        if prefix:
            found.setdefault(prefix, []).append(Mark(position, prefix))
    for marks in found.values():
        if len(marks) > 1:
            yield marks


def number_in(attributes: dict[str, str | None]) -> tuple[str, str]:
    """(prefix, number) of an id or attribute that numbers a comment; ("", "") if there is none."""
    own = attributes.get("id") or (attributes.get("name") or "")
    match = _NUMBERED.match(own) if own else None
    if match and _numbers_comments(match[1]):
        return match[1], match[2]
    for name in () if _NUMBERED_SET.isdisjoint(attributes) else _NUMBERED_ATTRIBUTES:
        value = attributes.get(name) or ""
        if value and len(value) <= 40:
            return name, value
    return "", ""


@lru_cache(maxsize=20_000)
def _numbers_comments(prefix: str) -> bool:
    words = prefix.lower().strip("-_")
    if words.startswith(("edit", "input", "form")):  # the fields to write a comment with
        return False
    return (
        words in ("c", "p", "r", "m", "a", "pid", "cid", "msg", "li-comment", "div-comment")
        or says(words, "comment")
        or says(words, "post")
    )


def name_marks(tree: Tree) -> Iterator[Sequence[Mark]]:
    """Short texts that are named as a name by their class, or followed by "says:"; by look."""
    found: dict[str, list[Mark]] = {}
    for position, text in tree.texts.items():
        if len(text) > 80:
            continue
        parent = tree.parents[position]
        says_so = SAYS.fullmatch(text)
        if says_so or says(tree.names(parent), "author") or "author" in (tree.attributes[parent].get("rel") or ""):
            found.setdefault(tree.path(parent), []).append(Mark(position, tree.path(parent)))
    for marks in found.values():
        if len(marks) > 1:
            yield marks
