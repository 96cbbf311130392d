"""ConvoKit corpora: a folder or zip with ``utterances.jsonl`` and files about speakers and conversations.

Layout: convokit.cornell.edu/documentation/data_format.html; corpora before version 2.4 say ``user`` and ``root``, dumps
write ``reply-to``, the documentation ``reply_to``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.cleaning import clean, hashtags_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, string
from miner.sources.table_cells import DELETED, text_of
from miner.transcript import Post, Thread

_UTTERANCES = "utterances.jsonl"
_ABOUT = ("speakers.json", "users.json", "conversations.json", "corpus.json", "index.json")
_TITLES = ("title", "page_title", "conversation_title", "name", "subject", "topic", "movie_name")


class ConvoKit:
    """Utterances as posts, each conversation a thread."""

    name = "convokit"
    reads = "ConvoKit corpora (utterances.jsonl with speakers.json and conversations.json)"
    example = "corpus.zip"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        utterances = bundle.named(_UTTERANCES)
        if utterances is None:
            return []
        folder = PurePosixPath(utterances.name).parent
        about = [
            entry
            for entry in bundle.entries
            if PurePosixPath(entry.name).parent == folder
            and (entry.base_name in _ABOUT or entry.base_name.startswith("info."))
        ]
        first = next(iter(entry_objects(utterances, 1)), {})
        return [utterances, *about] if _is_utterance(first) else []

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        utterances, *about = members
        known = {entry.base_name: entry for entry in about}
        conversations = known["conversations.json"].material().sound_json if "conversations.json" in known else None
        threads: set[str] = set()
        n_undated = 0
        yield Layout("one utterance a line")
        for number, value in utterances.material().objects():
            locator = f"{utterances.name}#line {number}"
            item = _item(value, locator)
            if isinstance(item, Post):
                if item.thread_id not in threads:
                    threads.add(item.thread_id)
                    yield _thread(item.thread_id, conversations)
                n_undated += item.posted_at is None and child(value, "timestamp") is not None
            yield item
        if n_undated:
            yield Note(f"{n_undated:,} times could not be read and were left out")


def entry_objects(entry: Entry, n: int) -> list[Mapping[str, Any]]:
    """The first objects of a file of JSON Lines."""
    found = (value for _, value in itertools.islice(entry.material().preview.objects(), n))
    return [value for value in found if value is not None]


def _is_utterance(value: Mapping[str, Any]) -> bool:
    return "text" in value and "id" in value and ("speaker" in value or "user" in value)


def _item(value: Mapping[str, Any] | None, locator: str) -> Post | Skipped | Failed:
    if value is None:
        return Failed("broken line")
    if not _is_utterance(value):
        return Failed("line that is no utterance")
    body = string(value, "text")
    text, quoted, links = text_of(body)
    if not text or body.strip().lower() in DELETED:
        return Skipped("deleted" if text else "empty text")
    parent = _first(value, "reply-to", "reply_to")
    stamp = _stamp(value.get("timestamp"))
    return Post(
        id=f"convokit:{value['id']}",
        thread_id=f"convokit:{_first(value, 'conversation_id', 'root') or value['id']}",
        text=text,
        author=_name(value.get("speaker", value.get("user"))),
        parent_id=f"convokit:{parent}" if parent else None,
        parent_source="native" if parent else None,
        quoted=quoted,
        links=links,
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        locator=locator,
    )


def _first(value: Mapping[str, Any], *names: str) -> str:
    found = next((value[name] for name in names if value.get(name) is not None), "")
    return str(found) if isinstance(found, str | int) else ""


def _name(speaker: object) -> str:
    """A name, or in oldest corpora an object with one; people who deleted their account have none."""
    found = child(speaker, "id") or child(speaker, "name") if isinstance(speaker, Mapping) else speaker
    name = " ".join(clean(str(found)).split()) if isinstance(found, str | int) else ""
    return "" if name.lower() in DELETED else name[:100]


def _stamp(value: object) -> Stamp:
    """Seconds since 1970, or a written date; corpora of speech count from 0, which is no date."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return NO_DATE
    text = str(value).strip()
    return read_date(text.removesuffix(".0"))


def _thread(thread_id: str, conversations: object) -> Thread:
    about = child(conversations, thread_id.removeprefix("convokit:"))
    meta = child(about, "meta") if isinstance(child(about, "meta"), Mapping) else about
    title = next((string(meta, name) for name in _TITLES if string(meta, name)), "")
    return Thread(id=thread_id, title=clean(title), platform="convokit")
