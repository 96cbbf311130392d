"""The network itself: answers that are slow, endless, packed too densely, or break off."""

from __future__ import annotations

import gzip
import ssl
import time
import zlib
from typing import Any

import pytest
from site_farm import PUBLIC, Farm, Reply

from miner.errors import NotFetched
from miner.fetch.records import Request
from miner.fetch.urls import parse_url
from miner.fetch.wire import Limits, Unanswered, Wire

PAGE = "https://blog.example/post"
LIMITS = Limits(max_bytes=1_000_000, max_seconds=30.0)


def send(farm: Farm, tmp_path, url: str = PAGE, limits: Limits = LIMITS, **more: Any):
    wire = farm.client(tmp_path)._wire
    headers = {"Host": parse_url(url).authority, "Accept-Encoding": "gzip"}
    return wire.send(Request(parse_url(url), **more), [PUBLIC], headers, limits)


def raw(*pieces: bytes, pause: float = 0.0) -> Reply:
    def write(out: Any) -> None:
        for piece in pieces:
            out.write(piece)
            out.flush()
            time.sleep(pause)

    return Reply(raw=write)


def endless(start: bytes, piece: bytes, pause: float) -> Reply:
    def write(out: Any) -> None:
        out.write(start)
        for _ in range(200):
            out.write(piece)
            out.flush()
            time.sleep(pause)

    return Reply(raw=write)


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_plain_and_chunked_answers(farm: Farm, tmp_path, scheme):
    url = f"{scheme}://blog.example/post"
    farm.put(url, "words")
    assert send(farm, tmp_path, url).body == b"words"
    farm.put(url, raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\nwor\r\n", b"2\r\nds\r\n", b"0\r\n\r\n"))
    assert send(farm, tmp_path, url).body == b"words"
    farm.put(url, raw(OK + b"\r\n", b"until ", b"the end"))
    assert send(farm, tmp_path, url).body == b"until the end"


def test_headers_that_come_twice_are_joined(farm: Farm, tmp_path):
    farm.put(PAGE, raw(OK + b"Link: <a>\r\nLINK: <b>\r\nContent-Length: 0\r\n\r\n"))
    assert send(farm, tmp_path).headers["link"] == "<a>, <b>"


@pytest.mark.parametrize(
    "reply",
    [
        raw(OK + b"Content-Length: 100\r\n\r\nhalf"),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\nhalf"),
        raw(b""),
        raw(b"HTTP/1.1 200"),
        raw(b"SSH-2.0-OpenSSH_9.7\r\n"),
        raw(OK + b"Content-Length: -5\r\n\r\n"[:5]),
        raw(OK + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + b"\r\n"),
        raw(OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n"),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhalf"),
    ],
    ids=[
        "half",
        "half a chunk",
        "nothing",
        "half a line",
        "not http",
        "cut header",
        "many headers",
        "long header",
        "no size",
    ],
)
def test_what_is_no_whole_answer_is_told_as_such(farm: Farm, tmp_path, reply):
    farm.put(PAGE, reply)
    with pytest.raises(Unanswered):
        send(farm, tmp_path)


@pytest.mark.parametrize(
    "reply",
    [
        endless(OK + b"\r\n", b"x", 0.02),
        endless(OK + b"X: ", b"x", 0.02),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.02),
        endless(OK + b"Content-Length: 5000\r\n\r\n", b"x", 0.02),
        raw(b"", pause=3),
    ],
    ids=["body", "header", "chunks", "announced", "silence"],
)
def test_an_answer_that_drips_is_cut_off_in_time(farm: Farm, tmp_path, reply):
    farm.put(PAGE, reply)
    start = time.monotonic()
    with pytest.raises(Unanswered, match=r"not finished after 0\.3 seconds"):
        send(farm, tmp_path, limits=Limits(1_000_000, 0.3))
    assert time.monotonic() - start < 2.5


@pytest.mark.parametrize(
    "reply",
    [
        raw(OK + b"Content-Length: 5000000\r\n\r\n"),
        endless(OK + b"\r\n", b"x" * 50_000, 0.0),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"c350\r\n" + b"x" * 50_000 + b"\r\n", 0.0),
    ],
    ids=["announced", "endless", "chunks"],
)
def test_too_much_is_not_taken(farm: Farm, tmp_path, reply):
    farm.put(PAGE, reply)
    with pytest.raises(NotFetched, match="larger than 1,000,000 bytes"):
        send(farm, tmp_path)


