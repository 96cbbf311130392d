"""The line that an app puts below a post is nobody's words; a sentence about phones is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.sources.forums.device_lines import without_device_line
from miner.sources.html import HtmlText


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from my SM-G900F using Tapatalk",
        "- Posted from my Nexus 5 via the forum app",
        "Mit der kostenlosen App von meinem Handy aus geschrieben.",
        "Gesendet von meinem GT-I9300 mit Tapatalk 2",
        "Von meinem Handy gesendet",
        "Envoyé de mon iPad",
        "Enviado desde mi teléfono Galaxy",
        "Отправлено с моего iPhone",
    ],
)
def test_the_line_is_cut(line: str) -> None:
    text = HtmlText(
        text=f"> said\n\nThe pond needs a fence.\n\n{line}", quoted=((0, 6),), links=("https://example.org",)
    )
    left = without_device_line(text)
    assert left == HtmlText(text="> said\n\nThe pond needs a fence.", quoted=((0, 6),), links=("https://example.org",))


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my iPhone",  # all that was written: kept, and seen
        "I like it.\nSent from my heart",
        "Ask Ann.\nMit der App kann man nichts anfangen.",
        "Sent from my iPhone\nThat is what everybody writes.",
        "Read this:\nPosted by Ann on her phone",
        "One.\nGesendet von meinem Handy hat sie es, und dann kam " + "lange nichts mehr " * 10,
    ],
)
def test_anything_else_is_kept(text: str) -> None:
    assert without_device_line(HtmlText(text=text)) == HtmlText(text=text)


def test_a_quoted_line_is_kept() -> None:
    text = HtmlText(text="Look:\nSent from my iPhone", quoted=((6, 25),))
    assert without_device_line(text) == text


@given(st.lists(st.sampled_from(["Sent from my iPhone", "", "words", "Envoyé de mon iPad", " "]), max_size=6))
def test_only_a_last_line_goes(lines: list[str]) -> None:
    text = "\n".join(lines)
    left = without_device_line(HtmlText(text=text)).text
    assert text.startswith(left)
    assert left.count("words") == text.count("words")
