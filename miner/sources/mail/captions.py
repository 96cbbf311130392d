"""Captions of videos and meetings: WebVTT (YouTube, Teams, Zoom) and SubRip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.mail.cues import TIMING, Captions, read_cues
from miner.sources.mail.speech import Spoken, Turn, clock, turns
from miner.sources.material import Material
from miner.transcript import Post, Thread, content_id

_FIRST_LINES = 12  # in which a file without the mark of WebVTT must have a time
# Zoom's recordings are named for the moment they began: GMT20240314-170211_Recording.transcript.vtt
_BEGAN = re.compile(r"GMT(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)")


class CaptionFile:
    """Reads cues as turns of speakers; their times are positions, a date only where the file's name gives one."""

    name = "captions"
    reads = "captions of videos and meetings: WebVTT (YouTube, Teams, Zoom) and SubRip (srt)"
    example = "panel.vtt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        head = material.head
        if re.match(r"WEBVTT(?:\s|$)", head):
            return True
        return "-->" in head and any(TIMING.match(line) for line in head.split("\n")[:_FIRST_LINES])

    def items(self, material: Material) -> Iterator[Item]:
        about, counts = Captions(), Spoken()
        cues = list(read_cues(material.lines(), about))
        found = list(turns(cues, counts))
        yield Layout(text="WebVTT" if about.is_webvtt else "SubRip")
        yield from speech_items(found, "captions", material.place, about.language, began(material.place))
        yield from _account(about, counts, len(found))


def speech_items(
    found: Sequence[Turn], source: str, place: str, language: str = "", start: Stamp = NO_DATE
) -> Iterator[Item]:
    """A thread and its posts, from turns in order."""
    thread_id = content_id(source, *(turn.text for turn in found))
    if found:
        yield Thread(id=thread_id, title=_title(place), platform=source)
    for number, turn in enumerate(found, 1):
        text = clean(turn.text)
        if not text:
            yield Skipped(reason="empty")
            continue
        at = start.at + timedelta(seconds=turn.start) if start.at is not None and turn.start is not None else None
        yield Post(
            id=f"{thread_id}:{number}",
            thread_id=thread_id,
            kind="message",
            author=turn.speaker,
            text=text,
            posted_at=at,
            precision=start.precision if at is not None else "none",
            lang=language,
            hashtags=hashtags_in(text),
            links=links_in(text),
            locator=f"line {turn.line}" + (f", {clock(turn.start)}" if turn.start is not None else ""),
        )


def began(place: str) -> Stamp:
    """When a recording began, if its file is named for that."""
    named = _BEGAN.search(place)
    return read_date("{}-{}-{}T{}:{}:{}Z".format(*named.groups())) if named else NO_DATE


def _title(place: str) -> str:
    return re.sub(r"(?:\.transcript|\.[a-z]{2}(?:-\w{2,4})?)?\.(?:vtt|srt|txt)$", "", place.rpartition("/")[2])


def _account(about: Captions, counts: Spoken, n_turns: int) -> Iterator[Item]:
    yield Note(text=f"captions: {counts.n_cues}, joined to turns of a speaker: {n_turns}")
    if counts.n_sounds:
        yield Skipped(reason="sound, not speech", n=counts.n_sounds)
    if counts.n_empty:
        yield Skipped(reason="empty", n=counts.n_empty)
    if counts.n_rolled:
        yield Note(text=f"rolling captions: {counts.n_rolled} lines that were shown again are read once")
    if about.n_untimed:
        yield Note(text=f"captions without a readable time, kept where they stand: {about.n_untimed}")
    if about.n_asides:
        yield Note(text=f"notes and styles of the file, which nobody says: {about.n_asides}")
    if n_turns and not counts.is_named:
        yield Note(text="no speaker is named: passages are told apart by pauses and marks only")
