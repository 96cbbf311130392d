"""Recipients as people write them: ``WAY:WHERE``, such as ``mail:ann@example.org``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import cast

from miner.delivery.base import Way
from miner.errors import BadRecipient, UnknownName
from miner.settings import Settings

WAYS: Mapping[str, str] = {  # name -> what is written behind it
    "mail": "ADDRESS",
    "folder": "PATH",
    "feed": "PATH.atom",
    "slack": "PLACE of the webhook's address",
    "discord": "PLACE of the webhook's address",
    "mattermost": "PLACE of the webhook's address",
    "discourse": "https://HOST?category=NUMBER",
    "apprise": "PLACE of the Apprise address",
}


def way_of(recipient: str) -> tuple[Way, str]:
    """The way of a recipient, and where it leads.

    Raises
    ------
    BadRecipient, UnknownName
    """
    name, colon, where = recipient.strip().partition(":")
    if not colon or not where.strip():
        raise BadRecipient(recipient, "it does not say how and where", "WAY:WHERE, such as mail:ann@example.org")
    if name not in WAYS:
        raise UnknownName("way of delivery", name, WAYS)
    return way_named(name), where.strip()


def way_named(name: str) -> Way:
    """A way of ``WAYS``; its file is imported when it is asked for."""
    return cast("Way", import_module(f"miner.delivery.ways.{name}").WAY)


def check_recipients(recipients: Sequence[str], settings: Settings) -> None:
    """Look at the form of recipients and at the settings they need; nothing is sent, and no secret is read.

    Raises
    ------
    BadRecipient, UnknownName, BadSetting
    """
    seen: dict[tuple[str, str], str] = {}
    for recipient in recipients:
        way, where = way_of(recipient)
        same = seen.setdefault((way.name, way.check(where, settings)), recipient)
        if same is not recipient:
            raise BadRecipient(recipient, f"it is the same as {same!r}", "each recipient once")
