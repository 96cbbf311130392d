"""Text as it is stored: folding is done once and for all, and finds tags, names and links."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.sources.cleaning import clean, hashtags_in, links_in, mentions_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a  b\t c \r\n\r\n\r\n d ", "a b c\n\nd"),
        ("e\u0301", "é"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("a\u00a0b\u3000c", "a b c"),
        ("bell\x07 nul\x00", "bell nul"),
        ("lone \ud83d surrogate", "lone surrogate"),
        ("👩\u200d👩\u200d👧 stays", "👩\u200d👩\u200d👧 stays"),
        ("", ""),
    ],
)
def test_cleaning(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.characters(), max_size=60))
def test_cleaning_twice_changes_nothing_and_the_text_can_be_written(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@given(st.text(" \n\tab\u00a0\r", max_size=30))
def test_short_way_for_plain_text_gives_what_the_long_way_gives(text: str) -> None:
    assert clean(text) == clean(text + "\u200b")


def test_hashtags_are_words_and_no_numbers_or_anchors() -> None:
    text = "#CX and #cx #2020 #q1chat https://x.example/#top &#39; a#b #größe"
    assert hashtags_in(text) == ("cx", "q1chat", "größe")


def test_mentions_are_no_mail_addresses() -> None:
    assert mentions_in(".@ann and @Bob, a@b.example https://medium.example/@cy (@dee)") == ("ann", "Bob", "dee")


def test_links_end_before_punctuation() -> None:
    text = "see https://a.example/x?y=1, (http://b.example/z). And https://a.example/x?y=1!"
    assert links_in(text) == ("https://a.example/x?y=1", "http://b.example/z")


@pytest.mark.parametrize(
    "text", ["#" * 100_000, "#" + "1" * 100_000, "@" * 100_000, "https://" * 20_000, "https://" + "." * 100_000]
)
def test_long_hostile_texts_are_searched_quickly(text: str) -> None:
    hashtags_in(text)
    mentions_in(text)
    links_in(text)
    clean(text)
