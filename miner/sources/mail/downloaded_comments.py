"""Comments as programs download them: yt-dlp's ``info.json``, and youtube-comment-downloader's lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from miner.sources.base import Failed, Item, Layout, Note
from miner.sources.cleaning import clean
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText
from miner.sources.json_values import child, number, string
from miner.sources.mail.video_comments import ESTIMATED, Video, VideoComment, comment_items
from miner.sources.material import Material
from miner.transcript import content_id

_SHORT_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s?([KMB]?)$", re.IGNORECASE)
_SCALE = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_ESTIMATE_NOTE = 'dates were reckoned back from words such as "3 years ago" when the comments were downloaded'


class YtDlp:
    """Reads the list ``comments`` of an ``info.json``; ``parent`` is "root" or the id of a comment."""

    name = "yt_dlp"
    reads = "comments in the info.json of yt-dlp (--write-comments)"
    example = "talk.info.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"comments"' not in material.text:
            return False
        value = material.sound_json
        found = child(value, "comments")
        described = any(name in value for name in ("extractor", "extractor_key", "webpage_url")) if found else False
        return described and isinstance(found, list) and any(_is_comment(entry) for entry in found[:20])

    def items(self, material: Material) -> Iterator[Item]:
        info = material.json
        platform = (string(info, "extractor_key") or string(info, "extractor") or "video").lower()
        video = Video(
            id=string(info, "id") or "video",
            title=clean(string(info, "title") or string(info, "fulltitle")),
            url=string(info, "webpage_url"),
            n_claimed=number(info, "comment_count"),
        )
        entries = child(info, "comments")
        comments = [
            _from_ytdlp(entry, f"/comments/{place}", video, platform)
            for place, entry in enumerate(entries if isinstance(entries, list) else [])
            if _is_comment(entry)
        ]
        yield Layout(text="info.json of yt-dlp")
        broken = len(entries) - len(comments) if isinstance(entries, list) else 0
        if broken:
            yield Failed(reason="object that is no comment", n=broken)
        if any(ESTIMATED in comment.flags for comment in comments):
            yield Note(text=_ESTIMATE_NOTE)
        yield from comment_items([video], comments, platform)


class CommentDownloader:
    """Reads one comment a line, or the list ``comments``; replies have a dot in their id."""

    name = "youtube_comment_downloader"
    reads = "comments as JSON (Lines) of youtube-comment-downloader"
    example = "comments.jsonl"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"cid"' not in material.head:
            return False
        rows = [row for _, row in _rows(material)][:20]
        return any(isinstance(row, Mapping) and {"cid", "text", "author"} <= row.keys() for row in rows)

    def items(self, material: Material) -> Iterator[Item]:
        comments: list[VideoComment] = []
        broken = 0
        for locator, row in _rows(material):
            if isinstance(row, Mapping) and string(row, "cid"):
                comments.append(_from_line(row, locator))
            else:
                broken += 1
        yield Layout(text="youtube-comment-downloader")
        if broken:
            yield Failed(reason="object that is no comment", n=broken)
        if any(ESTIMATED in comment.flags for comment in comments):
            yield Note(text=_ESTIMATE_NOTE)
        yield from comment_items([], _of_one_video(comments))


def _of_one_video(comments: Sequence[VideoComment]) -> list[VideoComment]:
    """The lines do not name the video: its thread is known by the first comment."""
    place = content_id("video", comments[0].id) if comments else ""
    return [msgspec.structs.replace(comment, place=place) for comment in comments]


def _is_comment(value: object) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("text"), str) and "id" in value and "parent" in value


def _from_ytdlp(value: Mapping[str, Any], locator: str, video: Video, platform: str) -> VideoComment:
    own_id = str(value["id"])
    parent = str(value.get("parent") or "root")
    stamp = _epoch(value.get("timestamp"))
    estimated = platform == "youtube" and stamp.at is not None
    link = f"https://www.youtube.com/watch?v={video.id}&lc={own_id}" if platform == "youtube" else ""
    return VideoComment(
        id=own_id,
        body=HtmlText(text=clean(string(value, "text"))),
        place=video.id,
        parent="" if parent == "root" else parent,
        author=string(value, "author"),
        stamp=Stamp(at=stamp.at, precision="day") if estimated else stamp,
        likes=number(value, "like_count") or 0,
        url=link,
        flags=(ESTIMATED,) if estimated else (),
        locator=locator,
    )


def _rows(material: Material) -> Iterator[tuple[str, Any]]:
    value = material.sound_json
    entries = value if isinstance(value, list) else child(value, "comments")
    if isinstance(entries, list):
        yield from ((f"/{place}", entry) for place, entry in enumerate(entries))
    else:
        yield from ((f"line {line}", row) for line, row in material.objects())


def _from_line(row: Mapping[str, Any], locator: str) -> VideoComment:
    own_id = string(row, "cid")
    parsed = _epoch(row.get("time_parsed"))
    return VideoComment(
        id=own_id,
        body=HtmlText(text=clean(string(row, "text"))),
        parent=own_id.partition(".")[0] if "." in own_id else "",
        author=string(row, "author"),
        stamp=Stamp(at=parsed.at, precision="day") if parsed.at is not None else NO_DATE,
        likes=short_number(row.get("votes")),
        flags=(ESTIMATED,) if parsed.at is not None else (),
        n_replies=short_number(row.get("replies")) or None,
        locator=locator,
    )


def _epoch(value: object) -> Stamp:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e11:
        return NO_DATE
    return read_date(str(int(value)))


def short_number(value: object) -> int:
    """Numbers as pages show them: 12, "1,204", "1.2K"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return max(value, 0)
    found = _SHORT_NUMBER.fullmatch(str(value or "").strip())
    if not found:
        return 0
    scale = _SCALE[found[2].lower()]
    digits = found[1].replace(",", "." if scale > 1 else "")
    return int(float(digits) * scale) if scale > 1 else int(digits.replace(".", ""))
