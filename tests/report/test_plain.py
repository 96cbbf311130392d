"""Plain text: our lines are wrapped, the quotes are not."""

from __future__ import annotations

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import hostile_digest
from reading_text import all_quoted, marked_quotes, words_of

from miner.report import render
from miner.report.outline.blocks import Run
from miner.report.texts.plain import WIDTH, Plain

MAKES = (library_chat, few_arguments, hostile_digest, lambda: many_arguments(200))


@pytest.mark.parametrize("make", MAKES)
def test_every_quote_is_words_of_a_post(make):
    digest = make()
    found = marked_quotes(render(digest, "text"))
    all_quoted(found, digest)
    assert set(found) <= words_of(digest)


@pytest.mark.parametrize("make", MAKES)
def test_our_lines_are_wrapped_and_addresses_are_whole(make):
    for line in render(make(), "text").split("\n"):
        too_long = len(line) > WIDTH + 2 and not line.startswith(("> ", "---", "===", "..."))
        assert not too_long or len(line.strip("- *[]").split()) == 1 or "https://" in line, line


def test_a_link_is_written_out_once():
    plain = Plain()
    assert plain.run(Run("original", url="https://a.example/x")) == "original <https://a.example/x>"
    assert plain.run(Run("a.example/x", url="https://a.example/x")) == "https://a.example/x"


def test_items_hang_under_their_mark():
    lines = Plain().items([(Run("word " * 30),), (Run("two"),)]).split("\n")
    assert [line[:2] for line in lines] == ["- ", "  ", "  ", "- "]
