"""Discussions in the state that pages leave for their scripts: ``__NEXT_DATA__``, ``__INITIAL_STATE__`` and the like.

What stands there is read as JSON or not at all; nothing is ever evaluated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from miner.errors import BrokenInput
from miner.sources.blogs.comments import Comment
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.html import HtmlText, read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import number
from miner.sources.material import check_depth
from miner.sources.pages.moments import find_moment, read_moment

_ASSIGNED = re.compile(
    r"(?:window|self|globalThis)\s*(?:\.\s*|\[\s*[\"'])(?:__[A-Z][A-Z_]+__|__[a-zA-Z]+(?:State|Data|Props|Cache)__?|[\w$]*(?:state|data|store|props|comments)[\w$]*)"
    r"(?:[\"']\s*\])?\s*=\s*(?:JSON\.parse\(\s*(?=[\"']))?",
    re.IGNORECASE,
)
_MIN_SCRIPT = 80
MAX_SCRIPT = 20_000_000
MAX_VALUES = 2_000_000  # objects and lists of one page that are looked at
_TEXT = (
    "body",
    "text",
    "content",
    "comment",
    "message",
    "bodyHtml",
    "body_html",
    "html",
    "commentText",
    "comment_text",
    "rawBody",
    "raw",
    "cooked",
    "contentHtml",
    "textContent",
    "commentBody",
    "description",
)
_AUTHOR = (
    "author",
    "user",
    "username",
    "userName",
    "displayName",
    "authorName",
    "author_name",
    "name",
    "nickname",
    "nick",
    "creator",
    "createdBy",
    "owner",
    "poster",
    "commenter",
    "profile",
    "userDisplayName",
)
_NAME = (
    "displayName",
    "display_name",
    "name",
    "username",
    "userName",
    "nickname",
    "nick",
    "fullName",
    "login",
    "screenName",
    "handle",
)
_DATE = (
    "createdAt",
    "created_at",
    "created",
    "date",
    "datePublished",
    "publishedAt",
    "published_at",
    "published",
    "timestamp",
    "time",
    "postedAt",
    "posted_at",
    "createdDate",
    "creationDate",
    "createDate",
    "createTime",
    "created_utc",
    "dateCreated",
    "submittedAt",
    "postDate",
)
_EDITED = ("updatedAt", "updated_at", "editedAt", "edited_at", "lastEdited", "dateModified")
_ID = ("id", "commentId", "comment_id", "_id", "uuid", "postId", "post_id", "messageId", "key")
_PARENT = (
    "parentId",
    "parent_id",
    "parent",
    "inReplyTo",
    "in_reply_to",
    "replyTo",
    "reply_to",
    "replyToId",
    "parentCommentId",
    "parent_comment_id",
    "parentComment",
)
_LIKES = (
    "likes",
    "likeCount",
    "like_count",
    "likesCount",
    "upvotes",
    "score",
    "votes",
    "voteCount",
    "points",
    "reactionsCount",
    "ups",
)
_URL = ("url", "permalink", "link", "href")
_ARTICLE_KEYS = frozenset(
    ("headline", "slug", "articleBody", "teaser", "thumbnail", "price", "seoTitle", "excerpt", "subtitle", "heroImage")
)
_ABOUT = re.compile(
    r"comment|repl(?:y|ies)|respon[sd]|message|discussion|thread|answer|post|kommentar|reactie|review|feed",
    re.IGNORECASE,
)
_SURE = re.compile(r"comment|repl(?:y|ies)|kommentar|reactie|respon[sd]|discussion|answer", re.IGNORECASE)


@dataclass
class _Found:
    """An object that may be a comment: with the path of its place, and the comment it stands in."""

    value: Mapping[str, Any]
    path: str
    pointer: str
    above: _Found | None = None
    number: str = ""


@dataclass
class State:
    """The state of a page: all objects in it, and those that others point to by name."""

    candidates: list[_Found] = field(default_factory=list)
    named: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def comments_in_state(page: LexborHTMLParser) -> list[Comment]:
    """The comments of the largest discussion in the page's state; [] if there is none."""
    best: list[_Found] = []
    best_state = State()
    for name, value in _values(page):
        state = _gathered(value, name)
        for group in _groups(state):
            if len(group) > len(best):
                best, best_state = group, state
    return _comments(best, best_state.named)


def _values(page: LexborHTMLParser) -> Iterator[tuple[str, Any]]:
    """The JSON values in scripts, each with a name for locators."""
    for place, script in enumerate(page.css("script"), 1):
        attributes = script.attributes
        kind = (attributes.get("type") or "").lower()
        text = (script.text() or "").strip()
        if not _MIN_SCRIPT <= len(text) <= MAX_SCRIPT or kind == "application/ld+json":
            continue
        name = attributes.get("id") or f"script {place}"
        if "json" in kind or text[0] in "{[":
            value = _decoded(text)
            if value is not None:
                yield name, value
        elif not kind or "javascript" in kind or kind == "module":
            for match in _ASSIGNED.finditer(text):
                value = _decoded(text[match.end() :], is_string=match[0].rstrip().endswith("("))
                if value is not None:
                    yield name, value


def _decoded(text: str, is_string: bool = False) -> Any:
    """The value that a text begins with; None for what is no JSON or is nested too deep."""
    if not text or text[0] not in ('"' if is_string else "{["):
        return None
    try:
        if not is_string:
            check_depth(_balanced(text).encode("utf-8", "replace"), "script")
        value, _ = json.JSONDecoder(strict=False).raw_decode(text)
        if is_string and isinstance(value, str):
            check_depth(value.encode("utf-8", "replace"), "script")
            value = json.loads(value, strict=False)
    except (ValueError, RecursionError, BrokenInput):
        return None
    return value if isinstance(value, dict | list) else None


