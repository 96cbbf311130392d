"""No address inside a network is asked, however it is written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_farm import PUBLIC, Farm, Reply

from miner.errors import AddressRefused, NetworkError
from miner.fetch import fetch
from miner.fetch.addresses import is_public, resolved, system_resolver
from miner.fetch.records import Request
from miner.fetch.urls import joined, parse_url

INSIDE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.8.9.10 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1
198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 233.252.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 ::127.0.0.1 ::10.0.0.1
64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1
2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1
2002:c0a8:101::1 3fff::1 5f00::1 fc00::1 fd12:3456:789a::1 fe80::1 fec0::1 ff02::1 ff0e::1 4000::1 2620:4f:8000::1
""".split()
OUTSIDE = "1.1.1.1 8.8.8.8 93.184.215.14 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808".split()

REFUSED = [
    *(f"http://{f'[{address}]' if ':' in address else address}/" for address in INSIDE),
    # other ways to write 127.0.0.1 and its like
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://127.000.000.001/",
    "http://127.0.0.1.:80/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://⑫7.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127.0.0\u00ad.1/",  # signs that names lose on their way into ASCII
    "http://local\u00adhost/",
    "http://loc\u200balhost/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://localhost\uff61/",
    "http://metadata.google.internal\u3002/",
    "http://0x7f.1/",
    "http://0x7f000001./",
    "http://0177.1/",
    "http://0b1111111.0.0.1/",
    "http://127.0.0.1.0x0/",
    "http://[::ffff:0x7f.0.0.1]/",
    "http://[::ffff:127.1]/",
    "http://[::ffff:127.0.0.1]:443/",
    "http://[0:0:0:0:0:ffff:7f00:0001]/",
    "http://[::FFFF:A9FE:A9FE]/",
    "http://[::1%25lo]/",
    "http://[::1%lo0]/",
    "http://[2606:4700::1111%1]/",
    "http://[::1].example/",
    "http://[::1]@blog.example/",
    "http://0/",
    "http://1.2.3.4.5/",
    "http://example.0x7f/",
    "http://[::ffff:7f00:1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[::1]:8080/",
    "http://[v1.fe80::a]/",
    "http://[127.0.0.1]/",
    "http://[::1/",
    # names of the machine and of private networks
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://localhost..",
    "http://a.localhost/",
    "http://ｌocalhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://abc.onion/",
    # names that lead inside
    "http://inside.example/",
    "http://half.example/",
    "http://six.example/",
    # with a name or password, or to be misread
    "http://ann:secret@blog.example/",
    "http://ann@blog.example/",
    "http://blog.example@127.0.0.1/",
    "http://blog.example:80@127.0.0.1/",
    "http://127.0.0.1\\@blog.example/",
    "http://blog.example\\@127.0.0.1/",
    "http://blog.example%2f@127.0.0.1/",
    "http://127.0.0.1%2f.example/",
    "http://blog.example%00.evil.example/",
    "http://blog.example\t/",
    "http://blog.example\r\nHost: evil.example/",
    "http://blog.exa mple/",
    "http://-blog.example/",
    "http://blog..example/",
    "http:///post",
    "http://",
    "http://:80/",
    f"http://{'a' * 64}.example/",
    f"http://blog.example/{'a' * 5000}",
    # other schemes and ports
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "ftp://blog.example/",
    "gopher://blog.example/",
    "data://text/html,x",
    "javascript://blog.example/%0aalert(1)",
    "ws://blog.example/",
    "jar:http://blog.example!/",
    "http://blog.example:22/",
    "http://blog.example:25/",
    "http://blog.example:0/",
    "http://blog.example:99999/",
    "http://blog.example:port/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_a_special_range_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_internet_is(address):
    assert is_public(address)


@pytest.mark.parametrize("url", REFUSED, ids=ascii)
def test_none_of_these_is_asked(farm: Farm, tmp_path, url):
    farm.names = {"inside.example": ["10.0.0.1"], "half.example": [PUBLIC, "::1"], "six.example": ["fd00::1"]}
    with pytest.raises(AddressRefused) as caught:
        fetch([url], client=farm.client(tmp_path))
    assert farm.opened == []
    assert caught.value.exit_code == 4
    assert "secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_table_is_long_enough():
    assert len(set(REFUSED)) >= 60


def test_a_redirect_leads_to_none_of_these_either(farm: Farm, tmp_path):
    farm.names = {"inside.example": ["10.0.0.1"], "half.example": [PUBLIC, "::1"], "six.example": ["fd00::1"]}
    fit = [url for url in REFUSED if url.isascii() and url.isprintable()]
    assert len(fit) > 120
    client = farm.client(tmp_path)
    for url in fit:
        farm.put("http://blog.example/a", Reply(b"", 302, {"Location": url}))
        if url in ("http://", "http:///post", "http://:80/"):
            continue  # these name no host: against a base they are a path of the same one
        with pytest.raises(AddressRefused):
            client.ask(Request(parse_url("http://blog.example/a")))
    assert {host for host, _ in farm.opened} == {PUBLIC}


@given(st.ip_addresses(v=6))
def test_only_what_was_given_out_as_public_is(address):
    """Against the standard library's own list: what it calls private is never asked."""
    if is_public(str(address)) and address.ipv4_mapped is None and address not in ipaddress.ip_network("64:ff9b::/96"):
        assert address in ipaddress.ip_network("2000::/3")
        assert address.is_global
        assert not any((address.is_private, address.is_multicast, address.is_reserved, address.is_link_local))
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.ip_addresses(v=4), st.sampled_from(["{}", "{}.", "::ffff:{}", "64:ff9b::{}", "{}:80"]))
def test_no_way_of_writing_a_number_leads_inside(address, written):
    text = written.format(address)
    host = f"[{text}]" if "::" in text else text
    try:
        url = parse_url(f"http://{host}/")
    except NetworkError:
        return
    if not address.is_global:
        with pytest.raises(AddressRefused):
            resolved(url, lambda name, port: [PUBLIC])


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "{:#x}", "0{:o}", "{:#x}.", "0.{}"]))
def test_a_number_in_another_base_is_no_host(number, written):
    with pytest.raises(AddressRefused):
        parse_url(f"http://{written.format(number)}/")


