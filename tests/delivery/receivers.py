"""Servers on loopback that take what is delivered: one for mail, one for the web; both do as a test tells them."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "ann", "s3cret-of-the-mail-server"
DROP = "drop"  # as a reply: the connection ends without one


@dataclass
class Taken:
    """A letter as the server got it."""

    sender: str
    receivers: list[str]
    data: bytes
    encrypted: bool
    logged_in: bool
    options: list[str]

    @property
    def letter(self) -> EmailMessage:
        read = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read


class MailHandler:
    """Answers by script: what is in ``rcpt``, ``data`` goes out once each, then all is well."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.before_data: Callable[[], None] = lambda: None
        self.tries = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries += 1
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.data.pop(0) if self.data else "250 2.0.0 OK: queued"
        if reply == DROP or reply.startswith("2"):
            self.taken.append(
                Taken(
                    envelope.mail_from or "",
                    list(envelope.rcpt_tos),
                    bytes(envelope.original_content or b""),
                    session.ssl is not None,
                    bool(session.authenticated),
                    list(envelope.mail_options),
                )
            )
        if reply == DROP:
            assert server.transport is not None
            server.transport.abort()
            return "250 never seen"
        return reply

    def counts(self) -> Counter[str]:
        return Counter(str(one.letter["Message-ID"]) for one in self.taken)


def _allowed(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


class _Counting(SMTP):
    """Knows its connections.

    That one is lost is asked of the transport: a client that is killed while encryption begins ends it untold.
    """

    seen: ClassVar[list[asyncio.BaseTransport]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:  # not again when encryption begins
            _Counting.seen = [one for one in _Counting.seen if not one.is_closing()] + [transport]
        super().connection_made(transport)


class MailServer(Controller):
    """A server of mail with STARTTLS and AUTH."""

    def factory(self) -> SMTP:
        return _Counting(self.handler, **self.SMTP_kwargs)

    @property
    def n_open(self) -> int:
        return sum(not transport.is_closing() for transport in _Counting.seen)

    def __init__(self, handler: MailHandler, context: ssl.SSLContext | None, **options: Any) -> None:
        self.script = handler
        super().__init__(
            handler,
            hostname="127.0.0.1",
            port=_free_port(),
            tls_context=context,
            authenticator=_allowed,
            auth_require_tls=context is not None,
            **options,
        )


@dataclass
class Reply:
    """An answer of the receiver of webhooks; ``raw`` is written to the socket instead of one."""

    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    wait_seconds: float = 0.0


@dataclass(frozen=True)
class Posted:
    """A request whose body came whole."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class Receiver:
    """Takes posts; ``replies`` go out once each, then ``Reply()``. Knows the topics of a Discourse."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.posts: list[Posted] = []
        self.replies: list[Reply] = []
        self.asked: list[str] = []
        self.topics: dict[str, dict[str, Any]] = {}
        self.n_cut = self.n_open = 0
        self._counting = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                with receiver._counting:  # ``finish`` is not called where this fails
                    receiver.n_open += 1

            def finish(self) -> None:
                try:
                    super().finish()
                finally:
                    with receiver._counting:
                        receiver.n_open -= 1

            def do_POST(self) -> None:
                receiver._posted(self)

            def do_GET(self) -> None:
                receiver._asked(self)

            def log_message(self, *args: object) -> None:
                return

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *args: object) -> None:
                """A process that is killed resets its connections: that is what the tests are for."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.scheme = "http" if context is None else "https"
        self.port = int(self.server.server_address[1])
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def _posted(self, handler: BaseHTTPRequestHandler) -> None:
        announced = int(handler.headers["Content-Length"])
        body = handler.rfile.read(announced)
        if len(body) < announced:
            self.n_cut += 1
            handler.close_connection = True
            return
        post = Posted(handler.path, {name.lower(): value for name, value in handler.headers.items()}, body)
        if handler.path == "/posts.json" and not self.replies:
            self._open_topic(handler, post)
            return
        self.posts.append(post)
        self._reply(handler, self.replies.pop(0) if self.replies else Reply())

    def _open_topic(self, handler: BaseHTTPRequestHandler, post: Posted) -> None:
        external_id = post.json["external_id"]
        if external_id in self.topics:
            self._reply(handler, Reply(422, b'{"errors":["External has already been taken"]}'))
            return
        self.topics[external_id] = post.json
        self.posts.append(post)
        self._reply(handler, Reply(body=b'{"id": 1, "topic_id": 1}'))

    def _asked(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        external_id = handler.path.removeprefix("/t/external_id/").removesuffix(".json")
        self._reply(handler, Reply(200, b"{}") if external_id in self.topics else Reply(404, b"{}"))

    def _reply(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        time.sleep(reply.wait_seconds)
        try:
            if reply.raw is not None:
                handler.wfile.write(reply.raw)
                handler.close_connection = True
                return
            handler.send_response(reply.status)
            for name, value in reply.headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(reply.body)))
            handler.end_headers()
            handler.wfile.write(reply.body)
        except OSError:
            handler.close_connection = True  # who asked is gone


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
