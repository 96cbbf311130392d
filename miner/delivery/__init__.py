"""Digests on their way to people: an outbox, and one file per way.

::

    recipients   WAY:WHERE, such as mail:ann@example.org
    planning     what would be sent, rendered for each recipient
    outbox       what is to be sent and how far it is, in the library
    sending      what is due, each part once
    web, smtp    the two networks
    ways/        mail, folder, feed, slack, discord, mattermost, discourse, apprise
    base         what a way offers, and how it can fail
"""

from __future__ import annotations

from miner.delivery.outbox import Entry, drop, entries, post
from miner.delivery.planning import Planned, planned
from miner.delivery.recipients import WAYS, check_recipients
from miner.delivery.sending import Outcome, check_delivered, send_again, send_waiting

__all__ = [
    "WAYS",
    "Entry",
    "Outcome",
    "Planned",
    "check_delivered",
    "check_recipients",
    "drop",
    "entries",
    "planned",
    "post",
    "send_again",
    "send_waiting",
]
