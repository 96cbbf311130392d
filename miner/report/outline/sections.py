"""The sections of a report, each a function that yields its blocks, or nothing when it has nothing to say."""

from __future__ import annotations

from collections.abc import Iterator

from miner.report import phrases
from miner.report.languages.catalogues import gettext, spoken
from miner.report.languages.formats import joined
from miner.report.outline import words
from miner.report.outline.blocks import Bar, Block, Fold, Heading, Items, Quote, Run, Text, around, line
from miner.report.outline.pen import Pen, brief_credit
from miner.report.outline.written import written
from miner.report.phrases import section
from miner.report.sections import ContrastView, PoleView, QuestionView, ThemeView

_KEYWORDS = 5  # a line, not a list


def overview(pen: Pen) -> Iterator[Block]:
    """The discussion in a few of its own sentences."""
    cards = pen.page.overview
    if not (pen.detail.overview and cards):
        return
    yield from written(pen, pen.page.written.overview)
    yield Heading(2, gettext(words.IN_SHORT))
    yield from (Quote(card, (), brief_credit(card)) for card in pen.detail.pick(cards, len(cards)).cards)


def said(pen: Pen) -> Iterator[Block]:
    """What people said, theme by theme."""
    page, detail = pen.page, pen.detail
    if not (page.themes or page.said_once):
        return
    yield Heading(2, page.said)
    for theme in page.themes[: detail.themes]:
        yield from _theme(pen, theme)
    yield from pen.more(len(page.themes) - detail.themes, "theme")
    if not page.themes:
        yield Text(line(page.ungrouped), "lead")
        yield from pen.quotes((*page.said_once, *page.said_once_more), max(detail.once, 1))


def _theme(pen: Pen, theme: ThemeView) -> Iterator[Block]:
    ref = theme.ref
    yield Heading(3, f"{ref.label}. {ref.title}", ref.anchor, ref.colour)
    keywords = joined(theme.keywords if pen.detail.whole else theme.keywords[:_KEYWORDS])
    by_source = theme.by_source if pen.detail.made else ""
    counted = line(
        Run(theme.share.words, bold=True),
        f"{spoken().comma}{theme.arguments}{spoken().semicolon}{theme.stability}",
        f"{spoken().semicolon}{theme.edited}" if theme.edited else "",
        f"{spoken().semicolon}{theme.mark}" if theme.mark else "",
        phrases.stop() if keywords else "",
        Run(keywords, italic=True),
        f"{phrases.stop()}{by_source}" if by_source else "",
    )
    yield Text(counted, "counts")
    yield Bar(theme.share.percent, colour=ref.colour)
    model = pen.page.written
    yield from written(
        pen, model.summaries.get(ref.id, ()), model.own_titles.get(ref.id, ""), model.titles.get(ref.id, ())
    )
    key = pen.detail.pick((theme.key_point,), 1).cards
    yield from (pen.quote(card) for card in key)
    if theme.reach and key:
        yield Text(line(phrases.sentence(theme.reach)), "note")
    chosen = pen.chosen(theme.quotes, pen.detail.quotes)
    yield from (pen.quote(card) for card in chosen)
    # All of the theme's arguments that stand nowhere here, not only its other quotes.
    held = 1 + len(theme.quotes) + len(theme.others) + theme.n_unlisted
    below = [block for child in theme.children for block in _part(pen, child)] if pen.detail.parts else []
    here = {card.id for card in (*key, *chosen)} | {block.card.id for block in below if isinstance(block, Quote)}
    yield from pen.more((theme.n_arguments if theme.children else held) - len(here))
    if below:
        yield Text(line(Run(gettext(words.WITHIN_IT), bold=True)), "note")
        yield from below


def _part(pen: Pen, theme: ThemeView) -> Iterator[Block]:
    """A theme beneath another one: what it is about, how many speak of it, its key point and its quotes."""
    ref, counted = theme.ref, f"{theme.people}{spoken().comma}{theme.arguments}"
    title = Run(f"{ref.label} {ref.title}", bold=True)
    yield Text(around(phrases.detailed(title.text, counted), title), "counts")
    yield from (pen.quote(card) for card in pen.chosen((theme.key_point, *theme.quotes), 1 + pen.detail.quotes))
    for child in theme.children:
        yield from _part(pen, child)


def differ(pen: Pen) -> Iterator[Block]:
    """Where people differ, side by side."""
    page, most = pen.page, pen.detail.contrasts
    if not (page.contrasts or page.unmeasured):
        return
    yield Heading(2, section("differ"))
    for contrast in page.contrasts[:most]:
        yield from _contrast(pen, contrast)
    yield from pen.more(len(page.contrasts) - most, "contrast")
    if page.unmeasured:
        yield Heading(3, gettext(words.TOO_LITTLE))
        yield Items(tuple(_unmeasured(contrast) for contrast in page.unmeasured[:most]))
        yield from pen.more(len(page.unmeasured) - most, "contrast")


def _unmeasured(contrast: ContrastView) -> tuple[Run, ...]:
    return line(Run(_name(contrast), bold=True), phrases.after_colon(contrast.reason))


