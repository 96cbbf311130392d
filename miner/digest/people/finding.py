"""Where people are named in a text, and the text with something else in these places."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from miner.digest.people.folding import comparable, folded
from miner.digest.people.naming import aliases_of, identity, parts_of
from miner.digest.people.patterns import letters_of, pattern_of, words_pattern
from miner.transcript import Span

_MENTION = re.compile(r"(?<![\w@＠/])[@＠](\w(?:[\w.\-]*\w)?(?:@[\w\-]+(?:\.[\w\-]+)+)?)")
_MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64})+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]}'’”]", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9]+")
_LEAST_ID = 5
_BLANK = "\x00"  # stands in no name
_LOWER_WORD = re.compile(r"(?<![\w@])[^\W\d_]{3,}(?!\w)")  # a handle is no word


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that names somebody; ``person`` None: somebody, but it is not clear who."""

    start: int
    end: int
    person: str | None
    kind: str = "name"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text after its replacements: ``places`` are (start, end) before and (start, end) after."""

    text: str
    places: tuple[tuple[int, int, int, int], ...] = ()

    def outer(self, span: Span) -> Span:
        """The span in the new text; what cut a name takes its replacement in whole."""
        return self._at(span[0], inside=2), self._at(span[1], inside=3)

    def inner(self, span: Span) -> Span:
        """The span in the new text; what cut a name leaves its replacement out."""
        return self._at(span[0], inside=3), self._at(span[1], inside=2)

    def _at(self, at: int, inside: int) -> int:
        moved = at
        for place in self.places:
            start, end, _, new_end = place
            if start < at < end:
                return place[inside]
            if end <= at:
                moved = new_end + at - end
        return moved


class Finder:
    """Finds the people of a discussion in its texts.

    Parameters
    ----------
    names
        Of everybody who took part, as the posts carry them.
    texts
        Of the posts: a part of a name ("Mark" of "Mark Weber") that also stands there in small letters is a word.
    ids
        What an address of one of their posts holds: it leads to the author.
    mentions
        Whether "@somebody" names a person who did not take part, and a mail address anybody.
    kept
        Identities that are not looked for, not even behind an @.
    """

    def __init__(
        self,
        names: Iterable[str],
        texts: Iterable[str] = (),
        ids: Iterable[str] = (),
        *,
        mentions: bool = True,
        kept: Collection[str] = (),
    ) -> None:
        self._mentions = mentions
        self._kept = kept
        self._ids = {_native(key) for key in ids} - {""}
        self._of: dict[str, str] = {}
        patterns: set[str] = set()
        known = [name for name in names if name]
        for name in known:
            for alias in aliases_of(name):
                self._of.setdefault(letters_of(comparable(alias).strip()), identity(name))
                patterns.add(comparable(alias).strip())
        self._whole = pattern_of(patterns)
        self._part_of = _parts(known, texts)
        self._parts = words_pattern([*self._part_of, *(part.upper() for part in self._part_of)])

    def is_named(self, text: str) -> bool:
        """Whether a text holds the whole name of somebody who took part."""
        return self._whole is not None and self._whole.search(folded(text).text) is not None

    def hits(self, text: str) -> list[Hit]:
        """Everything in a text that names somebody, in order, none within another."""
        addresses = [found.span() for found in _ADDRESS.finditer(text)]
        more = [Hit(*span, None, "link") for span in addresses if self._leads_to_a_post(text[slice(*span)])]
        found: list[Hit] = []
        # What takes a name's place is a border for what stands right beside it: so until nothing more is found.
        while more := more or [_widened(hit, addresses) for hit in self._all(text)]:
            found += more
            text = _blanked(text, more)
            more = []
        return _apart(sorted(found, key=lambda hit: (hit.start, -hit.end)))

    def _leads_to_a_post(self, address: str) -> bool:
        return bool(self._ids) and not self._ids.isdisjoint(_NOT_IN_ID.split(address))

    def _all(self, text: str) -> Iterator[Hit]:
        if self._mentions and "@" in text:
            yield from (Hit(*mail.span(), None, "mail") for mail in _MAIL.finditer(text))
        if self._mentions and ("@" in text or "＠" in text):
            for mention in _MENTION.finditer(text):
                name = mention.group(1)
                if identity(name) not in self._kept:
                    yield Hit(*mention.span(1), self._of.get(letters_of(comparable(name)), identity(name)))
        if self._whole is not None:
            yield from self._whole_names(text)
        if self._parts is not None:
            for part in self._parts.finditer(text):
                yield Hit(*part.span(), self._part_of[part.group().capitalize()])

    def _whole_names(self, text: str) -> Iterator[Hit]:
        if self._whole is None:
            return
        form = folded(text)
        for found in self._whole.finditer(form.text):
            yield Hit(*form.span(*found.span()), self._of.get(letters_of(found.group().strip())))

    def replaced(self, text: str, shown: Callable[[Hit], str]) -> Replaced:
        """The text with ``shown(hit)`` in the place of each hit."""
        pieces: list[str] = []
        places: list[tuple[int, int, int, int]] = []
        here = length = 0
        for hit in self.hits(text):
            kept, instead = text[here : hit.start], shown(hit)
            start = length + len(kept)
            length = start + len(instead)
            pieces += [kept, instead]
            places.append((hit.start, hit.end, start, length))
            here = hit.end
        return Replaced("".join((*pieces, text[here:])), tuple(places))


def _blanked(text: str, hits: Iterable[Hit]) -> str:
    for hit in hits:
        text = f"{text[: hit.start]}{_BLANK * (hit.end - hit.start)}{text[hit.end :]}"
    return text


def _native(key: str) -> str:
    """The part of an id that the place itself gave; short ones stand in any address."""
    native = key.rpartition(":")[2]
    return native if len(native) >= _LEAST_ID and not _NOT_IN_ID.search(native) else ""


def _parts(names: Iterable[str], texts: Iterable[str]) -> dict[str, str | None]:
    """Part of a name -> whose it is, None where several people share it."""
    owners: dict[str, set[str]] = {}
    for name in names:
        for part in parts_of(name):
            owners.setdefault(part, set()).add(identity(name))
    words = {word for text in texts for word in _LOWER_WORD.findall(text) if word.islower()} if owners else set()
    return {
        part: next(iter(people)) if len(people) == 1 else None
        for part, people in owners.items()
        if part.lower() not in words
    }


def _widened(hit: Hit, addresses: list[Span]) -> Hit:
    """An address that holds a name leads to its bearer: it goes as a whole."""
    for start, end in addresses:
        if start < hit.end and hit.start < end:
            return Hit(min(start, hit.start), max(end, hit.end), None, "link")
    return hit


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    apart: list[Hit] = []
    for hit in hits:
        if apart and hit.start < apart[-1].end:
            last = apart[-1]
            apart[-1] = Hit(last.start, max(last.end, hit.end), last.person, last.kind)
        else:
            apart.append(hit)
    return apart
