"""The article of a saved page: who wrote it, and that the buttons in it are no words of its author."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from miner.sources.html_article import read_article

BODY = "<p>The pond needs a fence, because the frogs cross the road at night and nobody slows down for them. </p>" * 2


def page(body: str, data: object = None) -> LexborHTMLParser:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    return LexborHTMLParser(f"<html><head>{script}</head><body><div class='entry-content'>{body}</div></body></html>")


@pytest.mark.parametrize("button", ["sw-ctt-btn", "bctt-ctt-btn", "tm-ctt-btn"])
def test_the_button_below_a_sentence_to_share_is_cut(button: str) -> None:
    shared = f"<span>Fences save frogs.<span class='{button}'>Click To Tweet</span></span>"
    text = read_article(page(BODY + shared)).body.text
    assert text.endswith("Fences save frogs.")
    assert "Tweet" not in text


@pytest.mark.parametrize(
    ("data", "author"),
    [
        ({"@type": "BlogPosting", "author": {"@type": "Person", "name": "Zoé Lind"}}, "Zoé Lind"),
        ({"@graph": [{"@type": "Article", "author": {"name": "Ann Fox", "@id": "#1"}}]}, "Ann Fox"),
        ({"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Ann Fox"}]}, "Ann Fox"),
        ({"@type": "Article", "author": {"@type": "Organization", "name": "Pond Weekly"}}, ""),
        ({"@type": "Product", "author": {"@type": "Person", "name": "Ann Fox"}}, ""),
        ({"@type": "Article", "comment": [{"author": {"@type": "Person", "name": "Bob"}}]}, ""),
    ],
)
def test_the_author_that_only_the_embedded_data_name(data: object, author: str) -> None:
    assert read_article(page(BODY, data)).author == author


def test_broken_data_name_nobody() -> None:
    text = r'<script type="application/ld+json">{"@type":"Article","author":{"name":"\x"}}</script>'
    assert read_article(LexborHTMLParser(f"<html><body>{text}{BODY}</body></html>")).author == ""
