"""The same comments read twice, from a page's data and from its text: each has what the other leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from miner.sources.blogs.comments import Comment
from miner.transcript import Record

MIN_SHARED = 0.8  # of the described comments must be found in the text to be the same discussion
KEY_CHARS = 80  # letters and digits at the beginning of a comment by which it is known; data often holds no more
PARTS = ("author", "date", "reply link")


class Completed(Record, frozen=True):
    """Comments with the parts of both readings; ``notes`` say what was taken over from which."""

    comments: tuple[Comment, ...]
    notes: tuple[str, ...] = ()


def is_complete(comments: Sequence[Comment], n_claimed: int | None = None) -> bool:
    """Whether the data leave nothing to be asked for: all the comments, every name and date, and reply links."""
    has_links = len(comments) < 2 or any(comment.parent for comment in comments)
    has_all = n_claimed is None or n_claimed <= len(comments)
    return has_links and has_all and all(comment.author and comment.stamp.at is not None for comment in comments)


def completed(data: Sequence[Comment], printed: Sequence[Comment], opening: Comment | None = None) -> Completed | None:
    """The comments of both readings as one; None if they are not the same comments.

    A comment is known by its first words; of several that begin alike the first is the first. The fuller reading is the
    base, of equals the data: it stays as it is, and only what it does not say is taken from the other.

    Parameters
    ----------
    opening
        What the data say the comments stand below: a block may hold it as its first item.
    """
    above = _key(opening) if opening is not None else ""
    printed = [comment for comment in printed if not above or _key(comment) != above]
    pairs = _pairs(data, printed)
    if len(pairs) < MIN_SHARED * len(data) or not pairs:
        return None
    if len(printed) > len(data) == len(pairs):
        found = _filled(printed, data, {place: own for own, place in pairs.items()}, ("text", "data"))
        return Completed(
            comments=found.comments,
            notes=(f"{len(printed) - len(data)} comment(s) are in the page's text and not in its data", *found.notes),
        )
    return _filled(data, printed, pairs, ("data", "text"))


def _filled(
    base: Sequence[Comment], other: Sequence[Comment], pairs: Mapping[int, int], names: tuple[str, str]
) -> Completed:
    """The comments of one reading with the parts that only the other has; ``pairs`` are their places in both."""
    numbers = {other[place].number: base[own].number for own, place in pairs.items() if other[place].number}
    has_links = any(comment.parent for comment in base)
    counts: dict[str, int] = defaultdict(int)
    comments = list(base)
    for own, place in pairs.items():
        missing = _missing(base[own], other[place], {} if has_links else numbers)
        for part in missing:
            counts[part] += 1
        changes = {name: value for fields in missing.values() for name, value in fields.items()}
        comments[own] = msgspec.structs.replace(base[own], **changes)
    notes = tuple(
        f"the {part} of {counts[part]} comment(s) is in the page's {names[1]} and not in its {names[0]}"
        for part in PARTS
        if counts[part]
    )
    return Completed(comments=tuple(comments), notes=notes)


def _missing(own: Comment, other: Comment, numbers: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Part -> the fields in which only the other reading has it."""
    found: dict[str, dict[str, object]] = {}
    if other.author and not own.author:
        found["author"] = {"author": other.author}
    if other.stamp.at is not None and own.stamp.at is None:
        found["date"] = {"stamp": other.stamp}
    parent = numbers.get(other.parent, "") if other.parent else ""
    if parent and parent != own.number and not own.parent:
        found["reply link"] = {"parent": parent, "parent_source": other.parent_source}
    return found


def _pairs(data: Sequence[Comment], printed: Sequence[Comment]) -> dict[int, int]:
    """Place in the data -> place in the text of the same comment."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for place, comment in enumerate(printed):
        by_key[_key(comment)].append(place)
    pairs: dict[int, int] = {}
    for place, comment in enumerate(data):
        places = by_key.get(_key(comment), [])
        if places and comment.body.text:
            pairs[place] = places.pop(0)
    return pairs


def _key(comment: Comment) -> str:
    return "".join(character for character in comment.body.text.casefold() if character.isalnum())[:KEY_CHARS]
