"""Comments of a news site as its own interface gives them: an article, and a list of comments on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Failed, Item
from miner.sources.blogs.addresses import absolute
from miner.sources.blogs.comments import Comment, claim_note, thread_items
from miner.sources.blogs.nested import entries_of, id_of, with_replies
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.transcript import Thread, content_id

_TEXTS = ("comment", "text", "content", "body", "message")
_PARENTS = ("parentId", "parent_id", "parentCommentId", "replyTo")
_DATES = ("createdAt", "created_at", "publishedAt", "timestamp", "date")
_PEOPLE = ("userIdentity", "author", "user")
_NAMES = ("displayName", "name", "username", "nickname")
_VOTES = ("totalPositiveVotes", "likes", "upvotes", "up")


class NewsComments:
    """``article`` and ``comments`` beside each other; replies nested or named by their parent."""

    name = "news_comments_json"
    reads = "comments on a news article as the site's own interface gives them (JSON)"
    example = "comments.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"article"' not in material.text[:200_000]:
            return False
        value = material.sound_json
        article, comments = child(value, "article"), children(value, "comments")
        has_title = bool(string(article, "title") or string(article, "headline"))
        return has_title and bool(comments) and all(_is_comment(entry) for entry in comments[:20])

    def items(self, material: Material) -> Iterator[Item]:
        value = material.json
        article = child(value, "article")
        comments: list[Comment] = []
        for locator, entry, above in with_replies(entries_of(value, "comments", ""), "replies"):
            if _is_comment(entry):
                comments.append(_comment(entry, locator, above))
            else:
                yield Failed("object that is no comment")
        url = absolute(string(article, "url") or string(article, "link"), "")
        title = string(article, "title") or string(article, "headline")
        n_claimed = number(value, "totalComments")
        yield from thread_items(
            Thread(
                id=content_id(self.name, id_of(article) or url, title),
                title=title,
                url=url,
                platform=host_of(url) or "news",
                n_claimed=n_claimed,
            ),
            comments,
            self.name,
        )
        yield from claim_note(n_claimed, len(comments))


def _is_comment(value: Any) -> bool:
    return (
        isinstance(value, Mapping) and bool(id_of(value)) and any(isinstance(value.get(name), str) for name in _TEXTS)
    )


def _comment(value: Mapping[str, Any], locator: str, above: Any) -> Comment:
    named = next((found for name in _PARENTS if (found := id_of(value, name))), "")
    votes = child(value, "votes")
    return Comment(
        body=read_fragment(next((found for name in _TEXTS if (found := string(value, name))), "")),
        number=id_of(value),
        parent=named or id_of(above),
        parent_source="native" if named else "nesting",
        author=_author(value),
        stamp=_stamp(value),
        likes=next((n for name in _VOTES if (n := number(votes, name) or number(value, name))), 0),
        not_a_post="deleted" if value.get("deleted") is True or value.get("isDeleted") is True else "",
        locator=locator,
    )


def _author(value: Mapping[str, Any]) -> str:
    for person in (*(child(value, name) for name in _PEOPLE), value):
        if isinstance(person, str) and person:
            return person
        name = next((found for field in _NAMES if (found := string(person, field))), "")
        if name:
            return name
    return ""


def _stamp(value: Mapping[str, Any]) -> Stamp:
    for name in _DATES:
        written = child(value, name)
        if isinstance(written, int | str) and not isinstance(written, bool):
            stamp = read_date(str(written))
            if stamp.at is not None:
                return stamp
    return NO_DATE
