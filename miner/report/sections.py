"""The large sections as templates see them: themes, contrasts, questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from miner.digest.records import Digest, DigestArgument, DigestContrast, DigestPole, DigestQuestion, Theme
from miner.report.cards import Card, Shelf, ThemeRef
from miner.report.outside import anchors, name_of, plain, title_of
from miner.report.phrases import clock, count, listing, number, stability, stability_explained
from miner.report.picture import Strip, strip

LISTED_BYTES = 320_000  # of further arguments, shared by the themes: the page of 1,000 stays under 500 KB
_LINE_BYTES = 330  # of such a line without its words: tags, author, time, address
DRAWN_PEOPLE = 60  # people drawn one by one; more become a bar


@dataclass(frozen=True, slots=True)
class Share:
    """People out of all people; ``drawn`` one by one unless they are too many."""

    words: str
    percent: float
    n: int
    total: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme: its key point, quotes, the other arguments, and the themes beneath it."""

    ref: ThemeRef
    people: str
    arguments: str
    n_people: int
    n_arguments: int
    share: Share
    stability: str
    stability_explained: str
    keywords: tuple[str, ...]
    by_source: str
    key_point: Card
    reach: str
    quotes: tuple[Card, ...]
    others: tuple[Card, ...]
    n_unlisted: int
    children: tuple[ThemeView, ...]


@dataclass(frozen=True, slots=True)
class PoleView:
    """One side of a contrast; its key points come first among the cards."""

    side: str
    name: str
    people: str
    arguments: str
    n_people: int
    n_arguments: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ContrastView:
    """Two sides next to each other; ``reason`` is not empty when it cannot be measured."""

    anchor: str
    left: PoleView
    right: PoleView
    origin: str
    n_neither: int
    neither: str
    strip: Strip | None
    common_ground: tuple[Card, ...]
    both_people: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A numbered question and what was answered."""

    anchor: str
    label: str
    text: str
    asked: str
    counts: str
    themes: tuple[ThemeRef, ...]
    quotes: tuple[Card, ...]


_ORIGINS = {
    "declared": "This contrast was asked for",
    "preset": "One of the contrasts miner knows",
    "found": "Found in the discussion itself",
}

Quotes = Mapping[str, tuple[Card, tuple[Card, ...]]]


def theme_quotes(digest: Digest, shelf: Shelf) -> Quotes:
    """Theme id -> its key point and its other quotes; made before all else, so that their home is the theme."""
    found = {}
    for theme in digest.themes:
        key = shelf.card(theme.key_point, "key")
        found[theme.id] = (key, shelf.cards((key for key in theme.quotes if key != theme.key_point), theme.dissent))
    return found


def theme_views(digest: Digest, shelf: Shelf, quotes: Quotes) -> tuple[ThemeView, ...]:
    """Themes in the digest's order, those beneath another one inside it."""
    members: dict[str, list[DigestArgument]] = defaultdict(list)
    for argument in digest.arguments:
        if argument.theme_id is not None:
            members[argument.theme_id].append(argument)
    limit = LISTED_BYTES // max(1, len(digest.themes))
    made: dict[str, ThemeView] = {}
    beneath: dict[str, list[ThemeView]] = defaultdict(list)
    # From the last to the first label, so that the themes beneath one exist before it.
    for theme in sorted(digest.themes, key=lambda theme: _order(shelf.themes[theme.id].label), reverse=True):
        label, _, below = shelf.themes[theme.id].label.partition(".")
        view = _theme(theme, digest, shelf, quotes[theme.id], members[theme.id], limit, tuple(reversed(beneath[label])))
        if below:
            beneath[label].append(view)
        else:
            made[theme.id] = view
    return tuple(made[theme.id] for theme in digest.themes if theme.id in made)


def contrast_views(digest: Digest, shelf: Shelf) -> tuple[ContrastView, ...]:
    """Contrasts in the digest's order, measured or not."""
    named = anchors("contrast", (contrast.id for contrast in digest.contrasts))
    return tuple(_contrast(contrast, digest, shelf, named[contrast.id]) for contrast in digest.contrasts)


def question_views(digest: Digest, shelf: Shelf) -> tuple[QuestionView, ...]:
    """The numbered questions in the order they were asked."""
    return tuple(_question(question, shelf) for question in digest.questions)


def _order(label: str) -> tuple[int, int]:
    top, _, below = label.partition(".")
    return int(top), int(below or 0)


