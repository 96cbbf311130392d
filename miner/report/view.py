"""The page as templates see it: plain records, every word and number ready to print.

Sections that are empty are empty tuples or None; templates leave them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from datetime import timedelta

from miner.digest.records import Brand, Digest, Person, SharedLink
from miner.report import phrases
from miner.report.brand import shown_brand
from miner.report.cards import Card, Shelf, ThemeRef
from miner.report.languages.catalogues import SOURCE, gettext, spoken
from miner.report.languages.formats import day, isolated, joined
from miner.report.languages.recorded import translated
from miner.report.made import (
    AccountView,
    MethodView,
    SourceView,
    account_view,
    method_view,
    reading_notes,
    source_views,
)
from miner.report.news import FIRST_TIME, NewsView, news_view
from miner.report.notes import named
from miner.report.one_voice import gist_of_one, is_of_one, said_title, what_is_apart, why_ungrouped
from miner.report.outside import name_of, plain, safe_url, title_of, url_as_text
from miner.report.people import Spread, spread
from miner.report.phrases import listing, section, span
from miner.report.picture import ArgumentMap, argument_map
from miner.report.posts import Evidence, evidence
from miner.report.proof import Quoted
from miner.report.sections import (
    ContrastView,
    QuestionView,
    ThemeView,
    contrast_views,
    question_views,
    theme_quotes,
    theme_views,
)
from miner.report.timeline import Timeline, timeline
from miner.report.written import WrittenView, titled, written_view

FEW = 6  # quotes shown openly in "said once"; the others wait in a fold
SAID_ONCE = 45  # shown at all; the others stand among the posts
LOOSE = 40
GIST_THEMES = 3
SHORT_NAME = 40
LONG = timedelta(days=300)  # from here on the hour of a post says nothing
_HELD = "\x1f"  # around the place of a title; texts from outside have no control signs


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on top of the page, what it counts, and the anchor of what it counted."""

    value: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class GistPart:
    """A stretch of the gist; ``theme`` is the one it names, None for the words in between."""

    text: str
    theme: ThemeRef | None = None


@dataclass(frozen=True, slots=True)
class LinkView:
    """An address people shared; ``href`` is "" when it may not be followed."""

    text: str
    href: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who took part; ``anchor`` leads to the first post of theirs that is shown, or is ""."""

    name: str
    role: str
    counts: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the contents."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report.

    ``said_once`` are shown openly, ``said_once_more`` in a fold; ``loose`` are in no theme though
    several people said something alike. ``targets``: argument id -> the anchor of its home, for those that are
    quoted; ``places`` leads to the posts of the others, too. ``times`` names what of a
    ``Moment`` will do: ``clock`` when all posts are of one day, ``short`` of one year, ``day`` of many months, else
    ``text``. ``gist_parts`` is the gist in pieces, so that the themes it names can be links.
    ``brand``: whose report it is, or None. ``of_one`` says that one person said all of it, ``said`` is the title above
    the themes, ``ungrouped`` says why there are none, ``apart`` what the arguments outside them have in common.
    """

    language: str
    direction: str
    title: str
    kicker: str
    gist: str
    gist_parts: tuple[GistPart, ...]
    figures: tuple[Figure, ...]
    written_on: str
    contents: tuple[Section, ...]
    news: NewsView | None
    overview: tuple[Card, ...]
    map: ArgumentMap | None
    timeline: Timeline | None
    themes: tuple[ThemeView, ...]
    contrasts: tuple[ContrastView, ...]
    unmeasured: tuple[ContrastView, ...]
    questions: tuple[QuestionView, ...]
    said_once: tuple[Card, ...]
    said_once_more: tuple[Card, ...]
    n_said_once: int
    loose: tuple[Card, ...]
    n_loose: int
    open_questions: tuple[Card, ...]
    next_steps: tuple[Card, ...]
    links: tuple[LinkView, ...]
    people: tuple[PersonView, ...]
    spread: Spread | None
    n_people: str
    evidence: Evidence
    limits: tuple[str, ...]
    method: MethodView
    account: AccountView
    notes: tuple[str, ...]
    sources: tuple[SourceView, ...]
    targets: Mapping[str, str]
    places: Mapping[str, str]
    times: str
    brand: Brand | None
    written: WrittenView
    of_one: bool
    said: str
    ungrouped: str
    apart: str


