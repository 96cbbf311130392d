"""Discord, through a webhook: the messages of its form, one after the other, in which nobody is called."""

from __future__ import annotations

from collections.abc import Mapping

from miner.delivery.base import Stamp
from miner.delivery.webhooks import Webhook, as_json
from miner.digest.records import Digest
from miner.report import render
from miner.settings import Settings

_SUPPRESS_EMBEDS = 1 << 2


class DiscordWay(Webhook):
    """Messages in a channel, each of at most 2,000 characters."""

    name = "discord"
    about = "PLACE of the address of a webhook: messages in its channel"
    query = "wait=true"  # else Discord answers before it has stored the message, and an error is never told

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """One a message."""
        del stamp
        messages = render(digest, "discord", settings.report)
        if not isinstance(messages, Mapping):
            raise TypeError("the form for Discord is a folder of messages")
        return tuple(_payload(str(messages[name])) for name in sorted(messages))


WAY = DiscordWay()


def _payload(text: str) -> bytes:
    return as_json({"content": text.rstrip("\n"), "allowed_mentions": {"parse": []}, "flags": _SUPPRESS_EMBEDS})
