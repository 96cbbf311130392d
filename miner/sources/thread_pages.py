"""Threads that a site prints on several pages: which of these are missing, once it is known which were given."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from miner.sources.base import Note
from miner.transcript import Transcript

_ONE_OF = re.compile(r"page (\d+) of (\d+) of its thread; the others are not in this file")
_ONE_BEFORE = re.compile(r"page (\d+) of its thread; the pages after it are not in this file")
MAX_PAGES = 10_000  # of one thread; a page may say anything


def page_note(page: int, n_pages: int | None) -> Note:
    """What the account of a single page says; ``n_pages`` None where the page only says that another follows."""
    if n_pages is None:
        return Note(f"page {page} of its thread; the pages after it are not in this file")
    return Note(f"page {page} of {n_pages} of its thread; the others are not in this file")


def with_missing_pages(parts: Sequence[Transcript]) -> list[Transcript]:
    """The parts; where pages of one thread came in several files, their accounts say only what none of them holds."""
    by_thread: dict[str, list[int]] = {}
    for number, part in enumerate(parts):
        if len(part.threads) == len(part.accounts) == 1:
            by_thread.setdefault(part.threads[0].id, []).append(number)
    changed = list(parts)
    for numbers in by_thread.values():
        known = {number: _page_of(parts[number]) for number in numbers}
        noted = [number for number in numbers if known[number][0]]
        pages = {known[number][0] for number in noted}
        if not noted or (len(pages) == 1 and len(noted) == len(numbers)):
            continue  # one page alone: its own note says it all
        n_pages = max(total for _, total in known.values())
        is_open = not n_pages and len(noted) == len(numbers)  # each of them names a page after it
        note = _still_missing(pages, n_pages or max(pages), is_open)
        last = max(noted, key=lambda number: known[number])
        for number in noted:
            changed[number] = _with_note(parts[number], note if number == last else "")
    return changed


def _page_of(part: Transcript) -> tuple[int, int]:
    """(its page, how many its thread has); 0 for what it does not say."""
    for note in part.accounts[0].notes:
        if one_of := _ONE_OF.fullmatch(note):
            return int(one_of[1]), int(one_of[2])
        if one_before := _ONE_BEFORE.fullmatch(note):
            return int(one_before[1]), 0
    return 0, 0


def _still_missing(pages: set[int], n_pages: int, is_open: bool) -> str:
    """The pages of a thread that were not given; "" if none is missing."""
    missing = [str(page) for page in range(1, min(n_pages, MAX_PAGES) + 1) if page not in pages]
    named = missing[:10] + (["others"] if len(missing) > 10 else []) + (["those after the last"] if is_open else [])
    return f"pages of its thread that are in none of the files: {', '.join(named)}" if named else ""


def _with_note(part: Transcript, note: str) -> Transcript:
    account = part.accounts[0]
    kept = [text for text in account.notes if not _ONE_OF.fullmatch(text) and not _ONE_BEFORE.fullmatch(text)]
    changed = msgspec.structs.replace(account, notes=(*([note] if note else []), *kept))
    return msgspec.structs.replace(part, accounts=(changed,))
