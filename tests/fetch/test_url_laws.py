"""What holds for every address and every robots.txt, whatever is in them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from miner.errors import AddressRefused
from miner.fetch.robots import Rules, rules_for
from miner.fetch.sites.base import on_same_host
from miner.fetch.sites.paging import page_name, without_visit
from miner.fetch.urls import Url, joined, parse_url

ME = "discussion-miner"
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
HOST = st.lists(LABEL, min_size=1, max_size=4).map(lambda labels: ".".join([*labels, "example"]))
PATH = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="?#\\"), max_size=40)
QUERY = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="#\\"), max_size=40)


@st.composite
def urls(draw: st.DrawFn) -> Url:
    text = f"{draw(st.sampled_from(['http', 'HTTPS', 'https']))}://{draw(HOST)}{draw(st.sampled_from(['', ':8080', ':443', '.']))}/{draw(PATH)}"
    try:
        return parse_url(text + draw(st.sampled_from(["", "?"])) + draw(QUERY))
    except AddressRefused:
        assume(False)
        raise


@given(urls())
def test_an_address_is_written_in_one_way_and_read_back_as_it_is(url: Url):
    assert parse_url(str(url)) == url
    assert str(url).isascii()
    assert url.host == url.host.lower()
    assert not url.host.endswith(".")
    assert url.target.startswith("/")


@given(urls())
def test_other_programs_see_the_same_host_in_it(url: Url):
    """No other reading of an address that was checked: the one of the standard library is the one of most."""
    seen = urlsplit(str(url))
    assert (seen.scheme, seen.hostname, seen.port or url.port) == (url.scheme, url.host, url.port)
    assert seen.username is seen.password is None
    assert str(url).count("://") >= 1
    assert str(url).startswith(f"{url.scheme}://{url.authority}/")


@given(
    urls(),
    PATH.map(lambda path: f"/{path}"),
    st.dictionaries(st.text("abc", min_size=1), st.text(max_size=10), max_size=3),
)
def test_another_address_of_a_host_stays_on_it(url: Url, path: str, query: dict[str, str]):
    try:
        found = url.at(path, **query)
    except AddressRefused:
        return
    assert found.origin == url.origin


@given(urls(), st.text(max_size=60))
def test_a_link_leads_to_the_same_host_or_counts_as_none(url: Url, link: str):
    found = on_same_host(url, link)
    assert found is None or found.origin == url.origin


@pytest.mark.parametrize("link", ["//evil.example/a", "http://blog.example@evil.example/", "\\\\evil.example/a", "https:/\\evil.example",
                                  "http://blog.example.evil.example/", "javascript:alert(1)", "//127.0.0.1/a", "http://blog.example:8080/a"])  # fmt: skip
def test_no_link_leads_to_another_host(link: str):
    assert on_same_host(parse_url("http://blog.example/post"), link) is None


@given(urls(), urls())
def test_what_is_joined_to_a_whole_address_is_that_address(base: Url, other: Url):
    assert joined(base, str(other)).origin == other.origin


@given(urls())
def test_a_page_belongs_to_one_discussion_of_its_own_host(url: Url):
    name = page_name(url)
    assert name.discussion.startswith(url.origin)
    assert without_visit(without_visit(url)) == without_visit(url)
    assert page_name(without_visit(url)).number == name.number


RULE = st.tuples(st.booleans(), st.text("ab/*$%?", max_size=8).map(lambda text: f"/{text}"))
TARGET = st.text("ab/%?", max_size=10).map(lambda text: f"/{text}")


def file_of(rules: list[tuple[bool, str]], agent: str = "*") -> str:
    return f"User-agent: {agent}\n" + "".join(f"{'Allow' if may else 'Disallow'}: {path}\n" for may, path in rules)


def read(text: str) -> Rules:
    return rules_for(text.encode(), ME)


@given(st.lists(RULE, max_size=6), TARGET, st.randoms())
def test_the_order_of_the_lines_does_not_matter(rules, target, random):
    mixed = list(rules)
    random.shuffle(mixed)
    assert read(file_of(rules)).allows(target) == read(file_of(mixed)).allows(target)


@given(st.lists(RULE, max_size=6), TARGET)
def test_a_file_that_only_allows_forbids_nothing_and_one_that_forbids_all_allows_nothing(rules, target):
    assert read(file_of([(True, path) for _, path in rules])).allows(target)
    assert not read(file_of([(False, path) for _, path in rules] + [(False, "/")])).allows(target)


@given(st.lists(RULE, max_size=6), TARGET)
def test_one_more_line_that_allows_forbids_nothing_more(rules, target):
    before = read(file_of(rules)).allows(target)
    assert read(file_of([*rules, (True, "/ab")])).allows(target) >= before
    assert read(file_of([*rules, (False, "/ab")])).allows(target) <= before


@given(st.lists(RULE, min_size=1, max_size=4), st.lists(RULE, max_size=4), TARGET)
def test_a_group_of_its_own_name_takes_the_place_of_the_one_for_all(own, common, target):
    text = file_of(common) + "\n" + file_of(own, "Discussion-Miner/9.9")
    assert read(text).allows(target) == read(file_of(own)).allows(target)


@given(st.lists(RULE, max_size=6), TARGET, st.sampled_from(["\r\n", "\r", "\n\n", "\n# words\n", " # words\n"]))
def test_ends_of_lines_and_remarks_change_nothing(rules, target, end):
    text = file_of(rules)
    assert read(text.replace("\n", end)).allows(target) == read(text).allows(target)


@given(st.text("abc~-_.xyz", min_size=1, max_size=8))
def test_a_sign_and_its_escape_are_the_same(path):
    escaped = "".join(f"%{ord(sign):02x}" for sign in path)
    for rule, target in ((path, escaped), (escaped, path), (escaped.upper(), escaped)):
        assert not read(file_of([(False, f"/{rule}")])).allows(f"/{target}/more")
