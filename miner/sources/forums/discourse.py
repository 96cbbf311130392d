"""Discourse as JSON: topics (``/t/57.json``), further posts of one, latest posts, single posts, a user's activity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
from selectolax.lexbor import LexborHTMLParser

from miner.sources.base import Failed, Item, Layout, Note, Skipped
from miner.sources.bundles import Bundle, Entry
from miner.sources.cleaning import clean, hashtags_in, mentions_in
from miner.sources.dates import read_date
from miner.sources.forums.forum_text import ForumText, read_body, read_text
from miner.sources.forums.markup import Place, TextMarkup
from miner.sources.json_values import child, children, number, string
from miner.sources.material import Material
from miner.sources.reasons import READ_TWICE
from miner.transcript import ParentSource, Post, Record, Thread

# The body of a post, here and on pages. A onebox is the preview of a linked page: another's words.
COOKED = TextMarkup(
    quote="aside.quote, aside.onebox, blockquote",
    quote_author=(Place(attribute="data-username"), Place(selector=".title")),
    quoted_post=(Place(attribute="data-post"),),
    quoted_thread=(Place(attribute="data-topic"),),
    not_text=".quote-controls, .lightbox-wrapper .meta, .codeblock-button-wrapper, .poll-info, .footnote-backref",
    signature=".user-signature, .signature-img",
)
_HEAD = 200_000  # characters in which the marks of these files stand
_MARKS = ('"post_stream"', '"latest_posts"', '"topic_list"', '"user_actions"', '"post_number"')
_REGULAR, _WHISPER = 1, 4  # of ``post_type``; 2 and 3 are lines that closing or pinning a topic writes
_LIKE = 2  # of ``actions_summary``
_NEW_TOPIC, _REPLY = 4, 5  # of ``action_type`` in a user's activity
_DELETED_TEXT = re.compile(r"\A\((?:post|topic) (?:deleted|withdrawn) by author", re.IGNORECASE)


class Topic(Record, frozen=True):
    """What the files say of one topic; ``prefix`` begins its ids."""

    prefix: str
    title: str = ""
    n_claimed: int | None = None
    url: str = ""


class Discourse:
    """Posts are known by topic and number; what a topic lists and the file lacks is counted."""

    name = "discourse"
    reads = "Discourse topics and posts as JSON (/t/57.json)"
    example = "57.json"
    family: Literal["file", "page"] = "file"

    def recognises(self, material: Material) -> bool:
        if not any(mark in material.text[:_HEAD] for mark in _MARKS):
            return False
        return any(_is_ours(value) for _, value in _values(material))

    def items(self, material: Material) -> Iterator[Item]:
        yield from read_values(_values(material))


class DiscourseTopic:
    """Several files with posts of one topic: read together, only what none of them holds is missing."""

    name = "discourse"
    reads = "Discourse topics whose posts are spread over several JSON files"
    example = "57/"

    def members(self, bundle: Bundle) -> Sequence[Entry]:
        """The files of topics that more than one file speaks of."""
        if len(bundle.entries) < 2:
            return ()
        topics = {entry.name: _topics_in(entry) for entry in bundle.entries if entry.name.lower().endswith(".json")}
        files: dict[str, int] = {}
        for topic in (topic for names in topics.values() for topic in names):
            files[topic] = files.get(topic, 0) + 1
        shared = {topic for topic, n in files.items() if n > 1}
        return [entry for entry in bundle.entries if shared & topics.get(entry.name, set())]

    def items(self, members: Sequence[Entry]) -> Iterator[Item]:
        values = [(f"{entry.name}#{at}", value) for entry in members for at, value in _values(entry.material())]
        yield from read_values(values)


def read_values(values: Sequence[tuple[str, Any]], host: str = "", url: str = "") -> Iterator[Item]:
    """The items of parsed values (locator, value); ``host`` and ``url`` where a page told them."""
    posts = [post for at, value in values for post in _posts_in(at, value)]
    topics = _topics([value for _, value in values], (post for _, post in posts), host, url)
    yield Layout("; ".join(dict.fromkeys(kind for _, value in values if (kind := _kind(value)))))
    yield from (
        Thread(id=topic.prefix, title=topic.title, url=topic.url, platform="discourse", n_claimed=topic.n_claimed)
        for topic in topics.values()
    )
    seen: dict[int, set[int]] = {}
    for at, value in posts:
        topic_id, post_number = number(value, "topic_id"), number(value, "post_number")
        if topic_id is None or post_number is None:
            yield Failed("post without a number")
        elif post_number in seen.setdefault(topic_id, set()):
            yield Skipped(READ_TWICE)
        else:
            seen[topic_id].add(post_number)
            yield _item(value, at, topics[topic_id])
    yield from _missing([value for _, value in values], {number(value, "id") for _, value in posts})
    yield from _activity(values, topics)


def _values(material: Material) -> list[tuple[str, Any]]:
    """The JSON values of a file, with where they stand."""
    value = material.sound_json
    if value is None:
        return [(f"line {line}", row) for line, row in material.json_rows]
    if isinstance(value, list):
        return [(f"/{index}", entry) for index, entry in enumerate(value)]
    return [("", value)]


def _kind(value: object) -> str:
    """What a value is; "" if it is none of Discourse's."""
    if not isinstance(value, Mapping):
        return ""
    if _is_post(value):
        return "posts"
    if isinstance(child(child(value, "post_stream"), "posts"), list):
        return "topic"
    if any(_is_post(post) for post in children(value, "latest_posts")):
        return "latest posts"
    if any("action_type" in action for action in children(value, "user_actions")):
        return "activity"
    if any("highest_post_number" in topic for topic in children(child(value, "topic_list"), "topics")):
        return "list of topics"
    return ""