def _theme(
    theme: Theme,
    digest: Digest,
    shelf: Shelf,
    quotes: tuple[Card, tuple[Card, ...]],
    members: Sequence[DigestArgument],
    limit: int,
    children: tuple[ThemeView, ...],
) -> ThemeView:
    key_point, shown = quotes
    others, n_unlisted = _others(members, {card.id for card in (key_point, *shown)}, shelf, limit)
    return ThemeView(
        ref=shelf.themes[theme.id],
        people=count(theme.n_people, "person", "people"),
        arguments=count(theme.n_arguments, "argument"),
        n_people=theme.n_people,
        n_arguments=theme.n_arguments,
        share=_share(theme.n_people, digest.numbers.n_people),
        stability=stability(theme.stability),
        stability_explained=stability_explained(theme.stability),
        keywords=tuple(plain(word, 40) for word in theme.keywords),
        by_source=", ".join(f"{title_of(place)}: {number(n)}" for place, n in theme.by_source.items())
        if len(theme.by_source) > 1
        else "",
        key_point=key_point,
        reach=_reach(theme),
        quotes=shown,
        others=others,
        n_unlisted=n_unlisted,
        children=children,
    )


def _others(
    members: Sequence[DigestArgument], shown: set[str], shelf: Shelf, limit: int
) -> tuple[tuple[Card, ...], int]:
    """What else the theme holds: the strongest that fit, in the order of the discussion, and how many do not."""
    left = [argument for argument in members if argument.id not in shown]
    chosen: set[str] = set()
    for argument in sorted(left, key=lambda one: (-one.strength, one.id)):
        limit -= _LINE_BYTES + len(shelf.words[argument.id].encode())
        if limit < 0:
            break
        chosen.add(argument.id)
    return shelf.cards(argument.id for argument in left if argument.id in chosen), len(left) - len(chosen)


def _reach(theme: Theme) -> str:
    """How far the key point carries: ``14 of 19 arguments come down to this, by 11 people``."""
    if not theme.key_point_matches:
        return ""
    of = f"{number(theme.key_point_matches)} of {count(theme.n_arguments, 'argument')}"
    verb = "comes" if theme.key_point_matches == 1 else "come"
    by = f", by {count(theme.key_point_people, 'person', 'people')}" if theme.key_point_people else ""
    return f"{of} {verb} down to this{by}"


def _share(n: int, total: int) -> Share:
    total = max(n, total)
    words = f"{number(n)} of {count(total, 'person', 'people')}"
    return Share(words, round(100 * n / max(1, total), 1), n, total, total <= DRAWN_PEOPLE)


def _contrast(contrast: DigestContrast, digest: Digest, shelf: Shelf, anchor: str) -> ContrastView:
    unmeasured = plain(contrast.reason, 400) or "The discussion does not speak about it enough."
    return ContrastView(
        anchor=anchor,
        left=_pole(contrast.left, "left", shelf),
        right=_pole(contrast.right, "right", shelf),
        origin=_ORIGINS[contrast.origin],
        n_neither=contrast.n_neither,
        neither=f"{count(contrast.n_neither, 'argument')} on neither side",
        strip=strip(contrast, digest.arguments) if contrast.measurable else None,
        common_ground=shelf.cards(contrast.common_ground),
        both_people=listing([name_of(name) for name in contrast.both_people]),
        reason="" if contrast.measurable else unmeasured,
    )


def _pole(pole: DigestPole, side: str, shelf: Shelf) -> PoleView:
    keys = tuple(shelf.card(key, "key") for key in dict.fromkeys(pole.key_points))
    return PoleView(
        side=side,
        name=title_of(pole.name),
        people=count(pole.n_people, "person", "people"),
        arguments=count(pole.n_arguments, "argument"),
        n_people=pole.n_people,
        n_arguments=pole.n_arguments,
        cards=(*keys, *shelf.cards(key for key in pole.quotes if key not in pole.key_points)),
    )


def _question(question: DigestQuestion, shelf: Shelf) -> QuestionView:
    ref = shelf.questions[question.thread_id, question.id]
    asked = f"asked by {name_of(question.asked_by)}" if question.asked_by else ""
    at = f"at {clock(question.asked_at)} UTC" if question.asked_at is not None else ""
    counts = [
        count(question.n_people, "person", "people"),
        *([count(question.n_answers, "answer")] if question.n_answers else []),
        *([count(question.n_arguments, "argument")] if question.n_arguments else []),
    ]
    return QuestionView(
        anchor=ref.anchor,
        label=ref.label,
        text=plain(question.text, 600),
        asked=" ".join(part for part in (asked, at) if part),
        counts=" · ".join(counts),
        themes=tuple(shelf.themes[key] for key in question.themes),
        quotes=shelf.cards(question.quotes),
    )
