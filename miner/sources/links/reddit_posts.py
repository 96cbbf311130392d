"""Reddit's submissions and comments, whichever file they come from: the fields of their JSON are the same in all."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from miner.sources.base import Failed, Skipped
from miner.sources.html import HtmlText, read_fragment
from miner.sources.json_values import child, children, string
from miner.sources.links.making import (
    address_in,
    claimed_in,
    make_post,
    name_in,
    native_id,
    stamp_in,
    title_in,
    whole_in,
)
from miner.sources.links.markdown import read_markdown
from miner.transcript import Post, Thread

SITE = "https://www.reddit.com"

_FULL_ID = re.compile(r"t([13])_([0-9a-z]{1,13})\Z")
_DELETED = re.compile(r"(?:\[\s*deleted(?: by user)?\s*\]|comment deleted by user)\Z", re.IGNORECASE)
_REMOVED = re.compile(
    r"(?:\[\s*removed(?: by reddit| by moderator)?\s*\]|comment removed by moderator)\Z", re.IGNORECASE
)
_BOT_WORDS = re.compile(
    r"\bI(?:'|’| a)m a (?:ro)?bot\b|\bbeep boop\b|this action was performed automatically", re.IGNORECASE
)
_USER = re.compile(r"(?<![\w/])/?u/([A-Za-z0-9_-]{3,20})")
_SPOILER = re.compile(r">!|!<")
_ENTITIES = {"&gt;": ">", "&lt;": "<", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))


def is_submission(value: object) -> bool:
    """Whether it has the fields that every submission has, of the site or of an archive of it."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("title"), str)
        and bool(native_id(value.get("id")))
        and ("selftext" in value or "num_comments" in value)
        and ("subreddit" in value or "permalink" in value)
        and "created_utc" in value
    )


def is_comment(value: object) -> bool:
    """Whether it has the fields that every comment has, of the site or of an archive of it."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("body"), str)
        and bool(native_id(value.get("id")))
        and bool(_FULL_ID.match(string(value, "link_id")) or _FULL_ID.match(string(value, "parent_id")))
        and ("subreddit" in value or "created_utc" in value)
    )


def full_id(value: object, field: str, kind: str) -> str:
    """The id with its kind ("t1_c0x"), as ``name``, ``link_id`` and ``parent_id`` have it; "" if there is none."""
    found = native_id(child(value, field))
    return found if _FULL_ID.match(found) else f"{kind}_{found}" if found and "_" not in found else ""


def thread_of(comment: object) -> str:
    """The id of the submission that a comment stands under; "" if it names none."""
    link = string(comment, "link_id") or string(comment, "parent_id")
    return link if link.startswith("t3_") and _FULL_ID.match(link) else ""


def submission_thread(value: Mapping[str, Any], name: str) -> Thread:
    """The thread that a submission opens."""
    return Thread(
        id=f"reddit:{name}",
        title=title_in({"title": html.unescape(string(value, "title"))}, "title"),
        url=_permalink(value, name, name),
        platform="reddit",
        n_claimed=claimed_in(value, "num_comments"),
    )


def bare_thread(name: str, subreddit: str) -> Thread:
    """The thread of comments whose submission is in no file."""
    return Thread(
        id=f"reddit:{name}",
        title=f"r/{subreddit}" if subreddit else "",
        url=f"{SITE}/comments/{name[3:]}/",
        platform="reddit",
    )


def submission_post(value: Mapping[str, Any], name: str, locator: str) -> Post | Skipped | Failed:
    """The opening text of a thread; its title where it has no text or the text is gone."""
    body = _body(value, "selftext")
    gone = gone_reason(body.text)
    if not body.text or gone:
        body = read_fragment(html.escape(html.unescape(string(value, "title"))))
    if not body.text:
        return Failed("submission without a title") if "title" not in value else Skipped("empty")
    if gone_reason(body.text):
        return Skipped(gone_reason(body.text))
    crossposted = next(iter(children(value, "crosspost_parent_list")), None)
    original = full_id(value, "crosspost_parent", "t3") or full_id(crossposted, "id", "t3")
    return make_post(
        f"reddit:{name}",
        f"reddit:{name}",
        body,
        stamp_in(value, "created_utc"),
        locator,
        kind="repost" if original else "article",
        repost_of=f"reddit:{original}" if original else None,
        author=_author(value),
        edited_at=stamp_in(value, "edited", "edited_utc").at,
        url=_permalink(value, name, name),
        likes=whole_in(value, "score", "ups"),
        mentions=_mentions(body.text),
        flags=("text deleted",) if gone else (),
    )


def comment_post(value: Mapping[str, Any], name: str, thread: str, locator: str) -> Post | Skipped | Failed:
    """A comment; what was deleted and what programs wrote is counted and left out."""
    if not isinstance(child(value, "body"), str):
        return Failed("comment without a text")
    body = _body(value, "body")
    if not body.text or gone_reason(body.text):
        return Skipped(gone_reason(body.text) or "empty")
    if is_bot(string(value, "author"), body.text):
        return Skipped("bot")
    parent = full_id(value, "parent_id", "t1") or thread
    return make_post(
        f"reddit:{name}",
        f"reddit:{thread or name}",
        body,
        stamp_in(value, "created_utc"),
        locator,
        kind="comment",
        author=_author(value),
        parent_id=f"reddit:{parent}" if parent and parent != name else None,
        parent_source="native" if parent and parent != name else None,
        edited_at=stamp_in(value, "edited", "edited_utc").at,
        url=_permalink(value, name, thread),
        likes=0 if child(value, "score_hidden") is True else whole_in(value, "score", "ups"),
        mentions=_mentions(body.text),
        flags=("moderator",) if string(value, "distinguished") == "moderator" else (),
    )


def is_bot(author: str, text: str) -> bool:
    """The site's own moderating program, and accounts that say themselves that they are programs."""
    return author == "AutoModerator" or (author.lower().endswith("bot") and bool(_BOT_WORDS.search(text)))


def gone_reason(text: str) -> str:
    """``deleted`` or ``removed`` for what the site shows in place of a text; "" for a text."""
    short = text.strip()
    if len(short) > 40:
        return ""
    return "deleted" if _DELETED.match(short) else "removed" if _REMOVED.match(short) else ""


def _body(value: Mapping[str, Any], field: str) -> HtmlText:
    """The site's own HTML where the file has it (quotations are exact there), else the Markdown."""
    rendered = string(value, f"{field}_html")
    if rendered:
        return read_fragment(html.unescape(rendered) if rendered.lstrip().startswith("&lt;") else rendered)
    return read_reddit_markdown(string(value, field))


def read_reddit_markdown(text: str) -> HtmlText:
    """Markdown of the site, whose files have &, < and > escaped once more than they were typed."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: _ENTITIES[match.group()], text)
    if "!" in text:
        text = _SPOILER.sub("", text)
    return read_markdown(text)


_PERMALINK = re.compile(r"/r/\w{1,50}/comments/\S{1,500}\Z|/user/\S{1,500}\Z")


def _author(value: object) -> str:
    name = name_in(value, "author")
    return "" if gone_reason(name) else name


def _permalink(value: object, name: str, thread: str) -> str:
    path = string(value, "permalink")
    if _PERMALINK.match(path):
        return SITE + path
    if address_in(value, "permalink"):
        return path
    if not thread:
        return ""
    return f"{SITE}/comments/{thread[3:]}/" if name == thread else f"{SITE}/comments/{thread[3:]}/_/{name[3:]}/"


def _mentions(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_USER.findall(text))) if "u/" in text else ()