@given(st.ip_addresses(v=4))
def test_ipv4_in_ipv6_is_as_public_as_it_is(address):
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(address))
    assert is_public(str(mapped)) == is_public(str(translated)) == is_public(str(address))
    if not address.is_global:
        assert not is_public(str(address))


@given(st.ip_addresses(v=6, network="2002::/16"))
def test_6to4_is_never_asked(address):
    assert not is_public(str(address))


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_or_refused(text):
    for place in (text, f"http://{text}", f"https://blog.example/{text}"):
        try:
            url = parse_url(place)
        except NetworkError:
            continue
        again = parse_url(str(url))
        assert again == url
        assert str(url).isascii()
        assert "@" not in url.authority
        assert not set(str(url)) & set(" \r\n\t\\")


@given(st.text(max_size=60))
def test_any_link_leads_somewhere_or_nowhere(text):
    try:
        found = joined(parse_url("https://blog.example/post?x=1"), text)
    except NetworkError:
        return
    assert found.scheme in ("http", "https")


def test_an_address_is_written_in_one_way():
    url = parse_url(" HTTPS://Blog.Example.:443/a b/ü?q=ö#top".replace(" b", "%20b"))
    assert str(url) == "https://blog.example/a%20b/%C3%BC?q=%C3%B6"
    assert parse_url("https://bücher.example/").host == "xn--bcher-kva.example"
    assert str(parse_url("http://[2606:4700:0::1111]:8080")) == "http://[2606:4700::1111]:8080/"


def test_a_private_host_is_asked_if_the_user_says_so(farm: Farm, tmp_path):
    farm.names = {"wiki.intern.example": ["10.1.2.3"], "other.intern.example": ["10.1.2.4"]}
    farm.put("http://wiki.intern.example/a", "<html><body>words</body></html>")
    client = farm.client(tmp_path, allow_private=("wiki.intern.example",))
    assert fetch(["http://wiki.intern.example/a"], client=client)[0].n_new == 1
    with pytest.raises(AddressRefused, match=r"say --allow-private other\.intern\.example"):
        fetch(["http://other.intern.example/a"], client=farm.client(tmp_path, allow_private=("wiki.intern.example",)))


def test_the_system_looks_up_loopback_without_the_network():
    assert "127.0.0.1" in system_resolver("127.0.0.1", 80)
