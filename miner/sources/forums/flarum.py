"""Flarum: discussions as JSON:API (``/api/discussions/57``, ``/api/posts?filter[discussion]=57``) and saved pages.

A saved page carries the same JSON in a script (``flarum-json-payload``); without it the posts it shows are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from selectolax.lexbor import LexborHTMLParser

from miner.errors import BrokenInput
from miner.sources.base import Item, Layout, Skipped
from miner.sources.cleaning import clean, hashtags_in, mentions_in
from miner.sources.dates import read_date
from miner.sources.forums.forum_page import ForumPages
from miner.sources.forums.forum_text import ForumText, read_body, read_text
from miner.sources.forums.markup import Markup, Place, TextMarkup
from miner.sources.html_article import host_of
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material, check_depth
from miner.sources.reasons import READ_TWICE
from miner.transcript import ParentSource, Post, Thread

# A reply begins with a link to the post it answers: <a class="PostMention" data-id="12">Ann</a>.
_MENTION = "a.PostMention[data-id]"
CONTENT = TextMarkup(quote="blockquote", jump=_MENTION, signature=".Post-signature")

SHOWN = Markup(
    version="Flarum, as shown",
    marks=r"""\bid=["']flarum-(?:json-payload|content|loading)["']""",
    words=("flarum-",),
    post="article.Post, .EventPost",
    number=(Place(attribute="data-id"), Place(selector="[data-id]", attribute="data-id")),
    author=(
        Place(selector=".PostUser-name .username"),
        Place(selector=".PostUser-name"),
        Place(selector=".PostUser h3"),
    ),
    date=(Place(selector=".PostMeta time, .Post-header time", attribute="datetime"),),
    body=".Post-body",
    text=CONTENT,
    answers=(Place(selector=_MENTION, attribute="data-id"),),
    gone=((".EventPost", "system message"), (".Post--hidden", "deleted")),
    title=(Place(selector=".DiscussionHero-title"), Place(selector="h1")),
    thread=r"/d/(\d+)",
    is_answer_to_opening=True,
)
FOR_CRAWLERS = msgspec.structs.replace(SHOWN, version="Flarum, without scripts", post="#flarum-content article")


class Flarum:
    """A post replies to the post that its text mentions first, else to the opening one."""

    name = "flarum"
    reads = "Flarum discussions as JSON (JSON:API)"
    example = "discussions-57.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if '"discussions"' not in material.text[:200_000] and '"contentType"' not in material.text[:200_000]:
            return False
        return any(_is_flarum(entry) for _, entry in _resources(material.sound_json))

    def items(self, material: Material) -> Iterator[Item]:
        yield from _read(material.sound_json, "")


class FlarumPages(ForumPages):
    """The data in the page if it carries them, else what it shows."""

    name = "flarum_page"
    reads = "saved pages of Flarum discussions"
    example = "d-57-parcels.html"
    platform = "flarum"
    markups = (SHOWN, FOR_CRAWLERS)

    def carries_data(self, material: Material) -> bool:
        return any(string(entry, "type") == "posts" for _, entry in _resources(_payload(material)))

    def items(self, material: Material) -> Iterator[Item]:
        if self.carries_data(material):
            canonical = material.page.css_first("link[rel=canonical]")
            yield from _read(
                _payload(material), (canonical.attributes.get("href") or "") if canonical is not None else ""
            )
        else:
            yield from super().items(material)


def _payload(material: Material) -> Any:
    """The JSON that the page was sent with; None if it carries none that can be read."""
    node = material.page.css_first("#flarum-json-payload")
    try:
        text = (node.text() or "null") if node is not None else "null"
        check_depth(text.encode(), material.place)
        return child(msgspec.json.decode(text), "apiDocument")
    except (BrokenInput, msgspec.DecodeError):
        return None


def _resources(value: object) -> list[tuple[str, Mapping[str, Any]]]:
    """The resources of a JSON:API document, with where they stand."""
    data = child(value, "data")
    found = [("/data", data)] if isinstance(data, Mapping) else []
    found += [(f"/data/{index}", entry) for index, entry in enumerate(children(value, "data"))]
    return found + [(f"/included/{index}", entry) for index, entry in enumerate(children(value, "included"))]


def _is_flarum(entry: Mapping[str, Any]) -> bool:
    attributes = child(entry, "attributes")
    if string(entry, "type") == "posts":
        return "contentType" in (attributes or {}) and "number" in attributes
    return string(entry, "type") == "discussions" and "commentCount" in (attributes or {})


