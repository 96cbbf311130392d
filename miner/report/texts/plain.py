"""Plain text, for terminals, mail and anywhere else: our own lines are wrapped, quotes are left as they are."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from miner.digest.records import Digest
from miner.report.outline.blocks import Line, Run
from miner.report.outline.detail import FULL
from miner.report.texts.dialect import Dialect, Proven
from miner.settings import ReportSettings

WIDTH = 72  # what mail has always been written in; leaves room for a reply's marks in 80 columns
_NO_BREAK = "\ue000"  # for a space where no line may end; for private use, so that no text has it
_RULES = {1: "=", 2: "-", 3: "."}


def render(digest: Digest, settings: ReportSettings) -> str:
    """The whole report as plain text."""
    del settings
    proven, plain = Proven(digest), Plain()
    blocks = proven.outline(FULL)
    return proven.check(plain.write(blocks), blocks, plain)


class Plain(Dialect):
    """Headings are underlined, quotes stand behind ``>`` as in mail, links after their words."""

    joint = "\n"

    def escape(self, text: str) -> str:
        """Nothing has a meaning here."""
        return text

    def quote(self, words: str) -> str:
        """Each line behind its mark."""
        return "\n".join(f"> {line}" for line in words.split("\n"))

    def unquote(self, quoted: str) -> str:
        """Without the marks."""
        return "\n".join(line.removeprefix("> ") for line in quoted.split("\n"))

    def run(self, run: Run) -> str:
        """The words, and where they lead."""
        return f"{run.text} <{run.url}>" if run.url and run.text not in run.url else run.url or run.text

    def line(self, line: Line) -> str:
        """Wrapped; addresses stay whole."""
        return _wrapped(super().line(line))

    def heading(self, level: int, text: str) -> str:
        """Underlined down to the third level."""
        wrapped = _wrapped(text)
        widest = max(map(len, wrapped.split("\n")))
        return f"{wrapped}\n{_RULES[level] * widest}" if level in _RULES else f"[{wrapped}]"

    def items(self, lines: Iterable[Line]) -> str:
        """Further lines of an item stand under its first."""
        return "\n".join(_wrapped(super(Plain, self).line(line), "- ", "  ") for line in lines)


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    """Lines of our own; none begins with the mark of a quote: a name or a title may hold one."""
    kept = text.replace(" >", f"{_NO_BREAK}>")
    lines = textwrap.wrap(
        kept, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(f" {line}" if line.startswith(">") else line for line in lines).replace(_NO_BREAK, " ")
