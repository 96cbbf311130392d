"""A proxy that the settings name: a tunnel for every connection, the same checks before it, nothing of the user's shown."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from site_farm import PUBLIC, Farm

from miner.errors import AddressRefused, BadSetting, NotFetched
from miner.fetch import fetch
from miner.fetch.proxy import proxy_of, through

PAGE = "https://blog.example/post"
LOGIN = "Ann Bee:s3cret/ü"


@dataclass
class Tunnels:
    """A real proxy on loopback: what it was asked, and how it answers."""

    farm: Farm
    answer: bytes = b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n"
    asked: list[bytes] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)

    def start(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def _tunnel(self, client: socket.socket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += client.recv(1)
        self.asked.append(head)
        client.sendall(self.answer)
        if b" 200 " not in self.answer:
            client.close()
            return
        host, _, port = head.split()[1].decode().rpartition(":")
        with closing(client), closing(self.farm.open_socket((host, int(port)), 5)) as site:
            back = threading.Thread(target=_pass_on, args=(site, client), daemon=True)
            back.start()
            _pass_on(client, site)
            back.join(5)

    def open_socket(self, place: tuple[str, int], timeout: float) -> socket.socket:
        """What the client opens: the proxy by its name, or a host of the user's own."""
        self.opened.append(place)
        if place == ("proxy.example", 3128):
            return socket.create_connection(self.server.getsockname(), timeout)
        return self.farm.open_socket(place, timeout)


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    try:
        while piece := here.recv(4096):
            there.sendall(piece)
        there.shutdown(socket.SHUT_WR)
    except OSError:  # one of the two ends has closed
        return


@pytest.fixture
def proxy(farm: Farm) -> Iterator[Tunnels]:
    tunnels = Tunnels(farm)
    tunnels.start()
    yield tunnels
    tunnels.server.close()


def client(farm: Farm, proxy: Tunnels, folder, setting: str = "http://proxy.example:3128", **settings):
    found = farm.client(folder, proxy=setting, **settings)
    known = proxy_of(setting)
    assert known is not None
    found._wire._open_socket = through(known, proxy.open_socket)
    return found


@pytest.mark.parametrize("url", [PAGE, "http://blog.example/post"])
def test_everything_goes_through_the_tunnel_and_the_certificate_is_that_of_the_site(farm, proxy, tmp_path, url):
    farm.put(url, "words")
    assert fetch([url], client=client(farm, proxy, tmp_path))[0].n_new == 1
    port = 443 if url == PAGE else 80
    assert proxy.asked == [f"CONNECT blog.example:{port} HTTP/1.1\r\nHost: blog.example:{port}\r\n\r\n".encode()]
    assert proxy.opened == [("proxy.example", 3128)]
    assert farm.looked_up == ["blog.example"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "http://2130706433/",
        "https://inside.example/",
    ],
)
def test_what_lies_inside_is_not_handed_to_the_proxy(farm, proxy, tmp_path, url):
    farm.names["inside.example"] = ["10.0.0.7"]
    with pytest.raises(AddressRefused):
        fetch([url], client=client(farm, proxy, tmp_path))
    assert (proxy.asked, proxy.opened) == ([], [])


def test_a_name_that_only_the_proxy_knows_is_left_to_it(farm, proxy, tmp_path):
    farm.put(PAGE, "words")
    asking = client(farm, proxy, tmp_path)

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no name server here")

    asking._resolver = unknown
    assert fetch([PAGE], client=asking)[0].n_new == 1


def test_a_host_of_the_users_own_is_reached_without_it(farm, proxy, tmp_path):
    farm.names["wiki.intern.example"] = ["10.1.2.3"]
    farm.put("http://wiki.intern.example/a", "words")
    asking = client(farm, proxy, tmp_path, allow_private=("wiki.intern.example",))
    assert fetch(["http://wiki.intern.example/a"], client=asking)[0].n_new == 1
    assert proxy.opened == [("10.1.2.3", 80)]
    assert proxy.asked == []


def test_its_password_is_sent_to_it_alone(farm, proxy, tmp_path, monkeypatch):
    monkeypatch.setenv("PROXY", "http://Ann%20Bee:s3cret%2F%C3%BC@proxy.example:3128")
    farm.put(PAGE, "words")
    asking = client(farm, proxy, tmp_path, "env:PROXY")
    assert "s3cret" not in repr(asking._proxy)
    fetch([PAGE], client=asking)
    sent = base64.b64encode(LOGIN.encode())
    assert b"Proxy-Authorization: Basic " + sent in proxy.asked[0]
    assert all("proxy-authorization" not in seen.headers for seen in farm.log)
    proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
    with pytest.raises(NotFetched, match=r"the proxy proxy\.example wants another name and password") as caught:
        client(farm, proxy, tmp_path, "env:PROXY")._wire._open_socket(("blog.example", 443), 5)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 403 Not for you\r\n\r\n", "the proxy answered 403 Not for you"),
        (b"SSH-2.0-x\r\n\r\n", "the proxy does not speak HTTP"),
        (b"HTTP/1.1 200", "the proxy closed the connection"),
        (b"HTTP/1.1 900 " + b"x" * 20_000, "the proxy gave no answer that ends"),
    ],
)
def test_what_the_proxy_refuses_is_told(farm, proxy, answer, said):
    proxy.answer = answer
    known = proxy_of("http://proxy.example:3128")
    assert known is not None
    with pytest.raises(OSError, match=said):
        through(known, proxy.open_socket)((PUBLIC, 443), 5)


@pytest.mark.parametrize(
    "setting",
    ["proxy.example:3128", "socks5://proxy.example:1080", "http://proxy.example", "http://ann:s3cret@proxy.example:3128",
     "http://proxy.example:3128/a", "http://proxy.example:x", "s3cret"],
)  # fmt: skip
def test_a_setting_that_is_no_proxy_is_refused_without_its_password(setting):
    with pytest.raises(BadSetting) as caught:
        proxy_of(setting)
    assert "s3cret" not in str(caught.value)
