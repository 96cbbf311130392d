"""Markdown for a topic on Discourse: quotes under their author's name, what is long folded away.

Rules of its composer (https://meta.discourse.org/t/post-format-reference-documentation/19197): CommonMark, where
``[quote="name"]`` and ``[details="title"]`` stand on lines of their own. A quote names its author only; a post and a
topic after a comma would tell a member of that name that they were quoted. A post has at most 32,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from miner.digest.records import Digest
from miner.report import markdown
from miner.report.cards import Card
from miner.report.outline.blocks import Quote, Run, line
from miner.report.outline.detail import FULL
from miner.report.texts.dialect import Chunk, Dialect, Proven
from miner.settings import ReportSettings

MAX_CHARS = 31_000  # of 32,000, the longest post a Discourse takes as it is installed
_NAME = re.compile(
    r"[A-Za-z0-9_][\w .-]{0,58}", re.ASCII
)  # what cannot end the quotation marks, nor be more than a name
# Signs that its typographer would exchange for others: three dots, two hyphens, (c), (r), (tm), (p), +-.
_TYPED = re.compile(r"(?<!\\)(?:\.(?=\.)|-(?=-)|\((?=(?:c|r|tm|p)\))|\+(?=-))", re.IGNORECASE)


def render(digest: Digest, settings: ReportSettings) -> str:
    """A post: the whole report if Discourse takes it, else as much as it does."""
    del settings
    return Proven(digest).written(Discourse(), FULL, MAX_CHARS)


class Discourse(Dialect):
    """CommonMark, with the quotes and folds of Discourse."""

    def escape(self, text: str) -> str:
        """Text of one line."""
        return _TYPED.sub(r"\\\g<0>", markdown.escape(text))

    def quote(self, words: str) -> str:
        """The paragraphs of a quote, without what marks it as one: that depends on the author's name."""
        return _TYPED.sub(r"\\\g<0>", markdown.paragraphs(words))

    def unquote(self, quoted: str) -> str:
        """Without backslashes and entities."""
        return markdown.unescape(quoted)

    def quoted(self, quote: Quote) -> str:
        """Under the author's name where Discourse can show it, else as a block quote."""
        if _NAME.fullmatch(quote.card.author):
            # "name, time": the name stands above, and what follows it begins with a comma.
            credit = self.line(quote.credit[1:]).lstrip(", ·").strip()
        else:
            credit = f"— {self.line(quote.credit)}"
        return self.joint.join(part for part in (self.line(quote.lead), *self.printed(quote.card), credit) if part)

    def printed(self, card: Card) -> tuple[str, ...]:
        """The quote with what marks it as one."""
        words = self.quote(card.words)
        if _NAME.fullmatch(card.author):
            return (f'[quote="{card.author}"]\n{words}\n[/quote]',)
        return ("\n".join(f"> {line}".rstrip(" ") for line in words.split("\n")),)

    def run(self, run: Run) -> str:
        """Links, bold and italic words as in CommonMark."""
        if run.url:
            return f"[{self.escape(run.text)}]({markdown.target(run.url)})"
        mark = "**" if run.bold else "_" if run.italic else ""
        return self.marked(run.text, mark)

    def heading(self, level: int, text: str) -> str:
        """As in CommonMark."""
        return f"{'#' * level} {markdown.in_heading(self.escape(text))}"

    def fold(self, title: str, chunks: list[Chunk]) -> Iterator[Chunk]:
        """A fold; its lines stand alone, so that what is inside is Markdown."""
        inside = "\n\n".join(chunk.text for chunk in chunks)
        yield Chunk(f'[details="{self.line(line(title))}"]\n\n{inside}\n\n[/details]')
