"""The page as templates see it: plain records, every word and number ready to print.

Sections that are empty are empty tuples or None; templates leave them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass, replace

from miner.digest.records import Digest, Person, SharedLink
from miner.report.cards import Card, Shelf
from miner.report.made import (
    AccountView,
    MethodView,
    SourceView,
    account_view,
    method_view,
    reading_notes,
    source_view,
)
from miner.report.outside import name_of, plain, safe_url, title_of, url_as_text
from miner.report.phrases import count, day, listing, number, span
from miner.report.picture import ArgumentMap, argument_map
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

FEW = 6  # quotes shown openly in "said once"; the others wait in a fold
SAID_ONCE = 300  # shown at all; the JSON has them all


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on top of the page and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """An address people shared; ``href`` is "" when it may not be followed."""

    text: str
    href: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who took part."""

    name: str
    role: str
    counts: str


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the contents."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report.

    ``said_once`` are shown openly, ``said_once_more`` in a fold; ``loose`` are in no theme though
    several people said something alike. ``targets``: argument id -> the anchor of its home, for pictures.
    """

    title: str
    kicker: str
    gist: str
    figures: tuple[Figure, ...]
    written_on: str
    contents: tuple[Section, ...]
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
    links: tuple[LinkView, ...]
    people: tuple[PersonView, ...]
    n_people: str
    limits: tuple[str, ...]
    method: MethodView
    account: AccountView
    notes: tuple[str, ...]
    sources: tuple[SourceView, ...]
    targets: Mapping[str, str]


def build_page(digest: Digest, words: Quoted) -> Page:
    """The page of a digest whose quotes are proven.

    Parameters
    ----------
    words
        What ``proof.prove`` returned: argument id -> its words.
    """
    shelf = Shelf(digest, words)
    quotes = theme_quotes(digest, shelf)
    contrasts = contrast_views(digest, shelf)
    questions = question_views(digest, shelf)
    said_once = shelf.cards(digest.said_once[:SAID_ONCE])
    themes = theme_views(digest, shelf, quotes)
    loose = _loose(digest, shelf)
    few = FEW if digest.themes else len(said_once)
    page = Page(
        title=title_of(digest.title) or "A discussion",
        kicker=_kicker(digest),
        gist=_gist(digest, themes, contrasts),
        figures=_figures(digest),
        written_on=day(digest.written_on) if digest.written_on is not None else "",
        contents=(),
        overview=tuple(shelf.mention(key) for key in digest.overview),
        map=argument_map(digest, shelf.themes) if themes else None,
        timeline=timeline(digest, shelf.themes) if themes else None,
        themes=themes,
        contrasts=tuple(contrast for contrast in contrasts if not contrast.reason),
        unmeasured=tuple(contrast for contrast in contrasts if contrast.reason),
        questions=questions,
        said_once=said_once[:few],
        said_once_more=said_once[few:],
        n_said_once=len(digest.said_once),
        loose=shelf.cards(loose[:SAID_ONCE]),
        n_loose=len(loose),
        open_questions=tuple(shelf.open_question(question) for question in digest.open_questions),
        links=tuple(_link(link) for link in digest.links),
        people=tuple(_person(person) for person in digest.people),
        n_people=_people_counted(digest),
        limits=tuple(plain(limit, 600) for limit in digest.limits),
        method=method_view(digest),
        account=account_view(digest.account),
        notes=reading_notes(digest),
        sources=tuple(source_view(source) for source in digest.sources) if len(digest.sources) > 1 else (),
        targets=shelf.targets(),
    )
    return replace(page, contents=tuple(_contents(page)))


def _loose(digest: Digest, shelf: Shelf) -> list[str]:
    """Arguments that are in no theme and stand nowhere else on the page."""
    once = set(digest.said_once)
    free = (argument.id for argument in digest.arguments if argument.theme_id is None)
    return [key for key in free if key not in once and not shelf.is_home(key)]


def _contents(page: Page) -> Iterator[Section]:
    sections: tuple[tuple[str, str, Sized | None], ...] = (
        ("said", "What people said", page.themes or page.said_once),
        ("differ", "Where they differ", page.contrasts or page.unmeasured),
        ("questions", "By question", page.questions),
        ("once", "Said once", page.themes and (page.said_once or page.loose)),
        ("open", "Left open", page.open_questions),
        ("links", "Links shared", page.links),
        ("people", "Who took part", page.people),
    )
    yield from (Section(anchor, title) for anchor, title, filled in sections if filled)
    yield Section("made", "How this was made")


def _kicker(digest: Digest) -> str:
    """What kind of discussion and when: ``#cxkettle · twitter · 14 Mar 2024, 17:00 to 18:04 UTC``."""
    tags = dict.fromkeys(plain(f"#{thread.hashtag.lstrip('#')}", 40) for thread in digest.threads if thread.hashtag)
    tags.pop(digest.title, None)
    platforms = dict.fromkeys(plain(thread.platform, 40) for thread in digest.threads if thread.platform)
    n_threads = count(len(digest.threads), "discussion") if len(digest.threads) > 1 else ""
    by_day = any(post.precision in ("day", "none") for post in digest.posts if post.posted_at is not None)
    when = span(digest.numbers.first_at, digest.numbers.last_at, by_day)
    return " · ".join(part for part in (listing(list(tags), 3), listing(list(platforms), 3), n_threads, when) if part)


def _gist(digest: Digest, themes: tuple[ThemeView, ...], contrasts: tuple[ContrastView, ...]) -> str:
    """What it came to in a sentence or two, in the discussion's own words where there are themes."""
    numbers = digest.numbers
    if not themes:
        people = count(numbers.n_people, "person", "people")
        return f"{people} wrote {count(numbers.n_posts, 'post')} with {count(numbers.n_arguments, 'argument')}."
    first, *others = [f"“{theme.ref.title}”" for theme in themes[:3]]
    said = f"Most people spoke about {first}" + (f", then about {listing(others)}." if others else ".")
    measured = [contrast for contrast in contrasts if not contrast.reason]
    if not measured:
        return said
    left, right = measured[0].left, measured[0].right
    people = f"{number(left.n_people)} against {count(right.n_people, 'person', 'people')}"
    return f"{said} They differ over {left.name} or {right.name}: {people}."


def _figures(digest: Digest) -> tuple[Figure, ...]:
    numbers = digest.numbers
    figures = [
        (numbers.n_people, "person", "people"),
        (numbers.n_posts, "post", "posts"),
        (numbers.n_arguments, "argument", "arguments"),
        (sum(theme.parent is None for theme in digest.themes), "theme", "themes"),
        (len(digest.questions), "question", "questions"),
    ]
    return tuple(Figure(number(n), one if n == 1 else many) for n, one, many in figures if n)


def _link(link: SharedLink) -> LinkView:
    by = listing([name_of(name) for name in link.people], 4)
    times = f"{count(link.n_posts, 'post')}" if link.n_posts > 1 else ""
    return LinkView(url_as_text(link.url), safe_url(link.url), " · ".join(part for part in (by, times) if part))


def _people_counted(digest: Digest) -> str:
    named = count(len(digest.people), "person", "people")
    return f"{named} with a name" if len(digest.people) < digest.numbers.n_people else named


def _person(person: Person) -> PersonView:
    counts = [
        *([count(person.n_posts, "post")] if person.n_posts else []),
        *([count(person.n_reposts, "repost")] if person.n_reposts else []),
    ]
    role = "host" if person.host else "guest" if person.guest else ""
    return PersonView(name_of(person.name), role, ", ".join(counts))
