"""What the ways to chats have in common: an address that is a secret, and messages that are posted there in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from miner.delivery.base import Parcel
from miner.delivery.web import post_json, secret_target
from miner.errors import BadRecipient
from miner.secrets import PLACES, is_place
from miner.settings import Settings


class Webhook:
    """An incoming webhook of a chat; each message is a part of its own, so that a run that was killed goes on there."""

    name = ""
    can_repeat = False
    query = ""  # added to the address

    def check(self, where: str, settings: Settings) -> str:
        """The place of the address; what stands there instead may be the secret, and is not repeated."""
        del settings
        return secret_place(self.name, where)

    def send(self, parcel: Parcel, settings: Settings, before_last: Callable[[], None]) -> str:
        """Post a message."""
        target = secret_target(parcel.stamp.where, f"the recipient {self.name}", settings.delivery, self.query)
        answer = post_json(target, parcel.data, settings.delivery, parcel.now, before_last)
        return f"{answer.status} {answer.reason}".rstrip()


def secret_place(way: str, where: str) -> str:
    """``where``, if it is the place of a secret; raises BadRecipient."""
    if not is_place(where):
        raise BadRecipient(
            f"{way}:...", "the address is a secret and does not belong there", f"{way}: and {PLACES} of the address"
        )
    return where


def as_json(payload: Mapping[str, Any]) -> bytes:
    """A message as it is posted; its length in bytes is at least one."""
    return msgspec.json.encode(payload)
