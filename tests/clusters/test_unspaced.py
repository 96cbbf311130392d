"""Names in scripts without spaces: stretches of characters that carry meaning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from miner.clusters.unspaced import pairs_of, unspaced_names
from miner.clusters.words import tokens


def test_chinese_characters_and_katakana_are_names_and_hiragana_is_grammar() -> None:
    names = {name for name, _ in unspaced_names("延滞料はなくすべきです。カフェの音")}
    assert {"延滞料", "延滞", "滞料", "カフェ"} <= names
    assert not any("は" in name or "の" in name for name in names)


def test_a_name_stands_where_it_says() -> None:
    text = "夜の開館時間を延ばす"
    assert all(text[at : at + len(name)] == name for name, at in unspaced_names(text))


def test_texts_with_spaces_have_none() -> None:
    assert list(unspaced_names("The library is open; Ärger, été, жизнь.")) == []


@given(st.text(alphabet="延滞料図書館カフェのはですabc 。", max_size=60))
def test_names_are_two_to_eight_characters_and_their_pairs_are_what_words_counts(text: str) -> None:
    for name, _ in unspaced_names(text):
        assert 2 <= len(name) <= 8
        assert pairs_of(name) == tuple(tokens(name))


def test_a_long_text_gives_a_bounded_number_of_names() -> None:
    assert len(list(unspaced_names("図書館" * 20_000))) < 4_000
