"""Exports of Polis conversations: ``comments.csv``, with what lies beside it.

Columns as its export writes them: ``timestamp`` in milliseconds, ``moderated`` 1 accepted, 0 pending, -1 rejected.
Votes carry no words; they are taken with the comments so that nobody reads their numbers as a discussion.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in
from miner.sources.dates import read_date
from miner.sources.table_cells import number_of
from miner.transcript import Post, Thread

_COMMENTS = frozenset({"comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"})
_OTHERS = (
    frozenset({"participant", "group-id", "n-votes"}),
    frozenset({"timestamp", "datetime", "comment-id", "voter-id", "vote"}),
    frozenset({"comment-id", "comment"}),  # comment-groups.csv and the like: the comments again, with figures
)
_SUMMARY_KEYS = frozenset({"topic", "url", "views", "voters", "commenters", "comments", "groups"})
_REJECTED = "-1"


class Polis:
    """Comments, with agreement as likes; the topic of the summary is the title."""

    name = "polis"
    reads = "Polis exports (comments.csv, alone or in the export's folder or zip)"
    example = "comments.csv"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        tables = [entry for entry in bundle.entries if ".csv" in entry.base_name.lower() or len(bundle.entries) == 1]
        comments = next((entry for entry in tables if names_in(entry) >= _COMMENTS), None)
        if comments is None:
            return []
        folder = PurePosixPath(comments.name).parent
        beside = [
            entry
            for entry in tables
            if entry is not comments and PurePosixPath(entry.name).parent == folder and _is_other(entry)
        ]
        return [comments, *beside]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        comments, *beside = members
        topics = dict(_topic(entry) for entry in beside if _is_summary(entry))
        material = comments.material()
        names, rows = material.table
        yield Layout("Polis comments")
        yield from material.table_repairs
        if beside:
            yield Note(f"votes and totals were not read: {', '.join(entry.base_name for entry in beside)}")
        threads: set[str] = set()
        for line, cells in rows:
            row = dict(zip(names, cells, strict=False))
            conversation = clean(row.get("conversation", ""))
            thread_id = f"polis:{conversation or comments.place}"
            if thread_id not in threads:
                threads.add(thread_id)
                title, url = topics.get(conversation, topics.get("", ("", "")) if not conversation else ("", ""))
                yield Thread(id=thread_id, title=title or conversation, url=url, platform="polis")
            yield _item(row, thread_id, f"{comments.name}#line {line}")


def names_in(entry: Entry) -> frozenset[str]:
    """The names in the first line of a table."""
    line = next(iter(entry.start.splitlines()), "").lstrip("\ufeff")
    return frozenset(name.strip() for name in next(csv.reader([line]), [])) if line else frozenset()


def _is_other(entry: Entry) -> bool:
    names = names_in(entry)
    return _is_summary(entry) or any(names >= wanted for wanted in _OTHERS)


def _is_summary(entry: Entry) -> bool:
    """``key,value`` lines without names; the topic may hold anything, its lines after that are few."""
    keys = {line.partition(",")[0] for line in entry.start.splitlines()}
    return entry.base_name.startswith("summary") and len(keys & _SUMMARY_KEYS) >= 4


def _topic(entry: Entry) -> tuple[str, tuple[str, str]]:
    """The conversation that a summary is of ("" for the only one), its topic and address."""
    values = {row[0]: row[1] for row in csv.reader(entry.start.splitlines()) if len(row) > 1}
    name = entry.base_name.split(".csv")[0].removeprefix("summary").lstrip("_-")
    url = values.get("url", "")
    return name, (clean(values.get("topic", "")), url if url.startswith(("https://", "http://")) else "")


def _item(row: dict[str, str], thread_id: str, locator: str) -> Post | Skipped | Failed:
    if "comment-body" not in row:
        return Failed("row without the cell of the text")
    if row["moderated"].strip() == _REJECTED:
        return Skipped("rejected by moderators")
    text = clean(row["comment-body"])
    if not text:
        return Skipped("empty text")
    stamp = read_date(row.get("timestamp", ""))
    return Post(
        id=f"{thread_id}:{row['comment-id'].strip()}",
        thread_id=thread_id,
        text=text,
        author=row["author-id"].strip(),
        likes=number_of(row["agrees"].strip()),
        posted_at=stamp.at,
        precision=stamp.precision,
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        links=links_in(text),
        locator=locator,
    )
