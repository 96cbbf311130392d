"""Slack, through an incoming webhook: blocks of its own markup, in as few messages as it takes.

Not as one long text, which Slack parts after 4,000 characters, in the middle of a quote if it must. A block takes 3,000
characters and a message 50 blocks (https://docs.slack.dev/reference/block-kit/blocks); all blocks of a message
together took 11,300 in reports of others (https://github.com/slackapi/bolt-js/issues/2867), which nothing documents.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from miner.delivery.base import Stamp
from miner.delivery.webhooks import Webhook, as_json
from miner.digest.people import with_people
from miner.digest.records import Digest
from miner.report.languages import language_for, speaking
from miner.report.outline.detail import BRIEF, fitted
from miner.report.texts.dialect import Chunk, Proven
from miner.report.texts.slack import Slack
from miner.settings import Settings

MAX_BLOCK = 2_900  # characters of 3,000
MAX_MESSAGE = 10_000
MAX_BLOCKS = 45  # of 50
_MAX_MESSAGES = 4  # more is no message but a report
_MAX_NOTICE = 140  # of the line that a notification shows


class SlackWay(Webhook):
    """Messages in a channel."""

    name = "slack"
    about = "PLACE of the address of an incoming webhook: messages in its channel"

    def parts(self, digest: Digest, stamp: Stamp, settings: Settings) -> tuple[bytes, ...]:
        """Messages, each with whole quotes."""
        del stamp
        shown = with_people(digest, settings.report)
        with speaking(language_for(shown, settings.report.language)):
            proven, slack = Proven(shown), Slack()
            blocks = fitted(proven.outline, lambda blocks: _fit(slack.chunks(blocks)), BRIEF)
            messages = list(_messages(_sections(slack.chunks(blocks))))
            proven.check("\n\n".join(text for message in messages for text in message), blocks, slack)
            notice = slack.escape(textwrap.shorten(proven.page.title, _MAX_NOTICE, placeholder=" ..."))
        return tuple(_payload(message, notice) for message in messages)


WAY = SlackWay()


def _fit(chunks: Iterable[Chunk]) -> bool:
    held = list(chunks)
    return (
        all(len(chunk.text) <= MAX_BLOCK for chunk in held) and len(list(_messages(_sections(held)))) <= _MAX_MESSAGES
    )


def _sections(chunks: Iterable[Chunk]) -> Iterator[str]:
    """Texts that fit a block; a heading goes with what follows it."""
    filled = opening = ""
    for chunk in chunks:
        for text in _pieces(chunk):
            if chunk.opens:
                opening = _joined(opening, text)
                continue
            with_opening = _joined(opening, text)
            units = (with_opening,) if len(with_opening) <= MAX_BLOCK else (opening, text)
            opening = ""
            for unit in units:
                if len(_joined(filled, unit)) > MAX_BLOCK:
                    yield filled
                    filled = unit
                else:
                    filled = _joined(filled, unit)
    if filled or opening:
        yield _joined(filled, opening)


def _pieces(chunk: Chunk) -> Iterator[str]:
    """A chunk; one that no block takes is parted at its lines, unless it is a quote (``fitted`` leaves those out)."""
    if chunk.quote is not None or len(chunk.text) <= MAX_BLOCK:
        yield chunk.text
        return
    for line in chunk.text.split("\n"):
        yield from textwrap.wrap(line, MAX_BLOCK // 2)


def _messages(sections: Iterable[str]) -> Iterator[tuple[str, ...]]:
    message: list[str] = []
    for text in sections:
        if message and (len(message) == MAX_BLOCKS or sum(map(len, message)) + len(text) > MAX_MESSAGE):
            yield tuple(message)
            message = []
        message.append(text)
    if message:
        yield tuple(message)


def _joined(before: str, after: str) -> str:
    return f"{before}\n\n{after}" if before and after else before or after


def _payload(message: Iterable[str], notice: str) -> bytes:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}} for text in message]
    return as_json({"text": notice, "blocks": blocks, "unfurl_links": False, "unfurl_media": False})
