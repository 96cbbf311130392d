"""Which language a text is in, by its letters and its commonest words."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import said
from hypothesis import given
from hypothesis import strategies as st

from miner.embeddings.languages import language_of, languages_of

LANGUAGES = ("ar", "de", "es", "fr", "ja", "pt")


def opinions(code: str) -> list[str]:
    """Opinions on one library, written for these tests in each language."""
    text = (Path(__file__).parent.parent / "data/languages" / f"{code}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("# ")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bibliotek bör vara öppna på kvällen för alla som inte är lediga.", "sv"),
        ("De bibliotheek moet ook 's avonds open zijn voor wie niet eerder kan.", "nl"),
        ("La biblioteca dovrebbe restare aperta anche di sera per chi lavora.", "it"),
        ("Biblioteka nie jest po to, żeby się w niej nudzić.", "pl"),
        ("Kütüphane akşamları da açık olmalı, çünkü çok kişi çalışıyor ve gelemiyor.", "tr"),
        ("Библиотека должна работать и вечером.", "ru"),
        ("Бібліотека має працювати і ввечері.", "uk"),
        ("کتابخانه باید شب‌ها هم باز باشد چون گاهی دیر می‌رسیم.", "fa"),
        ("도서관은 저녁에도 열어야 합니다.", "ko"),
        ("图书馆晚上也应该开放。", "zh"),
        ("ห้องสมุดควรเปิดตอนเย็นด้วย", "th"),
        ("Η βιβλιοθήκη πρέπει να μένει ανοιχτή.", "el"),
        ("הספרייה צריכה להיות פתוחה בערב.", "he"),
        ("पुस्तकालय शाम को भी खुला रहना चाहिए।", "hi"),
        ("The library should stay open in the evening for those who work.", "en"),
        ("", ""),
        ("🙂 12:30", ""),
        ("Zebra xylophone", ""),
    ],
)
def test_a_sentence_is_in_its_language(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("code", LANGUAGES)
def test_most_opinions_of_a_discussion_show_their_language_and_hardly_any_another(code: str) -> None:
    counted = languages_of(opinions(code))
    counted.pop("", None)
    assert counted[code] >= 0.75 * len(opinions(code))
    assert counted[code] >= 0.95 * counted.total()


def test_english_is_english() -> None:
    assert languages_of([text for _, text in said(40)]).most_common(1)[0][0] == "en"


def test_a_name_in_latin_letters_changes_no_script() -> None:
    assert language_of("AIとSNSの利用には慎重さが必要です。") == "ja"
    assert language_of("What would you do with 東京 in the title of it?") == "en"


def test_chinese_characters_alone_are_japanese_beside_kana() -> None:
    assert languages_of(["図書館開館時間延長希望", "夜も開けてほしいです。"]) == {"ja": 2}
    assert languages_of(["图书馆应该开放", "开放时间太短"]) == {"zh": 2}


def test_of_a_large_discussion_a_sample_is_looked_at() -> None:
    assert languages_of(opinions("de") * 200).total() <= 1000


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_texts_are_counted_the_same_in_any_order(texts: list[str]) -> None:
    assert languages_of(texts) == languages_of(texts[::-1])
