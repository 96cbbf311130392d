"""Discord's messages, read by the rules it documents."""

from __future__ import annotations

import re

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import TEXTS, hostile_digest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from reading_chats import DISCORD_CALLS, DISCORD_LINK, discord_quotes
from reading_text import all_quoted
from tiny import with_text

from miner.report import render
from miner.report.outline.blocks import Run
from miner.report.texts.dialect import Chunk
from miner.report.texts.discord import MAX_PARTS, Discord, goes_on

MAKES = (library_chat, few_arguments, hostile_digest, lambda: many_arguments(200))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _parts(digest) -> list[str]:
    files = render(digest, "discord")
    assert list(files) == sorted(files)
    return [str(text) for text in files.values()]


@pytest.mark.parametrize("make", MAKES)
def test_every_quote_is_words_of_a_post(make):
    digest = make()
    all_quoted(discord_quotes(_parts(digest)), digest)


@pytest.mark.parametrize("make", MAKES)
def test_each_part_is_a_message(make):
    parts = _parts(make())
    assert all(0 < _units(part.strip()) < 2000 for part in parts)
    assert len(parts) <= MAX_PARTS
    assert not any(part.strip().split("\n")[-1].startswith("#") for part in parts)


@pytest.mark.parametrize("make", [*MAKES, lambda: with_text("Hey <@123456789012345678> <@&1> <#5> @everyone @here!")])
def test_nobody_is_called(make):
    for part in _parts(make()):
        assert not DISCORD_CALLS.search(part)
        assert not re.search(r"@[^\s\u200b]", part)


def test_links_are_ours_and_have_no_preview():
    for part in _parts(hostile_digest()):
        without = DISCORD_LINK.sub("", part)
        assert not re.search(r"(?<!\\)https?:(?!\\?/?/?\S*\\)//", without), without
        assert "javascript:" not in "".join(DISCORD_LINK.findall(part)).lower()
        assert "](" not in re.sub(r"\\.", "", without)


def test_an_address_that_is_shown_as_itself_is_no_link_with_words():
    discord = Discord()
    assert discord.run(Run("a.example/x", url="https://a.example/x")) == "<https://a.example/x>"
    assert discord.run(Run("original", url="https://a.example/(x)")) == "[original](<https://a.example/%28x%29>)"
    assert discord.run(Run("original", url=f"https://a.example/{'x' * 500}")) == "original"


def _long(ends: str, n: int = 90) -> str:
    return ends.join(f"This is reason number {number} of many, told at some length" for number in range(n // 3)).strip()


@pytest.mark.parametrize("ends", [". ", ".\n", ".\n\n", " ", "。", "x"])
@pytest.mark.parametrize("sign", ["", "*", "_@", "🏳️‍🌈"])
def test_a_long_quote_is_parted_and_whole_again(ends, sign):
    """It stands twice: as the key point of its theme and for its side of the contrast."""
    text = _long(f"{sign}{ends}")
    parts = _parts(with_text(text))
    pieces = [quote for quote in discord_quotes(parts) if quote in text]
    n_pieces = len(pieces) // 2
    assert n_pieces > 1
    for once in (pieces[:n_pieces], pieces[n_pieces:]):
        assert re.sub(r"\s", "", "".join(once)) == re.sub(r"\s", "", text)
    assert "".join(parts).count(goes_on()) == 2 * (n_pieces - 1)
    assert all(_units(part) < 2000 for part in parts)


@given(st.text(alphabet="ab. \n*_@é\u0301🏳👍🏽", min_size=1, max_size=5000))
def test_the_pieces_of_any_quote_make_up_the_whole(text):
    discord = Discord()
    pieces = list(discord.parted(text))
    assert "".join(pieces) == text
    assert all(_units(discord.quote(piece)) <= 1300 for piece in pieces)
    assert not any(piece[0] in "\u0301\U0001f3fd" for piece in pieces[1:])


@pytest.mark.parametrize("ends", ["\n\n", ". "])
def test_a_quote_is_parted_where_something_ends(ends):
    pieces = list(Discord().parted(_long(ends)))
    assert all(piece.endswith(ends) for piece in pieces[:-1])


def test_a_word_without_end_is_parted_all_the_same():
    assert "".join(Discord().parted("w" * 5000)) == "w" * 5000


def test_hostile_words_are_left_out_only_if_they_are_too_long():
    shown = "".join(discord_quotes(_parts(replace(hostile_digest(), said_once=hostile_digest().said_once[:5]))))
    assert TEXTS[0] in shown


def test_a_long_list_is_parted_at_its_lines_and_a_long_line_at_its_words():
    items = "\n".join(f"- item {number} {'x' * 300}" for number in range(20))
    assert list(Discord().messages(Chunk(items))) == items.split("\n")
    pieces = list(Discord().messages(Chunk("word " * 1000)))
    assert len(pieces) > 1
    assert " ".join(pieces).split() == ["word"] * 1000


def test_a_letter_and_its_accent_stay_together():
    pieces = list(Discord().parted("e\u0301" * 2000))
    assert "".join(pieces) == "e\u0301" * 2000
    assert not any(piece.startswith("\u0301") for piece in pieces)
