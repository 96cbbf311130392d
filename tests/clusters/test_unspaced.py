"""Names in scripts without spaces: stretches of characters that carry meaning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from miner.clusters.unspaced import independent_names, pairs_of, unspaced_names
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


MEDICINE = [
    "医療分野で使う。",
    "医療現場でも使う。",
    "医療診断に使う。",
    "スマートシティの医療分野。",
    "シティホールの医療。",
]


def test_a_name_that_keeps_one_company_is_cut_out_of_a_longer_one() -> None:
    names = independent_names(MEDICINE)
    assert "医療" in names
    assert "医療分野" in names
    assert not {"医療分", "療分", "療分野", "医療現"} & names


def test_a_run_of_katakana_is_not_cut() -> None:
    names = independent_names(MEDICINE)
    assert {"スマートシティ", "シティホール"} <= names
    assert not {"シティ", "スマート", "ホール", "ート"} & names


def test_a_word_that_also_stands_alone_is_a_name_inside_a_compound_too() -> None:
    assert "データ" in independent_names(["データを読む。", "ビッグデータの時代。", "データが大事。"])


def test_texts_with_spaces_have_no_names_at_all() -> None:
    assert independent_names(["The library is open."]) == frozenset()


def test_chinese_grammar_begins_and_ends_no_name() -> None:
    texts = ["這裡的楓葉很美", "山上的楓葉紅了", "今年的楓葉更好", "謝謝分享這裡", "感謝分享山上", "多謝分享路線"]
    found = independent_names(texts)
    assert {"楓葉", "分享"} <= found
    assert not {"的楓葉", "謝分享"} & found


def test_the_same_characters_belong_to_names_in_japanese() -> None:
    texts = ["目的はひとつだ", "目的をきめる", "都市に住む", "都市の人は多い"]
    assert {"目的", "都市"} <= independent_names(texts)
