"""Texts as Medium stores them: a list of paragraphs with their types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from miner.sources.cleaning import clean
from miner.sources.html import HtmlText, clean_with_spans
from miner.sources.json_values import child, children, string
from miner.transcript import Span

# Types by name (GraphQL) and by number (the older interface): quotes, pull quotes, code; pictures and embeds have no words.
_QUOTES = ("BQ", "PQ", "PRE", 6, 7, 8)
_HEADINGS = ("H1", "H2", "H3", "H4", 2, 3, 13)
_NO_WORDS = ("IMG", "IFRAME", "MIXTAPE_EMBED", "HR", 4, 11, 14)


def read_paragraphs(paragraphs: Sequence[Mapping[str, Any]], title: str = "") -> HtmlText:
    """The text with an empty line between paragraphs; quotes and code as spans; links of the words marked so.

    Headings that only repeat the title are left out.
    """
    parts: list[str] = []
    spans: list[Span] = []
    links: list[str] = []
    length = 0
    for paragraph in paragraphs:
        kind = child(paragraph, "type")
        text = string(paragraph, "text")
        if kind in _NO_WORDS or not text.strip() or (kind in _HEADINGS and text.strip() == title):
            continue
        if parts:
            parts.append("\n\n")
            length += 2
        if kind in _QUOTES:
            spans.append((length, length + len(text)))
        parts.append(text)
        length += len(text)
        links += (clean(href) for markup in children(paragraph, "markups") if (href := string(markup, "href")))
    cleaned, quoted = clean_with_spans("".join(parts), spans)
    http = (link for link in links if link.startswith(("http://", "https://")))
    return HtmlText(text=cleaned, quoted=quoted, links=tuple(dict.fromkeys(http)))