def _is_ours(value: object) -> bool:
    return bool(_kind(value))


def _is_post(value: Mapping[str, Any]) -> bool:
    return "post_number" in value and "topic_id" in value and ("cooked" in value or "raw" in value)


def _posts_in(at: str, value: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The posts of a value, those of a topic with its number."""
    if not isinstance(value, Mapping):
        return
    if _is_post(value):
        yield at, value
    topic_id, slug = number(value, "id"), string(value, "slug")
    for index, post in enumerate(children(child(value, "post_stream"), "posts")):
        known = {"topic_slug": slug, **post} if topic_id is None else {"topic_slug": slug, **post, "topic_id": topic_id}
        yield f"{at}/post_stream/posts/{index}", known
    for index, post in enumerate(children(value, "latest_posts")):
        yield f"{at}/latest_posts/{index}", post


def _topics_in(entry: Entry) -> set[str]:
    """The topics whose posts are in a file; none for any other file."""
    material = entry.material()
    if not any(mark.encode() in material.data[:_HEAD] for mark in _MARKS):
        return set()
    posts = (post for at, value in _values(material) for _, post in _posts_in(at, value))
    return {_prefix(post, "") for post in posts}


def _prefix(post: Mapping[str, Any], host: str) -> str:
    where = host or string(post, "topic_slug") or "topic"
    return f"discourse:{where}:thread-{number(post, 'topic_id')}"


def _topics(values: Sequence[object], posts: Iterable[Mapping[str, Any]], host: str, url: str) -> dict[int, Topic]:
    topics: dict[int, Topic] = {}
    for post in posts:
        topic_id = number(post, "topic_id")
        if topic_id is not None and topic_id not in topics:
            topics[topic_id] = Topic(prefix=_prefix(post, host), title=clean(string(post, "topic_title")), url=url)
    for value in values:
        topic_id = number(value, "id")
        if topic_id in topics and string(value, "title"):
            prefix, n_claimed = topics[topic_id].prefix, number(value, "posts_count")
            topics[topic_id] = Topic(prefix=prefix, title=clean(string(value, "title")), n_claimed=n_claimed, url=url)
    return topics


def _item(value: Mapping[str, Any], at: str, topic: Topic) -> Item:
    """One post, or why it is none."""
    if child(value, "deleted_at") or child(value, "user_deleted") is True:
        return Skipped("deleted")
    if child(value, "hidden") is True or child(value, "cooked_hidden") is True:
        return Skipped("hidden after complaints")
    if number(value, "post_type") not in (None, _REGULAR, _WHISPER) or string(value, "action_code"):
        return Skipped("system message")
    text = _text(value)
    if not text.text.text:
        return Skipped("empty")
    if _DELETED_TEXT.match(text.text.text):
        return Skipped("deleted")
    return _post(value, at, topic, text)


def _text(value: Mapping[str, Any]) -> ForumText:
    cooked = string(value, "cooked")
    if not cooked:
        return read_text(clean(string(value, "raw")))
    body = LexborHTMLParser(f"<!DOCTYPE html><body>{cooked}").body
    return read_body(body, COOKED, str(number(value, "topic_id"))) if body is not None else read_text("")


def _post(value: Mapping[str, Any], at: str, topic: Topic, text: ForumText) -> Post:
    stamp = read_date(string(value, "created_at"))
    updated = read_date(string(value, "updated_at"))
    post_number = number(value, "post_number")
    parent, how = _parent(value, topic, text)
    words = text.text.text
    return Post(
        id=f"{topic.prefix}/{post_number}",
        thread_id=topic.prefix,
        kind="article" if post_number == 1 else "comment",
        author=string(value, "username") or string(value, "name"),
        text=words,
        quoted=text.text.quoted,
        links=text.text.links,
        hashtags=hashtags_in(words),
        mentions=mentions_in(words),
        posted_at=stamp.at,
        precision=stamp.precision,
        tz_assumed=stamp.tz_assumed,
        edited_at=updated.at if (number(value, "version") or 1) > 1 else None,
        url=f"{topic.url}/{post_number}" if topic.url else "",
        likes=sum(
            number(entry, "count") or 0 for entry in children(value, "actions_summary") if child(entry, "id") == _LIKE
        ),
        parent_id=parent,
        parent_source=how,
        locator=at,
    )


def _parent(value: Mapping[str, Any], topic: Topic, text: ForumText) -> tuple[str | None, ParentSource | None]:
    """The post replied to, else the one quoted first, else the opening of the topic."""
    own = str(number(value, "post_number"))
    named = (str(number(value, "reply_to_post_number") or ""), *(quote.number for quote in text.quotes))
    parent = next((name for name in named if name not in ("", own)), "")
    if parent:
        return f"{topic.prefix}/{parent}", "native"
    return (None, None) if own == "1" else (f"{topic.prefix}/1", "nesting")


def _missing(values: Sequence[object], there: set[int | None]) -> Iterator[Item]:
    """What topics list as theirs and no file holds: long topics come in pages of 20."""
    streams = [child(child(value, "post_stream"), "stream") for value in values]
    listed = {entry for stream in streams if isinstance(stream, list) for entry in stream if isinstance(entry, int)}
    known = len(listed & there)
    n_missing = len(listed) - known if known else max(0, len(listed) - len(there))
    if n_missing:
        yield Skipped("missing reply", n_missing)
        yield Note(f"of {len(listed)} posts that the topic lists {n_missing} are not in what was given")


def _activity(values: Sequence[tuple[str, Any]], topics: Mapping[int, Topic]) -> Iterator[Item]:
    """What a user wrote, of which such a list gives the beginnings; likes and notices are no posts."""
    threads: set[str] = {topic.prefix for topic in topics.values()}
    n_excerpts = 0
    for at, value in values:
        for index, action in enumerate(children(value, "user_actions")):
            if number(action, "action_type") not in (_NEW_TOPIC, _REPLY):
                yield Skipped("like or notice")
                continue
            known = {
                **action,
                "topic_slug": string(action, "slug"),
                "cooked": string(action, "excerpt"),
                "post_type": None,
            }
            topic = Topic(prefix=_prefix(known, ""), title=clean(string(action, "title")))
            if topic.prefix not in threads:
                threads.add(topic.prefix)
                yield Thread(id=topic.prefix, title=topic.title, platform="discourse")
            item = _item({**known, "user_deleted": child(action, "deleted")}, f"{at}/user_actions/{index}", topic)
            n_excerpts += isinstance(item, Post)
            yield _excerpt(item)
    if n_excerpts:
        yield Note(f"{n_excerpts} post(s) are excerpts, as a list of activity gives them")


def _excerpt(item: Item) -> Item:
    return msgspec.structs.replace(item, flags=(*item.flags, "cut")) if isinstance(item, Post) else item
