"""What one cell of a table holds: a text with its quotations and links, a name, an address, a number, a reply."""

from __future__ import annotations

import re
from collections.abc import Container

from miner.sources.cleaning import clean, links_in
from miner.sources.tweet_records import unescaped
from miner.transcript import Span

DELETED = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[gelöscht]", "[supprimé]", "[eliminado]"})
NOTHING = frozenset({"", "null", "none", "nan", "n/a", "undefined", "-"})
_MARKUP = re.compile(
    r"</(?:p|a|b|i|em|strong|div|span|li|ul|ol|blockquote|code|pre|u|s|script|td|h\d)>|<(?:br|p|img|hr)\b[^>]{0,500}>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"(?:\A|[\W_])(?:markdown|md)(?:\Z|[\W_])", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"(?:^>[^\n]*\n?)+", re.MULTILINE)
Words = tuple[str, tuple[Span, ...], tuple[str, ...]]  # a text, what it quotes, its links
_REDDIT_PREFIX = re.compile(r"t(\d)_")


def is_markdown(column: str) -> bool:
    """Whether the name of a column says that its texts are Markdown."""
    return bool(_MARKDOWN.search(column))


def text_of(cell: str, markdown: bool = False) -> Words:
    """The text of a cell, what it quotes, and its links; ``markdown``: pictures, links and code are marked up in it."""
    if markdown:
        from miner.sources.links.markdown import read_markdown

        shown = read_markdown(cell, html=True)
        if shown.text:
            return shown.text, shown.quoted, shown.links
    if "<" in cell and _MARKUP.search(cell):
        from miner.sources.html import read_fragment  # selectolax: only where there is markup

        found = read_fragment(cell)
        if found.text:
            return found.text, found.quoted, found.links
    text = clean(unescaped(cell))
    if ">" not in text:
        return text, (), links_in(text)
    quoted = tuple((match.start(), match.end() - match.group().endswith("\n")) for match in _QUOTED_LINE.finditer(text))
    return text, quoted, links_in(text)


def author_of(cell: str) -> str:
    """A name as it is shown."""
    if cell.isascii() and cell.isalnum():
        return cell[:100]
    name = " ".join(clean(cell).split()).removeprefix("@")
    return "" if name.lower() in DELETED else name[:100]


def address_of(cell: str) -> str:
    """A web address; "" for anything else."""
    return cell if cell.lower().startswith(("http://", "https://")) and not re.search(r"\s", cell) else ""


def number_of(cell: str) -> int:
    """A whole number; 0 for anything else."""
    if len(cell) < 16 and cell.isdecimal():
        return int(cell)
    digits = cell.replace(",", "").removesuffix(".0")
    sign = -1 if digits.startswith("-") else 1
    return sign * int(digits.lstrip("-+")) if digits.lstrip("-+").isdecimal() and len(digits) < 16 else 0


def replied_to(cell: str, native: Container[str]) -> str:
    """The id of the row that a row answers, without the prefix that Reddit writes; "" for none.

    ``native`` holds the ids of the rows that are known.
    """
    if not cell or cell in native:
        return cell
    prefix = _REDDIT_PREFIX.match(cell)
    if prefix:  # t1_ is a comment; t3_ is the submission, which a table of comments has not
        bare = cell[prefix.end() :]
        return bare if prefix[1] == "1" or bare in native else ""
    return "" if cell in ("0", "-1") else cell
