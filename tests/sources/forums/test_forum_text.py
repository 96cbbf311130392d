"""The text of a post: quotes in markup, in BBCode and in lines; whom they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from miner.sources.forums.forum_text import ForumText, read_body, read_text
from miner.sources.forums.markup import Place, TextMarkup

CITED = TextMarkup(quote="blockquote, .q", quote_author=(Place(selector="cite"),), signature=".sig", code=".code")


def body(html: str, markup: TextMarkup = CITED) -> ForumText:
    node = LexborHTMLParser(f"<!DOCTYPE html><body>{html}").body
    assert node is not None
    return read_body(node, markup)


@pytest.mark.parametrize(
    ("cite", "author"),
    [
        ("Ann wrote:", "Ann"),
        ("Ann Lee said: ↑", "Ann Lee"),
        ("Ann hat geschrieben: ↑ 04.03.2024, 18:02", "Ann"),
        ("Ann hat gesagt.:", "Ann hat gesagt."),  # XenForo names the author in an attribute as well
        ("Quote from: Ann on March 03, 2024, 10:12:33 AM", "Ann"),
        ("(03-04-2024, 05:12 PM) Ann Wrote:", "Ann"),
        ("Originally Posted by Ann", "Ann"),
        ("Zitat von Ann", "Ann"),
        ("Ann", "Ann"),
        ("Quote:", ""),
    ],
)
def test_name_in_the_line_above_a_quote(cite: str, author: str) -> None:
    assert body(f"<blockquote><cite>{cite}</cite>words</blockquote>mine").quotes[0].author == author


def test_only_the_outermost_quotes_are_quotes_and_all_of_them_are_others_words() -> None:
    found = body("<div class=q><cite>Ann wrote:</cite><div class=q><cite>Bob wrote:</cite>inner</div>outer</div>mine")
    assert [quote.author for quote in found.quotes] == ["Ann"]
    assert [found.text.text[start:end] for start, end in found.text.quoted] == [
        "Ann wrote:\n\nBob wrote:\ninner\n\nouter"
    ]


def test_a_post_that_is_itself_a_blockquote_is_the_authors() -> None:
    page = LexborHTMLParser("<!DOCTYPE html><body><blockquote class=post>mine <i>all</i></blockquote>")
    node = page.css_first(".post")
    assert node is not None
    assert read_body(node, CITED).text.quoted == ()


def test_signatures_are_left_out_and_counted_empty_ones_not() -> None:
    found = body("words<div class=sig>Ann, always on time</div><div class=sig></div>")
    assert (found.text.text, found.n_signatures) == ("words", 1)


def test_code_in_a_box_of_its_own_is_no_prose() -> None:
    found = body("<p>Look:</p><div class=code>a = 1<br>b = 2</div>")
    assert [found.text.text[start:end] for start, end in found.text.quoted] == ["a = 1\nb = 2"]


@pytest.mark.parametrize(
    ("text", "author", "number", "quoted"),
    [
        (
            '[QUOTE="Ann, post: 12, member: 3"]words[/QUOTE] mine',
            "Ann",
            "12",
            '[QUOTE="Ann, post: 12, member: 3"]words[/QUOTE]',
        ),
        ('[QUOTE="Ann";12]words[/QUOTE]', "Ann", "12", '[QUOTE="Ann";12]words[/QUOTE]'),
        (
            "[quote='Ann' pid='12' dateline='9']words[/quote]",
            "Ann",
            "12",
            "[quote='Ann' pid='12' dateline='9']words[/quote]",
        ),
        ("[quote]words[/quote] mine", "", "", "[quote]words[/quote]"),
        ("[quote=Ann]a[quote]b[/quote]c[/quote]", "Ann", "", "[quote=Ann]a[quote]b[/quote]c[/quote]"),
        ("[quote] open, [quote=Ann]closed[/quote]", "Ann", "", "[quote=Ann]closed[/quote]"),
        ("Ann wrote:\n> words\n> more\n\nmine", "Ann", "", "Ann wrote:\n> words\n> more"),
    ],
)
def test_quotes_that_are_no_markup(text: str, author: str, number: str, quoted: str) -> None:
    found = read_text(text)
    assert [(quote.author, quote.number) for quote in found.quotes] == [(author, number)]
    assert [found.text.text[start:end] for start, end in found.text.quoted] == [quoted]


@given(
    st.lists(
        st.sampled_from(["[quote]", "[/quote]", "[quote=Ann]", "> a\n", "words ", "\n", "Ann wrote:\n"]), max_size=40
    )
)
def test_no_order_of_quotes_breaks_the_spans(parts: list[str]) -> None:
    found = read_text("".join(parts)).text
    assert all(0 <= start < end <= len(found.text) for start, end in found.quoted)
    assert all(first[1] <= second[0] for first, second in zip(found.quoted, found.quoted[1:], strict=False))


@given(st.text(alphabet="<>/bloquteciv =\"'&;a", max_size=200))
def test_no_markup_breaks_a_body(html: str) -> None:
    found = body(html).text
    assert all(0 <= start < end <= len(found.text) for start, end in found.quoted)


def test_20000_quotes_in_one_another_are_read() -> None:
    assert body("<blockquote>" * 20_000 + "deep").text.text == "deep"