def _read(value: object, url: str) -> Iterator[Item]:
    resources = _resources(value)
    users = {
        string(entry, "id"): string(child(entry, "attributes"), "displayName")
        or string(child(entry, "attributes"), "username")
        for _, entry in resources
        if string(entry, "type") == "users"
    }
    posts = [(at, entry) for at, entry in resources if string(entry, "type") == "posts" and _is_flarum(entry)]
    host = host_of(url) or ""
    yield Layout("JSON:API" if not url else "JSON:API in a page")
    yield from _threads(resources, {_thread_of(entry) for _, entry in posts}, host, url)
    openings = {_thread_of(entry): string(entry, "id") for _, entry in posts if _number_of(entry) == 1}
    seen: set[str] = set()
    for at, entry in posts:
        post_id = string(entry, "id")
        if post_id in seen:
            yield Skipped(READ_TWICE)
            continue
        seen.add(post_id)
        yield _item(entry, at, users, host, openings.get(_thread_of(entry), ""))
    yield from _missing(resources, seen)


def _threads(resources: list[tuple[str, Mapping[str, Any]]], wanted: set[str], host: str, url: str) -> Iterator[Thread]:
    """The discussions that posts belong to, with what the file says of them."""
    titles: dict[str, tuple[str, int | None]] = {
        string(entry, "id"): (
            clean(string(child(entry, "attributes"), "title")),
            number(child(entry, "attributes"), "commentCount"),
        )
        for _, entry in resources
        if string(entry, "type") == "discussions"
    }
    for discussion in sorted(wanted):
        title, n_claimed = titles.get(discussion, ("", None))
        yield Thread(
            id=_named(host, f"thread-{discussion}"), title=title, url=url, platform="flarum", n_claimed=n_claimed
        )


def _named(host: str, name: str) -> str:
    return ":".join(part for part in ("flarum", host, name) if part)


def _related(entry: Mapping[str, Any], name: str) -> str:
    return string(child(child(child(entry, "relationships"), name), "data"), "id")


def _thread_of(entry: Mapping[str, Any]) -> str:
    return _related(entry, "discussion") or str(number(child(entry, "attributes"), "discussionId") or "")


def _number_of(entry: Mapping[str, Any]) -> int | None:
    return number(child(entry, "attributes"), "number")


def _item(entry: Mapping[str, Any], at: str, users: Mapping[str, str], host: str, opening: str) -> Item:
    """One post, or why it is none: renamed titles and locks are posts to Flarum, too."""
    attributes = child(entry, "attributes")
    if string(attributes, "contentType") != "comment":
        return Skipped("system message")
    if child(attributes, "isHidden") is True or child(attributes, "hiddenAt"):
        return Skipped("deleted")
    html = string(attributes, "contentHtml")
    body = LexborHTMLParser(f"<!DOCTYPE html><body>{html}").body if html else None
    text = read_body(body, CONTENT) if body is not None else read_text(clean(string(attributes, "content")))
    if not text.text.text:
        return Skipped("empty")
    mention = body.css_first(_MENTION) if body is not None else None
    named = (mention.attributes.get("data-id") or "") if mention is not None else ""
    parent: tuple[str, ParentSource] = (named, "native") if named else (opening, "nesting")
    is_answer = parent[0] not in ("", string(entry, "id"))
    return _post(entry, at, users, host, text, (_named(host, parent[0]), parent[1]) if is_answer else (None, None))


def _post(
    entry: Mapping[str, Any],
    at: str,
    users: Mapping[str, str],
    host: str,
    text: ForumText,
    parent: tuple[str | None, ParentSource | None],
) -> Post:
    attributes = child(entry, "attributes")
    stamp = read_date(string(attributes, "createdAt") or string(attributes, "time"))
    likes = children(child(child(entry, "relationships"), "likes"), "data")
    words = text.text.text
    return Post(
        id=_named(host, string(entry, "id")),
        thread_id=_named(host, f"thread-{_thread_of(entry)}"),
        kind="article" if _number_of(entry) == 1 else "comment",
        author=users.get(_related(entry, "user"), ""),
        text=words,
        quoted=text.text.quoted,
        links=text.text.links,
        hashtags=hashtags_in(words),
        mentions=mentions_in(words),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        edited_at=read_date(string(attributes, "editedAt")).at,
        likes=number(attributes, "likesCount") or len(likes),
        parent_id=parent[0],
        parent_source=parent[1],
        locator=at,
    )


def _missing(resources: list[tuple[str, Mapping[str, Any]]], there: set[str]) -> Iterator[Item]:
    """Posts that a discussion lists and the file does not hold: it holds a page of 20."""
    for _, entry in resources:
        if string(entry, "type") == "discussions":
            listed = {string(post, "id") for post in children(child(child(entry, "relationships"), "posts"), "data")}
            if listed & there and listed - there:
                yield Skipped("missing reply", len(listed - there))
