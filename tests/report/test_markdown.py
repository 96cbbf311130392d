"""Markdown: outside text stays text, and undoing the escapes gives every quote back."""

from __future__ import annotations

import re

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import TEXTS, hostile_digest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_text import CALLS, markdown_parser, markdown_quotes, shown_by_markdown

from miner.report import markdown, render
from miner.report.proof import prove
from miner.sources.cleaning import clean


@pytest.mark.parametrize("text", [clean(text) for text in TEXTS])
def test_a_hostile_quote_reads_back_to_the_letter(text):
    assert markdown_quotes(markdown.quote(text)) == [text]


@settings(max_examples=400, deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), min_size=1, max_size=60)
)
def test_any_clean_quote_reads_back_to_the_letter(text):
    cleaned = clean(text)
    if cleaned:
        assert markdown_quotes(markdown.quote(cleaned)) == [cleaned]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="\n ab12.-+*_#>=`~[](){}<>|\\!&:/w$@\t", min_size=1, max_size=40))
def test_any_mix_of_signs_reads_back_to_the_letter(text):
    cleaned = clean(text)
    if cleaned:
        assert markdown_quotes(markdown.quote(cleaned)) == [cleaned]


@pytest.mark.parametrize("text", TEXTS)
def test_undoing_the_backslashes_gives_the_text_back(text):
    undone = re.sub(
        r"&#(\d+);",
        lambda match: chr(int(match.group(1))),
        re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.escape(text)),
    ).replace("@\u200b", "@")
    entities_in_text = "&#" in text or "&lt;" in text  # those would be undone twice by this simple reading
    assert undone == text or entities_in_text


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest, lambda: many_arguments(200)])
def test_every_quote_of_the_report_is_words_of_a_post(make):
    digest = make()
    posts = {post.id: post.text for post in digest.posts}
    words = {
        *prove(digest).values(),
        *(posts[one.post_id][one.start : one.end] for one in (*digest.open_questions, *digest.next_steps)),
    }
    found = markdown_quotes(render(digest, "markdown"))
    assert found
    assert {clean(text) for text in found} <= {clean(text) for text in words}


def test_hostile_names_and_titles_make_no_markup():
    rendered = render(hostile_digest(), "markdown")
    tokens = [child for token in markdown_parser().parse(rendered) for child in (token.children or [token])]
    kinds = {token.type for token in tokens}
    assert not kinds & {"image", "html_inline", "html_block", "code_inline", "fence", "code_block"}
    targets = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert targets
    assert all(re.match(r"https?://", target) and "evil.example" not in target for target in targets)
    assert "\u202e" not in rendered.replace(TEXTS[0], "")


def test_nobody_is_called_by_name():
    """GitHub looks for names in what is left when all escapes are gone."""
    shown = shown_by_markdown(render(hostile_digest(), "markdown"))
    assert "@" in shown
    assert not CALLS.search(shown)


def test_an_address_of_mail_stays_whole():
    assert markdown.escape("write to ann@example.org") == "write to ann\\@example.org"
    assert markdown.escape("ask @ann") == "ask \\@&#8203;ann"


@given(st.text(alphabet="\n ab12.-+*_#>=`~[](){}<>|\\!&:/w$@;8203\t", max_size=40))
def test_unescaping_gives_the_text_back(text):
    assert markdown.unescape(markdown.paragraphs(text)) == text


def test_headings_are_the_reports_own():
    tokens = markdown_parser().parse(render(hostile_digest(), "markdown"))
    headings = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]
    assert "What people said" in headings
    assert not [text for text in headings if text in {"A heading", "another", "h"}]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x_(y)", "https://a.example/x_%28y%29"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/\u3000", "https://a.example/%E3%80%80"),
        ("https://a.example/?q=1&r=2#x", "https://a.example/?q=1&r=2#x"),
    ],
)
def test_an_address_ends_where_its_link_ends(url, expected):
    assert markdown.target(url) == expected
    assert markdown.link("a]b", url) == f"[a\\]b]({expected})"


def test_the_tables_add_up():
    rendered = render(library_chat(), "markdown")
    assert "| **read** | **118** |" in rendered
    assert "118 = 47 + 41 + 4 + 14 + 3 + 6 + 2 + 1" in rendered
