"""What a way of delivery offers, what it is given, and the three ways in which it can fail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from miner.digest.records import Digest
from miner.settings import Settings

Progress = Callable[[str], None]

_MAX_TOLD = 300  # characters of a server's words: an error page is not a reason
_HIDDEN = "[hidden]"
_LEAST_HIDDEN = 6  # characters; a shorter text is no secret, and would tear words apart
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
_NOT_IN_NAME = re.compile(r"[^\w.-]+")


class NotNow(Exception):  # not shown: the outbox keeps its words
    """It was not delivered, for certain, and may be tried again.

    Parameters
    ----------
    wait_seconds
        What the server asked for; None if it did not say.
    soon
        False: not within this run, because nothing changes in a minute (a wrong password).
    """

    def __init__(self, reason: str, wait_seconds: float | None = None, *, soon: bool = True) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds
        self.soon = soon


class Refused(Exception):  # not shown: the outbox keeps its words
    """It was not delivered, for certain, and trying again is of no use."""


class Unsure(Exception):  # not shown: the outbox keeps its words
    """It left whole, and nobody said whether it arrived."""


@dataclass(frozen=True)
class Stamp:
    """What tells one delivery from all others; ``where`` is what the recipient says behind the colon."""

    where: str
    name: str
    period: str
    message_id: str
    at: datetime  # when it was put into the outbox

    @property
    def file_name(self) -> str:
        """``weekly-2024-W12``: of the digest's files, in any alphabet."""
        joined = "-".join(part for part in (self.name, self.period) if part)
        return _NOT_IN_NAME.sub("-", joined).strip("-.")[:100] or "digest"


@dataclass(frozen=True)
class Parcel:
    """One part on its way. ``again``: it may have arrived before (ways that can be repeated look there first)."""

    stamp: Stamp
    data: bytes
    now: datetime
    again: bool = False


class Way(Protocol):
    """A way of delivery: one small file in ``ways``.

    Attributes
    ----------
    name
        What stands before the colon of a recipient.
    about
        What stands behind it, and what arrives, in a line.
    can_repeat
        Whether sending the same twice leaves one: then nothing is ever unsure.
    """

    name: str
    about: str
    can_repeat: bool

    def check(self, where: str, settings: Settings) -> str:
        """What stands behind the colon, in the form in which two of the same are equal.

        Raises
        ------
        BadRecipient, BadSetting
        """

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """What will be sent, in order; raises what rendering raises."""

    def send(self, parcel: Parcel, settings: Settings, before_last: Callable[[], None]) -> str:
        """Send a part and say what the other side answered.

        Parameters
        ----------
        before_last
            Called right before the bytes without which nothing arrives.

        Raises
        ------
        NotNow, Refused, Unsure
        MinerError
            If a secret or a package is missing: tried again by another run.
        """


def key_of(*texts: str) -> str:
    """Digits that stand for the texts; no two lists of texts have the same."""
    hashed = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()


def told(text: object, secrets: Iterable[str] = ()) -> str:
    """Words from outside as one short line, without control characters and without any of the secrets."""
    said = _UNFIT.sub(" ", text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text))
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        if len(secret) >= _LEAST_HIDDEN:
            said = said.replace(secret, _HIDDEN)
    said = " ".join(said.split())
    return said if len(said) <= _MAX_TOLD else f"{said[: _MAX_TOLD - 3]}..."