def packed(body: bytes, coding: str) -> Reply:
    return Reply(body, headers={"Content-Encoding": coding})


def test_packed_answers_are_unpacked(farm: Farm, tmp_path):
    two = gzip.compress(b"wor") + gzip.compress(b"ds")
    for body, coding in (
        (gzip.compress(b"words"), "gzip"),
        (gzip.compress(b"words"), "X-GZIP"),
        (two, "gzip"),
        (zlib.compress(b"words"), "deflate"),
        (zlib.compress(b"words", wbits=-15), "deflate"),
        (b"words", "identity"),
    ):
        farm.put(PAGE, packed(body, coding))
        assert send(farm, tmp_path).body == b"words"


@pytest.mark.parametrize(
    ("body", "coding", "message"),
    [
        (gzip.compress(b"\0" * 50_000_000), "gzip", r"unpacks to more than 1,000,000 bytes"),
        (b"".join([gzip.compress(b"\0" * 500_000)] * 40), "gzip", r"unpacks to more than 1,000,000 bytes"),
        (gzip.compress(gzip.compress(b"\0" * 5_000_000)), "gzip, gzip", "which was not asked for"),
        (b"\x0b\x02\x80words\x03", "br", "which was not asked for"),
        (gzip.compress(b"words" * 100)[:-20], "gzip", "end too early"),
        (b"\x1f\x8b\x08 nothing of the kind", "gzip", "broken"),
        (b"nothing", "deflate", "broken"),
    ],
    ids=["bomb", "many small bombs", "twice", "other", "cut", "broken", "broken deflate"],
)
def test_what_cannot_be_unpacked_within_bounds_is_refused(farm: Farm, tmp_path, body, coding, message):
    farm.put(PAGE, packed(body, coding))
    with pytest.raises(NotFetched, match=message):
        send(farm, tmp_path)


def test_a_connection_that_the_site_closed_is_opened_again(farm: Farm, tmp_path):
    client = farm.client(tmp_path)
    farm.put(PAGE, raw(OK + b"Content-Length: 2\r\n\r\nab"))  # says nothing of closing, and closes
    limits, headers = LIMITS, {"Host": "blog.example"}
    request = Request(parse_url(PAGE))
    assert client._wire.send(request, [PUBLIC], headers, limits).body == b"ab"
    time.sleep(0.1)
    assert client._wire.send(request, [PUBLIC], headers, limits).body == b"ab"
    assert len(farm.opened) == 2


def test_a_certificate_of_another_host_is_refused(farm: Farm, tmp_path):
    with pytest.raises(NotFetched, match="its certificate is not right"):
        send(farm, tmp_path, "https://strange.example/")


def test_a_certificate_that_nobody_knows_is_refused(farm: Farm, tmp_path):
    wire = Wire(open_socket=farm.open_socket)
    with pytest.raises(NotFetched, match="its certificate is not right"):
        wire.send(Request(parse_url(PAGE)), [PUBLIC], {}, LIMITS)


def test_the_next_address_is_tried_where_the_first_takes_no_connection(farm: Farm, tmp_path):
    farm.put("http://blog.example/post", "words")
    tried: list[str] = []

    def open_socket(place: tuple[str, int], timeout: float):
        tried.append(place[0])
        if len(tried) == 1:
            raise ConnectionRefusedError("refused")
        return farm.open_socket(place, timeout)

    wire = Wire(ssl.create_default_context(), open_socket)
    url = parse_url("http://blog.example/post")
    assert wire.send(Request(url), ["2606:2800::1", PUBLIC], {"Host": "blog.example"}, LIMITS).body == b"words"
    wire.close()
    assert tried == ["2606:2800::1", PUBLIC]
    with pytest.raises(Unanswered, match="no connection"):
        Wire(open_socket=lambda place, timeout: (_ for _ in ()).throw(OSError("down"))).send(
            Request(url), [PUBLIC], {}, LIMITS
        )


def test_keys_in_the_query_are_sent_and_not_in_the_answer(farm: Farm, tmp_path):
    farm.put("https://disqus.com/api?limit=5&api_key=s3cret", "words")
    answer = send(farm, tmp_path, "https://disqus.com/api?limit=5", secret_query={"api_key": "s3cret"})
    assert answer.body == b"words"
    assert "s3cret" not in str(answer)
