"""Text with the marks people type in chats: code between fences, quoted lines behind ``>``."""

from __future__ import annotations

import re

from miner.sources.cleaning import links_in
from miner.sources.html import HtmlText, clean_with_spans
from miner.sources.plain_text.quotes import merged, quoted_spans
from miner.transcript import Span

# A fence is closed by the next one, or by the end of the text.
_FENCE = re.compile(r"(```|~~~)(.*?)(?:\1|\Z)", re.DOTALL)
_QUOTED_LINES = re.compile(r"(?:^[ \t]{0,3}>(?!\)|[:;._<]).*(?:\n|\Z))+", re.MULTILINE)
_REST_QUOTED = re.compile(r"^>>>[ \t]?\S", re.MULTILINE)  # Slack and Discord: all that follows
_MASKED_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\((https?://[^\s()<>]{1,2000})\)")


def chat_text(text: str) -> HtmlText:
    """Clean text; code blocks, quoted lines and quotations are its ``quoted`` spans, addresses its ``links``."""
    cleaned, spans = clean_with_spans(text, marked_spans(text))
    quoted = quoted_spans(cleaned)
    return HtmlText(text=cleaned, quoted=merged([*spans, *quoted]) if spans else quoted, links=links_in(cleaned))


def linked_text(text: str) -> HtmlText:
    """``chat_text``, with ``[words](address)`` as the words; the address is kept among the links."""
    links = tuple(match[2] for match in _MASKED_LINK.finditer(text)) if "](" in text else ()
    read = chat_text(_MASKED_LINK.sub(r"\1", text) if links else text)
    return HtmlText(text=read.text, quoted=read.quoted, links=tuple(dict.fromkeys((*links, *read.links))))


def as_forwarded(text: HtmlText) -> HtmlText:
    """The same with all of it as others' words."""
    return HtmlText(text=text.text, quoted=((0, len(text.text)),) if text.text else (), links=text.links)


def marked_spans(text: str) -> list[Span]:
    """Stretches of raw text that are code or others' words, as their marks say."""
    spans: list[Span] = []
    if ">" not in text and "```" not in text and "~~~" not in text:
        return spans
    if "```" in text or "~~~" in text:
        spans += [match.span() for match in _FENCE.finditer(text) if match[2].strip()]
    if ">" in text:
        rest = _REST_QUOTED.search(text)
        spans += [(rest.start(), len(text))] if rest else []
        spans += [match.span() for match in _QUOTED_LINES.finditer(text)]
    return list(merged(spans))
