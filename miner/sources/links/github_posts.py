"""Issues, discussions and comments of GitHub, Gitea and Forgejo: fields of their REST answers and of GraphQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from miner.sources.base import Failed, Skipped
from miner.sources.html import HtmlText, read_fragment
from miner.sources.html_article import host_of
from miner.sources.json_values import child, string
from miner.sources.links.code_text import accounts_in, read_code_host
from miner.sources.links.making import MAX_LIKES, claimed_in, make_post, name_in, native_id, stamp_in, title_in
from miner.transcript import Post, Record, Thread

# owner/repository, what it is, and its number: in addresses of pages and of the API.
_PATH = re.compile(
    r"/(?:api/v\d/)?(?:repos/)?(?P<repo>[\w.-]{1,100}/[\w.-]{1,100})/(?P<what>issues|pulls?|discussions)/(?P<number>\d{1,12})\b"
)
_ANCHOR = re.compile(r"#([a-z_]{2,24}-?(?:review-)?\d{1,20})\Z")
_REACTIONS = ("+1", "heart", "hooray", "rocket")
_REACTION_GROUPS = frozenset(("THUMBS_UP", "HEART", "HOORAY", "ROCKET"))
_BOT = re.compile(r".*(?:\[bot\]|[-_]bot)\Z", re.IGNORECASE)


class Where(Record, frozen=True):
    """The thread that an object belongs to, as its addresses name it."""

    platform: str
    key: str  # "owner/repository#12"; "" where no address names it
    url: str = ""

    @property
    def id(self) -> str:
        """Of the thread and of its opening text; empty without a key."""
        return f"{self.platform}:{self.key}" if self.key else ""


def is_opening(value: object) -> bool:
    """An issue, a pull request or a discussion."""
    if not isinstance(value, Mapping) or not isinstance(value.get("title"), str):
        return False
    if not ("number" in value or "comments" in value) or not _has_body(value):
        return False
    rest = "user" in value and "html_url" in value and "created_at" in value
    return rest or ("author" in value and "createdAt" in value)


def is_comment(value: object) -> bool:
    """A comment of any kind: on an issue, on lines of code, in a discussion, with a review, in a timeline."""
    if not isinstance(value, Mapping) or "title" in value or not _has_body(value):
        return False
    if "html_url" in value and ("user" in value or "actor" in value):
        return any(
            name in value
            for name in ("issue_url", "pull_request_url", "discussion_id", "child_comment_count", "commit_id", "event")
        )
    return "createdAt" in value and _is_account(value.get("author"))


def is_event(value: object) -> bool:
    """What happened to an issue, in the timeline between its comments: closed, labelled, assigned."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("event"), str)
        and "actor" in value
        and not is_comment(value)
    )


def where(value: object) -> Where:
    """Where an object stands, by its own addresses."""
    for field in ("html_url", "issue_url", "pull_request_url", "url"):
        address = string(value, field)
        host = host_of(address)
        found = _PATH.search(address[len("https://") + len(host) - 1 :]) if host else None
        if host and found:
            at_github = host.endswith("github.com") or "/api/v3/" in address
            host = "github.com" if host == "api.github.com" else host
            what = {"pulls": "pull"}.get(found["what"], found["what"])
            key = f"{found['repo']}{'/discussions/' if what == 'discussions' else '#'}{found['number']}"
            prefix = "" if host == "github.com" else f"{host}/"
            url = f"https://{host}/{found['repo']}/{what}/{found['number']}"
            return Where(platform="github" if at_github else "gitea", key=f"{prefix}{key}", url=url)
    return Where(platform="github", key="")


def opening_thread(value: Mapping[str, Any], place: Where) -> Thread:
    """The thread of an issue or a discussion."""
    return Thread(
        id=place.id,
        title=title_in(value, "title"),
        url=place.url,
        platform=place.platform,
        n_claimed=_claimed(value),
    )


def opening_post(value: Mapping[str, Any], place: Where, locator: str) -> Post | Skipped:
    """The opening text; the title where nothing was written."""
    body = _body(value)
    return _made(value, place.id, place, body if body.text else HtmlText(text=title_in(value, "title")), locator, "")


def comment_post(value: Mapping[str, Any], place: Where, locator: str, parent: str) -> Post | Skipped | Failed:
    """A comment; ``parent`` is the id it answers, "" for the opening text."""
    reason = _left_out(value)
    if reason:
        return Skipped(reason)
    own_id = comment_id(value, place)
    if not own_id:
        return Failed("comment without an id")
    return _made(value, own_id, place, _body(value), locator, parent or place.id)


