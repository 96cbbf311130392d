"""Sites on loopback: one real server for http and one for https, which play every host by the name they are asked for.

Names lead to public addresses that are never reached: the socket is opened to loopback instead, and what it was to be
opened to is written down.
"""

from __future__ import annotations

import hashlib
import itertools
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import trustme

from miner.fetch.client import Client
from miner.fetch.records import Answer, Clock, Request
from miner.fetch.wire import Wire
from miner.settings import FetchSettings

START = datetime(2024, 5, 6, 7, 0, tzinfo=UTC)
PUBLIC = "93.184.215.14"
# Hosts made for programs, and those that are asked with the user's own key: there robots.txt is not asked for.
FOR_PROGRAMS = frozenset(
    """hn.algolia.com api.github.com api.stackexchange.com public.api.bsky.app bsky.social www.reddit.com oauth.reddit.com
    www.googleapis.com disqus.com""".split()
)


@dataclass
class Reply:
    """What a site answers; ``raw`` writes to the socket itself instead."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[Any], None] | None = None


@dataclass
class Seen:
    """A request as the server got it, with the time of the test's clock."""

    at: float
    host: str
    target: str
    headers: dict[str, str]
    method: str
    body: bytes
    connection: int


class FarmClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def clock(self) -> Clock:
        return Clock(lambda: START + timedelta(seconds=self.seconds), lambda: self.seconds, self.sleep)


class Farm:
    """All sites of a test: what they answer, what they were asked, where sockets were to go."""

    def __init__(self, authority: trustme.CA) -> None:
        self.time = FarmClock()
        self.log: list[Seen] = []
        self.opened: list[tuple[str, int]] = []
        self.names: dict[str, list[str]] = {}
        self.looked_up: list[str] = []
        self._replies: dict[tuple[str, str], list[Reply | Callable[[Seen], Reply]]] = {}
        self._authority = authority
        self._clients: list[Client] = []
        self.asked_by: list[list[Seen]] = []  # what each client asked for
        self._servers: dict[int, ThreadingHTTPServer] = {}

    def put(
        self, url: str, *replies: bytes | str | dict[str, Any] | list[Any] | Reply | Callable[[Seen], Reply]
    ) -> None:
        """What an address answers, one after the other; the last one again and again."""
        host, _, target = url.partition("://")[2].partition("/")
        self._replies[host, f"/{target}"] = [_reply(reply) for reply in replies]

    def answer(self, seen: Seen) -> Reply:
        replies = self._replies.get((seen.host, seen.target))
        if replies is None:
            return Reply(b"not here", 404, {"Content-Type": "text/plain"})
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        reply = reply(seen) if callable(reply) else reply
        tag = f'"{hashlib.sha256(reply.body).hexdigest()[:12]}"'
        if reply.status == 200 and reply.raw is None:
            if seen.headers.get("if-none-match") == tag:
                return Reply(b"", 304, {"ETag": tag})
            reply.headers.setdefault("ETag", tag)
        return reply

    def targets(self, host: str = "") -> list[str]:
        """What was asked for, without robots.txt."""
        return [seen.target for seen in self.log if seen.target != "/robots.txt" and host in ("", seen.host)]

    def gaps(self, host: str) -> list[float]:
        """Seconds between the requests to a host."""
        times = [seen.at for seen in self.log if seen.host == host]
        return [round(after - before, 6) for before, after in itertools.pairwise(times)]

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        return self.names.get(host, [PUBLIC])

    def open_socket(self, place: tuple[str, int], timeout: float) -> socket.socket:
        self.opened.append(place)
        return socket.create_connection(("127.0.0.1", self._servers[place[1]].server_address[1]), timeout)

    def client(self, folder: Path, **settings: Any) -> Client:
        """A client whose world is this farm."""
        context = ssl.create_default_context()
        self._authority.configure_trust(context)
        chosen = FetchSettings(folder=str(folder), contact="ann@reader.example", **settings)
        client = Client(chosen, Wire(context, self.open_socket), self.resolve, self.time.clock(), seed=0)
        self._clients.append(client)
        self._note_what_is_asked_by(client)
        return client

    def _note_what_is_asked_by(self, client: Client) -> None:
        asked: list[Seen] = []
        self.asked_by.append(asked)
        send = client._sent

        def sent(request: Request, conditions: Mapping[str, str]) -> tuple[Answer | None, str]:
            before = len(self.log)
            try:
                return send(request, conditions)
            finally:
                asked.extend(self.log[before:])

        client._sent = sent  # type: ignore[method-assign]

    def check_manners(self) -> None:
        """What the server's own log says of each client: a second between requests, one connection, robots.txt first."""
        for asked in self.asked_by:
            for host in {seen.host for seen in asked} - set(self.names):  # those are the user's own
                own = [seen for seen in asked if seen.host == host]
                gaps = [after.at - before.at for before, after in itertools.pairwise(own)]
                assert all(gap >= 0.999 for gap in gaps), (host, gaps)
                turns = [number for number, _ in itertools.groupby(seen.connection for seen in own)]
                assert len(turns) == len(set(turns)), f"two connections to {host} at a time"
                if host not in FOR_PROGRAMS:
                    assert own[0].target == "/robots.txt", (host, own[0].target)

    def start(self, context: ssl.SSLContext) -> None:
        for port in (80, 443):
            server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
            server.daemon_threads = True
            if port == 443:
                server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
            self._servers[port] = server

    def stop(self) -> None:
        for client in self._clients:
            client.close()
        for server in self._servers.values():
            server.shutdown()
            server.server_close()


def page(body: str, head: str = "", title: str = "A page") -> str:
    """A whole HTML page."""
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def _reply(given: Any) -> Reply | Callable[[Seen], Reply]:
    if isinstance(given, Reply) or callable(given):
        return given
    if isinstance(given, bytes):
        return Reply(given, headers={"Content-Type": "application/octet-stream"})
    if isinstance(given, str):
        kind = "text/html; charset=utf-8" if "<html" in given[:200] else "text/plain; charset=utf-8"
        return Reply(given.encode(), headers={"Content-Type": kind})
    return Reply(msgspec.json.encode(given), headers={"Content-Type": "application/json"})


def _handler(farm: Farm) -> type[BaseHTTPRequestHandler]:
    numbers = itertools.count()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            self.number = next(numbers)

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            host = headers.get("host", "")
            seen = Seen(farm.time.seconds, host, self.path, headers, self.command, body, self.number)
            farm.log.append(seen)
            reply = farm.answer(seen)
            if reply.raw is not None:
                self.close_connection = True
                reply.raw(self.wfile)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if "Transfer-Encoding" not in reply.headers and reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status != 304:
                self.wfile.write(reply.body)

        do_POST = do_GET

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # the client cut the connection off, as some tests want
                self.close_connection = True

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """The farm keeps its own log."""

    return Handler
