"""Markdown as link sites store it: what a reader sees, with quotations and code blocks as exact spans."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from miner.sources.cleaning import clean, links_in
from miner.sources.html import HtmlText, clean_with_spans, read_fragment
from miner.transcript import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Anything that could be markup; most comments have none of it and need no parser. Emphasis within a word needs none.
_MARKUP = re.compile(r"[*`\[<>&\\~|]|(?<!\w)_|_(?!\w)|  \n|^ {4}|^\t|^ {0,3}(?:[-+#=]|\d{1,9}[.)])", re.MULTILINE)
_SOFT_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_QUOTED_LINES = re.compile(r"^ {0,3}>.*$(?:\n {0,3}>.*$)*", re.MULTILINE)

# The parser needs time with the square of what stands open at once; no person writes so many brackets in one post.
MAX_RENDERED = 70_000  # characters; the longest post of any of the sites is 65,536
MAX_BRACKETS = 1_000


def read_markdown(text: str, *, breaks: bool = False, html: bool = False) -> HtmlText:
    """The text of a post written in Markdown.

    Parameters
    ----------
    breaks
        Whether the site shows a single newline as one (code hosting does; others join the lines).
    html
        Whether the site lets HTML through.
    """
    if not _MARKUP.search(text):
        plain = clean(text)
        plain = plain if breaks else _SOFT_BREAK.sub(" ", plain)
        return HtmlText(text=plain, links=links_in(plain))
    if len(text) > MAX_RENDERED or text.count("[") > MAX_BRACKETS:
        return _unrendered(text)
    return read_fragment(_parser(breaks, html).render(text))


def _unrendered(text: str) -> HtmlText:
    """The text with its markup left in; quotations by their lines."""
    spans: list[Span] = [match.span() for match in _QUOTED_LINES.finditer(text)]
    plain, quoted = clean_with_spans(text, spans)
    return HtmlText(text=plain, quoted=quoted, links=links_in(plain))


@cache
def _parser(breaks: bool, html: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # 50 ms, and only files of these sites need it

    return MarkdownIt("commonmark", {"breaks": breaks, "html": html}).enable(["table", "strikethrough"])