def build_page(digest: Digest, words: Quoted) -> Page:
    """The page of a digest whose quotes are proven.

    Parameters
    ----------
    words
        What ``proof.prove`` returned: argument id -> its words.
    """
    own, digest = digest, titled(digest)
    shelf = Shelf(digest, words)
    quotes = theme_quotes(digest, shelf)
    contrasts = contrast_views(digest, shelf)
    questions = question_views(digest, shelf)
    said_once = shelf.cards(digest.said_once[:SAID_ONCE])
    themes = theme_views(digest, shelf, quotes)
    loose = _loose(digest, shelf)
    few = FEW if digest.themes else len(said_once)
    loose_cards = shelf.cards(loose[:LOOSE])
    line = timeline(digest, shelf.themes) if themes else None
    page = Page(
        language=spoken().code,
        direction=spoken().direction,
        title=title_of(digest.title) or phrases.untitled(),
        kicker=_kicker(digest),
        gist=_gist(digest, themes, contrasts, [named(theme.ref.title, theme.edited) for theme in themes]),
        gist_parts=tuple(_gist_parts(digest, themes, contrasts)),
        figures=_figures(digest),
        written_on=day(digest.written_on) if digest.written_on is not None else "",
        contents=(),
        news=news_view(digest, shelf),
        overview=tuple(shelf.mention(key) for key in digest.overview) if themes else (),  # else all stands below anyway
        map=argument_map(digest, shelf.themes) if themes else None,
        timeline=line,
        themes=themes,
        contrasts=tuple(contrast for contrast in contrasts if not contrast.reason),
        unmeasured=tuple(contrast for contrast in contrasts if contrast.reason),
        questions=questions,
        said_once=said_once[:few],
        said_once_more=said_once[few:],
        n_said_once=len(digest.said_once),
        loose=loose_cards,
        n_loose=len(loose),
        open_questions=tuple(shelf.open_question(question) for question in digest.open_questions),
        next_steps=tuple(shelf.next_step(step) for step in digest.next_steps),
        links=tuple(_link(link) for link in digest.links),
        people=_people(digest, shelf),
        spread=spread(digest.people),
        n_people=phrases.with_a_name(len(digest.people), digest.numbers.n_people),
        evidence=evidence(digest, shelf, line.slots if line is not None else {}),
        limits=tuple(plain(translated(limit), 600) for limit in digest.limits),
        method=method_view(digest),
        account=account_view(digest.account),
        notes=reading_notes(digest),
        sources=source_views(digest),
        targets=shelf.targets(),
        places=shelf.places(),
        times=_times(digest),
        brand=shown_brand(digest.brand),
        written=written_view(own, shelf),
        of_one=is_of_one(digest),
        said=said_title(digest),
        ungrouped=why_ungrouped(digest),
        apart=what_is_apart(digest),
    )
    return replace(page, contents=tuple(_contents(page)))


def _loose(digest: Digest, shelf: Shelf) -> list[str]:
    """Arguments that are in no theme and stand nowhere else on the page."""
    once = set(digest.said_once)
    free = (argument.id for argument in digest.arguments if argument.theme_id is None)
    return [key for key in free if key not in once and not shelf.is_home(key)]


def _contents(page: Page) -> Iterator[Section]:
    sections: tuple[tuple[str, Sized | None], ...] = (
        ("news", (page.news,) if page.news is not None else ()),
        ("said", page.themes or page.said_once),
        ("differ", page.contrasts or page.unmeasured),
        ("questions", page.questions),
        ("once", page.themes and (page.said_once or page.loose)),
        ("open", page.open_questions),
        ("next", page.next_steps),
        ("links", page.links),
        ("people", page.people),
        ("posts", page.evidence.threads),
    )
    titles = {"said": page.said}
    yield from (Section(anchor, titles.get(anchor) or section(anchor)) for anchor, filled in sections if filled)
    yield Section("made", section("made"))


