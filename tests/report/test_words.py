"""Numbers, times, names, addresses and anchors as they are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hostile import URLS

from miner.report import outside, phrases

AT = datetime(2024, 3, 14, 17, 5, 51, tzinfo=UTC)


@pytest.mark.parametrize(
    ("precision", "assumed", "shown"),
    [
        ("second", False, ("14 Mar 2024, 17:05 UTC", "2024-03-14T17:05:51Z", "17:05", "14 Mar, 17:05", "14 Mar 2024")),
        (
            "minute",
            True,
            ("14 Mar 2024, 17:05 UTC assumed", "2024-03-14T17:05:51Z", "17:05", "14 Mar, 17:05", "14 Mar 2024"),
        ),
        ("day", False, ("14 Mar 2024", "2024-03-14", "", "14 Mar", "14 Mar 2024")),
        ("none", False, ("", "", "", "")),
    ],
)
def test_a_time_is_as_precise_as_it_is_known(precision, assumed, shown):
    assert phrases.moment(AT, precision, assumed) == phrases.Moment(*shown)
    assert phrases.moment(None, precision) == phrases.Moment()


@pytest.mark.parametrize(
    ("hours", "by_day", "text"),
    [
        (1, False, "14 Mar 2024, 17:05 to 18:05 UTC"),
        (1, True, "14 Mar 2024"),
        (0, False, "14 Mar 2024"),
        (48, False, "14 Mar 2024 to 16 Mar 2024"),
    ],
)
def test_a_span_names_what_differs(hours, by_day, text):
    assert phrases.span(AT, AT + timedelta(hours=hours), by_day) == text
    assert phrases.span(None, AT, by_day) == ""


def test_counts_and_shares_read_as_a_person_says_them():
    assert phrases.people(1) == "1 person"
    assert phrases.posts(1234) == "1,234 posts"
    assert [phrases.percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == ["0%", "under 1%", "50%", "99%", "100%"]
    assert phrases.listing(["a"]) == "a"
    assert phrases.listing(["a", "b", "c"]) == "a, b and c"
    assert phrases.listing(list("abcdefgh"), 4) == "a, b, c and 5 others"


@pytest.mark.parametrize(
    ("value", "text"), [(None, "too small to test"), (0.9, "holds firm"), (0.6, "fairly steady"), (0.1, "loose edges")]
)
def test_stability_has_words(value, text):
    assert phrases.stability(value) == text
    assert phrases.stability_explained(value).endswith(".")


@pytest.mark.parametrize("url", URLS)
def test_addresses_that_are_no_plain_http_are_not_followed(url):
    assert outside.safe_url(url) in {"", "https://ok.example/(x)[y]"}


def test_plain_addresses_stay_as_they_are():
    url = "https://a.example/x?q=1&r=%20#top"
    assert outside.safe_url(url) == url
    assert outside.url_as_text("https://www.a.example/x/") == "a.example/x"
    assert len(outside.url_as_text("https://a.example/" + "x" * 500)) == 69


def test_names_are_one_line_without_direction_marks():
    assert outside.name_of("\u202eevil\u2066\n name\x00") == "evil name"
    assert outside.name_of("\u202e ") == "no name"
    assert len(outside.name_of("x" * 500)) == outside.NAME_CHARS
    assert outside.excerpt_of("word " * 100).endswith("word…")


def test_only_language_tags_are_language_tags():
    assert [outside.language_of(tag) for tag in ("ja", "pt-BR", "en", '"><b>', "")] == ["ja", "pt-BR", "", "", ""]


def test_anchors_are_readable_stable_and_unique():
    named = outside.anchors("a", ["x:1@0-5", "x:1@0-6", "same!", "same?"])
    assert named["x:1@0-5"] == "a-x-1-0-5"
    assert len(set(named.values())) == 4
    assert outside.anchors("a", ["same?", "same!"])["same!"] == named["same!"]
