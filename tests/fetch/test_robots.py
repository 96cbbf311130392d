"""robots.txt as RFC 9309 has it, its own examples among them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.fetch.robots import MAX_BYTES, rules_for

ME = "discussion-miner"


def allows(text: str, target: str, product: str = ME) -> bool:
    return rules_for(text.encode(), product).allows(target)


RFC_GROUPS = """
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
"""


@pytest.mark.parametrize(
    ("product", "target", "allowed"),
    [
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("foobot", "/anything", False),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("barbot", "/example/other.html", True),
        ("quxbot", "/example/", True),
        ("quxbot", "/a.gif", True),
        (ME, "/a.gif", False),
        (ME, "/a.gif?x", True),
        (ME, "/example/", False),
        (ME, "/publications/", True),
        (ME, "/", True),
        ("FOOBOT", "/anything", False),
    ],
)
def test_the_example_of_the_rfc(product, target, allowed):
    assert allows(RFC_GROUPS, target, product) is allowed


@pytest.mark.parametrize(
    ("rules", "target", "allowed"),
    [
        ("Allow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/disallowed.gif", False),
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("Allow: /$\nDisallow: /", "/", True),
        ("Allow: /$\nDisallow: /", "/page.htm", False),
        ("Disallow:", "/a", True),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow: /fish*", "/fish.html", False),
        ("Disallow: /fish*", "/Fish.asp", True),
        ("Disallow: /*.php", "/folder/any.php.file.html", False),
        ("Disallow: /*.php$", "/filename.php?parameters", True),
        ("Disallow: /*.php$", "/filename.php", False),
        ("Disallow: /fish*.php", "/fishheads/catfish.php?parameters", False),
        ("Disallow: /a%3cd.html", "/a%3Cd.html", False),
        ("Disallow: /a%7Eb", "/a~b", False),
        ("Disallow: /a~b", "/a%7eb", False),
        ("Disallow: /ü", "/%C3%BC", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("Disallow: *?*", "/a?b", False),
        ("Disallow: *?*", "/ab", True),
        ("Disallow: /a # not /b", "/a", False),
        ("disALLOW:/a", "/a", False),
        ("Disallow /a", "/a", True),
        ("Disallow: /a*b*c$", "/aXbXbc", False),
        ("Disallow: /a*b*c$", "/abcX", True),
        ("Disallow: /ab$", "/ab", False),
        ("Disallow: /a*a$", "/a", True),
    ],
)
def test_the_longest_match_wins_and_allow_a_tie(rules, target, allowed):
    assert allows(f"User-agent: *\n{rules}", target) is allowed


def test_groups_of_one_name_are_taken_together():
    text = "User-agent: discussion-miner\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: Discussion-Miner/2.0\nDisallow: /b"
    assert [allows(text, target) for target in ("/a", "/b", "/c")] == [False, False, True]


def test_a_line_without_a_group_and_other_fields_count_for_nothing():
    assert allows("Disallow: /\nSitemap: https://blog.example/map.xml\nUser-agent: *\nSitemap: x\nDisallow: /a", "/b")
    assert not allows("\ufeffUser-agent: a\nUser-agent: *\n\n\nDisallow: /", "/b")
    assert not allows("User-agent: *\r\n\r\nDisallow: /\r\n", "/b")
    assert not allows("User-agent: *\rDisallow: /\r", "/b")


@pytest.mark.parametrize(
    ("text", "delay"),
    [("10", 10.0), ("0.5", 0.5), ("x", None), ("-1", None), ("1e9", None), ("", None), ("5\nCrawl-delay: 3", 5.0)],
)
def test_crawl_delay_is_a_number_of_seconds(text, delay):
    assert rules_for(f"User-agent: *\nCrawl-delay: {text}\n".encode(), ME).delay == delay


def test_only_the_first_500_kibibytes_count():
    text = "User-agent: *\n" + "#" * MAX_BYTES + "\nDisallow: /a"
    assert allows(text, "/a")


def test_rows_of_stars_cost_nothing():
    start = time.process_time()
    text = "User-agent: *\n" + "\n".join(f"Disallow: /{'*a' * 500}*b{number}$" for number in range(200))
    assert allows(text, "/" + "a" * 3_000)
    assert time.process_time() - start < 2


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_read(body, target):
    rules_for(body, ME).allows(f"/{target}")
    rules_for(b"User-agent: *\nDisallow: /" + body, ME).allows(f"/{target}")


@given(st.text("ab*", max_size=8), st.text("ab", max_size=8))
def test_a_pattern_matches_as_its_regular_expression_would(pattern, target):
    import re

    expected = re.match("/" + ".*".join(map(re.escape, pattern.split("*"))), f"/{target}") is None
    assert allows(f"User-agent: *\nDisallow: /{pattern}", f"/{target}") is expected
    anchored = re.fullmatch("/" + ".*".join(map(re.escape, pattern.split("*"))), f"/{target}") is None
    assert allows(f"User-agent: *\nDisallow: /{pattern}$", f"/{target}") is anchored
