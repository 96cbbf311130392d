"""Messages for Discord: a folder of parts, each of which it takes, to be posted one after the other.

Rules of https://docs.discord.com/developers/reference and its guide to Markdown: a message has at most 2,000
characters; a backslash takes the meaning of any sign, but ``\\@everyone`` and ``\\<@1234>`` still call: only a sign
between @ and the name helps. An address in ``<>`` gets no preview. ``> `` quotes one line.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from miner.digest.records import Digest
from miner.errors import QuoteNotFound
from miner.report import markdown
from miner.report.cards import Card
from miner.report.languages.catalogues import gettext
from miner.report.outline.blocks import Quote, Run
from miner.report.outline.detail import BRIEF, fitted
from miner.report.texts.dialect import Chunk, Dialect, Proven, with_pings, without_pings
from miner.settings import ReportSettings

MAX_UNITS = 1_990  # of UTF-16, as its client counts them; under 2,000
MAX_PARTS = 12  # more nobody posts by hand
_SMALL = "-# "  # a line in small print
_PIECE_UNITS = 1_300  # of a quote that is parted: room is left for what stands before and after it
_LATE_UNITS = 1_500  # after so much a new heading waits for the next message
_MAX_TARGET = 400  # characters of an address; a longer one leaves no room for words
_SIGN = re.compile(r"[\\`*_\[\]<>#|~]|:(?=//)|^[-+]", re.MULTILINE)
_NUMBER = re.compile(r"^(\d+)\.(?= )", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")
# Where a quote that is too long may be parted, the best first; a parted quote is whole again when put together.
_ENDS = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"[.!?…][\"'”’)\]]* |[。！？]"), re.compile(r" "))
# Signs that belong to the one before them: accents, joiners, kinds of an emoji.
_BELONGS = re.compile("[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


def render(digest: Digest, settings: ReportSettings) -> dict[str, str]:
    """File name -> a message: the report in brief, in the order to post them."""
    del settings
    proven = Proven(digest)
    discord = Discord()
    blocks = fitted(proven.outline, lambda blocks: len(_parts(discord.chunks(blocks), discord)) <= MAX_PARTS, BRIEF)
    parts = _parts(discord.chunks(blocks), discord)
    proven.check("\n".join(parts), blocks, discord)
    width = len(str(len(parts)))
    return {f"{number:0{max(2, width)}}.txt": f"{part}\n" for number, part in enumerate(parts, 1)}


def goes_on() -> str:
    """What stands under a part of a quote that another message goes on with."""
    return _SMALL + gettext("the quote goes on")


class Discord(Dialect):
    """Its Markdown: line breaks count, entities do not."""

    joint = "\n"

    def escape(self, text: str) -> str:
        """No sign has a meaning, no name is called."""
        return without_pings(_NUMBER.sub(r"\1\\.", _SIGN.sub(r"\\\g<0>", text)))

    def quote(self, words: str) -> str:
        """Each line behind its mark: the mark of several lines would swallow the rest of the message."""
        return "\n".join(f"> {line}" for line in self.escape(words).split("\n"))

    def unquote(self, quoted: str) -> str:
        """Without marks, backslashes and unseen signs."""
        text = "\n".join(line.removeprefix("> ") for line in quoted.split("\n"))
        return _ESCAPED.sub(r"\1", with_pings(text))

    def printed(self, card: Card) -> tuple[str, ...]:
        """The pieces of a quote that one message does not take."""
        pieces = tuple(self.parted(card.words))
        if "".join(pieces) != card.words:
            raise QuoteNotFound(card.id, "its pieces do not make up the whole")
        return tuple(self.quote(piece.rstrip(" \n")) for piece in pieces)

    def run(self, run: Run) -> str:
        """Links without a preview; Discord refuses a link whose words look like an address of their own."""
        target = markdown.target_without_entities(run.url)
        if run.url and len(target) <= _MAX_TARGET:
            return f"<{target}>" if run.text in run.url else f"[{self.escape(run.text)}](<{target}>)"
        mark = "**" if run.bold else "_" if run.italic else ""
        return self.marked(run.text, mark)

    def heading(self, level: int, text: str) -> str:
        """Three levels, and a bold line for the fourth."""
        return f"{'#' * level} {markdown.in_heading(self.escape(text))}" if level <= 3 else f"**{self.escape(text)}**"

    def parted(self, words: str) -> Iterator[str]:
        """The words in pieces that fit a message, parted at ends of paragraphs, else of lines, sentences, words."""
        if _units(self.quote(words)) <= _PIECE_UNITS:
            yield words
            return
        start = 0
        while start < len(words):
            ends = range(start + 1, len(words) + 1)
            n_fitting = bisect_right(ends, _PIECE_UNITS, key=lambda end: _units(self.quote(words[start:end])))
            end = start + max(1, n_fitting)
            if end < len(words):
                end = _good_end(words, start, end)
            yield words[start:end]
            start = end

    def messages(self, chunk: Chunk) -> Iterator[str]:
        """A chunk in pieces that each fit a message."""
        if chunk.quote is not None:
            yield from self._of_quote(chunk.quote)
        elif _fits(chunk.text):
            yield chunk.text
        else:
            yield from (text for line in chunk.text.split("\n") for text in textwrap.wrap(line, _PIECE_UNITS))

    def _of_quote(self, quote: Quote) -> Iterator[str]:
        pieces = self.printed(quote.card)
        for at, piece in enumerate(pieces):
            before = f"{_SMALL}{self.line(quote.lead)}" if at == 0 and quote.lead else ""
            after = f"{_SMALL}— {self.line(quote.credit)}" if at == len(pieces) - 1 else goes_on()
            lines = [part for part in (before, piece, after) if part]
            together = "\n".join(lines)
            yield from (together,) if _fits(together) else lines


def _parts(chunks: Iterable[Chunk], discord: Discord) -> list[str]:
    """Messages, each as full as it can be; a heading goes with what follows it."""
    parts: list[str] = [""]
    opening = ""
    for chunk in chunks:
        if chunk.opens:
            opening = _joined(opening, chunk.text)
            continue
        for text in discord.messages(chunk):
            for unit in (_joined(opening, text),) if _fits(_joined(opening, text)) else (opening, text):
                late = opening.startswith("#") and _units(parts[-1]) > _LATE_UNITS
                if not late and _fits(_joined(parts[-1], unit)):
                    parts[-1] = _joined(parts[-1], unit)
                else:
                    parts.append(unit)
            opening = ""
    return parts


def _joined(before: str, after: str) -> str:
    return f"{before}\n\n{after}" if before and after else before or after


def _fits(text: str) -> bool:
    return _units(text) <= MAX_UNITS


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _good_end(words: str, start: int, end: int) -> int:
    """The last good place to part ``words[start:end]``, unless that would waste most of it."""
    for pattern in _ENDS:
        found = [match.end() for match in pattern.finditer(words, start, end)]
        if found and found[-1] - start > (end - start) // 3:
            return found[-1]
    whole = end
    while whole > start + 1 and (_BELONGS.match(words[whole]) or words[whole - 1] == "\u200d"):
        whole -= 1
    return whole if whole > start + 1 else end
