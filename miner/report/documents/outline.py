"""The page as a flat list of blocks, in reading order: what a document draws one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from miner.digest.records import Digest
from miner.errors import QuoteNotFound
from miner.report import phrases
from miner.report.cards import Card
from miner.report.documents import labels
from miner.report.languages.catalogues import gettext, spoken
from miner.report.languages.formats import joined
from miner.report.phrases import section
from miner.report.proof import Quoted, prove, used_arguments
from miner.report.sections import ContrastView, QuestionView, ThemeView
from miner.report.texts import words as of_texts
from miner.report.view import Page, build_page


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``anchor`` is what links within the document lead to."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str = ""
    colour: str = ""
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of the report itself. ``role``: ``gist``, ``lead``, ``counts`` or ``note``."""

    kind: ClassVar[str] = "paragraph"
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote and what stands around it; ``role`` as of a card. ``target``: the anchor of its theme, to go there."""

    kind: ClassVar[str] = "quote"
    id: str
    role: str
    words: str
    before: str
    author: str
    when: str
    url: str
    notes: tuple[str, ...]
    theme: str
    target: str
    colour: str
    lang: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list; ``url`` "" when it leads nowhere."""

    text: str
    url: str = ""
    target: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of lines."""

    kind: ClassVar[str] = "items"
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``numeric`` columns are set flush right. The last row is a sum when ``summed``."""

    kind: ClassVar[str] = "grid"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]
    summed: bool = False


Block = Heading | Paragraph | Quote | Items | Grid


@dataclass(frozen=True, slots=True)
class Outline:
    """A document: its title, what stands around it, and the blocks.

    ``accent`` is ``#rrggbb`` or "" for our own; ``logo`` a data URI (PNG, JPEG or SVG) or "".
    """

    brand: str
    logo: str
    accent: str
    title: str
    kicker: str
    language: str
    direction: str
    figures: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    words: Quoted

    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Quote))


def outline_of(digest: Digest) -> Outline:
    """The document of a digest whose quotes are proven and which quotes all that the digest does.

    Raises
    ------
    QuoteNotFound, DigestBroken
    """
    words = prove(digest)
    page = build_page(digest, words)
    outline = Outline(
        brand=page.brand.name if page.brand is not None else "",
        logo=page.brand.logo if page.brand is not None else "",
        accent=page.brand.on_light if page.brand is not None else "",
        title=page.title,
        kicker=page.kicker,
        language=page.language,
        direction=page.direction,
        figures=tuple((figure.value, figure.label) for figure in page.figures),
        blocks=tuple(_blocks(page)),
        words=words,
    )
    shown = {quote.id: quote.words for quote in outline.quotes()}
    for where, key in used_arguments(digest):
        if key in page.targets and shown.get(key) != words[key]:
            raise QuoteNotFound(key, f"{where} uses it, and the document does not show it to the letter")
    return outline


def _blocks(page: Page) -> Iterator[Block]:
    yield Paragraph("gist", page.gist)
    if page.brand is not None and page.brand.intro:
        yield Paragraph("body", page.brand.intro)
    yield from _overview(page)
    yield from _said(page)
    yield from _differ(page)
    if page.questions:
        yield Heading(1, section("questions"))
        for question in page.questions:
            yield from _question(question)
    yield from _once(page)
    if page.open_questions:
        yield Heading(1, section("open"))
        yield Paragraph("lead", gettext(of_texts.UNANSWERED))
        yield from _quotes(page.open_questions, theme=False)
    yield from _links_and_people(page)
    yield from _made(page)


def _overview(page: Page) -> Iterator[Block]:
    if page.overview:
        yield Heading(1, gettext(of_texts.IN_SHORT))
        yield from _quotes(page.overview, theme=True)


def _said(page: Page) -> Iterator[Block]:
    if page.themes or page.said_once:
        yield Heading(1, section("said"))
    for theme in page.themes:
        yield from _theme(theme, 2)
    if not page.themes and page.said_once:
        yield Paragraph("lead", gettext(of_texts.TOO_FEW))
        yield from _quotes((*page.said_once, *page.said_once_more), theme=False)


def _theme(theme: ThemeView, level: int) -> Iterator[Block]:
    ref = theme.ref
    yield Heading(level, f"{ref.label}. {ref.title}", ref.anchor, ref.colour, theme.share.percent)
    counted = (theme.share.words, theme.arguments, theme.stability, theme.edited)
    line = (spoken().semicolon.join(filter(None, counted)), theme.by_source)
    yield Paragraph("counts", phrases.stop().join(filter(None, line)))
    if theme.keywords:
        yield Paragraph("lead", joined(theme.keywords))
    yield _quote(theme.key_point, theme=False, notes=(theme.reach,) if theme.reach else ())
    yield from _quotes(theme.quotes, theme=False)
    if n_more := len(theme.others) + theme.n_unlisted:
        yield Paragraph("note", labels.more_arguments(n_more))
    for child in theme.children:
        yield from _theme(child, min(level + 1, 4))


