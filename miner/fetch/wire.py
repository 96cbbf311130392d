"""The network itself, and the only file that touches it: one request to one address that was checked before.

``http.client`` and not a larger library: the socket must go to a checked number while name, certificate and ``Host``
are those of the address, and it must be cut off when the time is over, in the middle of a handshake or a header, too.
Pools, proxies, redirects and retries of a library would all have to be switched off for that.
"""

from __future__ import annotations

import http.client
import selectors
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from miner.errors import NotFetched
from miner.fetch.packing import unpacked
from miner.fetch.records import Answer, Request
from miner.fetch.urls import Url

OpenSocket = Callable[[tuple[str, int], float], socket.socket]

_CHUNK = 1 << 16
_CONNECT_SECONDS = 15.0
_WITHOUT_BODY = (204, 304)


class Unanswered(Exception):  # not shown: the client tries again and then says what happened
    """No whole answer came: no connection, cut off, too slow, or not HTTP."""


@dataclass(frozen=True)
class Limits:
    """Of one answer: bytes as sent and unpacked, seconds from the connection to the last byte."""

    max_bytes: int
    max_seconds: float


class Wire:
    """Sends requests, one at a time, over one connection a host.

    Parameters
    ----------
    context
        For https; None makes one that checks certificates against those of the system.
    open_socket
        Takes (address, port) and a timeout.
    """

    def __init__(
        self, context: ssl.SSLContext | None = None, open_socket: OpenSocket = socket.create_connection
    ) -> None:
        self._context = context
        self._open_socket = open_socket
        self._open: dict[str, _Pinned] = {}

    def send(
        self,
        request: Request,
        addresses: Sequence[str],
        headers: Mapping[str, str],
        limits: Limits,
        before_last: Callable[[], None] | None = None,
    ) -> Answer:
        """Send a request to the first of the addresses that takes a connection.

        Parameters
        ----------
        before_last
            Called when all of the body has left but its last byte, without which no server can act on it; what it
            raises ends the request there. Then ``headers`` name the body's length.

        Raises
        ------
        Unanswered
            The connection or the answer failed; it may be tried again.
        NotFetched
            The answer is too large or its certificate is wrong; trying again is of no use.
        """
        origin = request.url.origin
        connection = self._open.pop(origin, None)
        if connection is not None and (connection.address not in addresses or connection.is_stale()):
            connection.close()
            connection = None
        if connection is None:
            self._close_others_of(request.url.host)
            connection = self._connection(request.url, addresses, limits)
        return self._exchange(connection, request, headers, limits, before_last)

    def _close_others_of(self, host: str) -> None:
        """One connection to a host, also where http led to https."""
        for origin in [origin for origin, connection in self._open.items() if connection.host == host]:
            self._open.pop(origin).close()

    def close(self) -> None:
        """Close all connections."""
        while self._open:
            self._open.popitem()[1].close()

    def _connection(self, url: Url, addresses: Sequence[str], limits: Limits) -> _Pinned:
        if url.scheme == "https" and self._context is None:
            self._context = ssl.create_default_context()
        failure: OSError | None = None
        for address in addresses:
            connection = _Pinned(url, address, self._context if url.scheme == "https" else None, self._open_socket)
            try:
                with deadline(connection.cut_off, limits.max_seconds):
                    connection.connect()
            except ssl.SSLCertVerificationError as error:
                connection.close()
                raise NotFetched(
                    str(url), f"its certificate is not right ({error.verify_message})", "Look at it in a browser."
                ) from error
            except OSError as error:
                failure = error
                connection.close()
            else:
                return connection
        raise Unanswered(f"no connection ({_said(failure)})") from failure

    def _exchange(
        self,
        connection: _Pinned,
        request: Request,
        headers: Mapping[str, str],
        limits: Limits,
        before_last: Callable[[], None] | None,
    ) -> Answer:
        body = _held(request.body, before_last) if before_last is not None else request.body or None
        try:
            with deadline(connection.cut_off, limits.max_seconds):
                connection.request(request.method, _target(request), body, dict(headers))
                response = connection.getresponse()
                packed = _body(response, request, limits.max_bytes)
                response.close()
        except (OSError, http.client.HTTPException, ValueError, Unanswered) as error:
            connection.close()
            late = f"it was not finished after {limits.max_seconds:g} seconds"
            raise Unanswered(late if connection.is_late else _said(error)) from error
        except BaseException:
            connection.close()
            raise
        if connection.is_late:  # what came may be cut, though nothing says so
            connection.close()
            raise Unanswered(f"it was not finished after {limits.max_seconds:g} seconds")
        if response.will_close:
            connection.close()
        else:
            self._open[request.url.origin] = connection
        return _answer(request, response, packed, limits)


