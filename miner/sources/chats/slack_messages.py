"""Messages as Slack stores them, the same in exports and in answers of its API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from miner.sources.chats.json_lists import listed
from miner.sources.chats.messages import BOT, DELETED, MEDIA, SYSTEM, Message, approval, skip_bot
from miner.sources.chats.slack_markup import SlackNames
from miner.sources.dates import NO_DATE, Stamp, read_date
from miner.sources.json_values import child, children, number, string

SOURCE = "slack"
_TS = re.compile(r"\d{9,10}\.\d{1,6}\Z")
# Kinds of messages that people write; all others are Slack's own ("channel_join", "pinned_item").
_SAID = frozenset(
    ["", "me_message", "file_share", "file_comment", "thread_broadcast", "reply_broadcast", "bot_message"]
)
_GONE = frozenset(["message_deleted", "tombstone"])
_UPLOADED = re.compile(r"\s*<@[^<>]{1,80}> (?:uploaded|shared) a file: ?<[^<>]{1,2000}>(?: and commented:)?\s*")


def is_slack_message(value: object) -> bool:
    """Whether an object is a message: typed so, with Slack's time of seconds and a counter."""
    return string(value, "type") == "message" and bool(_TS.match(string(value, "ts")))


def add_users(names: SlackNames, users: Iterable[Mapping[str, Any]]) -> None:
    """Remember users as they are shown: display name, else real name, else the account's name."""
    for user in users:
        shown = _shown(child(user, "profile")) or string(user, "real_name") or string(user, "name")
        if string(user, "id") and shown:
            names.users[string(user, "id")] = shown
            if child(user, "is_bot") is True:
                names.bots.add(string(user, "id"))


def add_channels(names: SlackNames, channels: Iterable[Mapping[str, Any]]) -> None:
    """Remember channels by name; conversations without one by the names of their people."""
    for channel in channels:
        people = [names.users.get(user, user) for user in listed(channel, "members") if isinstance(user, str)]
        if string(channel, "id"):
            names.channels[string(channel, "id")] = string(channel, "name") or ", ".join(people)


def slack_message(value: object, names: SlackNames, room_id: str, locator: str) -> Message:
    """One message; the id is that of the room and Slack's time."""
    if not isinstance(value, dict) or not _TS.match(string(value, "ts")):
        return Message(failed="broken message", locator=locator)
    subtype = string(value, "subtype")
    ts, thread = string(value, "ts"), string(value, "thread_ts")
    raw, author_id = _raw_text(value, subtype)
    text, mentions = names.text(raw)
    message = Message(
        id=_scoped(room_id, ts),
        author=_author(value, author_id, names),
        text=text,
        stamp=_moment(ts),
        edited=_moment(string(child(value, "edited"), "ts")),
        reply_to=_scoped(room_id, thread) if thread and thread != ts else "",
        said_to=mentions,
        mentions=mentions,
        url=string(value, "permalink"),
        likes=approval((string(entry, "name"), number(entry, "count") or 0) for entry in children(value, "reactions")),
        flags=("action",) if subtype == "me_message" else (),
        locator=locator,
        skipped=_reason(value, subtype, bool(text.text)),
    )
    return skip_bot(message) if _is_bot(value, subtype, author_id, names) else message


def _scoped(room_id: str, ts: str) -> str:
    return f"{room_id}:{ts}" if room_id else ts


def _moment(ts: str) -> Stamp:
    return read_date(f"{ts.partition('.')[0]}.{ts.partition('.')[2][:6]}") if _TS.match(ts) else NO_DATE


def _raw_text(value: Mapping[str, Any], subtype: str) -> tuple[str, str]:
    """The text, and who wrote it: comments on files carry both inside."""
    comment = child(value, "comment")
    if subtype == "file_comment" and string(comment, "comment"):
        return string(comment, "comment"), string(comment, "user")
    return _UPLOADED.sub("", string(value, "text"), count=1), string(value, "user")


def _shown(profile: object) -> str:
    return string(profile, "display_name") or string(profile, "real_name") or string(profile, "name")


def _author(value: Mapping[str, Any], author_id: str, names: SlackNames) -> str:
    return (
        names.users.get(author_id)
        or _shown(child(value, "user_profile"))
        or string(value, "username")
        or string(child(value, "bot_profile"), "name")
        or author_id
    )


def _reason(value: Mapping[str, Any], subtype: str, has_text: bool) -> str:
    if subtype in _GONE:
        return DELETED
    if subtype not in _SAID or child(value, "hidden") is True:
        return SYSTEM
    if not has_text and subtype == "bot_message":
        return BOT
    return (
        MEDIA if not has_text and (child(value, "files") or child(value, "file") or child(value, "attachments")) else ""
    )


def _is_bot(value: Mapping[str, Any], subtype: str, author_id: str, names: SlackNames) -> bool:
    if subtype == "bot_message" or author_id in names.bots:
        return True
    return bool(string(value, "bot_id")) and author_id not in names.users
