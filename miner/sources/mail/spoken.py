"""Transcripts of speech as plain text: "Ann Lee  0:12" and what she says below (Otter, Zoom, Teams, Rev, TED)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from miner.sources.base import Item, Layout, Note, Skipped
from miner.sources.mail.captions import began, speech_items
from miner.sources.mail.speech import Turn
from miner.sources.material import Material

# "Ann Lee  00:12", "Ann Lee (00:00:12):", "[Ann Lee] 00:12", "00:12 Ann Lee", "00:12".
_CLOCK = r"[\[(]?(?P<time{0}>(?:\d{{1,2}}:)?\d{{1,2}}:\d\d)(?:\.\d{{1,3}})?[\])]?"
_HEAD = re.compile(
    rf"\s*(?:\[?(?P<name1>[^\W\d_][^\[\]():\n]{{0,60}}?)\]?\s*:?\s+{_CLOCK.format(1)}\s*:?"
    rf"|{_CLOCK.format(2)}\s*[-–]?\s*(?P<name2>[^\W\d_][^\[\]():\n.!?]{{0,60}})?\s*:?)\s*$"
)
_FOOTER = re.compile(
    r"\s*(?:Transcribed by|This transcript was (?:exported|generated)|Transcript provided by)\b", re.IGNORECASE
)
_NAME_WORDS = 6
_MIN_HEADS = 3
_LATEST_START = 120  # seconds: transcripts begin at the beginning, chats at some hour of the day
_TRIED = 200  # lines


class SpokenText:
    """Reads the turns; times count from the beginning and are positions."""

    name = "spoken"
    reads = "transcripts of speech as text: a name with a time, what was said below (Otter, Zoom, Teams, Rev, TED)"
    example = "meeting_transcript.txt"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if material.begins_like_json or material.is_html or "-->" in material.head:
            return False
        lines = material.text[:20_000].split("\n")[:_TRIED]
        heads = [head for line in lines if (head := _head(line)) is not None]
        times = [seconds for _, seconds in heads]
        n_text = sum(bool(line.strip()) for line in lines) - len(heads)
        return (
            len(heads) >= _MIN_HEADS
            and times[0] <= _LATEST_START
            and times == sorted(times)
            and times[-1] > times[0]
            and n_text >= len(heads) - 1
        )

    def items(self, material: Material) -> Iterator[Item]:
        turns: list[Turn] = []
        n_beside = 0
        for number, line in material.lines():
            head = _head(line)
            if head is not None:
                turns.append(Turn(head[0], number, head[1], None))
            elif _FOOTER.match(line):
                n_beside += 1
            elif line.strip() and turns:
                turns[-1].parts.append(line.strip())
            else:
                n_beside += bool(line.strip())
        yield Layout(text="a name and a time above each turn" if any(turn.speaker for turn in turns) else "times only")
        if n_beside:
            yield Note(text=f"lines beside the turns (title, date, name of the program), which nobody says: {n_beside}")
        joined = _joined(turns)
        empty = sum(not turn.parts for turn in joined)
        if empty:
            yield Skipped(reason="empty", n=empty)
        spoken = [turn for turn in joined if turn.parts]
        yield from speech_items(spoken, "spoken", material.place, start=began(material.place))


def _head(line: str) -> tuple[str, int] | None:
    """The name and the seconds of a line that opens a turn."""
    if len(line) > 100 or ":" not in line:
        return None
    found = _HEAD.match(line)
    if found is None:
        return None
    name = (found["name1"] or found["name2"] or "").strip(" -–,")
    if len(name.split()) > _NAME_WORDS:
        return None
    seconds = 0
    for part in (found["time1"] or found["time2"]).split(":"):
        seconds = seconds * 60 + int(part)
    return name, seconds


def _joined(turns: Sequence[Turn]) -> list[Turn]:
    """Neighbouring turns of one named speaker made one; the parts of a paragraph stay lines of one text."""
    joined: list[Turn] = []
    for turn in turns:
        if joined and turn.speaker and joined[-1].speaker == turn.speaker:
            joined[-1].parts += turn.parts
        else:
            joined.append(turn)
    return joined
