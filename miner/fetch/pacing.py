"""Pauses: how long each host is left alone between two requests, and how often a failure is tried again."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from miner.errors import NotFetched
from miner.fetch.records import Clock

_SLOWEST = 60.0  # seconds; a site that wants more says so by Retry-After
_SLOWER, _FASTER = 2.0, 0.9
_LEAST_SLOWED = 0.5  # so that a pause of nothing grows, too
_TRIES = 4  # of one request, the first included
_FIRST_BACKOFF = 2.0


@dataclass
class _Host:
    floor: float
    pause: float
    not_before: float = 0.0


class Pace:
    """Waits before each request: the usual pause, more where the site asks for it or is under load."""

    def __init__(self, clock: Clock, least: Callable[[str], float], max_wait_seconds: float) -> None:
        self._clock = clock
        self._least = least
        self._most = max_wait_seconds
        self._hosts: dict[str, _Host] = {}

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked again."""
        seconds = self._of(host).not_before - self._clock.monotonic()
        if seconds > 0:
            self._clock.sleep(seconds)

    def done(self, host: str, went_well: bool = True) -> None:
        """A request has ended; the next waits for the pause, which grows while the site is under load."""
        state = self._of(host)
        if went_well:
            state.pause = max(state.floor, state.pause * _FASTER)
        else:
            state.pause = min(max(state.pause, _LEAST_SLOWED) * _SLOWER, max(_SLOWEST, state.floor))
        state.not_before = max(state.not_before, self._clock.monotonic() + state.pause)

    def set_floor(self, host: str, seconds: float | None, place: str) -> None:
        """The site's own Crawl-delay.

        Raises
        ------
        NotFetched
            If it is longer than the user wants to wait at all.
        """
        if seconds is None:
            return
        self._check(seconds, place)
        state = self._of(host)
        state.floor = max(state.floor, seconds)
        state.pause = max(state.pause, state.floor)
        state.not_before = max(state.not_before, self._clock.monotonic() + state.floor)

    def hold(self, host: str, seconds: float, place: str) -> None:
        """The site asks for this long a rest.

        Raises
        ------
        NotFetched
            If it is longer than the user wants to wait.
        """
        self._check(seconds, place)
        state = self._of(host)
        state.not_before = max(state.not_before, self._clock.monotonic() + seconds)

    def _of(self, host: str) -> _Host:
        if host not in self._hosts:
            pause = self._least(host)
            self._hosts[host] = _Host(pause, pause)
        return self._hosts[host]

    def _check(self, seconds: float, place: str) -> None:
        if seconds > self._most:
            raise NotFetched(
                place,
                f"the site asks to wait {seconds:,.0f} seconds",
                "Give the same command again then: what was fetched so far is kept, and it goes on from there.",
            )


class Retries:
    """How often failures may be tried again: each request a few times, and the whole run a number of times."""

    def __init__(self, budget: int, seed: int = 0) -> None:
        self._left = budget
        self._random = random.Random(seed)  # noqa: S311 - spreads requests, guards nothing

    def backoff(self, n_tried: int) -> float | None:
        """Seconds to wait before the next try; None if there is none."""
        if n_tried >= _TRIES or self._left <= 0:
            return None
        self._left -= 1
        return _FIRST_BACKOFF * 2.0 ** (n_tried - 1) * self._random.uniform(0.5, 1.5)


def asked_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that ``Retry-After`` names, as a number or a date; None if it says nothing that can be read."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
