"""Web addresses: taken apart strictly, so that what is checked is what is asked."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from miner.errors import AddressRefused

_PORTS = {"http": 80, "https": 443}
_MAX_CHARS = 4_000
# Letters that programs take for different things: line ends, spaces, and the stroke that browsers read as a slash.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_NUMERIC = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")  # a last label that makes old resolvers see an IPv4 address
_SAFE = "/:@!$&'()*+,;=~%-._?[]"


@dataclass(frozen=True, slots=True)
class Url:
    """An address of the web, checked in form; ``target`` is path and query as they are sent."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """``https://example.org``, with the port where it is not the usual one."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """What the header ``Host`` says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def path(self) -> str:
        """Without the query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """Names and values; of a name that comes twice the last."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    def at(self, path: str, **query: str | int) -> Url:
        """Another address of the same host."""
        return parse_url(f"{self.origin}{path}{f'?{urlencode(query)}' if query else ''}")

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"


def is_url(place: str) -> bool:
    """Whether a place on the command line is meant as an address."""
    return "://" in place[:20]


def parse_url(text: str) -> Url:
    """Take an address apart.

    Raises
    ------
    AddressRefused
        If it is not http or https, holds a name or password, or a host or port that no public site has.
    """
    text = text.strip()
    shown = text if len(text) < 200 else f"{text[:200]}..."
    if len(text) > _MAX_CHARS:
        raise AddressRefused(shown, f"it is longer than {_MAX_CHARS:,} characters")
    if _UNFIT.search(text):
        raise AddressRefused(shown, "it holds a space, a backslash or a control character")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(shown, f"it is malformed ({error})") from error
    if parts.scheme.lower() not in _PORTS:
        raise AddressRefused(shown, "only http and https are fetched")
    if "@" in parts.netloc:
        raise AddressRefused(f"{parts.scheme}://...", "it holds a name or password")
    scheme = parts.scheme.lower()
    target = quote(parts.path, safe=_SAFE) or "/"
    if parts.query:
        target += f"?{quote(parts.query, safe=_SAFE)}"
    return Url(scheme, _host(parts.netloc, shown), _port(port, scheme, shown), target)


def joined(base: Url, reference: str) -> Url:
    """The address that a link or a redirect on a page means.

    Raises
    ------
    AddressRefused
    """
    try:
        return parse_url(urljoin(str(base), reference.strip()))
    except ValueError as error:
        raise AddressRefused(reference[:200], f"it is malformed ({error})") from error


def _port(port: int | None, scheme: str, shown: str) -> int:
    if port is None:
        return _PORTS[scheme]
    if port not in _PORTS.values() and port < 1024:
        raise AddressRefused(shown, f"port {port} is not one of web sites")
    return port


def _host(netloc: str, shown: str) -> str:
    """Lower case, in ASCII, without the dot at its end; an IPv6 address without brackets."""
    if netloc.startswith("["):
        return _ipv6(netloc.partition("]")[0][1:], shown)
    host = unicodedata.normalize("NFKC", netloc.rpartition(":")[0] if ":" in netloc else netloc).lower()
    host = host.replace("\u3002", ".").removesuffix(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise AddressRefused(shown, "its host is no name of a site") from error
    if not host or len(host) > 253 or not all(map(_LABEL.match, host.split("."))):
        raise AddressRefused(shown, "its host is no name of a site")
    if _NUMERIC.match(host.rpartition(".")[2]):
        return _ipv4(host, shown)
    return host


def _ipv4(host: str, shown: str) -> str:
    """Only the four plain numbers: 0177.0.0.1, 2130706433 and 127.1 mean another address than they look like."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise AddressRefused(shown, "its host is a number that is no plain IPv4 address") from error


def _ipv6(host: str, shown: str) -> str:
    try:
        address = ipaddress.IPv6Address(host)
    except ValueError as error:
        raise AddressRefused(shown, "its host is no IPv6 address") from error
    if address.scope_id:
        raise AddressRefused(shown, "its host is an address of one network card")
    return str(address)
