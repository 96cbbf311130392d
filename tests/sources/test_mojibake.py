"""Bytes written as characters are undone, and nothing else is touched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from miner.sources.mojibake import is_damaged, repaired


def test_damaged_text_is_repaired() -> None:
    assert repaired("cafÃ©") == "café"
    assert repaired("\u00f0\u009f\u0098\u0080 don\u00e2\u0080\u0099t") == "😀 don’t"


def test_cut_text_keeps_what_cannot_be_undone() -> None:
    assert repaired("GrÃ¼Ã") == "GrüÃ"
    assert repaired("\xed\xa0\x80") == "\xed\xa0\x80"  # half of a pair is no UTF-8


def test_sound_text_stays() -> None:
    for text in ("café", "Ãlvaro", "â, ê and ô", "日本 Â£", "plain"):
        assert repaired(text) == text


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"))))
def test_damage_is_undone_to_the_letter(text: str) -> None:
    damaged = text.encode().decode("latin-1")
    assert repaired(damaged) == text
    assert is_damaged(damaged) == (damaged != text)
