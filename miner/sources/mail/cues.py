"""Cues of WebVTT and SubRip files: when something is said, by whom if that is written, and what."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
TIMING = re.compile(rf"\s*{_CLOCK}\s*-+>\s*{_CLOCK}(?:\s.*)?$")
_HEADER = re.compile(r"\ufeff?WEBVTT(?:[ \t].*)?$")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")  # blocks of WebVTT that nobody says
_LANGUAGE = re.compile(r"Language:\s*([A-Za-z]{2,3})\b")
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,60})*\s+([^<>\n]{1,120})>|</v>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font|span)\b[^<>]{0,200}>|<\d[\d:.]{3,15}>|\{\\[^{}]{0,80}\}", re.IGNORECASE
)


@dataclass
class Cue:
    """One caption; ``start`` and ``end`` in seconds, None where the file lost or broke them.

    ``lines`` are the texts as shown, each with the speaker that a voice tag names.
    """

    line: int
    start: float | None
    end: float | None
    raw: list[str] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Captions:
    """What a file holds besides its cues."""

    is_webvtt: bool = False
    language: str = ""
    n_asides: int = 0
    n_untimed: int = 0


def read_cues(lines: Iterable[tuple[int, str]], about: Captions) -> Iterator[Cue]:
    """The cues in order; ``about`` is filled on the way.

    Files are often broken: a cue whose time is unreadable or missing is kept where it stands, a time line opens a cue
    even without an empty line before it, a text may stand below an empty line.
    """
    open_cue: Cue | None = None  # the last one, while its text may still follow
    begun = False
    for block in _blocks(lines):
        first = next((k for k, (_, line) in enumerate(block) if TIMING.match(line)), len(block))
        before = block[:first]
        if not begun and (first == len(block) or _HEADER.match(block[0][1])):
            _read_header(before, about)
        elif about.is_webvtt and _ASIDE.match(block[0][1]):
            about.n_asides += 1
        elif text := _lost_text(before, has_time=first < len(block)):
            broken_time = any("-->" in line for _, line in before)
            if open_cue is not None and not open_cue.raw and not broken_time:
                open_cue.raw = [line for _, line in text]
            else:
                about.n_untimed += 1
                if open_cue is not None:
                    yield _voiced(open_cue)
                open_cue = Cue(text[0][0], None, None, [line for _, line in text])
        for cue in _timed(block[first:]):
            begun = True
            if open_cue is not None:
                yield _voiced(open_cue)
            open_cue = cue
    if open_cue is not None:
        yield _voiced(open_cue)


Block = list[tuple[int, str]]


def _blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Lines between empty ones."""
    block: Block = []
    for number, line in lines:
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _read_header(block: Block, about: Captions) -> None:
    for _, line in block:
        about.is_webvtt = about.is_webvtt or bool(_HEADER.match(line))
        language = _LANGUAGE.match(line)
        about.language = language[1].lower() if language else about.language
        about.n_asides += bool(about.is_webvtt and _ASIDE.match(line))


def _lost_text(before: Block, has_time: bool) -> Block:
    """Lines above a time, or without one, that are text: not the number or name of a cue, not its broken time."""
    lines = before[:-1] if has_time else before
    return [(number, line) for number, line in lines if "-->" not in line and not line.strip().isdigit()]


def _timed(block: Block) -> Iterator[Cue]:
    """The cues of a block that begins with a time."""
    cue: Cue | None = None
    for place, (number, line) in enumerate(block):
        timing = TIMING.match(line)
        if timing:
            if cue is not None:
                yield cue
            cue = Cue(number, _seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:]))
            continue
        is_number = line.strip().isdigit() and place + 1 < len(block) and TIMING.match(block[place + 1][1])
        if cue is not None and not is_number:
            cue.raw.append(line)
    if cue is not None:
        yield cue


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{fraction}") if fraction else 0.0)


def _voiced(cue: Cue) -> Cue:
    """The lines without tags, each under the voice that is open there."""
    voice = ""
    for raw in cue.raw:
        position = 0
        for tag in _VOICE.finditer(raw):
            _add(cue, voice, raw[position : tag.start()])
            voice = " ".join(html.unescape(tag[1] or "").split())
            position = tag.end()
        _add(cue, voice, raw[position:])
    return cue


def _add(cue: Cue, voice: str, raw: str) -> None:
    text = " ".join(html.unescape(_TAG.sub("", raw)).replace("\\N", " ").split())
    if text:
        cue.lines.append((voice, text))
