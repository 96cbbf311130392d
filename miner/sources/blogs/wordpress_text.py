"""Texts as WordPress stores them: HTML whose line breaks are paragraphs, with shortcodes and block comments."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from miner.sources.html import HtmlText, read_fragment

_BLOCKS = (
    r"</?(?:p|div|blockquote|ul|ol|li|dl|dt|dd|pre|table|tbody|thead|tr|td|th|h[1-6]|figure|figcaption|hr|section|"
    r"article|aside|br|center|form|address)\b[^<>]{0,400}>"
)
_OPENS_WITH_BLOCK = re.compile(rf"\s*{_BLOCKS}", re.IGNORECASE)
_ENDS_WITH_BLOCK = re.compile(rf"{_BLOCKS}\s*\Z", re.IGNORECASE)
_LONGEST_TAG = 420
# Code: in the blog's markup, or in a shortcode of WordPress.com. Pairs are found in one pass over the tags.
_CODE_TAG = re.compile(
    r"<(?P<shut>/?)(?P<name>pre)\b[^<>]{0,400}>|\[(?P<shut2>/?)(?P<name2>sourcecode|code)\b[^\[\]]{0,200}\]",
    re.IGNORECASE,
)
# Shortcodes of core, Jetpack and common galleries: others may be words in brackets ("[sic]").
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|audio|video|embed|playlist|youtube|vimeo|wpvideo|videopress|slideshow|tweet|instagram|"
    r"soundcloud|googlemaps|contact-form|contact-field|wpforms|contact-form-7|footnote|more)\b[^\[\]]{0,1000}\]"
)


def read_stored(stored: str) -> HtmlText:
    """The text of a post or comment as readers of the blog see it."""
    parts = (
        f"<pre>{part}</pre>" if is_code else _with_breaks(_SHORTCODE.sub("", part)) for is_code, part in _parts(stored)
    )
    return read_fragment("".join(parts))


def _parts(stored: str) -> Iterator[tuple[bool, str]]:
    """The text and the code in it, in turn; a tag that is never closed is text."""
    done = 0
    opened: re.Match[str] | None = None
    for tag in _CODE_TAG.finditer(stored):
        is_end = bool(tag["shut"] or tag["shut2"])
        if opened is None or (not is_end and _name(tag) == _name(opened)):
            opened = None if is_end else tag
        elif is_end and _name(tag) == _name(opened):
            yield False, stored[done : opened.start()]
            yield True, stored[opened.end() : tag.start()]
            done, opened = tag.end(), None
    yield False, stored[done:]


def _name(tag: re.Match[str]) -> str:
    return (tag["name"] or tag["name2"]).lower()


def _with_breaks(html: str) -> str:
    """Line breaks as markup, as WordPress does when it shows a post: an empty line parts paragraphs."""
    lines = html.strip("\n").split("\n")
    parts = [lines[0]]
    for before, line in itertools.pairwise(lines):
        parts.append(_separator(before, line))
        parts.append(line)
    return "".join(parts)


def _separator(before: str, line: str) -> str:
    if not line.strip() or not before.strip():
        return "\n<p>" if line.strip() and not _OPENS_WITH_BLOCK.match(line) else "\n"
    if _ENDS_WITH_BLOCK.search(before[-_LONGEST_TAG:]) or _OPENS_WITH_BLOCK.match(line):
        return "\n"
    return "<br>"
