"""A letter: one part of plain text and one of HTML, both written from the outline, never one from the other.

Kept under 90 KB: Gmail cuts a letter whose HTML is above 102 KB. What clients of mail understand is taken from
https://www.caniemail.com: tables for what stands side by side, every style on its element, no script, no SVG.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from typing import TYPE_CHECKING

from miner.digest.records import Digest
from miner.report.cards import Card
from miner.report.formats import Printed
from miner.report.languages.catalogues import SOURCE, spoken
from miner.report.outline.blocks import Block, quotes_in
from miner.report.outline.detail import LONG, Detail, fitted
from miner.report.proof import prove_rendered
from miner.report.templates import fill
from miner.report.texts.address import addresses_of
from miner.report.texts.dialect import Proven
from miner.report.texts.plain import Plain
from miner.settings import ReportSettings

if TYPE_CHECKING:
    from css_inline import CSSInliner
    from markupsafe import Markup

MAX_BYTES = 90_000
TEMPLATE = "digest.email.html.j2"
_ENCODED = "=?"  # begins a word that programs for mail decode, line breaks and all; no title has a use for it
_POLICY = policy.SMTP.clone(cte_type="7bit")  # every server and every file system passes it on unchanged


class Lines(Printed):
    """The words of a quote as HTML: lines are broken by elements, for there are clients that fold them otherwise."""

    def __call__(self, card: Card) -> Markup:
        from markupsafe import Markup, escape

        return Markup("<br>").join(escape(line) for line in super().__call__(card).split("\n"))


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, what it was written from, and the quotes that its HTML printed."""

    written: bytes
    blocks: tuple[Block, ...]
    printed: Collection[str]


def render(digest: Digest, settings: ReportSettings) -> bytes:
    """The letter as a file that programs for mail open, and servers take."""
    proven = Proven(digest)

    def letter(detail: Detail) -> Letter:
        blocks = proven.outline(detail)
        lines = Lines()
        variables = {"page": proven.page, "blocks": blocks, "words": lines}
        html = _inliner().inline(fill(TEMPLATE, settings.templates, variables))
        return Letter(_letter(proven, Plain().write(blocks), html, settings), blocks, lines.ids)

    made = fitted(letter, lambda made: len(made.written) < MAX_BYTES, LONG)
    _check(made, proven, complete=not settings.templates)
    return made.written


def _letter(proven: Proven, text: str, html: str, settings: ReportSettings) -> bytes:
    digits = hashlib.sha256(f"{proven.page.title}\n{text}\n{html}".encode()).hexdigest()
    sender, receivers = addresses_of(settings)
    letter = EmailMessage(_POLICY)
    letter["Subject"] = proven.page.title.replace(_ENCODED, "= ?")
    if proven.written_at is not None:
        letter["Date"] = proven.written_at
    if sender:
        letter["From"] = sender
    else:
        letter["X-Unsent"] = "1"  # Outlook opens the file as a draft
    if receivers:
        letter["To"] = receivers
    if spoken() is not SOURCE:
        letter["Content-Language"] = spoken().code
    letter["Message-ID"] = f"<{digits[:32]}@{sender[0].domain if sender else 'miner.invalid'}>"
    letter.set_content(text)
    letter.add_alternative(html, subtype="html")
    letter.set_boundary(f"=_{digits[32:]}")  # neither of the encodings has "=_"
    return letter.as_bytes()


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(load_remote_stylesheets=False)


def _check(letter: Letter, proven: Proven, *, complete: bool) -> None:
    """Read the letter back: both parts hold every quote. A template of the user's own may leave some out."""
    read = message_from_bytes(letter.written, policy=policy.default)
    parts = {part.get_content_type(): str(part.get_content()) for part in read.walk() if not part.is_multipart()}
    proven.check(parts["text/plain"].replace("\r\n", "\n"), letter.blocks, Plain())
    cards = {quote.card.id: quote.card.words for quote in quotes_in(letter.blocks)}
    shown = cards.keys() if complete else cards.keys() & letter.printed
    prove_rendered(parts["text/html"], cards, sorted(shown), _serialised)


def _serialised(words: str) -> str:
    """As the inliner writes text."""
    for sign, entity in (("&", "&amp;"), ("\xa0", "&nbsp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        words = words.replace(sign, entity)
    return words
