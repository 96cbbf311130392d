"""The large sections as templates see them: themes, contrasts, questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from miner.digest.records import Digest, DigestArgument, DigestContrast, DigestPole, DigestQuestion, Theme
from miner.report import phrases
from miner.report.cards import Card, Shelf, ThemeRef
from miner.report.languages.formats import joined, number
from miner.report.languages.recorded import translated
from miner.report.news import marks_of
from miner.report.notes import edited_note, firmness
from miner.report.one_voice import arguments_of, is_of_one, places_by_theme
from miner.report.outside import anchors, name_of, plain, title_of
from miner.report.people import Stand, stands
from miner.report.phrases import listing, stability, stability_explained
from miner.report.picture import Strip, strip

LISTED_BYTES = 110_000  # of further arguments, if all themes' together are less; they stand among the posts anyway
_LINE_BYTES = 330  # of such a line without its words: tags, author, time, address
STANDS = 100  # people in the table behind a strip
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
    """A theme: its key point, quotes, the other arguments, and the themes beneath it.

    ``edited`` says what a person changed in it ("title by the editor"), or is "". ``mark`` says what became of it
    since the digest before ("grown by 5 people"), or is "".
    """

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
    edited: str
    mark: str
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
class StandView:
    """A person's place in a contrast, for the table behind the strip."""

    name: str
    position: str
    n_left: int
    n_right: int
    clearest: str


@dataclass(frozen=True, slots=True)
class ContrastView:
    """Two sides next to each other; ``reason`` is not empty when it cannot be measured.

    ``common_people``: for each point of common ground how many people of each side make it; () where not counted.
    """

    id: str
    anchor: str
    left: PoleView
    right: PoleView
    origin: str
    n_neither: int
    neither: str
    strip: Strip | None
    stands: tuple[StandView, ...]
    n_unlisted: int
    common_ground: tuple[Card, ...]
    common_people: tuple[str, ...]
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
    n_people: int
    percent: float
    themes: tuple[ThemeRef, ...]
    quotes: tuple[Card, ...]


Quotes = Mapping[str, tuple[Card, tuple[Card, ...]]]


def theme_quotes(digest: Digest, shelf: Shelf) -> Quotes:
    """Theme id -> its key point and its other quotes; made before all else, so that their home is the theme."""
    found = {}
    for theme in digest.themes:
        key = shelf.card(theme.key_point, "key")
        found[theme.id] = (key, shelf.cards((key for key in theme.quotes if key != theme.key_point), theme.dissent))
    return found


def theme_views(digest: Digest, shelf: Shelf, quotes: Quotes) -> tuple[ThemeView, ...]:
    """Themes in the digest's order, those beneath another one inside it; an argument is listed where it stands lowest."""
    members: dict[str, list[DigestArgument]] = defaultdict(list)
    for argument in digest.arguments:
        lowest = argument.subtheme_id or argument.theme_id
        if lowest is not None:
            members[lowest].append(argument)
    quoted = {card.id for key_point, others in quotes.values() for card in (key_point, *others)}
    listed = _fits(members, quoted, shelf)
    n_places = places_by_theme(digest)
    made: dict[str, ThemeView] = {}
    beneath: dict[str, list[ThemeView]] = defaultdict(list)
    # From the last to the first label, so that the themes beneath one exist before it.
    for theme in sorted(digest.themes, key=lambda theme: _order(shelf.themes[theme.id].label), reverse=True):
        label, _, below = shelf.themes[theme.id].label.partition(".")
        children = () if below else tuple(reversed(beneath[label]))
        shown = members[theme.id] if listed else None
        view = _theme(theme, digest, shelf, quotes[theme.id], shown, quoted, children, n_places.get(theme.id, 0))
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
    most = max((question.n_people for question in digest.questions), default=0) or 1
    return tuple(_question(question, shelf, most) for question in digest.questions)


def _order(label: str) -> tuple[int, int]:
    top, _, below = label.partition(".")
    return int(top), int(below or 0)


def _theme(
    theme: Theme,
    digest: Digest,
    shelf: Shelf,
    quotes: tuple[Card, tuple[Card, ...]],
    members: Sequence[DigestArgument] | None,
    quoted: Collection[str],
    children: tuple[ThemeView, ...],
    n_places: int,
) -> ThemeView:
    key_point, shown = quotes
    known = {card.id for card in (key_point, *shown)}
    known |= set(quoted) if children or theme.parent is not None else set()  # said once on the page, above or beneath
    others = shelf.cards(argument.id for argument in members or () if argument.id not in known)
    return ThemeView(
        ref=shelf.themes[theme.id],
        people=phrases.people(theme.n_people),
        arguments=arguments_of(theme, n_places),
        n_people=theme.n_people,
        n_arguments=theme.n_arguments,
        share=_share_of(theme, digest),
        stability=firmness(theme, stability(theme.stability)),
        stability_explained=firmness(theme, stability_explained(theme.stability)),
        keywords=tuple(plain(word, 40) for word in theme.keywords),
        by_source=_by_source(theme.by_source),
        key_point=key_point,
        reach=_reach(theme),
        quotes=shown,
        others=others,
        n_unlisted=max(0, theme.n_arguments - len({card.id for card in (key_point, *shown)})) if members is None else 0,
        edited=edited_note(theme),
        mark=marks_of(digest).get(theme.id, ""),
        children=children,
    )


