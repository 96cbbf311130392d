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
# Apart, since a class of signs, and lines behind a newline, are found many times faster than one pattern of all.
_SIGNS = re.compile(r"[*`\[<>&\\~|]")
_EMPHASIS = re.compile(r"(?<!\w)_|_(?!\w)")
_LINE_MARK = r"(?: {4}|\t| {0,3}(?:[-+#=]|\d{1,9}[.)]))"
_MARKED_FIRST_LINE, _MARKED_LINE = re.compile(_LINE_MARK), re.compile("\n" + _LINE_MARK)
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
    if not _has_markup(text):
        plain = clean(text)
        plain = plain if breaks or "\n" not in plain else _SOFT_BREAK.sub(" ", plain)
        return HtmlText(text=plain, links=links_in(plain))
    if len(text) > MAX_RENDERED or text.count("[") > MAX_BRACKETS:
        return _unrendered(text)
    return read_fragment(_parser(breaks, html).render(text))


def _has_markup(text: str) -> bool:
    if _SIGNS.search(text) or _MARKED_FIRST_LINE.match(text) or ("_" in text and _EMPHASIS.search(text)):
        return True
    return "\n" in text and ("  \n" in text or _MARKED_LINE.search(text) is not None)


def _unrendered(text: str) -> HtmlText:
    """The text with its markup left in; quotations by their lines."""
    spans: list[Span] = [match.span() for match in _QUOTED_LINES.finditer(text)]
    plain, quoted = clean_with_spans(text, spans)
    return HtmlText(text=plain, quoted=quoted, links=links_in(plain))


@cache
def _parser(breaks: bool, html: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # 50 ms, and only files of these sites need it

    return MarkdownIt("commonmark", {"breaks": breaks, "html": html}).enable(["table", "strikethrough"])