def _differ(page: Page) -> Iterator[Block]:
    if page.contrasts or page.unmeasured:
        yield Heading(1, section("differ"))
    for contrast in page.contrasts:
        yield from _contrast(contrast)
    if page.unmeasured:
        yield Heading(2, gettext(labels.UNMEASURED))
        yield Items(
            tuple(
                Item(of_texts.either(contrast.left.name, contrast.right.name), detail=contrast.reason)
                for contrast in page.unmeasured
            )
        )


def _contrast(contrast: ContrastView) -> Iterator[Block]:
    yield Heading(2, of_texts.either(contrast.left.name, contrast.right.name), contrast.anchor)
    both = of_texts.heard_on_both(contrast.both_people)
    said = (phrases.sentence(contrast.origin), *([both] if both else []), phrases.sentence(contrast.neither))
    yield Paragraph("counts", phrases.sentences(said))
    for pole in (contrast.left, contrast.right):
        yield Heading(3, pole.name, colour=pole.side)
        yield Paragraph("counts", joined((pole.people, pole.arguments)))
        yield from _quotes(pole.cards, theme=True)
    if contrast.common_ground:
        yield Heading(3, gettext(of_texts.COMMON_GROUND))
        yield from _quotes(contrast.common_ground, theme=True)


def _question(question: QuestionView) -> Iterator[Block]:
    yield Heading(2, phrases.labelled(question.label, question.text), question.anchor)
    yield Paragraph("counts", joined([part for part in (question.counts, question.asked) if part]))
    if question.themes:
        yield Items(tuple(Item(f"{ref.label}. {ref.title}", target=ref.anchor) for ref in question.themes))
    yield from _quotes(question.quotes, theme=True)


def _once(page: Page) -> Iterator[Block]:
    if not page.themes or not (page.said_once or page.loose):
        return
    yield Heading(1, section("once"))
    yield Paragraph("lead", gettext(of_texts.SAID_ONCE))
    yield from _quotes((*page.said_once, *page.said_once_more), theme=False)
    if n_more := page.n_said_once - len(page.said_once) - len(page.said_once_more):
        yield Paragraph("note", labels.more_once(n_more))
    if page.n_loose:
        yield Paragraph("note", labels.more_loose(page.n_loose))


def _links_and_people(page: Page) -> Iterator[Block]:
    if page.links:
        yield Heading(1, section("links"))
        yield Items(tuple(Item(link.text, url=link.href, detail=link.by) for link in page.links))
    if page.people:
        yield Heading(1, section("people"))
        yield Paragraph("lead", labels.in_order_of_name(page.n_people))
        yield Paragraph("body", joined([phrases.detailed(person.name, person.role) for person in page.people]))


def _made(page: Page) -> Iterator[Block]:
    yield Heading(1, section("made"))
    yield Paragraph("body", phrases.sentences(page.method.sentences))
    if page.written_on:
        yield Paragraph("body", labels.dated(page.written_on))
    if page.limits or page.notes:
        yield Heading(2, gettext(labels.KEEP_IN_MIND))
        yield Items(tuple(Item(text) for text in (*page.limits, *page.notes)))
    yield Heading(2, gettext(labels.ACCOUNT))
    rows = [(phrases.detailed(row.label, row.detail), row.value) for row in page.account.rows]
    yield Grid(labels.account_head(), (*rows, (labels.read(), page.account.read)), (1,), summed=True)
    if page.sources:
        yield Heading(2, gettext(labels.BY_SOURCE))
        yield Grid(labels.source_head(), tuple(_sources(page)), (2, 3, 4, 5))
    if page.brand is not None and page.brand.footer:
        yield Paragraph("note", page.brand.footer)


def _sources(page: Page) -> Iterator[tuple[str, ...]]:
    for one in page.sources:
        yield (one.place, one.source, one.read, one.kept, one.n_people, one.n_arguments, one.left_out)


def _quotes(cards: Sequence[Card], theme: bool) -> Iterator[Block]:
    for card in cards:
        yield _quote(card, theme)


def _quote(card: Card, theme: bool, notes: Iterable[str] = ()) -> Quote:
    ref = card.theme
    return Quote(
        id=card.id,
        role=card.role,
        words=card.words,
        before=of_texts.answering(card.reply.author, card.reply.excerpt) if card.reply is not None else "",
        author=labels.author_in(card.author, card.discussion),
        when=card.when.text,
        url=card.url,
        notes=(*_around(card), *notes),
        theme=f"{ref.label}. {ref.title}" if theme and ref is not None else "",
        target=ref.anchor if theme and ref is not None else "",
        colour=ref.colour if ref is not None else "",
        lang=card.lang,
    )


def _around(card: Card) -> Iterator[str]:
    if card.question is not None:
        yield card.question.label
    if card.reposted:
        yield of_texts.reposted(card.reposted)
    if card.copies > 1:
        yield of_texts.said_often(card.copies)