def _fits(members: Mapping[str, Sequence[DigestArgument]], quoted: set[str], shelf: Shelf) -> bool:
    """Whether all further arguments may be listed beneath their themes without making the page too large."""
    further = (argument.id for theme in members.values() for argument in theme if argument.id not in quoted)
    return sum(_LINE_BYTES + len(shelf.words[key].encode()) for key in further) <= LISTED_BYTES


def _reach(theme: Theme) -> str:
    """How far the key point carries, or "" when it was not counted."""
    if not theme.key_point_matches:
        return ""
    by_people = theme.key_point_people if theme.n_people > 1 else 0
    return phrases.reach(theme.key_point_matches, theme.n_arguments, by_people)


def _by_source(counts: Mapping[str, int]) -> str:
    """How many arguments are from each of several sources, or ""."""
    if len(counts) < 2:
        return ""
    return joined([phrases.labelled(title_of(place), number(n)) for place, n in counts.items()])


def _share_of(theme: Theme, digest: Digest) -> Share:
    """Its part of the people; of the arguments where one person said all of them."""
    if not is_of_one(digest):
        return _share(theme.n_people, digest.numbers.n_people)
    n, total = theme.n_arguments, max(theme.n_arguments, digest.numbers.n_arguments)
    return Share(phrases.people(theme.n_people), round(100 * n / max(1, total), 1), n, total, drawn=False)


def _share(n: int, total: int) -> Share:
    total = max(n, total)
    return Share(phrases.of_people(n, total), round(100 * n / max(1, total), 1), n, total, total <= DRAWN_PEOPLE)


def _contrast(contrast: DigestContrast, digest: Digest, shelf: Shelf, anchor: str) -> ContrastView:
    unmeasured = plain(translated(contrast.reason), 400) or phrases.not_enough()
    people = stands(contrast, digest.arguments, shelf.posts) if contrast.measurable else ()
    return ContrastView(
        id=contrast.id,
        anchor=anchor,
        left=_pole(contrast.left, "left", shelf),
        right=_pole(contrast.right, "right", shelf),
        origin=phrases.origin(contrast.origin),
        n_neither=contrast.n_neither,
        neither=phrases.neither_side(contrast.n_neither),
        strip=strip(people, contrast.band),
        stands=tuple(_stand(one, shelf) for one in people[:STANDS]),
        n_unlisted=max(0, len(people) - STANDS),
        common_ground=shelf.cards(contrast.common_ground),
        common_people=tuple(_of_both_sides(contrast, *counts) for counts in contrast.common_people),
        both_people=listing([name_of(name) for name in contrast.both_people]),
        reason="" if contrast.measurable else unmeasured,
    )


def _of_both_sides(contrast: DigestContrast, n_left: int, n_right: int) -> str:
    """How many people of each side make a point."""
    counted = ((contrast.left.name, n_left), (contrast.right.name, n_right))
    return joined([phrases.labelled(title_of(name) or name_of(""), phrases.people(n)) for name, n in counted])


def _stand(one: Stand, shelf: Shelf) -> StandView:
    return StandView(one.name, phrases.signed(one.value), one.n_left, one.n_right, shelf.anchors[one.clearest])


def _pole(pole: DigestPole, side: str, shelf: Shelf) -> PoleView:
    keys = tuple(shelf.card(key, "key") for key in dict.fromkeys(pole.key_points))
    return PoleView(
        side=side,
        name=title_of(pole.name) or name_of(""),  # a heading
        people=phrases.people(pole.n_people),
        arguments=phrases.arguments(pole.n_arguments),
        n_people=pole.n_people,
        n_arguments=pole.n_arguments,
        cards=(*keys, *shelf.cards(key for key in pole.quotes if key not in pole.key_points)),
    )


def _question(question: DigestQuestion, shelf: Shelf, most: int) -> QuestionView:
    ref = shelf.questions[question.thread_id, question.id]
    asked = phrases.asked(name_of(question.asked_by) if question.asked_by else "", question.asked_at)
    return QuestionView(
        anchor=ref.anchor,
        label=ref.label,
        text=plain(question.text, 600),
        asked=asked,
        counts=phrases.answers(question.n_people, question.n_answers, question.n_arguments),
        n_people=question.n_people,
        percent=round(100 * question.n_people / most, 1),
        themes=tuple(shelf.themes[key] for key in question.themes),
        quotes=shelf.cards(question.quotes),
    )
