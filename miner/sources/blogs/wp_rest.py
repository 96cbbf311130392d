"""Answers of the WordPress REST API: lists of comments, or of posts with or without the comments embedded in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from miner.sources.base import Failed, Item, Note
from miner.sources.blogs.comments import Comment, summed, thread_items
from miner.sources.blogs.nested import Located, first_values, id_of, values_in
from miner.sources.dates import Stamp, read_date
from miner.sources.html import read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, string
from miner.sources.material import Material
from miner.transcript import Thread

_OF_COMMENTS = frozenset(("post", "parent", "author_name", "content", "date"))
_OF_POSTS = frozenset(("title", "content", "date", "slug"))
_STATES = {"hold": "awaiting moderation", "unapproved": "awaiting moderation", "trash": "in the trash"}
_APPROVED = ("", "approved", "approve", "1")


class WordPressRest:
    """``/wp/v2/comments`` and ``/wp/v2/posts``, also with ``_embed``; a thread for each post."""

    name = "wp_rest"
    reads = "comments and posts as JSON from the WordPress REST API"
    example = "comments.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"rendered"' not in material.text[:500_000]:
            return False
        found = [entry for value in first_values(material) for _, entry in _objects("", value)[:20]]
        return bool(found) and all(_is_comment(entry) or _is_post(entry) for entry in found)

    def items(self, material: Material) -> Iterator[Item]:
        yield from summed(self._items(material))

    def _items(self, material: Material) -> Iterator[Item]:
        posts: dict[str, tuple[Mapping[str, Any], str]] = {}
        comments: dict[str, list[Comment]] = {}
        for locator, value in values_in(material):
            for where, entry in _objects(locator, value):
                if _is_post(entry):
                    posts[id_of(entry)] = (entry, where)
                    for inner, reply in _embedded(entry, where):
                        comments.setdefault(id_of(entry), []).append(_comment(reply, inner))
                elif _is_comment(entry):
                    comments.setdefault(id_of(entry, "post"), []).append(_comment(entry, where))
                else:
                    yield Failed("object that is neither post nor comment")
        for number in dict.fromkeys((*posts, *comments)):
            yield from _thread(number, posts.get(number), comments.get(number, []), self.name)
        n_open = sum(
            string(post, "comment_status") == "open" and number not in comments for number, (post, _) in posts.items()
        )
        if n_open and not comments:
            yield Note("the comments of these posts are not in the file (ask for them with _embed or /comments)")


def _objects(locator: str, value: Any) -> list[Located]:
    if isinstance(value, list):
        return [(f"{locator}/{n}", entry) for n, entry in enumerate(value)]
    return [(locator, value)]


def _is_comment(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_COMMENTS and isinstance(value["content"], Mapping)


def _is_post(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() >= _OF_POSTS and isinstance(value["content"], Mapping)


def _embedded(post: Mapping[str, Any], locator: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The comments of a post that came with it, its own pages of them flattened."""
    pages = child(child(post, "_embedded"), "replies")
    for n, page in enumerate(pages if isinstance(pages, list) else []):
        for m, reply in enumerate(page if isinstance(page, list) else []):
            if isinstance(reply, Mapping) and isinstance(child(reply, "content"), Mapping):
                yield f"{locator}/_embedded/replies/{n}/{m}", reply


def _thread(
    number: str, post: tuple[Mapping[str, Any], str] | None, comments: list[Comment], source: str
) -> Iterator[Item]:
    value: Mapping[str, Any] = post[0] if post is not None else {}
    url = string(value, "link") or next((comment.url.partition("#")[0] for comment in comments if comment.url), "")
    host = host_of(url) or ""
    title = " ".join(read_fragment(string(child(value, "title"), "rendered")).text.split())
    thread = Thread(id=f"{source}:{host}/{number}", title=title, url=url, platform="wordpress")
    opening = _article(value, post[1]) if post is not None else None
    yield from thread_items(thread, comments, f"{source}:{host}" if host else thread.id, opening)


def _article(value: Mapping[str, Any], locator: str) -> Comment:
    authors = children(child(value, "_embedded"), "author")
    return Comment(
        body=read_fragment(string(child(value, "content"), "rendered")),
        kind="article",
        author=string(authors[0], "name") if authors else "",
        stamp=_stamp(value),
        url=string(value, "link"),
        not_a_post="" if string(value, "status") in ("", "publish") else string(value, "status"),
        locator=locator,
    )


def _comment(value: Mapping[str, Any], locator: str) -> Comment:
    status = string(value, "status")
    kind = string(value, "type")
    return Comment(
        body=read_fragment(string(child(value, "content"), "rendered")),
        number=id_of(value),
        parent=id_of(value, "parent"),
        author=string(value, "author_name"),
        stamp=_stamp(value),
        url=string(value, "link"),
        not_a_post=kind if kind not in ("", "comment") else "" if status in _APPROVED else _STATES.get(status, status),
        locator=locator,
    )


def _stamp(value: Mapping[str, Any]) -> Stamp:
    """UTC where it is given; embedded comments have only the time of the blog's own clock."""
    utc = string(value, "date_gmt")
    return read_date(f"{utc}Z" if utc and utc[-1].isdigit() and "+" not in utc else utc or string(value, "date"))
