"""Slack's own markup, "mrkdwn", for an app, a webhook or ``chat.postMessage``.

Rules of https://docs.slack.dev/messaging/formatting-message-text: ``&``, ``<`` and ``>`` are written as entities and
nothing else is; what stands between ``<`` and ``>`` is a link or a mention; ``*bold*``, ``_italic_``, ``~struck~``,
```code```, ``>`` at the start of a line is a quote. There is no escape for those signs (a backslash is shown), so an
unseen soft hyphen takes their meaning. A message is cut after 40,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from miner.digest.records import Digest
from miner.report.outline.blocks import Line, Run
from miner.report.outline.detail import BRIEF
from miner.report.texts.dialect import Dialect, Proven, with_pings, without_pings
from miner.settings import ReportSettings

MAX_CHARS = 38_000  # of 40,000, after which Slack cuts a message
_SOFT_HYPHEN = "\u00ad"
_RULE = "─" * 20
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
# Inside a word they mean nothing: snake_case stays as it is.
_SIGN = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")
_NOT_IN_TARGET = {"|": "%7C", "<": "%3C", ">": "%3E", "&": "&amp;"}


def render(digest: Digest, settings: ReportSettings) -> str:
    """A message: the report in brief, in as much detail as Slack takes."""
    del settings
    return Proven(digest).written(Slack(), BRIEF, MAX_CHARS)


class Slack(Dialect):
    """Bold lines for headings: Slack has none."""

    joint = "\n"

    def escape(self, text: str) -> str:
        """The three entities; no sign has a meaning, no name is called."""
        for sign, entity in _ENTITIES:
            text = text.replace(sign, entity)
        return without_pings(_SIGN.sub(rf"{_SOFT_HYPHEN}\g<0>", text))

    def quote(self, words: str) -> str:
        """Each line behind its mark: the mark of several lines would swallow the rest of the message."""
        return "\n".join(f"> {line}" for line in self.escape(words).split("\n"))

    def unquote(self, quoted: str) -> str:
        """Without marks, entities and unseen signs."""
        text = "\n".join(line.removeprefix("> ") for line in quoted.split("\n"))
        text = with_pings(text).replace(_SOFT_HYPHEN, "")
        for sign, entity in reversed(_ENTITIES):
            text = text.replace(entity, sign)
        return text

    def run(self, run: Run) -> str:
        """Marks touch the words they belong to, else they are shown."""
        if run.url:
            return f"<{''.join(_NOT_IN_TARGET.get(sign, sign) for sign in run.url)}|{self.escape(run.text)}>"
        mark = "*" if run.bold else "_" if run.italic else ""
        return self.marked(run.text, mark)

    def heading(self, level: int, text: str) -> str:
        """A bold line, below a rule for a new section."""
        bold = f"*{self.escape(text)}*"
        return f"{_RULE}\n{bold}" if level == 2 else bold

    def items(self, lines: Iterable[Line]) -> str:
        """Slack shows lists as they are typed."""
        return "\n".join(f"• {self.line(line)}" for line in lines)
