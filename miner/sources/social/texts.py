"""Texts of several parts: a warning, a body, the options of a poll; others' words keep their place in the whole."""

from __future__ import annotations

from miner.sources.html import HtmlText
from miner.transcript import Span

Body = HtmlText


def joined(*parts: HtmlText) -> Body:
    """The parts one below the other, an empty line between; empty parts and repetitions of the one before are left out."""
    text = ""
    quoted: list[Span] = []
    links: list[str] = []
    for part in parts:
        links += part.links
        if not part.text or part.text == text:
            continue
        text = f"{text}\n\n" if text else ""
        start = len(text)
        text += part.text
        quoted += ((start + first, start + last) for first, last in part.quoted)
    return HtmlText(text=text, quoted=tuple(quoted), links=tuple(dict.fromkeys(links)))
