"""Answers of chat servers that list people or rooms: no message is in them, and each says where the messages are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from miner.sources.json_values import child, children
from miner.sources.material import Material

_LOOKED_AT = 5
_SLACK = "Give the export of the workspace (a zip), or the answers of conversations.history and conversations.replies."
_MATTERMOST = "Give the answers of /api/v4/channels/ID/posts, or a bulk export (JSON Lines)."
_ROCKETCHAT = "Give the answers of channels.messages or channels.history, or the export of the room as JSON."
_GITTER = "Give the answers of /rooms/ID/chatMessages."
# Fields that only these objects have together -> what they are, and what to give in their place. As the interfaces of
# Slack (users.list, conversations.list), Mattermost (/users, /channels), Rocket.Chat and Gitter (/rooms) write them.
_KINDS: tuple[tuple[frozenset[str], str, str], ...] = (
    (frozenset(("is_channel", "is_archived")), "channels of Slack", _SLACK),
    (frozenset(("creator", "is_archived", "members")), "channels of Slack", _SLACK),
    (frozenset(("team_id", "profile", "is_bot")), "users of Slack", _SLACK),
    (frozenset(("team_id", "profile", "deleted")), "users of Slack", _SLACK),
    (frozenset(("username", "auth_service")), "users of Mattermost", _MATTERMOST),
    (frozenset(("username", "notify_props")), "users of Mattermost", _MATTERMOST),
    (frozenset(("creator_id", "display_name", "create_at")), "channels of Mattermost", _MATTERMOST),
    (frozenset(("_id", "t", "msgs")), "rooms of Rocket.Chat", _ROCKETCHAT),
    (frozenset(("_id", "t", "usersCount")), "rooms of Rocket.Chat", _ROCKETCHAT),
    (frozenset(("_id", "username", "utcOffset")), "users of Rocket.Chat", _ROCKETCHAT),
    (frozenset(("_id", "username", "roles")), "users of Rocket.Chat", _ROCKETCHAT),
    (frozenset(("oneToOne", "userCount")), "rooms of Gitter", _GITTER),
    (frozenset(("avatarUrlSmall", "displayName", "username")), "users of Gitter", _GITTER),
)
_SHELLS = ("members", "users", "user", "channels", "channel", "rooms", "room", "groups", "group", "update")
_MESSAGES = frozenset(("messages", "posts", "text", "message", "msg", "body"))


def list_of(material: Material) -> tuple[str, str] | None:
    """What a file lists in place of messages ("users of Slack"), and what to give instead; None for any other file."""
    value = material.sound_json if material.begins_like_json and not material.is_large else None
    if _names_members(value):
        return "members of a channel of Slack", _SLACK
    found = [_kind_of(entry) for entry in _entries(value)]
    return found[0] if found and found[0] is not None and all(kind is not None for kind in found) else None


def _kind_of(entry: Mapping[str, Any]) -> tuple[str, str] | None:
    if not _MESSAGES.isdisjoint(entry):
        return None
    return next(((what, instead) for fields, what, instead in _KINDS if fields <= entry.keys()), None)


def _entries(value: object) -> Iterator[Mapping[str, Any]]:
    """The first objects of a list, of the list in an answer, or the one object."""
    if isinstance(value, list):
        yield from (entry for entry in value[:_LOOKED_AT] if isinstance(entry, Mapping))
    elif isinstance(value, Mapping):
        inner = next((name for name in _SHELLS if isinstance(value.get(name), (list, Mapping))), "")
        if inner and isinstance(value[inner], Mapping):
            yield value[inner]
        elif inner and children(value, inner):
            yield from children(value, inner)[:_LOOKED_AT]
        else:
            yield value


def _names_members(value: object) -> bool:
    """Whether it is the answer of conversations.members: ids of people and nothing else."""
    members = child(value, "members")
    ids = members if isinstance(members, list) else []
    return bool(ids) and all(isinstance(own, str) and own[:1] in ("U", "W") and own.isalnum() for own in ids)
