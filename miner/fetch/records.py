"""What is asked and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from miner.errors import NotFetched
from miner.fetch.urls import Url


@dataclass(frozen=True)
class Request:
    """One thing to ask a site for.

    Attributes
    ----------
    secret_headers, secret_query
        With the user's key in them: sent to this host only, shown and kept nowhere.
    body
        Makes it a POST: a query of GraphQL, the form that asks for a token.
    obeys_robots
        False only for interfaces made for programs on hosts of their own, and with the user's own key: robots.txt
        is for those who go through pages.
    """

    url: Url
    accept: str = "*/*"
    secret_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = b""
    obeys_robots: bool = True

    @property
    def method(self) -> str:
        """GET, or POST where it has a body."""
        return "POST" if self.body else "GET"

    @property
    def has_secret(self) -> bool:
        """Whether the user's key is in it."""
        return bool(self.secret_headers or self.secret_query)


@dataclass(frozen=True)
class Answer:
    """What a site sent; the names of ``headers`` are lower case, ``body`` is unpacked."""

    url: Url  # after redirects
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    reason: str = ""

    @property
    def kind(self) -> str:
        """The media type without its parameters, lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_html(self) -> bool:
        """Whether it is a page, by its type or its first sign."""
        start = self.body[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        return self.kind in ("text/html", "application/xhtml+xml") or start.startswith((b"<!doctype html", b"<html"))

    def json(self) -> Any:
        """The body as a JSON value.

        Raises
        ------
        NotFetched
            If it is none: a page of an error, mostly.
        """
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError) as error:
            raise NotFetched(
                str(self.url), f"it should have answered with JSON and did not ({error})", "Try again later."
            ) from error


@dataclass(frozen=True)
class Clock:
    """The time and how it passes; tests bring their own, and do not wait."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


def system_clock() -> Clock:
    """The clock of this machine."""
    import time

    return Clock(lambda: datetime.now(UTC), time.monotonic, time.sleep)
