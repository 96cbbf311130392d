"""Markdown: outside text stays text, and undoing the escapes gives every quote back."""

from __future__ import annotations

import re

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import TEXTS, hostile_digest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from miner.report import markdown, render
from miner.report.proof import prove
from miner.sources.cleaning import clean

_PLAIN_TOKENS = {"text", "text_special", "softbreak", "hardbreak"}


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])


def _text(inline: Token) -> str:
    """The text of a run of words, which must hold nothing but text and line breaks."""
    for child in inline.children or []:
        assert child.type in _PLAIN_TOKENS, f"{child.type} {child.content!r}"
    return "".join("\n" if child.type.endswith("break") else child.content for child in inline.children or [])


def _quotes(text: str) -> list[str]:
    """What a reader of the Markdown finds in its block quotes: paragraphs and nothing else."""
    found: list[str] = []
    paragraphs: list[str] | None = None
    for token in _parser().parse(text):
        if token.type == "blockquote_open":
            assert paragraphs is None, "a quote inside a quote"
            paragraphs = []
        elif token.type == "blockquote_close":
            found.append("\n\n".join(paragraphs or []))
            paragraphs = None
        elif paragraphs is not None:
            assert token.type in {"paragraph_open", "inline", "paragraph_close"}, token.type
            if token.type == "inline":
                paragraphs.append(_text(token))
    return found


@pytest.mark.parametrize("text", [clean(text) for text in TEXTS])
def test_a_hostile_quote_reads_back_to_the_letter(text):
    assert _quotes(markdown.quote(text)) == [text]


@settings(max_examples=400, deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), min_size=1, max_size=60)
)
def test_any_clean_quote_reads_back_to_the_letter(text):
    cleaned = clean(text)
    if cleaned:
        assert _quotes(markdown.quote(cleaned)) == [cleaned]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="\n ab12.-+*_#>=`~[](){}<>|\\!&:/w$@\t", min_size=1, max_size=40))
def test_any_mix_of_signs_reads_back_to_the_letter(text):
    cleaned = clean(text)
    if cleaned:
        assert _quotes(markdown.quote(cleaned)) == [cleaned]


@pytest.mark.parametrize("text", TEXTS)
def test_undoing_the_backslashes_gives_the_text_back(text):
    undone = re.sub(
        r"&#(\d+);",
        lambda match: chr(int(match.group(1))),
        re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.escape(text)),
    )
    entities_in_text = "&#" in text or "&lt;" in text  # those would be undone twice by this simple reading
    assert undone == text or entities_in_text


@pytest.mark.parametrize("make", [library_chat, few_arguments, hostile_digest, lambda: many_arguments(200)])
def test_every_quote_of_the_report_is_words_of_a_post(make):
    digest = make()
    posts = {post.id: post.text for post in digest.posts}
    words = {*prove(digest).values(), *(posts[one.post_id][one.start : one.end] for one in digest.open_questions)}
    found = _quotes(render(digest, "markdown"))
    assert found
    assert {clean(text) for text in found} <= {clean(text) for text in words}


def test_hostile_names_and_titles_make_no_markup():
    rendered = render(hostile_digest(), "markdown")
    tokens = [child for token in _parser().parse(rendered) for child in (token.children or [token])]
    kinds = {token.type for token in tokens}
    assert not kinds & {"image", "html_inline", "html_block", "code_inline", "fence", "code_block"}
    targets = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert targets
    assert all(re.match(r"https?://", target) and "evil.example" not in target for target in targets)
    assert "\u202e" not in rendered.replace(TEXTS[0], "")


def test_headings_are_the_reports_own():
    tokens = _parser().parse(render(hostile_digest(), "markdown"))
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
