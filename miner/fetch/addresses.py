"""Which machines may be asked: those of the public internet, checked by number after each name was looked up.

References
----------
IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and those it lists).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Container
from contextlib import suppress

from miner.errors import AddressRefused, NotFetched
from miner.fetch.urls import Url

Resolver = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Named here and not left to the standard library, whose ``is_global`` has changed between releases of one version.
_SPECIAL_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 "
        "203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
    ).split()
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")  # all that was ever given out as global unicast
_SPECIAL_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20"  # Teredo, ORCHID and benchmarks lie in the first
    ).split()
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # an IPv4 address in IPv6: as public as that is
_LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "test", "invalid")


def is_public(text: str) -> bool:
    """Whether an IP address belongs to a machine on the public internet; what is no address does not."""
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in _SPECIAL_V4)
    embedded = _embedded(address)
    if embedded is not None:
        return is_public(str(embedded))
    if address.scope_id or address not in _PUBLIC_V6:
        return False
    return address.is_global and not any(address in network for network in _SPECIAL_V6)


def resolved(url: Url, resolver: Resolver, allowed: Container[str] = ()) -> list[str]:
    """The addresses behind a host, looked up once; the connection goes to one of these and to no other.

    Parameters
    ----------
    allowed
        Hosts of the user's own network that may be asked wherever they are.

    Raises
    ------
    AddressRefused
        If one of them is not public: a name that points inside and outside at once is a trap.
    NotFetched
        If the name is not known.
    """
    if url.host in allowed:
        return _looked_up(url, resolver)
    if any(url.host == name or url.host.endswith(f".{name}") for name in _LOCAL_NAMES):
        raise _inside(url, "its name is one of a private network")
    addresses = _looked_up(url, resolver)
    for address in addresses:
        if not is_public(address):
            raise _inside(url, f"it leads to {address}, which is not on the public internet")
    return addresses


def name_for_proxy(url: Url, resolver: Resolver, allowed: Container[str] = ()) -> list[str]:
    """What a proxy is asked to connect to: the host by its name, after the same checks as far as they can be made here.

    Hosts of the user's own network are given by number: they are reached without the proxy. A name that only the proxy
    can look up is left to it.

    Raises
    ------
    AddressRefused
    """
    if url.host in allowed:
        return _looked_up(url, resolver)
    with suppress(NotFetched):  # behind a proxy names of the outside are often unknown
        resolved(url, resolver)
    return [url.host]


def system_resolver(host: str, port: int) -> list[str]:
    """What the operating system answers, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _looked_up(url: Url, resolver: Resolver) -> list[str]:
    try:
        ipaddress.ip_address(url.host)
    except ValueError:
        pass
    else:
        return [url.host]
    try:
        addresses = resolver(url.host, url.port)
    except OSError as error:
        raise NotFetched(
            str(url), f"no machine of the name {url.host} is known", "Check the address and the connection."
        ) from error
    if not addresses:
        raise NotFetched(str(url), f"the name {url.host} has no address", "Check the address.")
    return addresses


def _inside(url: Url, reason: str) -> AddressRefused:
    return AddressRefused(str(url), reason, f"If it is your own network, say --allow-private {url.host}.")
