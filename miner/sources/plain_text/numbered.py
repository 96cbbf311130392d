"""Comment lists of which a copy keeps only the numbers: "  1. Great post ...", paragraphs indented below.

Articles hold numbered lists too. A comment list restarts at 1 behind the article, its items are texts with empty
lines between, and no article goes on behind it; each sign counts, see ``_weight``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from miner.sources.plain_text.boilerplate import is_furniture, opens_box, opens_comments
from miner.sources.plain_text.heads import head_at, is_prose

ACCEPTED = (
    5  # the real lists weigh 7 to 9, a numbered list that ends an article up to 4 (pages on customer experience, 2024)
)
MAX_RUNS = 40  # lists on a page that are looked at, the last ones: comments come last
MAX_NESTED = 8  # lists within lists
MAX_BEHIND = 3000  # lines behind a list in which the article may go on
_ITEM = re.compile(r"(?P<indent>[ ]{0,8})(?P<number>\d{1,4})(?P<dot>[.)])[ ]+(?=\S)")
_SPEAKS_TO = re.compile(
    r"(?:hi|hello|hey|dear|thanks?|thank\syou|great|good|nice|excellent|interesting|i\s(?:agree|disagree|think|like|love)|agreed|hallo|liebe[r]?|danke|hola|gracias|bonjour|merci)\b"
    r"|(?!(?:first|second|third|finally|next|then|also|however|yes|no|well|so|but|and|if|when)\b)(?-i:[A-ZÀ-Þ])[\w'’.-]+(?:\s(?-i:[A-ZÀ-Þ])[\w'’.-]+)?\s?(?:,|–|—)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NumberedItem:
    """Lines ``[start, end)`` of one item; ``column`` is where its text begins on the first line."""

    start: int
    end: int
    column: int


def find_comments(lines: Sequence[str]) -> list[NumberedItem]:
    """The items of the numbered comment list of a page; [] if it has none."""
    runs = _runs(lines)
    weighed = [(weight, number) for number, run in enumerate(runs) if (weight := _weight(lines, run)) >= ACCEPTED]
    return runs[max(weighed)[1]] if weighed else []


def _runs(lines: Sequence[str]) -> list[list[NumberedItem]]:
    """Lists that count up from 1 at one indent (longer numbers may stand further left)."""
    starts = [(number, match) for number, line in enumerate(lines) if (match := _ITEM.match(line))]
    runs: list[list[tuple[int, re.Match[str]]]] = []
    open_runs: list[list[tuple[int, re.Match[str]]]] = []
    for number, match in starts:
        counted = int(match["number"])
        continued = next((run for run in reversed(open_runs) if _goes_on(run[-1][1], match)), None)
        if continued is not None:
            continued.append((number, match))
        elif counted == 1:
            runs.append([(number, match)])
            open_runs = [run for run in open_runs if not _same_column(run[-1][1], match)][-MAX_NESTED:]
            open_runs.append(runs[-1])
    return [_items(lines, run) for run in runs[-MAX_RUNS:]]


def _goes_on(last: re.Match[str], match: re.Match[str]) -> bool:
    return int(match["number"]) == int(last["number"]) + 1 and _same_column(last, match)


def _same_column(one: re.Match[str], other: re.Match[str]) -> bool:
    same_left = len(one["indent"]) == len(other["indent"])
    same_right = abs(len(one["indent"] + one["number"]) - len(other["indent"] + other["number"])) <= 1
    return one["dot"] == other["dot"] and (same_left or (bool(one["indent"]) and same_right))


def _items(lines: Sequence[str], run: list[tuple[int, re.Match[str]]]) -> list[NumberedItem]:
    ends = [number for number, _ in run[1:]]
    indented = bool(run[0][1]["indent"])
    ends.append(_end(lines, run[-1][0] + 1, indented))
    return [NumberedItem(number, end, match.end()) for (number, match), end in zip(run, ends, strict=True)]


def _end(lines: Sequence[str], start: int, indented: bool) -> int:
    """The line behind the last item: the first that is not indented as its text is, or opens another box."""
    for number in range(start, len(lines)):
        line = lines[number]
        if line.strip() and ((indented and not line.startswith("  ")) or opens_box(line)):
            return number
    return len(lines)


def _weight(lines: Sequence[str], run: list[NumberedItem]) -> int:
    """How many signs say that these are comments; below zero if the article goes on behind or between them."""
    start, end = run[0].start, run[-1].end
    indented = lines[start].startswith(" ")
    if _article_goes_on(lines, end) or (indented and _prose_between(lines, run)):
        return -1
    texts = [list(lines[item.start : item.end]) for item in run]
    n_words = sum(len(line.split()) for text in texts for line in text) / len(run)
    above = [line for line in lines[max(0, start - 12) : start] if line.strip()][-3:]
    gap = 0
    while start - 1 - gap >= 0 and not lines[start - 1 - gap].strip():
        gap += 1
    apart = all(not lines[item.end - 1].strip() for item in run[:-1])
    weight = (2 if apart else -2) if len(run) > 1 else int(_n_paragraphs(texts[0]) > 1)
    weight += 2 * (gap >= 2 or any(is_furniture(line) or opens_box(line) for line in above[-1:]))
    weight += 2 * any(opens_comments(line) for line in above)
    weight += any(_n_paragraphs(text) > 1 for text in texts)
    weight += any(opens_box(line) for line in lines[end : end + 4])
    weight += n_words >= 25
    weight += any(_SPEAKS_TO.match(text[0][item.column :]) for text, item in zip(texts, run, strict=True))
    weight += 3 * any(
        head_at([text[0][item.column :], *text[1:]], 0) is not None for text, item in zip(texts, run, strict=True)
    )
    weight -= (n_words < 12) + 2 * any(line.rstrip().endswith(":") for line in above[-1:])
    return weight - (0 if indented else 2)


def _n_paragraphs(text: Sequence[str]) -> int:
    filled = [bool(line.strip()) for line in text]
    return sum(now and not before for before, now in zip([False, *filled], filled, strict=False))


def _article_goes_on(lines: Sequence[str], end: int) -> bool:
    for line in lines[end : end + MAX_BEHIND]:
        if opens_box(line):
            return False
        if is_prose(line):
            return True
    return False


def _prose_between(lines: Sequence[str], run: list[NumberedItem]) -> bool:
    return any(
        line[:1] not in ("", " ") and is_prose(line) for item in run for line in lines[item.start + 1 : item.end]
    )
