"""Posts for Discourse: Markdown, with its own quotes and folds."""

from __future__ import annotations

import re

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import hostile_digest
from markdown_it import MarkdownIt
from msgspec.structs import replace
from reading_chats import DISCOURSE_OWN, discourse_as_markdown
from reading_text import CALLS, all_quoted, markdown_parser, markdown_quotes, shown_by_markdown, text_of_tokens
from tiny import tiny_digest

from miner.report import render
from miner.report.texts.discourse import Discourse

MAKES = (library_chat, few_arguments, hostile_digest, lambda: many_arguments(200))
QUOTE = re.compile(r'\[quote="([^"]*)"\]')


@pytest.mark.parametrize("make", MAKES)
def test_every_quote_is_words_of_a_post(make):
    digest = make()
    all_quoted(markdown_quotes(discourse_as_markdown(render(digest, "discourse"))), digest)


@pytest.mark.parametrize("make", MAKES)
def test_every_fold_and_quote_is_closed(make):
    text = render(make(), "discourse")
    for name in ("quote", "details"):
        opened = re.findall(rf'^\[{name}="', text, re.MULTILINE)
        closed = re.findall(rf"^\[/{name}\]$", text, re.MULTILINE)
        assert len(opened) == len(closed)
    assert not re.search(r"(?<!\\)\[/?(?:quote|details)", DISCOURSE_OWN.sub("", text))


def test_only_a_safe_name_stands_above_a_quote():
    text = render(hostile_digest(), "discourse")
    assert set(QUOTE.findall(text)) <= {post.author for post in library_chat().posts}
    assert "— " in text
    for author in ('ann"]', "ann, post:1", "ann\nbob", "[b]", "Zoë", "@ann"):
        digest = tiny_digest()
        named = replace(digest, posts=(replace(digest.posts[0], author=author), *digest.posts[1:]))
        assert not any("ann, post" in name or "]" in name for name in QUOTE.findall(render(named, "discourse")))


def test_nobody_is_called_or_told():
    text = render(hostile_digest(), "discourse")
    assert not CALLS.search(shown_by_markdown(discourse_as_markdown(text)))
    assert not any("," in name for name in QUOTE.findall(text))


def test_hostile_names_and_titles_make_no_markup():
    parser = markdown_parser()
    tokens = [
        child
        for token in parser.parse(discourse_as_markdown(render(hostile_digest(), "discourse")))
        for child in (token.children or [token])
    ]
    assert not {token.type for token in tokens} & {"image", "html_inline", "html_block", "code_inline", "fence"}
    targets = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert targets
    assert all(re.match(r"https?://", target) and "evil.example" not in target for target in targets)


@pytest.mark.parametrize("text", ["wait... what", "a -- b", "(c) 2024", "(TM)", "+- 3", "--- x", "...and"])
def test_the_typographer_finds_nothing_to_exchange(text):
    quoted = Discourse().quote(text)
    parser = MarkdownIt("commonmark", {"typographer": True}).enable("replacements")
    assert text_of_tokens(parser.parse(quoted)[1]) == text
    assert text in {"a -- b", "--- x"} or text_of_tokens(parser.parse(text)[1]) != text
    assert Discourse().unquote(quoted) == text


def test_a_large_digest_fits_a_post():
    assert 10_000 < len(render(many_arguments(1000), "discourse")) < 32_000
