"""What would be sent: rendered for each recipient, before anything is stored or sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from miner.delivery.base import Stamp, key_of
from miner.delivery.recipients import check_recipients, way_of
from miner.digest.records import Digest
from miner.settings import Settings

_NOBODYS = "miner.invalid"  # a name that nobody can own (RFC 2606), where a sender has none


@dataclass(frozen=True)
class Planned:
    """A digest as one recipient will get it. ``key`` is of digest's name, period and recipient, and of nothing else."""

    recipient: str
    way: str
    name: str
    period: str
    title: str
    key: str
    message_id: str
    parts: tuple[bytes, ...] = field(repr=False)

    @property
    def n_parts(self) -> int:
        """Messages, for ways that need several."""
        return len(self.parts)

    @property
    def n_bytes(self) -> int:
        """Of all parts."""
        return sum(map(len, self.parts))

    @property
    def about(self) -> str:
        """A line for people."""
        several = f" in {self.n_parts} messages" if self.n_parts > 1 else ""
        return f"{self.recipient}: {self.title!r}, {self.n_bytes:,} bytes{several}"


def planned(
    digest: Digest, name: str, period: str, recipients: Sequence[str], settings: Settings, now: datetime
) -> tuple[Planned, ...]:
    """Render a digest for each recipient.

    Parameters
    ----------
    digest
        With brand and edits; people are shown as ``settings.report`` says.
    name, period
        Of a digest that is made again and again, such as "weekly" and "2024-W12". The same name, period and recipient
        are never sent twice.
    now
        The date of letters; aware, UTC.

    Raises
    ------
    BadRecipient, UnknownName, BadSetting
        If a recipient cannot be used as it is written.
    MinerError
        What rendering raises.
    """
    check_recipients(recipients, settings)
    return tuple(_planned(digest, name, period, recipient.strip(), settings, now) for recipient in recipients)


def _planned(digest: Digest, name: str, period: str, recipient: str, settings: Settings, now: datetime) -> Planned:
    way, where = way_of(recipient)
    key = key_of(name, period, way.name, way.check(where, settings))
    message_id = f"<{key[:32]}@{_domain(way.name, settings)}>"
    parts = way.parts(digest, Stamp(where, name, period, message_id, now), settings)
    return Planned(recipient, way.name, name, period, digest.title, key, message_id, parts)


def _domain(way: str, settings: Settings) -> str:
    """The sender's own: no host's name, which would differ from machine to machine."""
    if way != "mail":
        return _NOBODYS
    from miner.delivery.ways.mail import sender_of

    return sender_of(settings).domain
