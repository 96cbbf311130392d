"""Slack's markup, read by the rules it documents."""

from __future__ import annotations

import re

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import hostile_digest
from reading_chats import SLACK_LIVE, slack_words
from reading_text import SOFT_HYPHEN, all_quoted, marked_quotes

from miner.report import render
from miner.report.outline.blocks import Run
from miner.report.texts.slack import Slack

MAKES = (library_chat, few_arguments, hostile_digest, lambda: many_arguments(200))


@pytest.mark.parametrize("make", MAKES)
def test_every_quote_is_words_of_a_post(make):
    digest = make()
    all_quoted([slack_words(text) for text in marked_quotes(render(digest, "slack"))], digest)


@pytest.mark.parametrize("make", MAKES)
def test_what_stands_in_angle_brackets_is_a_link_of_ours(make):
    rendered = render(make(), "slack")
    for inside in re.findall(r"<([^>]*)>", rendered):
        assert re.fullmatch(r"https?://[^\s|<>]+\|[^<>]+", inside), inside
    assert re.sub(r"<[^>]*>", "", rendered).count("<") == 0
    assert "javascript:alert(1)|" not in rendered


@pytest.mark.parametrize("make", MAKES)
def test_nobody_is_called(make):
    rendered = render(make(), "slack")
    assert not re.search(r"@[^\s\u200b]", rendered)
    assert not re.search(r"<[@!#]", rendered)


@pytest.mark.parametrize("make", MAKES)
def test_no_sign_in_a_quote_has_a_meaning(make):
    for text in marked_quotes(render(make(), "slack")):
        assert not SLACK_LIVE.search(text), text


def test_our_own_marks_are_live():
    slack = Slack()
    assert SLACK_LIVE.search(slack.line((Run("a name ", bold=True),)))
    assert slack.line((Run(" a *star* ", italic=True),)) == f" _a {SOFT_HYPHEN}*star{SOFT_HYPHEN}*_ "
    assert slack.escape("snake_case & <b>") == "snake_case &amp; &lt;b&gt;"
    assert slack.run(Run("a|b", url="https://a.example/?x=1&y=|")) == "<https://a.example/?x=1&amp;y=%7C|a|b>"


def test_a_large_digest_fits_a_message():
    assert len(render(many_arguments(1000), "slack")) < 40_000
