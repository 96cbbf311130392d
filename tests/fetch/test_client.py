"""One request as the outside sees it, against real servers: manners, redirects, tries, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from site_farm import PUBLIC, START, Farm, Reply

from miner.errors import AddressRefused, BadSetting, NetworkError, NotFetched, RobotsForbid
from miner.fetch.client import user_agent
from miner.fetch.records import Request
from miner.fetch.urls import parse_url

PAGE = "https://blog.example/post"


def request(url: str = PAGE) -> Request:
    return Request(parse_url(url))


def test_a_page_comes_as_it_is_with_name_and_contact_sent(farm: Farm, tmp_path):
    farm.put(PAGE, "words")
    answer = farm.client(tmp_path).ask(request())
    assert (answer.status, answer.body, answer.kind) == (200, b"words", "text/plain")
    assert [seen.target for seen in farm.log] == ["/robots.txt", "/post"]
    sent = farm.log[1].headers
    assert sent["user-agent"].startswith("discussion-miner/")
    assert "ann@reader.example" in sent["user-agent"]
    assert set(sent) == {"host", "user-agent", "accept", "accept-encoding"}


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "(ann)", " ", "ann\x00"])
def test_a_contact_that_would_break_the_header_is_refused(contact):
    with pytest.raises(BadSetting):
        user_agent(contact)


def test_one_connection_and_a_second_between_requests(farm: Farm, tmp_path):
    for number in range(5):
        farm.put(f"{PAGE}{number}", "words")
    client = farm.client(tmp_path, pause_seconds=0.01)  # less than a second is not for the hosts of others
    for number in range(5):
        client.ask(request(f"{PAGE}{number}"))
    assert farm.gaps("blog.example") == [1.0] * 5
    assert len({seen.connection for seen in farm.log}) == 1
    assert farm.opened == [(PUBLIC, 443)]


def test_a_host_of_the_users_own_may_be_asked_without_pause(farm: Farm, tmp_path):
    farm.names["wiki.intern.example"] = ["10.1.2.3"]
    farm.put("http://wiki.intern.example/a", "words")
    client = farm.client(tmp_path, pause_seconds=0.0, allow_private=("wiki.intern.example",))
    assert client.ask(request("http://wiki.intern.example/a")).status == 200
    assert farm.gaps("wiki.intern.example") == [0.0]
    assert farm.opened == [("10.1.2.3", 80)]


def test_crawl_delay_is_obeyed(farm: Farm, tmp_path):
    farm.put("https://blog.example/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
    farm.put(PAGE, "words")
    client = farm.client(tmp_path)
    client.ask(request())
    client.ask(request())
    assert farm.gaps("blog.example") == [7.0, 7.0]


def test_a_delay_that_nobody_would_wait_for_is_told(farm: Farm, tmp_path):
    farm.put("https://blog.example/robots.txt", "User-agent: *\nCrawl-delay: 86400\n")
    with pytest.raises(NotFetched, match="asks to wait 86,400 seconds"):
        farm.client(tmp_path).ask(request())
    assert farm.targets() == []


@pytest.mark.parametrize("rules", ["User-agent: *\nDisallow: /", "User-agent: discussion-miner\nDisallow: /post"])
def test_what_robots_txt_forbids_is_not_asked_for(farm: Farm, tmp_path, rules):
    farm.put("https://blog.example/robots.txt", rules)
    with pytest.raises(RobotsForbid) as caught:
        farm.client(tmp_path).ask(request())
    assert str(caught.value) == (
        "https://blog.example/post is not fetched: robots.txt of blog.example asks programs to leave it alone. "
        "Save the page from a browser and give the file, or ask the site's owner."
    )
    assert caught.value.exit_code == 4
    assert farm.targets() == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_robots_txt_everything_is_allowed(farm: Farm, tmp_path, status):
    farm.put("https://blog.example/robots.txt", Reply(b"User-agent: *\nDisallow: /", status))
    farm.put(PAGE, "words")
    assert farm.client(tmp_path).ask(request()).status == 200


@pytest.mark.parametrize(
    "reply",
    [Reply(b"", 500), Reply(b"", 503), Reply(b"", 429), Reply(raw=lambda out: None)],
    ids=["500", "503", "429", "none"],
)
def test_an_unreachable_robots_txt_forbids_all(farm: Farm, tmp_path, reply):
    farm.put("https://blog.example/robots.txt", reply)
    with pytest.raises(RobotsForbid, match=r"could not be read, so programs stay away: .+ \(asked 4 times\)\."):
        farm.client(tmp_path).ask(request())
    assert farm.targets() == []


def test_redirects_are_followed_and_each_host_is_asked_for_its_robots(farm: Farm, tmp_path):
    farm.put("http://blog.example/post", Reply(b"", 301, {"Location": "https://www.blog.example/post"}))
    farm.put("https://www.blog.example/post", Reply(b"", 302, {"Location": "/there?x=1"}))
    farm.put("https://www.blog.example/there?x=1", "words")
    answer = farm.client(tmp_path).ask(request("http://blog.example/post"))
    assert str(answer.url) == "https://www.blog.example/there?x=1"
    asked = [(seen.host, seen.target) for seen in farm.log]
    assert asked.index(("www.blog.example", "/robots.txt")) < asked.index(("www.blog.example", "/post"))


def test_a_loop_of_redirects_ends(farm: Farm, tmp_path):
    farm.put(PAGE, Reply(b"", 302, {"Location": "/again"}))
    farm.put("https://blog.example/again", Reply(b"", 302, {"Location": "/post"}))
    with pytest.raises(NotFetched, match=r"leads on and on \(5 redirects\)"):
        farm.client(tmp_path).ask(request())
    assert len(farm.targets()) == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "ftp://other.example/x",
        "https://ann:secret@other.example/",
        "http://blog.example/plain",  # from https to http
        "https://inside.example/",
        "//localhost/x",
        "https://other.example:22/",
    ],
)
def test_no_redirect_leads_inside_or_out_of_the_web(farm: Farm, tmp_path, location):
    farm.names["inside.example"] = ["192.168.1.1"]
    farm.put(PAGE, Reply(b"", 302, {"Location": location}))
    with pytest.raises(AddressRefused):
        farm.client(tmp_path).ask(request())
    assert {host for host, _ in farm.opened} == {PUBLIC}


def test_a_name_is_looked_up_once_and_the_socket_goes_there(farm: Farm, tmp_path):
    """DNS rebinding: public when it is checked, inside when it is asked."""
    answers = [[PUBLIC], ["127.0.0.1"], ["10.0.0.1"]]
    client = farm.client(tmp_path)
    client._resolver = lambda host, port: answers.pop(0)
    farm.put(PAGE, Reply(b"", 503), Reply(raw=lambda out: None), "words")
    assert client.ask(request()).status == 200
    assert set(farm.opened) == {(PUBLIC, 443)}
    assert len(answers) == 2


@pytest.mark.parametrize("addresses", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], [PUBLIC, "fe80::1"], ["::ffff:10.0.0.1"]])
def test_a_name_that_leads_inside_is_refused_whatever_else_it_says(farm: Farm, tmp_path, addresses):
    farm.names["blog.example"] = addresses
    with pytest.raises(AddressRefused, match="not on the public internet"):
        farm.client(tmp_path).ask(request())
    assert farm.opened == []


def test_no_address_and_no_name_are_told(farm: Farm, tmp_path):
    farm.names["blog.example"] = []
    with pytest.raises(NotFetched, match="has no address"):
        farm.client(tmp_path).ask(request())

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("unknown")

    client = farm.client(tmp_path)
    client._resolver = unknown
    with pytest.raises(NotFetched, match=r"no machine of the name blog\.example is known"):
        client.ask(request())


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "value", ["40", format_datetime(START + timedelta(seconds=41), usegmt=True)], ids=["seconds", "date"]
)
def test_retry_after_is_obeyed_and_the_pace_slows_down(farm: Farm, tmp_path, status, value):
    farm.put(PAGE, Reply(b"", status, {"Retry-After": value}), "words")
    client = farm.client(tmp_path)
    assert client.ask(request()).body == b"words"
    client.ask(request())
    robots_to_page, held, slower = farm.gaps("blog.example")
    assert robots_to_page == 1.0
    assert held == 40.0
    assert 1.5 < slower <= 2.0  # it was two seconds, and one good answer makes it a little faster


def test_a_rest_longer_than_the_user_waits_is_told(farm: Farm, tmp_path):
    farm.put(PAGE, Reply(b"", 429, {"Retry-After": "7200"}))
    with pytest.raises(NotFetched) as caught:
        farm.client(tmp_path).ask(request())
    assert str(caught.value) == (
        "https://blog.example/post could not be fetched: the site asks to wait 7,200 seconds. "
        "Give the same command again then: what was fetched so far is kept, and it goes on from there."
    )
    assert len(farm.targets()) == 1


def test_failures_are_tried_again_with_longer_and_longer_pauses(farm: Farm, tmp_path):
    farm.put(PAGE, Reply(b"", 502), Reply(raw=lambda out: None), Reply(b"", 500), "words")
    assert farm.client(tmp_path).ask(request()).body == b"words"
    first, second, third = farm.gaps("blog.example")[1:]
    assert 1.0 <= first <= 3.0
    assert 2.0 <= second <= 6.0
    assert 4.0 <= third <= 12.0


def test_the_budget_of_tries_is_one_for_all(farm: Farm, tmp_path):
    client = farm.client(tmp_path, max_retries=4)
    for number in range(4):
        farm.put(f"{PAGE}{number}", Reply(b"", 500))
        with pytest.raises(NotFetched, match="it answered 500"):
            client.ask(request(f"{PAGE}{number}"))
    assert [len([target for target in farm.targets() if target.endswith(str(n))]) for n in range(4)] == [4, 2, 1, 1]


def test_two_runs_pause_alike(farm: Farm, tmp_path):
    gaps = []
    for _ in range(2):
        farm.log.clear()
        farm.put(PAGE, Reply(b"", 500), Reply(b"", 500), "words")
        farm.client(tmp_path).ask(request())
        gaps.append(farm.gaps("blog.example"))
    assert gaps[0] == gaps[1]


def test_only_what_is_new_is_sent(farm: Farm, tmp_path):
    farm.put(PAGE, "words")
    client = farm.client(tmp_path)
    first = client.ask(request())
    assert client.ask(request(), first.headers).status == 304
    old = {"last-modified": "Mon, 06 May 2024 00:00:00 GMT"}
    client.ask(request(), old)
    assert farm.log[-1].headers["if-modified-since"] == old["last-modified"]


def test_a_key_goes_to_its_host_only(farm: Farm, tmp_path):
    farm.put("https://api.github.com/a", Reply(b"", 302, {"Location": "https://other.example/a"}))
    asked = Request(parse_url("https://api.github.com/a"), secret_headers={"Authorization": "Bearer s3cret"})
    with pytest.raises(AddressRefused, match=r"your key is for api\.github\.com") as caught:
        farm.client(tmp_path).ask(asked)
    assert "s3cret" not in f"{caught.value}{asked!r}"
    assert not [seen for seen in farm.log if seen.host == "other.example"]


def test_every_error_of_the_network_has_the_exit_code_of_the_network():
    for error in (AddressRefused("a", "b"), NotFetched("a", "b", "c"), RobotsForbid("a", "b")):
        assert isinstance(error, NetworkError)
        assert error.exit_code == 4


def test_proxies_of_the_environment_are_not_used(farm: Farm, tmp_path, monkeypatch):
    for name in ("http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    farm.put(PAGE, "words")
    assert farm.client(tmp_path).ask(request()).status == 200
