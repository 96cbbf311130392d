"""Reads the forms that are text as their platforms document it, and knows which words may be quoted."""

from __future__ import annotations

import os
import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from miner.digest.records import Digest
from miner.report.proof import prove
from miner.sources.cleaning import clean

UNSEEN = "\u200b"
SOFT_HYPHEN = "\u00ad"
GOLDEN = Path(__file__).resolve().parent.parent / "data" / "report"
_PLAIN_TOKENS = {"text", "text_special", "softbreak", "hardbreak"}


def words_of(digest: Digest) -> set[str]:
    """All that may be quoted."""
    posts = {post.id: post.text for post in digest.posts}
    return {
        *prove(digest).values(),
        *(posts[one.post_id][one.start : one.end] for one in (*digest.open_questions, *digest.next_steps)),
    }


def all_quoted(found: list[str], digest: Digest) -> None:
    """There are quotes, and each is words of a post (a form may fold the spaces a reader does not see)."""
    assert found
    assert {clean(text) for text in found} <= {clean(text) for text in words_of(digest)}


def golden(name: str, rendered: str) -> None:
    """Compare with the expected file; with ``MINER_WRITE_EXPECTED=1`` write it, for a person to read."""
    path = GOLDEN / name
    if os.environ.get("MINER_WRITE_EXPECTED"):
        path.write_text(rendered, "utf-8", newline="")
    assert rendered == path.read_bytes().decode("utf-8")


def markdown_parser() -> MarkdownIt:
    """CommonMark with what GitHub adds."""
    return MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])


def text_of_tokens(inline: Token) -> str:
    """The text of a run of words, which must hold nothing but text and line breaks; unseen signs left out."""
    for child in inline.children or []:
        assert child.type in _PLAIN_TOKENS, f"{child.type} {child.content!r}"
    text = "".join("\n" if child.type.endswith("break") else child.content for child in inline.children or [])
    return text.replace(UNSEEN, "")


def markdown_quotes(text: str) -> list[str]:
    """What a reader of the Markdown finds in its block quotes: paragraphs and nothing else."""
    found: list[str] = []
    paragraphs: list[str] | None = None
    for token in markdown_parser().parse(text):
        if token.type == "blockquote_open":
            assert paragraphs is None, "a quote inside a quote"
            paragraphs = []
        elif token.type == "blockquote_close":
            found.append("\n\n".join(paragraphs or []))
            paragraphs = None
        elif paragraphs is not None:
            assert token.type in {"paragraph_open", "inline", "paragraph_close"}, token.type
            if token.type == "inline":
                paragraphs.append(text_of_tokens(token))
    return found


def marked_quotes(text: str) -> list[str]:
    """Runs of lines behind ``> ``, without their marks."""
    found: list[list[str]] = []
    inside = False
    for line in text.split("\n"):
        if line.startswith("> "):
            found = [*found[:-1], [*found[-1], line[2:]]] if inside else [*found, [line[2:]]]
        inside = line.startswith("> ")
    return ["\n".join(lines) for lines in found]


def shown_by_markdown(text: str) -> str:
    """What is left to read when GitHub or Discourse has rendered it: names are looked for in this."""
    return "\n".join(
        "".join("\n" if child.type.endswith("break") else child.content for child in token.children or [])
        for token in markdown_parser().parse(text)
        if token.type == "inline"
    )


CALLS = re.compile(r"(?<![A-Za-z0-9_])@(?=\w)")  # a name that a forum or GitHub would tell
