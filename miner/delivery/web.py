"""Posting to the web: one request to one checked address, its last byte kept back until that was stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from miner import __version__
from miner.delivery.base import NotNow, Refused, Unsure, told
from miner.errors import AddressRefused, BadSetting, NetworkError
from miner.fetch.addresses import resolved, system_resolver
from miner.fetch.pacing import asked_to_wait
from miner.fetch.records import Answer, Request
from miner.fetch.urls import Url, parse_url
from miner.fetch.wire import Limits, Unanswered, Wire
from miner.secrets import read_secret
from miner.settings import DeliverySettings

_MAX_BYTES = 1 << 20  # of an answer: a receipt, or a page of an error
_BUSY = (408, 425, 429, 503)  # it was not taken, and may be sent again
_AGENT = f"discussion-miner/{__version__} (delivers a digest)"
_TOKEN = re.compile(r"[A-Z0-9]")
_LONGEST_WAIT = 86_400.0  # seconds that a server may ask for


@dataclass(frozen=True)
class Target:
    """Where a request goes; what must never be shown is in ``secrets``."""

    url: Url
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        return f"Target({self.url.host})"  # of a webhook, the path is the secret


def secret_target(place: str, setting: str, settings: DeliverySettings, query: str = "") -> Target:
    """The address of a webhook, which is a secret: whoever knows it can post.

    Parameters
    ----------
    place
        ``env:NAME``, ``file:PATH`` or ``keyring:SERVICE/USER``.
    query
        Added to the address, such as ``wait=true``.

    Raises
    ------
    BadSetting, PlaceNotFound, MissingPart
        The address itself is in none of their messages.
    """
    secret = read_secret(place, setting)
    try:
        url = parse_url(f"{secret}{'&' if '?' in secret else '?'}{query}" if query else secret)
    except AddressRefused:
        raise BadSetting(setting, "the settings", place, "a place where an address of the web is") from None
    check_protected(url, setting, settings)
    return Target(url, secrets=(secret, str(url), url.target, secret.partition("?")[0], url.path, *_tokens(url)))


def _tokens(url: Url) -> list[str]:
    """Pieces of an address that may be what makes it a secret: its end, and what is no plain word."""
    pieces = [piece for piece in url.path.split("/") if piece]
    return [*pieces[-2:], *(piece for piece in pieces if _TOKEN.search(piece)), *url.query.values()]


def check_protected(url: Url, setting: str, settings: DeliverySettings) -> None:
    """Raise BadSetting unless it is https, or a host of the user's own network: it carries a secret."""
    if url.scheme != "https" and url.host not in settings.allow_private:
        raise BadSetting(
            setting, "the settings", f"an http: address at {url.host}", "an https: address, for it carries a secret"
        )


def post_json(
    target: Target, payload: bytes, settings: DeliverySettings, now: datetime, before_last: Callable[[], None]
) -> Answer:
    """Post JSON and return the answer, if it says that all is well.

    Parameters
    ----------
    before_last
        Called before the last byte leaves; from there on a missing answer leaves it open whether it arrived.

    Raises
    ------
    NotNow, Refused, Unsure
    """
    has_left = False

    def leave() -> None:
        nonlocal has_left
        before_last()
        has_left = True

    headers = {"Content-Type": "application/json", "Content-Length": str(len(payload))}
    try:
        answer = _sent(target, payload, headers, settings, leave)
    except Unanswered as failure:
        said = told(failure, target.secrets)
        raise (Unsure if has_left else NotNow)(f"{target.url.host} gave no whole answer ({said})") from None
    except NetworkError as error:
        said = told(error, target.secrets).rstrip(".")
        raise Unsure(said) if has_left else _not_reached(error, said) from None
    return _judged(answer, target, now)


def asked(target: Target, settings: DeliverySettings) -> Answer:
    """The answer to a question that changes nothing, whatever its status.

    Raises
    ------
    NotNow, Refused
    """
    try:
        return _sent(target, b"", {}, settings, None)
    except Unanswered as failure:
        said = told(failure, target.secrets)
        raise NotNow(f"{target.url.host} gave no whole answer ({said})") from None
    except NetworkError as error:
        raise _not_reached(error, told(error, target.secrets).rstrip(".")) from None


def words_of(answer: Answer, target: Target) -> str:
    """The status and the server's own words, short, without secrets and without pages of errors."""
    said = "" if answer.is_html else told(answer.body[:2_000], (*target.secrets, *target.headers.values()))
    return f"{answer.status} {told(answer.reason)}".rstrip() + (f": {said}" if said else "")


def _sent(
    target: Target,
    payload: bytes,
    headers: Mapping[str, str],
    settings: DeliverySettings,
    before_last: Callable[[], None] | None,
) -> Answer:
    url = target.url
    addresses = resolved(url, system_resolver, settings.allow_private)
    request = Request(url=url, accept="application/json", secret_headers=target.headers, body=payload)
    given = {
        "Host": url.authority,
        "User-Agent": _AGENT,
        "Accept": request.accept,
        "Accept-Encoding": "identity",
        **headers,
        **target.headers,
    }
    wire = Wire()  # a connection each: one that idled may be closed in the moment in which it is used
    try:
        return wire.send(request, addresses, given, Limits(_MAX_BYTES, settings.max_seconds), before_last)
    finally:
        wire.close()


def _not_reached(error: NetworkError, said: str) -> NotNow | Refused:
    """A private address stays one; a name that is not known, or a certificate, may be right tomorrow."""
    if isinstance(error, AddressRefused):
        return Refused(f"{said} For deliveries it is delivery.allow_private in the settings")
    return NotNow(said, soon=False)


def _judged(answer: Answer, target: Target, now: datetime) -> Answer:
    host, status = target.url.host, answer.status
    if 200 <= status < 300:
        return answer
    said = f"{host} answered {words_of(answer, target)}"
    if status in _BUSY:
        raise NotNow(said, _wanted(answer, now))
    if status >= 500:  # a server that fails, or a gateway before it: the post may be there
        raise Unsure(said)
    if status < 400:
        elsewhere = told(urlsplit(answer.headers.get("location", "")).hostname or "itself")
        raise Refused(f"{host} leads elsewhere ({status}, to {elsewhere}), and posts are not sent on")
    raise Refused(said)


def _wanted(answer: Answer, now: datetime) -> float | None:
    """Seconds to wait, as the body (Discord) or the header says."""
    try:
        inside = msgspec.json.decode(answer.body, type=dict[str, object]).get("retry_after")
    except (msgspec.DecodeError, UnicodeDecodeError):
        inside = None
    header = asked_to_wait(answer.headers, now)
    wanted = [float(value) for value in (inside, header) if isinstance(value, int | float)]
    return min(max(max(wanted), 0.0), _LONGEST_WAIT) if wanted else None