def _kicker(digest: Digest) -> str:
    """What kind of discussion and when: ``#cxkettle · twitter · 14 Mar 2024, 17:00 to 18:04 UTC``."""
    tags = dict.fromkeys(plain(f"#{thread.hashtag.lstrip('#')}", 40) for thread in digest.threads if thread.hashtag)
    tags.pop(digest.title, None)
    platforms = dict.fromkeys(plain(thread.platform, 40) for thread in digest.threads if thread.platform)
    n_threads = phrases.discussions(len(digest.threads)) if len(digest.threads) > 1 else ""
    by_day = any(post.precision in ("day", "none") for post in digest.posts if post.posted_at is not None)
    when = span(digest.numbers.first_at, digest.numbers.last_at, by_day)
    shown = (isolated(listing(list(tags), 3)), isolated(listing(list(platforms), 3)), n_threads, when)
    return " · ".join(part for part in shown if part)


def _gist(
    digest: Digest, themes: tuple[ThemeView, ...], contrasts: tuple[ContrastView, ...], titles: Sequence[str]
) -> str:
    """What it came to, in the discussion's own words where there are themes."""
    numbers = digest.numbers
    if not themes:
        return phrases.gist_without_themes(numbers.n_people, numbers.n_posts, numbers.n_arguments)
    if is_of_one(digest):
        return gist_of_one(digest, titles[:GIST_THEMES])
    measured = [contrast for contrast in contrasts if not contrast.reason]
    sides = (measured[0].left, measured[0].right) if measured else ()
    if any(len(side.name) > SHORT_NAME for side in sides):  # a side found in the discussion may be a whole sentence
        sides = ()
    return phrases.gist(
        max(numbers.n_people, themes[0].n_people),
        [(title, theme.n_people) for title, theme in zip(titles, themes[:GIST_THEMES], strict=False)],
        [(side.name if spoken() is SOURCE else phrases.set_off(side.name), side.n_people) for side in sides],
    )


def _gist_parts(
    digest: Digest, themes: tuple[ThemeView, ...], contrasts: tuple[ContrastView, ...]
) -> Iterator[GistPart]:
    """The gist with its themes as parts of their own: a link sets a title off, in English it needs no marks then."""
    held = [f"{_HELD}{at}{_HELD}" for at in range(len(themes[:GIST_THEMES]))]
    titles = held if spoken() is SOURCE else [phrases.set_off(place) for place in held]
    for at, piece in enumerate(_gist(digest, themes, contrasts, titles).split(_HELD)):
        if at % 2:
            yield GistPart(themes[int(piece)].ref.title, themes[int(piece)].ref)
        elif piece:
            yield GistPart(piece)


def _figures(digest: Digest) -> tuple[Figure, ...]:
    numbers = digest.numbers
    counted = (
        numbers.n_people,
        numbers.n_posts,
        numbers.n_arguments,
        sum(theme.parent is None for theme in digest.themes),
        len(digest.questions),
    )
    return tuple(Figure(*figure) for figure in phrases.figures(counted))


def _times(digest: Digest) -> str:
    first, last = digest.numbers.first_at, digest.numbers.last_at
    known = {post.posted_at.date() for post in digest.posts if post.posted_at is not None}
    known |= {at.date() for at in (first, last) if at is not None}
    if len(known) == 1 and first is not None:
        return "clock"  # the day stands on top of the page
    if known and max(known) - min(known) > LONG:
        return "day"
    return "short" if len({day.year for day in known}) == 1 and first is not None else "text"


def _link(link: SharedLink) -> LinkView:
    by = listing([name_of(name) for name in link.people], 4)
    times = phrases.posts(link.n_posts) if link.n_posts > 1 else ""
    return LinkView(url_as_text(link.url), safe_url(link.url), " · ".join(part for part in (by, times) if part))


def _people(digest: Digest, shelf: Shelf) -> tuple[PersonView, ...]:
    first: dict[str, str] = {}
    for post in digest.posts:
        if post.id in shelf.contexts:
            first.setdefault(post.author, shelf.contexts[post.id])
    return tuple(_person(person, first.get(person.name, "")) for person in digest.people)


def _person(person: Person, anchor: str) -> PersonView:
    counts = [
        *([phrases.posts(person.n_posts)] if person.n_posts else []),
        *([phrases.reposts(person.n_reposts)] if person.n_reposts else []),
    ]
    first = gettext(FIRST_TIME) if person.first_time else ""
    role = joined([part for part in (phrases.role(person.host, person.guest), first) if part])
    return PersonView(name_of(person.name), role, joined(counts), anchor)
