"""A proxy that the settings name: each connection goes through it as a tunnel (``CONNECT``), http as well as https.

Certificates are checked as without it, so it sees the names of hosts and how much is sent, not what. It looks names up
itself: the number that was checked here and the one it goes to may differ.
"""

from __future__ import annotations

import base64
import ipaddress
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from miner.errors import BadSetting, NotFetched
from miner.fetch.addresses import is_public
from miner.fetch.wire import OpenSocket
from miner.secrets import read_secret

_SETTING = "fetch.proxy"
_MAX_BYTES = 16 * 1024  # of what it answers before the tunnel is open
_EXPECTED = "http://HOST:PORT, or env:NAME, file:PATH or keyring:SERVICE/USER of such an address with name and password"


@dataclass(frozen=True)
class Proxy:
    """Where the proxy is, and what it is told about who asks."""

    host: str
    port: int
    login: str = field(default="", repr=False)  # user:password

    def asked_for(self, host: str, port: int) -> bytes:
        """The request for a tunnel."""
        authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        head = f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n"
        if self.login:
            head += f"Proxy-Authorization: Basic {base64.b64encode(self.login.encode()).decode()}\r\n"
        return f"{head}\r\n".encode("ascii")


def proxy_of(setting: str) -> Proxy | None:
    """The proxy that a setting names; None for "".

    Raises
    ------
    BadSetting, PlaceNotFound, MissingPart
        The first also where a password stands in the setting itself.
    """
    if not setting:
        return None
    is_plain = "://" in setting
    if not is_plain and setting.partition(":")[0] not in ("env", "file", "keyring"):
        raise BadSetting(_SETTING, "the settings", "something else", _EXPECTED)
    shown = setting if is_plain and "@" not in setting else "something else"
    text = setting if is_plain else read_secret(setting, _SETTING)
    try:
        parts = urlsplit(text)
        port = parts.port or 0
    except ValueError as error:
        raise BadSetting(_SETTING, "the settings", shown, _EXPECTED) from error
    has_login = "@" in parts.netloc
    if parts.scheme != "http" or not parts.hostname or not port or parts.path not in ("", "/") or parts.query:
        raise BadSetting(_SETTING, "the settings", shown, _EXPECTED)
    if is_plain and has_login:
        raise BadSetting(_SETTING, "the settings", shown, _EXPECTED)
    login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if has_login else ""
    return Proxy(parts.hostname, port, login)


def through(proxy: Proxy, open_socket: OpenSocket = socket.create_connection) -> OpenSocket:
    """Opens sockets through a proxy; numbers that are not on the public internet (``allow_private``) directly."""

    def opened(place: tuple[str, int], timeout: float) -> socket.socket:
        host, port = place
        if _is_inside(host):
            return open_socket(place, timeout)
        tunnel = open_socket((proxy.host, proxy.port), timeout)
        try:
            tunnel.sendall(proxy.asked_for(host, port))
            _check(_head(tunnel, timeout), proxy, host)
            tunnel.settimeout(timeout)
        except BaseException:
            tunnel.close()
            raise
        return tunnel

    return opened


def _is_inside(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_public(host)


def _head(tunnel: socket.socket, timeout: float) -> bytes:
    """What the proxy says before the tunnel is open; byte by byte, for what follows belongs to the site."""
    until = time.monotonic() + timeout
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        left = until - time.monotonic()
        if left <= 0 or len(head) > _MAX_BYTES:
            raise OSError("the proxy gave no answer that ends")
        tunnel.settimeout(left)
        piece = tunnel.recv(1)
        if not piece:
            raise OSError("the proxy closed the connection")
        head += piece
    return bytes(head)


def _check(head: bytes, proxy: Proxy, host: str) -> None:
    """The tunnel is open.

    Raises
    ------
    NotFetched
        If the proxy wants to know who asks.
    OSError
        If it says anything but yes; it may be tried again.
    """
    version, _, said = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
    status = said.partition(" ")[0]
    if not version.startswith("HTTP/1.") or not status.isdecimal():
        raise OSError("the proxy does not speak HTTP")
    if status == "407":
        raise NotFetched(
            host,
            f"the proxy {proxy.host} wants another name and password",
            'Put fetch.proxy = "env:NAME" in miner.toml, and http://USER:PASSWORD@HOST:PORT where that says.',
        )
    if not status.startswith("2"):
        raise OSError(f"the proxy answered {' '.join(said.split())[:100]}")
