"""Mattermost, through an incoming webhook: one post of Markdown.

A longer one than 16,383 characters is parted by the server wherever that falls
(https://developers.mattermost.com/integrate/webhooks/incoming/).
"""

from __future__ import annotations

from miner.delivery.base import Stamp
from miner.delivery.webhooks import Webhook, as_json
from miner.digest.people import with_people
from miner.digest.records import Digest
from miner.report import markdown
from miner.report.languages import language_for, speaking
from miner.report.outline.blocks import Run
from miner.report.outline.detail import BRIEF, fitted
from miner.report.texts.dialect import Dialect, Proven, with_pings, without_pings
from miner.settings import Settings

MAX_CHARS = 16_000


class MattermostWay(Webhook):
    """A post in a channel."""

    name = "mattermost"
    about = "PLACE of the address of an incoming webhook: a post in its channel"

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """One post."""
        del stamp
        shown = with_people(digest, settings.report)
        with speaking(language_for(shown, settings.report.language)):
            proven, mattermost = Proven(shown), Mattermost()
            blocks = fitted(proven.outline, lambda blocks: len(mattermost.write(blocks)) <= MAX_CHARS, BRIEF)
            text = proven.check(mattermost.write(blocks), blocks, mattermost)
        return (as_json({"text": text}),)


WAY = MattermostWay()


class Mattermost(Dialect):
    """CommonMark, in which @channel and names call nobody."""

    def escape(self, text: str) -> str:
        """No sign has a meaning."""
        return without_pings(markdown.escape(text))

    def quote(self, words: str) -> str:
        """Each line behind its mark."""
        return "\n".join(f"> {line}".rstrip(" ") for line in self._paragraphs(words).split("\n"))

    def unquote(self, quoted: str) -> str:
        """Without marks, backslashes, entities and unseen signs."""
        lines = (line.removeprefix(">").removeprefix(" ") for line in quoted.split("\n"))
        return markdown.unescape(with_pings("\n".join(lines)))

    def run(self, run: Run) -> str:
        """Links, bold and italic words as in CommonMark."""
        if run.url:
            return f"[{self.escape(run.text)}]({markdown.target(run.url)})"
        return self.marked(run.text, "**" if run.bold else "_" if run.italic else "")

    def heading(self, level: int, text: str) -> str:
        """As in CommonMark."""
        return f"{'#' * level} {markdown.in_heading(self.escape(text))}"

    def _paragraphs(self, words: str) -> str:
        return without_pings(markdown.paragraphs(words))
