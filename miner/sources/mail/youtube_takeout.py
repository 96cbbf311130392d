"""One's own comments and live chat messages in Google Takeout: comments.csv and live chats.csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from miner.sources.base import Failed, Item, Layout, Skipped
from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in
from miner.sources.dates import read_date
from miner.sources.material import Material
from miner.transcript import Post, Thread

_NEEDED = ({"comment id", "channel id", "comment text"}, {"live chat id", "channel id", "live chat text"})


class YouTubeTakeout:
    """The text is JSON in a cell, in several shapes; the author is known by the number of the channel only."""

    name = "youtube_takeout"
    reads = "own YouTube comments and live chats in Google Takeout (comments.csv, live chats.csv)"
    example = "comments.csv"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        first = material.head.partition("\n")[0].lower()
        if "channel id" not in first:
            return False
        names = {name.strip().strip('"') for name in first.split(",")}
        return any(needed <= names for needed in _NEEDED)

    def items(self, material: Material) -> Iterator[Item]:
        names, rows = material.table
        columns = [name.strip().lower() for name in names]
        is_chat = "live chat id" in columns
        yield Layout(text="live chats" if is_chat else "comments")
        yield from material.table_repairs
        threads: set[str] = set()
        seen: set[str] = set()
        for line, cells in rows:
            row = dict(zip(columns, cells, strict=False))
            own_id = row.get("live chat id" if is_chat else "comment id", "").strip()
            if not own_id or len(cells) < len(columns) - 1:
                yield Failed(reason="row with too few cells")
                continue
            text = clean(takeout_text(row.get("live chat text" if is_chat else "comment text", "")))
            if not text or own_id in seen:
                yield Skipped(reason="empty" if not text else "read twice")
                continue
            seen.add(own_id)
            place = row.get("video id") or row.get("post id") or "unknown video"
            thread_id = f"youtube:{place}{':chat' if is_chat else ''}"
            if thread_id not in threads:
                threads.add(thread_id)
                yield _thread(thread_id, row.get("video id", ""), is_chat)
            yield _post(own_id, thread_id, text, row, f"line {line}", is_chat)


def _thread(thread_id: str, video: str, is_chat: bool) -> Thread:
    url = f"https://www.youtube.com/watch?v={video}" if video else ""
    return Thread(id=thread_id, url=url, platform="youtube", is_chat=is_chat)


def _post(own_id: str, thread_id: str, text: str, row: Mapping[str, str], locator: str, is_chat: bool) -> Post:
    parent = row.get("parent comment id", "").strip() or row.get("top-level comment id", "").strip()
    stamp = read_date(row.get("live chat create timestamp" if is_chat else "comment create timestamp", ""))
    video = row.get("video id", "")
    return Post(
        id=f"youtube:{own_id}",
        thread_id=thread_id,
        parent_id=f"youtube:{parent}" if parent and parent != own_id else None,
        parent_source="native" if parent and parent != own_id else None,
        kind="message" if is_chat else "comment",
        author=row.get("channel id", ""),
        text=text,
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        url=f"https://www.youtube.com/watch?v={video}&lc={own_id}" if video and not is_chat else "",
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        links=links_in(text),
        locator=locator,
    )


def takeout_text(cell: str) -> str:
    """The words of a cell: {"takeoutSegments": [{"text": ...}]}, {"text": ...},{"text": ...}, or plain."""
    if not cell.lstrip().startswith("{") or cell.count("{") > 2000:
        return cell
    try:
        found = msgspec.json.decode(f"[{cell}]")
    except (msgspec.DecodeError, RecursionError):
        return cell
    parts: list[Any] = []
    for entry in found:
        segments = entry.get("takeoutSegments") if isinstance(entry, dict) else None
        parts += segments if isinstance(segments, list) else [entry]
    texts = [part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)]
    return "".join(texts) if texts else cell
