"""Text from outside made fit for names, titles and addresses; each case got through once, or nearly."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tiny import tiny_digest

from miner.digest.records import Brand
from miner.report import markdown, render
from miner.report.brand import shown_brand
from miner.report.outside import name_of, plain, safe_url
from miner.report.tables.csv_folder import guarded, unguarded


@pytest.mark.parametrize(
    "url",
    [
        "https://ok.example@evil.example/login",
        "https://ok.example\\@evil.example/",
        "https://ok.example:port/",
        "https:///evil.example",
        "https://ok.example/\u202egpj.exe",
        "https://ok.example/\x9b31m",
        "https://ok.example/\u2060x",
    ],
)
def test_an_address_that_leads_elsewhere_than_it_looks_is_no_link(url):
    assert safe_url(url) == ""


@pytest.mark.parametrize(
    "url", ["https://ok.example:8080/@ann", "https://bücher.example/ä?q=a@b#c", "HTTP://a.example"]
)
def test_a_plain_address_stays_a_link(url):
    assert safe_url(url) == url


@pytest.mark.parametrize("text", ["\u3164", "\u2800\u2800", "\u200d\ufe0f", "\U000e0041", "\x1b\x07", " \u2063 "])
def test_what_nobody_sees_is_no_name(text):
    assert name_of(text) == "no name"


def test_an_emoji_keeps_what_belongs_to_it():
    assert plain("Ann 👩\u200d🚀 ☕\ufe0f می\u200cخواهم", 60) == "Ann 👩\u200d🚀 ☕\ufe0f می\u200cخواهم"


def test_the_brand_of_a_stored_digest_is_cleaned():
    brand = shown_brand(Brand(name="a\nb\x1b[1m", intro="one\r\n\u202etwo\x00", footer="\ufeff"))
    assert brand is not None
    assert (brand.name, brand.intro, brand.footer) == ("a b[1m", "one\ntwo", "")


def test_no_line_of_our_own_begins_like_a_quote_of_plain_text():
    author = "a name > of quite some length that is wrapped at > this sign"
    posts = tuple(replace(post, author=author) for post in tiny_digest().posts)
    digest = replace(tiny_digest(), posts=posts, brand=Brand(intro="> not said by anybody"))
    words = {line for post in posts for line in post.text.split("\n")}
    quoted = [line[2:] for line in str(render(digest, "text")).split("\n") if line.startswith("> ")]
    assert quoted
    assert all(any(line in said for said in words) for line in quoted)


@pytest.mark.parametrize("text", ["\u200b=1+1", "\ufeff=1+1", " \xa0@SUM(1)", "=1"])
def test_signs_that_are_not_seen_do_not_hide_a_formula(text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


def test_no_entity_is_read_in_an_address():
    assert markdown.target("https://a.example/?a=1&amp;b=2&c=3") == "https://a.example/?a=1&amp;amp;b=2&c=3"
    assert markdown.target_without_entities("https://a.example/?a=1&amp;b") == "https://a.example/?a=1&amp;b"
