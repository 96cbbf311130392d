"""What a discussion is called: its own title, its hashtag and day, what it opens with, or its files' names in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from miner.transcript import Transcript

# Endings of files that discussions are read from; "Node.js" and "ASP.NET" are subjects.
_FILE_NAME = re.compile(
    r"[^/\\]*\.(?:html?|mhtml?|txt|csv|tsv|jsonl?|ndjson|xml|mbox|eml|zip|gz|bz2|xz|zst|md|pdf|docx?|xlsx?|parquet|warc|log)",
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"[\s_+%-]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_MAX_HEADING = 90  # characters of a first line: more is a paragraph
_OPENING_WORDS = 8
_MOST_FILES = 3


def title_of(transcript: Transcript) -> str:
    """The discussion's own title: of its one thread, its hashtag and day, its opening, or its files; never a bare file name
    where there are other words.
    """
    named = [thread.title for thread in transcript.threads if thread.title and not is_file_name(thread.title)]
    titles = list(dict.fromkeys(named))
    if len(transcript.threads) == 1 and titles:
        return titles[0]
    tags = list(dict.fromkeys(thread.hashtag for thread in transcript.threads if thread.hashtag))
    if len(tags) == 1:
        days = sorted({q.asked_at.date() for t in transcript.threads for q in t.questions if q.asked_at})
        return f"#{tags[0]}" + (f", {_day(days[0])}" if len(days) == 1 else "")
    if titles:
        return titles[0] + (f" and {len(titles) - 1} more" if len(titles) > 1 else "")
    return _opening(transcript) or _of_files(transcript) or "A discussion"


def is_file_name(text: str) -> bool:
    """Whether a title is only what a file is called: "discussion_12.html"."""
    return bool(_FILE_NAME.fullmatch(text.strip()))


def _opening(transcript: Transcript) -> str:
    """Of one thread the question it asks, or the short first line of its article; "" where it has neither."""
    if len(transcript.threads) != 1:
        return ""
    thread = transcript.threads[0]
    if thread.questions and thread.questions[0].text.strip():
        return _at_most(" ".join(thread.questions[0].text.split()))
    first = next((post for post in transcript.posts if post.kind == "article"), None)
    if first is None:
        return ""
    line = next((line.strip() for line in first.text.splitlines() if line.strip()), "")
    if len(line.split()) > 1 and len(line) <= _MAX_HEADING:
        return line.rstrip(".:")
    return "" if _of_files(transcript) and not _unreadable(transcript) else _first_words(line)


def _of_files(transcript: Transcript) -> str:
    places = list(dict.fromkeys(thread.place for thread in transcript.threads if thread.place))
    shown = ", ".join(in_words(place) for place in places[:_MOST_FILES])
    return shown + (f" and {len(places) - _MOST_FILES} more" if len(places) > _MOST_FILES else "")


def _unreadable(transcript: Transcript) -> bool:
    return all(is_file_name(in_words(thread.place)) for thread in transcript.threads)


def in_words(place: str) -> str:
    """A file's name as words ("library_survey.csv.gz" is "Library survey"); as it is where it has none, and addresses."""
    if not is_file_name(place) and not is_file_name(PurePath(place).name):
        return place
    name = PurePath(place).name
    while is_file_name(name):
        name = name.rpartition(".")[0]
    words = _BETWEEN_WORDS.sub(" ", name).strip()
    return words[:1].upper() + words[1:] if _has_words(words.split()) else place


def _has_words(parts: Sequence[str]) -> bool:
    """Whether a part is a word: a checksum has digits among its letters."""
    return any(_WORD.fullmatch(part.strip("().,")) for part in parts)


def _first_words(line: str) -> str:
    words = line.split()
    return _at_most(" ".join(words[:_OPENING_WORDS]).rstrip(",;:.") + ("…" if len(words) > _OPENING_WORDS else ""))


def _at_most(text: str) -> str:
    return text if len(text) <= _MAX_HEADING else text[: _MAX_HEADING - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
