"""Comments below videos: what all files with them share, whichever program wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from miner.sources.base import Item, Note, Skipped
from miner.sources.cleaning import hashtags_in, links_in, mentions_in
from miner.sources.dates import NO_DATE, Stamp
from miner.sources.html import HtmlText
from miner.sources.reasons import READ_TWICE
from miner.transcript import Post, Record, Thread

ESTIMATED = "estimated_date"  # flag: the site showed "3 years ago" and a program reckoned back


class VideoComment(Record, frozen=True):
    """One comment; ``parent`` is the native id of the comment it answers, ``place`` the thread it belongs to."""

    id: str
    body: HtmlText
    place: str = ""
    parent: str = ""
    author: str = ""
    stamp: Stamp = NO_DATE
    edited: Stamp = NO_DATE
    likes: int = 0
    url: str = ""
    flags: tuple[str, ...] = ()
    n_replies: int | None = None
    locator: str = ""


class Video(Record, frozen=True):
    """Where comments belong; ``n_claimed`` is how many the file says there are."""

    id: str
    title: str = ""
    url: str = ""
    n_claimed: int | None = None


def comment_items(
    videos: Sequence[Video], comments: Sequence[VideoComment], platform: str = "youtube"
) -> Iterator[Item]:
    """Threads of the videos that have comments, the posts, and a note about replies that are missing."""
    unique: dict[str, VideoComment] = {}
    for comment in comments:
        unique.setdefault(comment.id, comment)
    if len(unique) < len(comments):
        yield Skipped(reason=READ_TWICE, n=len(comments) - len(unique))
    places = {comment.id: comment.place for comment in unique.values()}
    used = {_place(comment, places) for comment in unique.values()}
    known = {video.id: video for video in reversed(videos)}
    for place in sorted(used):
        video = known.get(place) or Video(id=place)
        yield Thread(
            id=f"{platform}:{place}", title=video.title, url=video.url, platform=platform, n_claimed=video.n_claimed
        )
    for comment in unique.values():
        if comment.body.text:
            yield _post(comment, _place(comment, places), platform)
        else:
            yield Skipped(reason="empty")
    yield from _missing(list(unique.values()))


def _place(comment: VideoComment, places: dict[str, str]) -> str:
    """The thread: a reply stands where its comment stands, even if it does not say so itself."""
    return comment.place or places.get(comment.parent) or comment.parent or comment.id


def _post(comment: VideoComment, place: str, platform: str) -> Post:
    text = comment.body.text
    return Post(
        id=f"{platform}:{comment.id}",
        thread_id=f"{platform}:{place}",
        parent_id=f"{platform}:{comment.parent}" if comment.parent else None,
        parent_source="native" if comment.parent else None,
        kind="comment",
        author=comment.author,
        text=text,
        quoted=comment.body.quoted,
        posted_at=comment.stamp.at,
        precision=comment.stamp.precision,
        tz_assumed=comment.stamp.tz_assumed,
        edited_at=comment.edited.at if comment.edited.at != comment.stamp.at else None,
        url=comment.url,
        likes=comment.likes,
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        links=tuple(dict.fromkeys(_target(link) for link in (*comment.body.links, *links_in(text)))),
        flags=comment.flags,
        locator=comment.locator,
    )


def _target(link: str) -> str:
    """Where a link of YouTube's own redirection leads."""
    if "/redirect?" in link:
        try:
            return (parse_qs(urlsplit(link).query).get("q") or [link])[0]
        except ValueError:
            return link
    return link


def _missing(comments: Sequence[VideoComment]) -> Iterator[Item]:
    """Replies that comments say they have and that are not there."""
    found: dict[str, int] = {}
    for comment in comments:
        if comment.parent:
            found[comment.parent] = found.get(comment.parent, 0) + 1
    lost = sum(max(0, comment.n_replies - found.get(comment.id, 0)) for comment in comments if comment.n_replies)
    if lost:
        yield Note(text=f"replies that are counted and not in the file: {lost}")
