"""Speech in pieces becomes turns: who speaks, rolling lines said once, pieces of one speaker joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from miner.sources.mail.cues import Cue

_PAUSE = 3.0  # seconds of silence that end a passage when nobody is named
_LONG = 900  # characters after which such a passage ends with its sentence: what a reader takes as one paragraph
_MIN_ROLLING = 0.25  # share of cues that begin with the line before
_NAME = re.compile(
    r"(?:>>+|[-–—])?\s*([A-ZÀ-ÞА-Я][\w.'’&-]{0,30}(?: (?:[A-ZÀ-ÞА-Я(][\w.'’()&-]{0,30}|\d{1,3}|de|van|von|der|of)){0,4}|[A-Z][A-Z .'’-]{1,40})\s?:\s+(?=\S)"
)
_CHANGE = re.compile(r"\s*(?:>>+|[-–—](?=\s?\S))\s*")
_DASH = re.compile(r"\s*[-–—]\s?\S")
_SOUND = re.compile(r"\s*(?:[\[(*♪♫][^\[\]()]{0,80}[\])*♪♫]|[♪♫]+)[\s.]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)]?$")
_NO_NAMES = frozenset(
    "note question answer example remember warning tip quote first second third today yes no so and but because http https".split()
)
_MIN_TIMES = 2  # that a single name in mixed case must open a line of a file: "Remember: ..." does so once


@dataclass
class Turn:
    """What one speaker says in one go; times in seconds from the beginning."""

    speaker: str
    line: int
    start: float | None
    end: float | None
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.parts)


@dataclass
class Spoken:
    """Counts for the account."""

    n_cues: int = 0
    n_sounds: int = 0
    n_empty: int = 0
    n_rolled: int = 0
    is_named: bool = False


def turns(cues: Sequence[Cue], counts: Spoken) -> Iterator[Turn]:
    """Turns in order; ``counts`` is filled on the way."""
    shown = [line for cue in cues for _, line in cue.lines]
    names = _names(shown)
    has_dashes = sum(bool(_DASH.match(line)) for line in shown) > 1
    current: Turn | None = None
    for cue in _without_rolling(cues, counts):
        counts.n_cues += 1
        if not cue.lines:
            counts.n_empty += not cue.raw
            continue
        if all(_SOUND.match(line) for _, line in cue.lines):
            counts.n_sounds += 1
            continue
        for speaker, text, changes in _said(cue, names, has_dashes):
            counts.is_named |= bool(speaker)
            if current is None or changes or _ends(current, speaker, cue):
                if current is not None:
                    yield current
                speaker = speaker or (current.speaker if current is not None and not changes else "")
                current = Turn(speaker, cue.line, cue.start, cue.end)
            current.parts.append(text)
            current.end = cue.end
    if current is not None:
        yield current


def _names(lines: Iterable[str]) -> frozenset[str]:
    """What stands before a colon at the beginning of lines and is a speaker."""
    found = Counter(match[1] for line in lines if (match := _NAME.match(line)))
    return frozenset(
        name
        for name, n in found.items()
        if name.lower() not in _NO_NAMES and (n >= _MIN_TIMES or (name.isupper() and len(name) > 2))
    )


def _said(cue: Cue, names: frozenset[str], has_dashes: bool) -> Iterator[tuple[str, str, bool]]:
    """Who says what in a cue, and whether a mark says that the speaker changes."""
    speaker = ""
    for voice, line in cue.lines:
        named = _NAME.match(line)
        if named and named[1] in names:
            speaker = named[1]
            yield speaker, line[named.end() :], False
            continue
        mark = _CHANGE.match(line)
        dialogue = mark is not None and (has_dashes or line.lstrip().startswith(">>"))
        text = line[mark.end() :] if mark is not None and dialogue else line
        if text:
            yield voice or ("" if dialogue else speaker), text, dialogue and not voice


def _ends(turn: Turn, speaker: str, cue: Cue) -> bool:
    """Whether a turn is over before a cue: another speaker, or, where nobody is named, a pause or a long passage."""
    if speaker:
        return speaker != turn.speaker
    if turn.speaker:
        return False  # names stand only where the speaker changes
    paused = turn.end is not None and cue.start is not None and cue.start - turn.end >= _PAUSE
    long = sum(map(len, turn.parts)) >= _LONG and bool(_SENTENCE_END.search(turn.parts[-1]))
    return paused or long


def _without_rolling(cues: Sequence[Cue], counts: Spoken) -> Iterator[Cue]:
    """Automatic captions show each line twice, below a new one and above it: each is kept once."""
    shared = sum(_overlap(before, after) > 0 for before, after in pairwise(cues))
    if shared < 2 or shared < _MIN_ROLLING * len(cues):
        yield from cues
        return
    before: Cue | None = None
    for cue in cues:
        overlap = _overlap(before, cue) if before is not None else 0
        counts.n_rolled += overlap
        whole = cue
        if overlap:
            cue = Cue(cue.line, cue.start, cue.end, cue.raw, cue.lines[overlap:])
        before = whole if whole.lines else before
        yield cue


def _overlap(before: Cue, cue: Cue) -> int:
    """How many first lines of a cue are the last lines of the one before."""
    for n in range(min(len(before.lines), len(cue.lines), 3), 0, -1):
        if before.lines[-n:] == cue.lines[:n]:
            return n
    return 0


def clock(seconds: float | None) -> str:
    """A position as it is written in captions: 00:02:15."""
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