def comment_id(value: object, place: Where) -> str:
    """By the anchor of its address, since issues, reviews and discussions count their comments apart."""
    for field in ("html_url", "url"):
        found = _ANCHOR.search(string(value, field))
        if found:
            return f"{place.platform}:{_host(place)}{found[1]}"
    number = native_id(child(value, "databaseId")) or native_id(child(value, "id"))
    return f"{place.platform}:{_host(place)}{_kind(value)}{number}" if number else ""


def named_id(value: object, field: str, place: Where) -> str:
    """The id of a comment of the same kind that a field names by number; "" if it names none."""
    number = native_id(child(value, field))
    own = comment_id(value, place)
    return re.sub(r"\d+\Z", number, own) if number.isdecimal() and own else ""


def accepted_id(value: object) -> str:
    """The anchor of the answer that a discussion says was chosen; "" if none was."""
    found = _ANCHOR.search(string(value, "answer_html_url") or string(child(value, "answer"), "url"))
    return found[1] if found else ""


def _made(
    value: Mapping[str, Any], own_id: str, place: Where, body: HtmlText, locator: str, parent: str
) -> Post | Skipped:
    account = _account(value)
    if not body.text:
        return Skipped("review without words" if "state" in value and parent else "empty")
    if is_bot(account):
        return Skipped("bot")
    written = stamp_in(value, "created_at", "createdAt", "submitted_at", "submittedAt")
    edited = stamp_in(value, "lastEditedAt") if "createdAt" in value else stamp_in(value, "updated_at")
    is_answer = child(value, "isAnswer") is True
    return make_post(
        own_id,
        place.id or own_id,
        body,
        written,
        locator,
        kind="comment" if parent else "article",
        author=name_in(account, "login", "username") or name_in(value, "original_author"),
        parent_id=parent or None,
        parent_source="native" if parent else None,
        edited_at=edited.at if parent and edited.at != written.at else None,
        url=_page_of(value) or place.url,
        likes=_likes(value),
        mentions=accounts_in(body.text),
        flags=("accepted",) if is_answer else (),
    )


def is_bot(account: object) -> bool:
    """An account that the host itself marks as a program, or that is named as one."""
    marked = "bot" in (string(account, "type").lower(), string(account, "__typename").lower())
    return marked or child(account, "is_bot") is True or bool(_BOT.match(string(account, "login")[:100]))


def _left_out(value: object) -> str:
    reason = string(value, "minimizedReason").lower() or string(value, "minimized_reason").lower()
    hidden = child(value, "isMinimized") is True and reason in ("spam", "abuse", "off-topic", "off_topic")
    return f"hidden as {reason.replace('_', '-')}" if hidden else ""


def _has_body(value: Mapping[str, Any]) -> bool:
    return any(name in value for name in ("body", "bodyText", "bodyHTML"))


def _body(value: Mapping[str, Any]) -> HtmlText:
    """The Markdown where there is any: the host's own HTML and plain text have the template in them."""
    if string(value, "body"):
        return read_code_host(string(value, "body"))
    return (
        read_fragment(string(value, "bodyHTML"))
        if string(value, "bodyHTML")
        else read_code_host(string(value, "bodyText"))
    )


def _account(value: object) -> Any:
    return next((found for name in ("user", "author", "actor") if _is_account(found := child(value, name))), None)


def _is_account(value: object) -> bool:
    return isinstance(value, Mapping) and "login" in value


def _claimed(value: Mapping[str, Any]) -> int | None:
    """How many comments it says it has: a number, or the connection's total."""
    return (
        claimed_in(value, "comments")
        if "createdAt" not in value
        else claimed_in(child(value, "comments"), "totalCount")
    )


def _page_of(value: object) -> str:
    for field in ("html_url", "url"):
        address = string(value, field)
        host = host_of(address)
        if host and not host.startswith("api.") and "/api/v" not in address and " " not in address:
            return address
    return ""


def _likes(value: object) -> int:
    """Reactions that agree; a thumb down and a puzzled face are none."""
    reactions = child(value, "reactions")
    total = sum(n for name in _REACTIONS if type(n := child(reactions, name)) is int)
    groups = child(value, "reactionGroups")
    for group in groups if isinstance(groups, list) else []:
        users = child(group, "users") or child(group, "reactors")
        n = child(users, "totalCount")
        total += n if string(group, "content") in _REACTION_GROUPS and type(n) is int else 0
    upvotes = child(value, "upvoteCount")
    total = max(total, upvotes) if type(upvotes) is int else total
    return max(0, min(total, MAX_LIKES))


def _host(place: Where) -> str:
    host, _, rest = place.key.partition("/")
    return f"{host}/" if place.platform == "gitea" and "/" in rest else ""


def _kind(value: object) -> str:
    if "pull_request_url" in (value if isinstance(value, Mapping) else ()):
        return "discussion_r"
    return "discussioncomment-" if child(value, "discussion_id") is not None else "issuecomment-"
