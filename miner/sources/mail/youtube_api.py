"""Answers of YouTube's Data API: pages of comment threads and of comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from miner.sources.base import Failed, Item, Layout, Note
from miner.sources.bundles import Bundle, Entry
from miner.sources.cleaning import clean
from miner.sources.dates import read_date
from miner.sources.html import HtmlText, read_fragment
from miner.sources.json_values import child, children, number, string
from miner.sources.mail.video_comments import Video, VideoComment, comment_items
from miner.sources.material import Material

_THREAD, _COMMENT = "youtube#commentThread", "youtube#comment"
_MARK = '"youtube#comment'  # begins the kinds of threads, comments and their lists
Located = tuple[str, Any]


class YouTubeComments:
    """Reads answers of ``commentThreads`` and ``comments``, one, a list of them, or one a line."""

    name = "youtube_comments"
    reads = "comments as JSON of YouTube's Data API (commentThreads, comments)"
    example = "comment_threads.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        return is_comments(material)

    def items(self, material: Material) -> Iterator[Item]:
        yield from _items(list(_resources(material, "")))


class YouTubeCommentPages:
    """Reads the pages of one listing together: replies often stand in files of their own."""

    name = "youtube_comments"
    reads = "folders of pages of YouTube's Data API (commentThreads, comments)"
    example = "comments/page_1.json"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        if not bundle.is_folder:
            return ()
        named = [entry for entry in bundle.entries if entry.base_name.endswith((".json", ".jsonl"))]
        found = [entry for entry in named if is_comments(entry.material())]
        return found if len(found) > 1 else ()

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        yield from _items([found for entry in members for found in _resources(entry.material(), f"{entry.name}#")])


def is_comments(material: Material) -> bool:
    """Whether a file holds answers of the comment methods."""
    if _MARK not in material.head:
        return False
    return any(_kind(value).startswith(_COMMENT) for _, value in _pages(material))


def _pages(material: Material) -> Iterator[Located]:
    value = material.sound_json
    if isinstance(value, list):
        yield from ((f"/{place}", entry) for place, entry in enumerate(value))
    elif value is not None:
        yield "", value
    else:
        yield from ((f"line {line}", row) for line, row in material.json_rows)


def _resources(material: Material, prefix: str) -> Iterator[Located]:
    """Threads, comments, and pages by themselves (for what they say about further ones)."""
    for locator, page in _pages(material):
        yield f"{prefix}{locator}", page
        items = child(page, "items")
        if isinstance(items, list):
            yield from ((f"{prefix}{locator}/items/{place}", entry) for place, entry in enumerate(items))


def _kind(value: object) -> str:
    return string(value, "kind")


def _items(resources: Sequence[Located]) -> Iterator[Item]:
    comments: list[VideoComment] = []
    failed: Counter[str] = Counter()
    more = False
    for locator, value in resources:
        kind = _kind(value)
        if kind == _THREAD:
            comments += _thread(value, locator)
        elif kind == _COMMENT:
            comments.append(_comment(value, locator))
        elif kind.endswith("ListResponse"):
            more = more or bool(string(value, "nextPageToken"))
        else:
            failed["broken line" if value is None else "object that is no comment"] += 1
    broken = sum(not comment.id for comment in comments)
    if broken:
        failed["comment without an id"] += broken
    yield Layout(text="answers of YouTube's Data API")
    for reason, n in sorted(failed.items()):
        yield Failed(reason=reason, n=n)
    whole = [comment for comment in comments if comment.id]
    yield from comment_items(_videos(whole), whole)
    if more:
        yield Note(text="at least one page says that further pages follow")


def _thread(value: Mapping[str, Any], locator: str) -> list[VideoComment]:
    """The comment on top and the replies that came with it (YouTube sends five at most)."""
    snippet = child(value, "snippet")
    place = string(snippet, "videoId") or string(snippet, "channelId")
    n_replies = number(snippet, "totalReplyCount")
    top = _comment(child(snippet, "topLevelComment"), f"{locator}/snippet/topLevelComment", place, n_replies)
    replies = children(child(value, "replies"), "comments")
    return [
        top,
        *(
            _comment(reply, f"{locator}/replies/comments/{number}", place, parent=top.id)
            for number, reply in enumerate(replies)
        ),
    ]


def _comment(
    value: object, locator: str, place: str = "", n_replies: int | None = None, parent: str = ""
) -> VideoComment:
    snippet = child(value, "snippet")
    own_id = string(value, "id")
    video = string(snippet, "videoId")
    place = place or video or string(snippet, "channelId")
    posted = read_date(string(snippet, "publishedAt"))
    edited = read_date(string(snippet, "updatedAt"))
    return VideoComment(
        id=own_id,
        body=_body(snippet),
        place=place,
        parent=string(snippet, "parentId") or parent,
        author=string(snippet, "authorDisplayName"),
        stamp=posted,
        edited=edited,
        likes=number(snippet, "likeCount") or 0,
        url=_link(video or place, own_id) if not place.startswith("UC") or video else "",
        n_replies=n_replies,
        locator=locator,
    )


def _body(snippet: object) -> HtmlText:
    """What the author typed where the answer has it; else what is displayed, which is HTML."""
    typed = string(snippet, "textOriginal")
    return HtmlText(text=clean(typed)) if typed else read_fragment(string(snippet, "textDisplay"))


def _link(video: str, comment: str) -> str:
    return f"https://www.youtube.com/watch?v={video}&lc={comment}" if video and comment else ""


def _videos(comments: Sequence[VideoComment]) -> list[Video]:
    """The threads; each claims its comments and the replies that they count."""
    claimed: Counter[str] = Counter()
    for comment in comments:
        if comment.place and comment.n_replies is not None:
            claimed[comment.place] += 1 + comment.n_replies
    return [
        Video(
            id=place,
            url=f"https://www.youtube.com/{'channel/' if place.startswith('UC') else 'watch?v='}{place}",
            n_claimed=n,
        )
        for place, n in claimed.items()
    ]
