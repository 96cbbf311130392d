"""One request as the outside sees it: addresses checked, robots.txt asked, paused, redirected, tried again."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from miner import __version__
from miner.errors import AddressRefused, BadSetting, NotFetched, RobotsForbid
from miner.fetch.addresses import Resolver, name_for_proxy, resolved, system_resolver
from miner.fetch.pacing import Pace, Retries, asked_to_wait
from miner.fetch.packing import ACCEPTED
from miner.fetch.proxy import Proxy, proxy_of, through
from miner.fetch.records import Answer, Clock, Request, system_clock
from miner.fetch.robots import ALLOW_ALL, FORBID_ALL, MAX_BYTES, Rules, rules_for
from miner.fetch.urls import Url, joined
from miner.fetch.wire import Limits, Unanswered, Wire
from miner.settings import FetchSettings

PRODUCT = "discussion-miner"  # what robots.txt may name
LEAST_PAUSE = 1.0  # seconds between two requests to a host of others, whatever the settings say
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_TRY_AGAIN = (*_BUSY, 500, 502, 504)
_CONTACT = re.compile(r"[!-'*-~][ -'*-~]{0,198}[!-'*-~]")  # printable, without brackets: it stands inside them


class Sender(Protocol):
    """What sends one request: the network (``Wire``)."""

    def send(
        self, request: Request, addresses: Sequence[str], headers: Mapping[str, str], limits: Limits
    ) -> Answer: ...
    def close(self) -> None: ...


class Client:
    """Asks sites one thing after the other; what it learns of a host (robots.txt, pauses) it keeps for the run."""

    def __init__(
        self,
        settings: FetchSettings,
        wire: Sender | None = None,
        resolver: Resolver = system_resolver,
        clock: Clock | None = None,
        seed: int | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock or system_clock()
        self.agent = user_agent(settings.contact)
        self._proxy = proxy_of(settings.proxy)
        self._wire = wire or _wire(self._proxy)
        self._resolver = resolver
        self._pace = Pace(self.clock, self._least_pause, settings.max_wait_seconds)
        # Many that failed at the same moment must not come back at the same moment: each process draws its own pauses.
        self._retries = Retries(settings.max_retries, os.getpid() if seed is None else seed)
        self._robots: dict[str, Rules] = {}
        self._unread: dict[str, str] = {}  # origins whose robots.txt could not be read, and why
        self._addresses: dict[tuple[str, int], list[str]] = {}

    def ask(self, request: Request, known: Mapping[str, str] = {}, hosts: Container[str] | None = None) -> Answer:
        """The answer to a request, whatever its status, after redirects.

        Parameters
        ----------
        known
            Headers of an earlier answer to the same request; then the site may say 304 instead of sending it again.
        hosts
            The only ones that redirects may lead to; None for those of the whole public internet.

        Raises
        ------
        AddressRefused, RobotsForbid, NotFetched
        """
        conditions = _conditions(known)
        for _ in range(self.settings.max_redirects + 1):
            if request.obeys_robots:
                self._check_robots(request.url)
            answer = self._tried(request, conditions)
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                return answer
            request, conditions = self._redirected(request, location), {}
            if hosts is not None and request.url.host not in hosts:
                raise AddressRefused(str(request.url), "a page of the discussion leads there, and it is another site")
        raise NotFetched(
            str(request.url),
            f"it leads on and on ({self.settings.max_redirects} redirects)",
            "Look at it in a browser.",
        )

    def hold(self, url: Url, seconds: float) -> None:
        """The site said in the body of an answer how long it wants to be left alone."""
        self._pace.hold(url.host, seconds, str(url))

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()

    def _least_pause(self, host: str) -> float:
        """A second at least, but for hosts of the user's own."""
        own = host in self.settings.allow_private
        return self.settings.pause_seconds if own else max(LEAST_PAUSE, self.settings.pause_seconds)

    def _redirected(self, request: Request, location: str) -> Request:
        target = joined(request.url, location.partition("#")[0])
        if (request.has_secret or request.body) and target.origin != request.url.origin:
            raise AddressRefused(str(target), f"{request.url.host} leads there, and your key is for {request.url.host}")
        if request.url.scheme == "https" and target.scheme == "http":
            raise AddressRefused(str(target), f"{request.url.host} leads there from https, without protection")
        # A host that the user allowed leads to itself, or outside; never to another one inside.
        return replace(request, url=target, obeys_robots=request.obeys_robots or target.host != request.url.host)

    def _tried(self, request: Request, conditions: Mapping[str, str]) -> Answer:
        """Asked until it answers, within the budget; the last answer if it stays busy."""
        place, host = str(request.url), request.url.host
        n_tried = 0
        while True:
            n_tried += 1
            answer, failure = self._sent(request, conditions)
            if answer is not None and answer.status not in _TRY_AGAIN:
                return answer
            seconds = self._retries.backoff(n_tried)
            wanted = asked_to_wait(answer.headers, self.clock.now()) if answer is not None else None
            if wanted is not None:
                self._pace.hold(host, wanted, place)
            if seconds is None:
                raise _given_up(place, answer, failure, n_tried)
            self._pace.hold(host, seconds, place)

    def _sent(self, request: Request, conditions: Mapping[str, str]) -> tuple[Answer | None, str]:
        """One try: the answer, or what went wrong."""
        url = request.url
        addresses = self._addresses_of(url)
        headers = {**self._headers(request), **conditions, **request.secret_headers}
        limits = Limits(self.settings.max_bytes, self.settings.max_seconds)
        self._pace.wait(url.host)
        went_well = False
        try:
            answer = self._wire.send(request, addresses, headers, limits)
            went_well = answer.status not in _BUSY
        except Unanswered as failure:
            return None, str(failure)
        finally:
            self._pace.done(url.host, went_well)
        return answer, ""

    def _addresses_of(self, url: Url) -> list[str]:
        """Looked up and checked once a run: a name that answers otherwise the second time is not asked again."""
        key = (url.host, url.port)
        if key not in self._addresses:
            looked_up = resolved if self._proxy is None else name_for_proxy
            self._addresses[key] = looked_up(url, self._resolver, self.settings.allow_private)
        return self._addresses[key]

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "Host": request.url.authority,
            "User-Agent": self.agent,
            "Accept": request.accept,
            "Accept-Encoding": ACCEPTED,
        }
        if request.body:
            is_json = request.body[:1] in b"{["
            headers["Content-Type"] = "application/json" if is_json else "application/x-www-form-urlencoded"
        return headers

    def _check_robots(self, url: Url) -> None:
        self._addresses_of(url)  # first, so that what is refused is the address itself
        if url.origin not in self._robots:
            self._robots[url.origin] = self._rules(url)
        rules = self._robots[url.origin]
        if rules is FORBID_ALL:
            what = self._unread[url.origin]
            raise RobotsForbid(str(url), f"its robots.txt could not be read, so programs stay away: {what}")
        if not rules.allows(url.target):
            raise RobotsForbid(str(url), f"robots.txt of {url.host} asks programs to leave it alone")

    def _rules(self, url: Url) -> Rules:
        """Not there: everything is allowed; not reached: nothing is (RFC 9309, 2.3.1)."""
        try:
            answer = self._robots_answer(url)
        except NotFetched as error:
            self._unread[url.origin] = error.what
            return FORBID_ALL
        if answer.status // 100 == 4:
            return ALLOW_ALL
        if answer.status != 200:
            self._unread[url.origin] = f"it answered {answer.status} {answer.reason}".rstrip()
            return FORBID_ALL
        rules = rules_for(answer.body[:MAX_BYTES], PRODUCT)
        self._pace.set_floor(url.host, rules.delay, str(url))
        return rules

    def _robots_answer(self, url: Url) -> Answer:
        request = Request(url=url.at("/robots.txt"))
        for _ in range(6):  # five redirects at least are to be followed, to other hosts too
            answer = self._tried(request, {})
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                return answer
            request = self._redirected(request, location)
        return replace(answer, status=404)  # as the RFC has it for endless ones


def _wire(proxy: Proxy | None) -> Wire:
    return Wire() if proxy is None else Wire(open_socket=through(proxy))


def user_agent(contact: str) -> str:
    """Who asks, and how to reach them.

    Raises
    ------
    BadSetting
    """
    if contact and not _CONTACT.fullmatch(contact):
        raise BadSetting("fetch.contact", "the settings", contact, "a mail address or the address of a page")
    return f"{PRODUCT}/{__version__} (reads a discussion for its digest; {contact or 'no contact given'})"


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    names = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
    return {asked: known[told] for told, asked in names if known.get(told)}


def _given_up(place: str, answer: Answer | None, failure: str, n_tried: int) -> NotFetched:
    what = f"it answered {answer.status} {answer.reason}".rstrip() if answer is not None else failure
    times = "once" if n_tried == 1 else f"{n_tried} times"
    return NotFetched(
        place, f"{what} (asked {times})", "Try again later: what was fetched so far is kept, and it goes on from there."
    )