def _balanced(text: str) -> str:
    """The text up to a statement's end on a line of its own, so that other scripts behind are not counted as depth."""
    end = text.find("};\n")
    return text[: end + 1] if end > 0 else text


def _gathered(value: Any, name: str) -> State:
    """All objects that have a text, without recursion."""
    state = State()
    waiting: list[tuple[Any, str, str, _Found | None]] = [(value, name, "", None)]
    n = 0
    while waiting and n < MAX_VALUES:
        here, path, pointer, above = waiting.pop()
        n += 1
        if isinstance(here, list):
            waiting += [(entry, path, f"{pointer}/{i}", above) for i, entry in reversed(list(enumerate(here)))]
        elif isinstance(here, dict):
            found = _Found(here, path, pointer, above) if _string(here, _TEXT) else None
            if found is not None:
                state.candidates.append(found)
            for key, entry in reversed(list(here.items())):
                if not isinstance(entry, dict | list):
                    continue
                inner = f"{path}/{_general(key)}"
                if isinstance(entry, dict) and ":" in key:
                    state.named[key] = entry
                waiting.append((entry, inner, f"{pointer}/{key}", found or above))
    return state


def _general(key: str) -> str:
    """A key as a place: "Comment:12" and "12" are entries of a map."""
    if re.fullmatch(r"[\w-]*\d[\w-]*", key):
        return "#"
    return re.sub(r"[:(].*", "", key)


def _groups(state: State) -> Iterator[list[_Found]]:
    """Objects of one shape that are comments: text, author and date, in a place named so."""
    by_shape: dict[str, list[_Found]] = {}
    for found in state.candidates:
        value = found.value
        if _ARTICLE_KEYS & value.keys() or not _author(value, state.named):
            continue
        text_key = next(key for key in _TEXT if isinstance(value.get(key), str | dict) and _string(value, (key,)))
        by_shape.setdefault(f"{text_key} {value.get('__typename', '')}", []).append(found)
    for group in by_shape.values():
        about = " ".join({f"{found.path} {found.value.get('__typename', '')}" for found in group})
        dated = sum(_stamp(found.value, _DATE).at is not None for found in group)
        sure = bool(_SURE.search(about))
        if (sure or (_ABOUT.search(about) and len(group) > 2)) and dated >= 0.5 * len(group):
            yield group


def _comments(group: Sequence[_Found], named: Mapping[str, Mapping[str, Any]]) -> list[Comment]:
    for n, found in enumerate(group, 1):
        found.number = _id(found.value) or str(n)
    chosen = {id(found) for found in group}
    known = {found.number for found in group}
    comments: dict[str, Comment] = {}
    for found in group:
        value = found.value
        above = found.above
        while above is not None and id(above) not in chosen:
            above = above.above
        parent = _parent(value) or (above.number if above is not None else "")
        comment = Comment(
            body=_body(value),
            number=found.number,
            parent=parent if parent in known and parent != found.number else "",
            author=_author(value, named),
            stamp=_stamp(value, _DATE),
            edited_at=_edited(value),
            url=next((url for key in _URL if isinstance(url := value.get(key), str) and host_of(url)), ""),
            likes=next((n_likes for key in _LIKES if (n_likes := number(value, key)) is not None), 0),
            not_a_post="deleted" if value.get("deleted") is True or value.get("isDeleted") is True else "",
            locator=f"{found.path.partition('/')[0]}{found.pointer}",
        )
        comments.setdefault(found.number, comment)
    return list(comments.values())


def _string(value: Mapping[str, Any], keys: Sequence[str]) -> str:
    for key in keys:
        text = value.get(key)
        if isinstance(text, dict):
            text = text.get("html") or text.get("text") or text.get("rendered") or text.get("content")
        if isinstance(text, str) and text.strip():
            return text
    return ""


def _body(value: Mapping[str, Any]) -> HtmlText:
    text = _string(value, _TEXT)
    return read_fragment(text if "<" in text else text.replace("&", "&amp;").replace("\n", "<br>"))


def _author(value: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> str:
    for key in _AUTHOR:
        person = value.get(key)
        if isinstance(person, dict) and isinstance(reference := person.get("__ref") or person.get("id"), str):
            person = {**named.get(reference, {}), **person}
        name = _string(person, _NAME) if isinstance(person, dict) else person
        if isinstance(name, str) and name.strip() and len(name) <= 80:
            return " ".join(name.split())
    return ""


def _stamp(value: Mapping[str, Any], keys: Sequence[str]) -> Stamp:
    for key in keys:
        written = value.get(key)
        if isinstance(written, bool) or not isinstance(written, str | int | float):
            continue
        stamp = read_date(str(written))
        if stamp.at is None and (found := find_moment(str(written)[:80])) is not None:
            stamp = read_moment(found.words, None)
        if stamp.at is not None:
            return stamp
    return NO_DATE


def _edited(value: Mapping[str, Any]) -> Any:
    edited = _stamp(value, _EDITED).at
    return edited if edited is not None and edited != _stamp(value, _DATE).at else None


def _id(value: Mapping[str, Any]) -> str:
    return next((str(own) for key in _ID if isinstance(own := value.get(key), str | int) and str(own)), "")[:80]


def _parent(value: Mapping[str, Any]) -> str:
    for key in _PARENT:
        parent = value.get(key)
        if isinstance(parent, dict):
            parent = parent.get("__ref", "").rpartition(":")[2] or _id(parent)
        if isinstance(parent, str | int) and not isinstance(parent, bool) and str(parent) not in ("", "0"):
            return str(parent)
    return ""
