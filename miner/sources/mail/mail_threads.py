"""Which mail answers which: a forest over Message-IDs that holds no texts.

After Jamie Zawinski's "message threading" (https://www.jwz.org/doc/threading.html): mails that are only referred to
stand in the forest, too; the subject decides only where a mail refers to nothing.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isnan, nan
from typing import NamedTuple

from miner.sources.mail.headers import base_subject, is_reply

_MAX_REFERENCES = 100  # of one mail; more than that is an attack or a loop of a program
_MAX_CLIMB = 200  # missing mails between an answer and the next mail that is there
_MAX_GAP = 180 * 24 * 3600.0  # seconds between mails of one subject that refer to nothing
_MIN_SUBJECT = 12  # characters of a subject that is one word: "Question" joins strangers


class Parent(NamedTuple):
    """The mail that one answers: its id, whether it is there, and whether the mail itself says so."""

    id: str
    is_here: bool
    is_stated: bool


class MailThreads:
    """Filled with ``add`` for each mail, closed with ``link``; then asked for roots, parents and titles."""

    def __init__(self) -> None:
        # By number, in arrays: an archive has millions of mails, and a list of numbers takes five times as much.
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._parents = array("l")  # -1: none
        self._tops = array("l")  # of the tree, shortened as it is asked for
        self._here = bytearray()
        self._read = bytearray()
        self._times = array("d")  # not a number: no mail of that id was added
        self._subject_numbers = array("l")
        self._subjects: dict[str, int] = {}  # in the order of their numbers
        self._guesses: dict[int, int] = {}  # what references of others say: child -> parent
        self._by_subject: set[int] = set()  # whose parent is known by the subject only
        self._titles: dict[int, str] = {}

    def add(self, own_id: str, references: Sequence[str], in_reply_to: Sequence[str], subject: str, at: float) -> None:
        """One mail: ``references`` oldest first; ``at`` in seconds."""
        own = self._number(own_id)
        if self._here[own]:
            return
        self._here[own] = 1
        self._subject_numbers[own] = self._subjects.setdefault(subject, len(self._subjects))
        self._times[own] = at
        chain = [self._number(entry) for entry in _chain(references, in_reply_to) if entry != own_id]
        for parent, child in pairwise(chain):
            self._guesses.setdefault(child, parent)
        if chain:
            self._join(own, chain[-1])

    def link(self) -> None:
        """Join what others' references and, last, the subjects say."""
        for child, parent in self._guesses.items():
            if self._parents[child] < 0:
                self._join(child, parent)
        self._guesses.clear()
        subjects = list(self._subjects)
        self._join_by_subject(subjects)
        for top, first in self._first_mails().items():
            self._titles[top] = subjects[self._subject_numbers[first]]
        self._subjects.clear()

    def is_new(self, own_id: str) -> bool:
        """Whether a mail is asked for here for the first time: what is not new is a copy."""
        own = self._numbers[own_id]
        if self._read[own]:
            return False
        self._read[own] = 1
        return True

    def leave_out(self, own_id: str) -> None:
        """A mail that turned out to be no post: answers to it go to what it answers itself."""
        self._here[self._numbers[own_id]] = 0

    def root(self, own_id: str) -> str:
        """The id of the mail that began the thread, whether it is there or not."""
        return self._ids[self._top(self._numbers[own_id])]

    def title(self, root_id: str) -> str:
        """The subject of a thread, without "Re:"."""
        return base_subject(self._titles.get(self._numbers[root_id], ""))

    def parent(self, own_id: str) -> Parent | None:
        """The nearest mail above that is there; if none is, the one that is missing; None for a root."""
        own = self._numbers[own_id]
        direct = here = self._parents[own]
        if direct < 0:
            return None
        for _ in range(_MAX_CLIMB):
            if here < 0:
                break
            if self._here[here]:
                return Parent(self._ids[here], True, here == direct and own not in self._by_subject)
            here = self._parents[here]
        return Parent(self._ids[direct], False, True)

    def n_missing(self) -> int:
        """Mails that others answer and that are not there."""
        answered = {parent for own, parent in self._added() if parent >= 0}
        return sum(isnan(self._times[parent]) for parent in answered)

    def _added(self) -> Iterator[tuple[int, int]]:
        """The mails that were added, each with the number of its parent."""
        for own, (at, parent) in enumerate(zip(self._times, self._parents, strict=True)):
            if not isnan(at):
                yield own, parent

    def _number(self, entry: str) -> int:
        number = self._numbers.get(entry)
        if number is None:
            number = self._numbers[entry] = len(self._ids)
            self._ids.append(entry)
            self._parents.append(-1)
            self._tops.append(number)
            self._here.append(0)
            self._read.append(0)
            self._times.append(nan)
            self._subject_numbers.append(0)
        return number

    def _top(self, number: int) -> int:
        tops = self._tops
        while tops[number] != number:
            tops[number] = tops[tops[number]]
            number = tops[number]
        return number

    def _join(self, child: int, parent: int) -> None:
        """Set a parent, unless that would close a circle; a child that is joined was the top of its tree."""
        if self._parents[child] < 0 and self._top(parent) != child:
            self._parents[child] = parent
            self._tops[child] = self._top(parent)

    def _first_mails(self) -> dict[int, int]:
        """The top of each tree -> itself, or its earliest mail where the top is missing."""
        first: dict[int, int] = {}
        for number, _ in self._added():
            before = first.setdefault(self._top(number), number)
            if (self._times[number], self._ids[number]) < (self._times[before], self._ids[before]):
                first[self._top(number)] = number
        return {top: top if self._here[top] else number for top, number in first.items()}

    def _join_by_subject(self, subjects: Sequence[str]) -> None:
        """Trees whose first mail says "Re:", or answers one that is missing, go below the tree before with their subject."""
        groups: dict[str, list[tuple[float, str, int, bool]]] = defaultdict(list)
        for top, first in self._first_mails().items():
            subject = subjects[self._subject_numbers[first]]
            base = base_subject(subject).casefold()
            if len(base) >= _MIN_SUBJECT or len(base.split()) > 1:
                replies = is_reply(subject) or top != first  # the top is missing: the mail answers something
                groups[base].append((self._times[first], self._ids[first], top, replies))
        for trees in groups.values():
            opening = -1
            last = 0.0
            for at, _, top, replies in sorted(trees):
                if opening < 0 or not replies or at - last > _MAX_GAP:
                    opening = top
                elif self._here[opening]:
                    self._join(top, opening)
                    self._by_subject.add(top)
                last = at


def _chain(references: Sequence[str], in_reply_to: Sequence[str]) -> list[str]:
    """Ancestors, oldest first. In-Reply-To with one id is the parent; with several (or junk) References know better."""
    chain = list(references)
    if len(chain) > _MAX_REFERENCES:
        chain = [chain[0], *chain[1 - _MAX_REFERENCES :]]
    if len(in_reply_to) == 1 or not chain:
        direct = in_reply_to[:1]
        return [entry for entry in chain if entry not in direct] + list(direct)
    return chain
