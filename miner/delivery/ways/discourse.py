"""A topic on Discourse, by its API. An id of ours goes with it, so that it is never opened twice.

Rules of https://docs.discourse.org: ``external_id`` is unique, of letters, digits, ``-`` and ``_``, at most 50; a topic
with it is found at ``/t/external_id/ID.json``. A title has 15 to 255 characters and is unique unless the forum allows.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import msgspec

from miner.delivery.base import NotNow, Parcel, Refused, Stamp, key_of
from miner.delivery.web import Target, asked, check_protected, post_json, words_of
from miner.delivery.webhooks import as_json
from miner.digest.people import with_people
from miner.digest.records import Digest
from miner.errors import AddressRefused, BadRecipient, BadSetting
from miner.fetch.urls import Url, parse_url
from miner.report import render
from miner.secrets import is_place, read_secret
from miner.settings import Settings

_EXPECTED = "discourse:https://forum.example?category=7"
_LEAST_TITLE, _MAX_TITLE = 15, 200
_THERE = (200, 301, 302)


class _Topic(msgspec.Struct):
    title: str
    raw: str
    external_id: str
    category: int | None = None


class Discourse:
    """A topic in a category."""

    name = "discourse"
    about = "https://HOST?category=NUMBER: a topic, with the API key under delivery.keys"
    can_repeat = True

    def check(self, where: str, settings: Settings) -> str:
        """Forum and category; the key's place must be named."""
        url, category = _forum(where)
        if not is_place(settings.delivery.keys.get(url.host, "")):
            raise BadSetting(
                f"delivery.keys.{url.host}",
                "the settings",
                "nothing or something else",
                "a place of the forum's API key",
            )
        check_protected(url, f"recipient {url.origin}", settings.delivery)
        return f"{url.origin}{url.path.rstrip('/')}?category={category or ''}"

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """One topic."""
        _, category = _forum(stamp.where)
        raw = str(render(digest, "discourse", settings.report))
        title = _title(with_people(digest, settings.report), stamp)
        topic = _Topic(title, raw, f"miner-{key_of(stamp.message_id)[:32]}", category)
        return (as_json(msgspec.to_builtins(topic)),)

    def send(self, parcel: Parcel, settings: Settings, before_last: Callable[[], None]) -> str:
        """Open the topic, unless an earlier try did."""
        url, _ = _forum(parcel.stamp.where)
        target = _target(url, "/posts.json", settings)
        if parcel.again:
            external_id = msgspec.json.decode(parcel.data, type=_Topic).external_id
            there = _target(url, f"/t/external_id/{external_id}.json", settings)
            answer = asked(there, settings.delivery)
            if answer.status in _THERE:
                return "the topic was there already"
            if answer.status != 404:
                said = f"{url.host} did not say whether the topic is there: {words_of(answer, there)}"
                raise Refused(said) if answer.status in (401, 403) else NotNow(said)
        answer = post_json(target, parcel.data, settings.delivery, parcel.now, before_last)
        return f"{answer.status} {answer.reason}".rstrip()


WAY = Discourse()


def _forum(where: str) -> tuple[Url, int | None]:
    parts = urlsplit(where)
    query = parse_qs(parts.query)
    category = query.get("category", [""])[0]
    if set(query) - {"category"} or (category and not (category.isascii() and category.isdecimal())):
        raise BadRecipient(f"discourse:{where}", "only category=NUMBER may stand after the ?", _EXPECTED)
    try:
        return parse_url(where.partition("?")[0]), int(category) if category else None
    except AddressRefused as error:
        raise BadRecipient(f"discourse:{where}", str(error).rstrip("."), _EXPECTED) from None


def _target(url: Url, path: str, settings: Settings) -> Target:
    setting = f"delivery.keys.{url.host}"
    key = read_secret(settings.delivery.keys.get(url.host, ""), setting)
    user = settings.delivery.discourse_user
    if not key.isascii() or not (user.isascii() and user.isprintable()):
        raise BadSetting(setting, "the settings", "something else", "a key and a user of plain letters")
    at = url.at(url.path.rstrip("/") + path)
    return Target(at, {"Api-Key": key, "Api-Username": user}, (key,))


def _title(digest: Digest, stamp: Stamp) -> str:
    """The digest's own, with its date or period: most forums take a title once."""
    when = digest.written_on.isoformat() if digest.written_on else stamp.period
    title = " ".join(digest.title.split())
    if when and when not in title:
        title = f"{textwrap.shorten(title, _MAX_TITLE, placeholder=' ...')} ({when})"
    return title if len(title) >= _LEAST_TITLE else f"Digest of a discussion: {title}"