class _Pinned(http.client.HTTPConnection):
    """A connection to one number; the name is only said, in the handshake and in the header."""

    def __init__(self, url: Url, address: str, context: ssl.SSLContext | None, open_socket: OpenSocket) -> None:
        super().__init__(url.host, url.port, timeout=_CONNECT_SECONDS)
        self.address = address
        self.is_late = False
        self._socket: socket.socket | None = None  # ``sock`` is given away where an answer ends with the connection
        self._tls = context
        self._open_socket = open_socket

    def connect(self) -> None:
        """Open the socket, and TLS upon it, so that ``cut_off`` reaches it from the first moment."""
        self.sock = self._socket = self._open_socket((self.address, self.port), _CONNECT_SECONDS)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls is not None:
            tls = self._tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._socket = tls
            tls.do_handshake()

    def is_stale(self) -> bool:
        """Whether the site has closed it while it was idle: then its end can be read, and nothing else should be."""
        if self.sock is None:
            return True
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ)
            return bool(selector.select(0))

    def cut_off(self) -> None:
        """End whatever waits for the socket; called from the timer's thread."""
        self.is_late = True
        if self._socket is None:
            return
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already


@contextmanager
def deadline(cut_off: Callable[[], None], seconds: float) -> Iterator[None]:
    """Cut a connection off when the time is over: a timeout of the socket alone starts anew with each byte."""
    timer = threading.Timer(seconds, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _held(body: bytes, before_last: Callable[[], None]) -> Iterator[bytes]:
    """A body in two pieces."""
    yield body[:-1]
    before_last()
    yield body[-1:]


def _target(request: Request) -> str:
    if not request.secret_query:
        return request.url.target
    return f"{request.url.target}{'&' if '?' in request.url.target else '?'}{urlencode(request.secret_query)}"


def _body(response: http.client.HTTPResponse, request: Request, max_bytes: int) -> bytes:
    """All of the answer's bytes as they are sent.

    Raises
    ------
    Unanswered
        If the connection ended before the announced end.
    NotFetched
        If there are too many.
    """
    announced = response.length
    if announced is not None and announced > max_bytes and response.status not in _WITHOUT_BODY:
        raise _too_large(request, max_bytes)
    body = bytearray()
    while piece := response.read1(_CHUNK):
        body += piece
        if len(body) > max_bytes:
            raise _too_large(request, max_bytes)
    if announced is None and not body and not response.chunked and response.status == 200:
        raise Unanswered("it broke off before there was anything in it")
    if announced is not None and len(body) < announced:
        raise Unanswered(f"it broke off after {len(body):,} of {announced:,} bytes")
    return bytes(body)


def _answer(request: Request, response: http.client.HTTPResponse, packed: bytes, limits: Limits) -> Answer:
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        low = name.lower()
        headers[low] = f"{headers[low]}, {value}" if low in headers else value
    coding = headers.get("content-encoding", "")
    return Answer(
        url=request.url,
        status=response.status,
        headers=headers,
        body=unpacked(packed, coding, str(request.url), limits.max_bytes),
        reason=response.reason,
    )


def _too_large(request: Request, max_bytes: int) -> NotFetched:
    return NotFetched(
        str(request.url), f"its answer is larger than {max_bytes:,} bytes", "Raise fetch.max_bytes if that is right."
    )


def _said(error: BaseException | None) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
