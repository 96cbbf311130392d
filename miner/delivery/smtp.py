"""Handing a letter to a server of mail: the dot that ends it is kept back until that was stored."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field

from miner.delivery.base import NotNow, Refused, Unsure, told
from miner.fetch.wire import deadline

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
# A server may look through a letter before it takes it, and until it has said so nobody knows (RFC 5321, 4.5.3.2.6).
LAST_WORD_SECONDS = 600.0
_LINE_END = re.compile(rb"\r\n|\r|\n")  # one alone could end the letter early, at some servers ("smuggling")
_DOT = re.compile(rb"^\.", re.MULTILINE)
_READY, _GOES_ON, _TAKEN = 220, 354, 250


@dataclass(frozen=True)
class Server:
    """Where letters are handed in; ``hello`` is the name we give there."""

    host: str
    port: int
    security: str
    hello: str
    user: str = ""
    password: str = field(default="", repr=False)
    max_seconds: float = 60.0

    @property
    def secrets(self) -> tuple[str, ...]:
        """The password, also as it is sent: a server may repeat a command it does not know."""
        if not self.password:
            return ()
        sent = (self.password, f"\0{self.user}\0{self.password}")
        return (self.password, *(b64encode(text.encode()).decode() for text in sent))


def hand_in(server: Server, sender: str, receiver: str, letter: bytes, before_last: Callable[[], None]) -> str:
    """Hand in a letter for one receiver; the server's words when it took it.

    Raises
    ------
    NotNow
        No connection, a temporary reply (4xx), or something about the server that a person must mend.
    Refused
        A final reply (5xx), or the letter is too large for the server.
    Unsure
        It left whole, and no reply came.
    """
    connection = _Connection(server)
    try:
        with deadline(connection.cut_off, server.max_seconds):
            _introduce(connection, server)
            _address(connection, sender, receiver, len(letter))
            connection.begin_letter(letter)
        before_last()
        said = connection.end_letter()
        _leave(connection)
    except smtplib.SMTPResponseException as reply:
        raise _of_reply(server, reply.smtp_code, reply.smtp_error) from None
    except (smtplib.SMTPException, OSError) as error:
        late = f"it was not finished after {server.max_seconds:g} seconds"
        said = late if connection.is_late else told(error, server.secrets) or type(error).__name__
        raise NotNow(f"no whole conversation with {server.host}: {said}") from None
    finally:
        connection.close()
    return said


class _Connection(smtplib.SMTP):
    """A connection whose letter goes in two pieces, and that can be cut off from another thread."""

    def __init__(self, server: Server) -> None:
        super().__init__(local_hostname=server.hello, timeout=server.max_seconds)
        self._host = server.host  # what ``starttls`` checks the certificate against
        self._server = server
        self.is_late = False

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        if self._server.security != "tls":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def cut_off(self) -> None:
        """End whatever waits for the server."""
        self.is_late = True
        if self.sock is None:
            return
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already

    def begin_letter(self, letter: bytes) -> None:
        """All of a letter but the dot that ends it."""
        code, said = self.docmd("data")
        if code != _GOES_ON:
            raise smtplib.SMTPDataError(code, said)
        lines = _DOT.sub(b"..", _LINE_END.sub(b"\r\n", letter))
        self.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")

    def end_letter(self) -> str:
        """The dot, and what the server says to it."""
        try:
            with deadline(self.cut_off, LAST_WORD_SECONDS):
                if self.sock is not None:
                    self.sock.settimeout(LAST_WORD_SECONDS)
                self.send(b".\r\n")
                code, said = self.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise Unsure(f"no reply came after the letter ({told(error)})") from None
        if code == _TAKEN:
            return f"{code} {told(said)}"
        if 400 <= code < 600:
            raise smtplib.SMTPDataError(code, said)
        raise Unsure(f"an unknown reply came after the letter ({code} {told(said)})")


def _introduce(connection: _Connection, server: Server) -> None:
    """Greeting, encryption and login; what goes wrong here is mended by a person or by time, not by another letter."""
    try:
        code, said = connection.connect(server.host, server.port or _PORTS[server.security])
        if code != _READY:
            raise smtplib.SMTPConnectError(code, said)
        connection.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except smtplib.SMTPResponseException as reply:
        said_there = told(reply.smtp_error, server.secrets)
        soon = reply.smtp_code < 500
        raise NotNow(f"{server.host} lets nobody in: {reply.smtp_code} {said_there}".rstrip(), soon=soon) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ssl.SSLError) as error:  # no encryption, no way to log in, a wrong certificate
        raise NotNow(f"{server.host}: {told(error, server.secrets)}", soon=False) from None


def _address(connection: _Connection, sender: str, receiver: str, n_bytes: int) -> None:
    limit = connection.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < n_bytes:
        raise Refused(f"the letter has {n_bytes:,} bytes, and the server takes {int(limit):,}")
    options = [f"size={n_bytes}"] if connection.has_extn("size") else []
    for code, said in (connection.mail(sender, options), connection.rcpt(receiver)):
        if code not in (250, 251):
            raise smtplib.SMTPResponseException(code, said)


def _of_reply(server: Server, code: int, words: bytes | str) -> NotNow | Refused:
    said = f"{server.host} answered {code} {told(words, server.secrets)}".rstrip()
    return Refused(said) if 500 <= code < 600 else NotNow(said)


def _leave(connection: _Connection) -> None:
    """Say goodbye. The letter is taken: however the server answers to that, nothing changes."""
    try:
        with deadline(connection.cut_off, 5.0):
            connection.quit()
    except (smtplib.SMTPException, OSError):
        return
