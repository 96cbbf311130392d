"""The report as an outline: headings, lines, lists and quotes, in the order of the page. No form is known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from miner.report import phrases
from miner.report.cards import Card
from miner.report.languages.catalogues import gettext, spoken
from miner.report.languages.formats import isolated, joined
from miner.report.outside import NAME_CHARS, plain
from miner.report.phrases import section
from miner.report.sections import ContrastView, PoleView, QuestionView, ThemeView
from miner.report.texts import words
from miner.report.texts.detail import Detail
from miner.report.view import Page

_KEYWORDS = 5  # a line, not a list
_OWN_LINES, _OWN_CHARS = 12, 600  # of an intro or a footer: a stored digest may have been written by anybody
_VOICES = 2  # of each side of a contrast, though they stand elsewhere already


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; ``url`` is where they lead, "" for nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is the title of the report, 4 the deepest."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of one line."""

    kind: ClassVar[str] = "text"
    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    kind: ClassVar[str] = "items"
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote: ``lead`` stands before it ("" runs for nothing), ``credit`` after it, author first."""

    kind: ClassVar[str] = "quote"
    card: Card
    lead: Line
    credit: Line


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of all people, in per cent, for forms that can draw; the words beside it say the same."""

    kind: ClassVar[str] = "bar"
    left: float
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Fold:
    """What may be folded away where a form can."""

    kind: ClassVar[str] = "fold"
    title: str
    blocks: tuple[Block, ...]


Block = Heading | Text | Items | Quote | Bar | Fold