def _name(contrast: ContrastView) -> str:
    return words.either(contrast.left.name, contrast.right.name)


def _contrast(pen: Pen, contrast: ContrastView) -> Iterator[Block]:
    poles = (contrast.left, contrast.right)
    yield Heading(3, _name(contrast), contrast.anchor)
    yield Text(line(phrases.sentences(_about(contrast))), "counts")
    n_people = max(1, sum(pole.n_people for pole in poles))
    left, right = (round(100 * pole.n_people / n_people, 1) for pole in poles)
    yield Bar(left, right)
    model, key = pen.page.written, contrast.id
    yield from written(pen, model.contrasts.get(key, ()), model.own_poles.get(key, ""), model.poles.get(key, ()))
    for pole in poles:
        yield from _pole(pen, pole)
    if contrast.common_ground and pen.detail.common:
        yield Heading(4, gettext(words.COMMON_GROUND))
        picked = pen.detail.pick(contrast.common_ground, pen.detail.common)
        counted = dict(zip((card.id for card in contrast.common_ground), contrast.common_people, strict=False))
        for card in picked.cards:
            if counted.get(card.id):
                yield Text(line(counted[card.id]), "counts")
            yield pen.quote(card, theme=True)
        yield from pen.more(picked.n_more)


def _about(contrast: ContrastView) -> list[str]:
    """Where a contrast is from, who is heard on both sides, how many on neither."""
    both = words.heard_on_both(contrast.both_people)
    return [phrases.sentence(contrast.origin), *([both] if both else []), phrases.sentence(contrast.neither)]


def _pole(pen: Pen, pole: PoleView) -> Iterator[Block]:
    most = pen.detail.sides
    yield Heading(4, pole.name, colour=pole.side)
    yield Text(line(Run(pole.people, bold=True), f"{spoken().comma}{pole.arguments}"), "counts")
    # A side never stands there without a word, though it may have been quoted elsewhere.
    chosen = pen.chosen(pole.cards, most) or pen.detail.pick(pole.cards, most).cards[:1]
    yield from (pen.quote(card, theme=True) for card in chosen)
    yield from pen.more(pole.n_arguments - len(chosen))


def questions(pen: Pen) -> Iterator[Block]:
    """What was answered to the numbered questions."""
    asked, most = pen.page.questions, pen.detail.questions
    if asked:
        yield Heading(2, section("questions"))
    for question in asked[:most]:
        yield from _question(pen, question)
    yield from pen.more(len(asked) - most, "question")


def _question(pen: Pen, question: QuestionView) -> Iterator[Block]:
    yield Heading(3, phrases.labelled(question.label, question.text), question.anchor)
    asked = f"{spoken().comma}{question.asked}" if question.asked else ""
    yield Text(line(Run(question.counts, bold=True), asked), "counts")
    if question.themes:
        shown = question.themes[: pen.detail.themes]
        yield Items(tuple(line(Run(f"{ref.label}. {ref.title}", target=ref.anchor)) for ref in shown))
    for card in pen.chosen(question.quotes, pen.detail.answers):
        yield pen.quote(card, theme=True, question=False)


def once(pen: Pen) -> Iterator[Block]:
    """What only one person said; a document also counts what came close to others and is in no theme."""
    page = pen.page
    n_loose = page.n_loose if pen.detail.whole else 0
    if not page.themes or not (page.said_once or n_loose):
        return
    inside: list[Block] = [Text(line(page.apart), "lead")]
    cards = (*page.said_once, *page.said_once_more)
    inside += pen.quotes(cards, pen.detail.once, n_hidden=page.n_said_once - len(cards))
    if n_loose:
        inside.append(Text(line(Run(words.more_loose(n_loose), italic=True)), "note"))
    yield Heading(2, section("once"))
    yield Fold(phrases.arguments(page.n_said_once), tuple(inside))


def open_questions(pen: Pen) -> Iterator[Block]:
    """Questions that nobody answered."""
    cards = pen.page.open_questions
    if cards:
        yield Heading(2, section("open"))
        yield Text(line(gettext(words.UNANSWERED)), "lead")
        yield from written(pen, pen.page.written.questions)
        yield from pen.quotes(cards, pen.detail.open, "question")


def next_steps(pen: Pen) -> Iterator[Block]:
    """What people said they would do."""
    cards = pen.page.next_steps
    if cards:
        yield Heading(2, section("next"))
        yield Text(line(gettext(words.NEXT_STEPS)), "lead")
        yield from pen.quotes(cards, pen.detail.open, "step", theme=True)


def links(pen: Pen) -> Iterator[Block]:
    """Addresses people shared."""
    shared, most = pen.page.links, pen.detail.links
    if not shared:
        return
    yield Heading(2, section("links"))
    shown = [around(phrases.detailed(link.text, link.by), Run(link.text, url=link.href)) for link in shared[:most]]
    if shown:
        yield Items(tuple(shown))
    yield from pen.more(len(shared) - most, "link")
