"""Telegram's texts: plain, or pieces with a type (exports), or plain with places that have a type (bot API)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from miner.sources.cleaning import links_in
from miner.sources.html import HtmlText, clean_with_spans
from miner.sources.json_values import children, number, string
from miner.sources.plain_text.quotes import merged, quoted_spans
from miner.transcript import Span

_OTHERS_WORDS = frozenset(["pre", "blockquote", "expandable_blockquote"])


def text_of_pieces(value: object) -> HtmlText:
    """``text`` of an export: a string, or a list of strings and pieces."""
    pieces = value if isinstance(value, list) else [value]
    parts: list[str] = []
    spans: list[Span] = []
    links: list[str] = []
    length = 0
    for piece in pieces:
        words = piece if isinstance(piece, str) else string(piece, "text")
        if string(piece, "type") in _OTHERS_WORDS:
            spans.append((length, length + len(words)))
        if string(piece, "href").startswith(("http://", "https://")):
            links.append(string(piece, "href"))
        parts.append(words)
        length += len(words)
    return _read("".join(parts), spans, links)


def text_with_entities(value: Mapping[str, Any]) -> HtmlText:
    """``text`` or ``caption`` of a bot API message; places count UTF-16 units."""
    name = "text" if string(value, "text") else "caption"
    text = string(value, name)
    entities = children(value, "entities" if name == "text" else "caption_entities")
    links = [string(entity, "url") for entity in entities if string(entity, "type") == "text_link"]
    quoting = [entity for entity in entities if string(entity, "type") in _OTHERS_WORDS]
    return _read(text, _spans(text, quoting), [link for link in links if link.startswith(("http://", "https://"))])


def _read(text: str, spans: Sequence[Span], links: Iterable[str]) -> HtmlText:
    cleaned, moved = clean_with_spans(text, spans)
    return HtmlText(
        text=cleaned,
        quoted=merged([*moved, *quoted_spans(cleaned)]),
        links=tuple(dict.fromkeys((*links, *links_in(cleaned)))),
    )


def _spans(text: str, entities: Sequence[Mapping[str, Any]]) -> list[Span]:
    if not entities:
        return []
    place_of = {}  # UTF-16 place -> place in the text
    units = 0
    for place, character in enumerate(text):
        place_of[units] = place
        units += 2 if ord(character) > 0xFFFF else 1
    place_of[units] = len(text)
    spans: list[Span] = []
    for entity in entities:
        start, length = number(entity, "offset"), number(entity, "length")
        if start is not None and length is not None and start in place_of and start + length in place_of and length > 0:
            spans.append((place_of[start], place_of[start + length]))
    return spans