def outline(page: Page, detail: Detail, told: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """The report in as much detail as asked for; what is left out is counted where it would stand.

    ``told`` are those sentences on how it was made that even a short report tells.
    """
    return tuple(_Writer(page, detail, told).blocks())


def quotes_in(blocks: Iterable[Block]) -> Iterator[Quote]:
    """Every quote of an outline."""
    for block in blocks:
        if isinstance(block, Quote):
            yield block
        elif isinstance(block, Fold):
            yield from quotes_in(block.blocks)


def line(*texts: str | Run) -> Line:
    """A line of plain words and runs; what is empty is left out."""
    runs = (text if isinstance(text, Run) else Run(text) for text in texts)
    return tuple(run for run in runs if run.text)


def credit_of(card: Card, *, theme: bool = False, question: bool = True) -> Line:
    """Author, discussion, time and link, and what else is known of a quote."""
    when = card.when.text or (gettext(words.ORIGINAL) if card.url else "")
    return line(
        Run(isolated(card.author), bold=True),
        words.within(card.discussion),
        spoken().comma if when else "",
        Run(when, url=card.url),
        *words.known_of(card, theme=theme, question=question),
    )


class _Writer:
    """Writes one outline and remembers which quotes stand in it."""

    def __init__(self, page: Page, detail: Detail, told: tuple[str, ...]) -> None:
        self.page = page
        self.told = told
        self.detail = detail
        self.shown: set[str] = set()

    def blocks(self) -> Iterator[Block]:
        page = self.page
        yield Heading(1, page.title)
        brand = plain(page.brand.name, NAME_CHARS) if page.brand else ""
        if brand or page.kicker:
            yield Text(line(Run(brand, bold=True), " · " if brand and page.kicker else "", page.kicker))
        yield from _lines(page.brand.intro if page.brand else "")
        yield Text(line(page.gist))
        figures = [(Run(figure.value, bold=True), f" {figure.label}") for figure in page.figures]
        if figures:
            yield Text(line(*(part for at, pair in enumerate(figures) for part in (" · " if at else "", *pair))))
        yield from self._overview()
        yield from self._themes()
        yield from self._contrasts()
        yield from self._questions()
        yield from self._once()
        yield from self._open()
        yield from self._links()
        yield from self._made()
        yield from _lines(page.brand.footer if page.brand else "")

    def _overview(self) -> Iterator[Block]:
        if not (self.detail.overview and self.page.overview):
            return
        yield Heading(2, gettext(words.IN_SHORT))
        for card in self.detail.pick(self.page.overview, len(self.page.overview)).cards:
            theme = words.on_theme(card.theme.label, card.theme.title) if card.theme else ""
            yield Quote(card, (), line(Run(card.author, bold=True), theme))

    def _themes(self) -> Iterator[Block]:
        page, detail = self.page, self.detail
        if not (page.themes or page.said_once):
            return
        yield Heading(2, section("said"))
        for theme in page.themes[: detail.themes]:
            yield from self._theme(theme, 3)
        yield from _more(len(page.themes) - detail.themes, "theme")
        if not page.themes:
            yield Text(line(gettext(words.TOO_FEW)))
            yield from self._quotes(page.said_once, max(detail.once, 1))

    def _theme(self, theme: ThemeView, level: int) -> Iterator[Block]:
        yield Heading(level, f"{theme.ref.label}. {theme.ref.title}")
        keywords = joined(theme.keywords[:_KEYWORDS])
        yield Text(
            line(
                Run(theme.share.words, bold=True),
                f"{spoken().comma}{theme.arguments}{spoken().semicolon}{theme.stability}",
                f"{spoken().semicolon}{theme.edited}" if theme.edited else "",
                phrases.stop() if keywords else "",
                Run(keywords, italic=True),
            )
        )
        yield Bar(theme.share.percent)
        key = self.detail.pick((theme.key_point,), 1).cards
        yield from (self._quote(card) for card in key)
        if theme.reach and key:
            yield Text(line(phrases.sentence(theme.reach)))
        # All of the theme's arguments that stand nowhere here, not only its other quotes.
        chosen = self._chosen(theme.quotes, self.detail.quotes)
        yield from (self._quote(card) for card in chosen)
        yield from _more(theme.n_arguments - len(key) - len(chosen), "argument")
        for child in theme.children:
            yield from self._theme(child, min(level + 1, 4))

    def _contrasts(self) -> Iterator[Block]:
        page, detail = self.page, self.detail
        if not (page.contrasts or page.unmeasured):
            return
        yield Heading(2, section("differ"))
        for contrast in page.contrasts[: detail.contrasts]:
            yield from self._contrast(contrast)
        yield from _more(len(page.contrasts) - detail.contrasts, "contrast")
        if page.unmeasured:
            shown = page.unmeasured[: detail.contrasts]
            yield Text(line(gettext(words.TOO_LITTLE)))
            yield Items(
                tuple(
                    line(Run(words.either(one.left.name, one.right.name), bold=True), phrases.after_colon(one.reason))
                    for one in shown
                )
            )
            yield from _more(len(page.unmeasured) - len(shown), "contrast")

    def _contrast(self, contrast: ContrastView) -> Iterator[Block]:
        yield Heading(3, words.either(contrast.left.name, contrast.right.name))
        yield Text(line(phrases.sentences(_about(contrast))))
        n_people = max(1, contrast.left.n_people + contrast.right.n_people)
        yield Bar(*(round(100 * pole.n_people / n_people, 1) for pole in (contrast.left, contrast.right)))
        for pole in (contrast.left, contrast.right):
            yield from self._pole(pole)
        if contrast.common_ground and self.detail.common:
            yield Heading(4, gettext(words.COMMON_GROUND))
            picked = self.detail.pick(contrast.common_ground, self.detail.common)
            yield from (self._quote(card, theme=True) for card in picked.cards)
            yield from _more(picked.n_more, "argument")

    def _pole(self, pole: PoleView) -> Iterator[Block]:
        yield Heading(4, pole.name)
        yield Text(line(Run(pole.people, bold=True), f"{spoken().comma}{pole.arguments}"))
        chosen = (
            self._chosen(pole.cards, self.detail.sides) or self.detail.pick(pole.cards, self.detail.sides).cards[:1]
        )
        yield from (self._quote(card, theme=True) for card in chosen)
        yield from _more(pole.n_arguments - len(chosen), "argument")

    def _voices(self, pole: PoleView) -> tuple[Card, ...]:
        """Quotes of one side, new ones first; a side never stands there without a word."""
        fresh = self._chosen(pole.cards, self.detail.sides)
        known = [card for card in self.detail.pick(pole.cards, len(pole.cards)).cards if card not in fresh]
        return (*fresh, *known[: max(0, min(_VOICES, self.detail.sides) - len(fresh))])

    def _questions(self) -> Iterator[Block]:
        page, detail = self.page, self.detail
        if not page.questions:
            return
        yield Heading(2, section("questions"))
        for question in page.questions[: detail.questions]:
            yield from self._question(question)
        yield from _more(len(page.questions) - detail.questions, "question")

    def _question(self, question: QuestionView) -> Iterator[Block]:
        yield Heading(3, phrases.labelled(question.label, question.text))
        yield Text(line(Run(question.counts, bold=True), f"{spoken().comma}{question.asked}" if question.asked else ""))
        if question.themes:
            themes = question.themes[: self.detail.themes]
            yield Items(tuple(line(f"{theme.label}. {theme.title}") for theme in themes))
        for card in self._chosen(question.quotes, self.detail.answers):
            yield self._quote(card, theme=True, question=False)

    def _once(self) -> Iterator[Block]:
        page = self.page
        if not (page.themes and page.said_once):
            return
        inside: list[Block] = [Text(line(gettext(words.SAID_ONCE)))]
        cards = (*page.said_once, *page.said_once_more)
        inside += self._quotes(cards, self.detail.once, n_hidden=page.n_said_once - len(cards))
        yield Heading(2, section("once"))
        yield Fold(phrases.arguments(page.n_said_once), tuple(inside))

    def _open(self) -> Iterator[Block]:
        if not self.page.open_questions:
            return
        yield Heading(2, section("open"))
        yield Text(line(gettext(words.UNANSWERED)))
        yield from self._quotes(self.page.open_questions, self.detail.open, "question")

    def _links(self) -> Iterator[Block]:
        links = self.page.links
        if not links:
            return
        yield Heading(2, section("links"))
        shown = links[: self.detail.links]
        if shown:
            yield Items(
                tuple(line(Run(link.text, url=link.href), f" ({link.by})" if link.by else "") for link in shown)
            )
        yield from _more(len(links) - len(shown), "link")

    def _made(self) -> Iterator[Block]:
        page, detail = self.page, self.detail
        inside: list[Block] = []
        if detail.made and page.people:
            names = joined([phrases.detailed(one.name, one.role) for one in page.people])
            inside.append(Text(line(words.took_part(page.n_people, names))))
        sentences = page.method.sentences if detail.made else self.told
        inside.append(Text(line(phrases.sentences(sentences))))
        limits = (*page.limits, *page.notes)
        if limits[: detail.limits]:
            inside.append(Items(tuple(line(limit) for limit in limits[: detail.limits])))
        inside += _more(len(limits) - detail.limits, "limit")
        if detail.made:
            rows = [f"{row.value} {phrases.detailed(row.label, row.detail)}" for row in page.account.rows]
            inside.append(Items(tuple(line(row) for row in rows)))
        inside.append(Text(line(words.read(page.account.sum, page.written_on))))
        yield Heading(2, section("made"))
        yield Fold(gettext(words.FOLDED), tuple(inside))

    def _quotes(
        self, cards: Sequence[Card], limit: int, what: str = "argument", *, theme: bool = False, n_hidden: int = 0
    ) -> Iterator[Block]:
        """Quotes, and how many are not here; ``n_hidden`` are not even among ``cards``."""
        fresh = [card for card in cards if self.detail.again or card.id not in self.shown]
        picked = self.detail.pick(fresh, limit)
        yield from (self._quote(card, theme=theme) for card in picked.cards)
        yield from _more(picked.n_more + n_hidden, what)

    def _chosen(self, cards: Sequence[Card], limit: int) -> tuple[Card, ...]:
        """What may stand here: with ``again`` any, else what stands nowhere yet."""
        fresh = [card for card in cards if self.detail.again or card.id not in self.shown]
        return self.detail.pick(fresh, limit).cards

    def _quote(self, card: Card, *, theme: bool = False, question: bool = True) -> Quote:
        self.shown.add(card.id)
        against = Run(gettext(words.AGAINST) if card.role == "dissent" else "", bold=True)
        to = Run(words.answering(card.reply.author, card.reply.excerpt) if card.reply else "", italic=True)
        lead = line(against, " " if against.text and to.text else "", to)
        return Quote(card, lead, credit_of(card, theme=theme, question=question))


def _lines(text: str) -> Iterator[Block]:
    """What the owner of the report wrote, line by line."""
    for part in [plain(part, _OWN_CHARS) for part in text.splitlines() if part.strip()][:_OWN_LINES]:
        yield Text(line(part))


def _about(contrast: ContrastView) -> list[str]:
    """Where a contrast is from, who is heard on both sides, how many on neither."""
    both = words.heard_on_both(contrast.both_people)
    return [phrases.sentence(contrast.origin), *([both] if both else []), phrases.sentence(contrast.neither)]


def _more(n: int, what: str) -> Iterator[Block]:
    if n > 0:
        yield Text(line(Run(words.more(n, what), italic=True)))
