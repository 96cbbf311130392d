"""The digest as tables: one row a post, argument, theme, position, use of a quote, person.

Everything that looks like a table is made from these: data frames, CSV, spreadsheets, Parquet. A text cell
holds what the digest holds, to the letter; how a form writes it is the business of that form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from miner.digest.records import Digest, DigestArgument, DigestContrast, DigestPost, Person, Theme
from miner.errors import UnknownName

Cell = str | int | float | bool | datetime | tuple[str, ...] | None
Kind = Literal["text", "integer", "number", "boolean", "time", "texts"]
Row = TypeVar("Row")


class Position(NamedTuple):
    """Where an argument stands along one contrast."""

    argument: DigestArgument
    contrast: str
    value: float


class Use(NamedTuple):
    """One place of the digest that quotes: a span of a post there. ``argument_id`` is "" for an open question."""

    place: str
    place_id: str
    place_title: str
    role: str
    rank: int
    argument_id: str
    post: DigestPost
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.post.text[self.start : self.end]


@dataclass(frozen=True)
class Facts:
    """A digest with its records by id."""

    digest: Digest

    @cached_property
    def posts(self) -> Mapping[str, DigestPost]:
        return {post.id: post for post in self.digest.posts}

    @cached_property
    def arguments(self) -> Mapping[str, DigestArgument]:
        return {argument.id: argument for argument in self.digest.arguments}

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        return {theme.id: theme for theme in self.digest.themes}

    @cached_property
    def threads(self) -> Mapping[str, str]:
        return {thread.id: thread.title for thread in self.digest.threads}

    @cached_property
    def contrasts(self) -> Mapping[str, DigestContrast]:
        return {contrast.name: contrast for contrast in self.digest.contrasts}

    def post(self, argument: DigestArgument) -> DigestPost:
        return self.posts[argument.post_id]

    def words(self, argument: DigestArgument) -> str:
        return self.post(argument).text[argument.start : argument.end]

    def theme_title(self, theme_id: str | None) -> str | None:
        return self.themes[theme_id].title if theme_id is not None else None

    def edited(self, post: DigestPost) -> bool | None:
        """Whether a post says something else than in the digest before; None where there was none."""
        return None if self.digest.news is None else post.id in self.digest.news.edited

    def place(self, argument: DigestArgument, axis: int) -> float | None:
        """Its coordinate in the picture, 0 for x and 1 for y; None when nothing was drawn."""
        return self.digest.map[argument.id][axis] if argument.id in self.digest.map else None

    def side(self, position: Position) -> str | None:
        """The pole a position leans to, by name; None for neither."""
        contrast = self.contrasts.get(position.contrast)
        if contrast is None or position.value == 0:
            return None
        return contrast.left.name if position.value < 0 else contrast.right.name


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: what its cells are, what they say, and how they come from a record."""

    name: str
    kind: Kind
    about: str
    of: Callable[[Facts, Row], Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; each cell is of its column's kind, or None."""

    name: str
    about: str
    columns: tuple[Column[Any], ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, name: str) -> tuple[Cell, ...]:
        """All cells of one column."""
        at = [column.name for column in self.columns].index(name)
        return tuple(row[at] for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Recipe(Generic[Row]):
    about: str
    columns: tuple[Column[Row], ...]
    rows: Callable[[Facts], Iterable[Row]]

    def table(self, name: str, facts: Facts) -> Table:
        rows = tuple(tuple(column.of(facts, row) for column in self.columns) for row in self.rows(facts))
        return Table(name, self.about, self.columns, rows)


def tables_of(digest: Digest) -> tuple[Table, ...]:
    """All tables of a digest, in the order of ``TABLES``."""
    facts = Facts(digest)
    return tuple(recipe.table(name, facts) for name, recipe in TABLES.items())


def table_of(digest: Digest, name: str) -> Table:
    """One table of a digest.

    Raises
    ------
    UnknownName
        If there is no such table.
    """
    if name not in TABLES:
        raise UnknownName("table", name, TABLES)
    return TABLES[name].table(name, Facts(digest))


def _positions(facts: Facts) -> Iterator[Position]:
    for argument in facts.digest.arguments:
        yield from (Position(argument, contrast, value) for contrast, value in argument.positions.items())


def _uses(facts: Facts) -> Iterator[Use]:
    """Every place that quotes, in the order of the report."""
    digest = facts.digest
    yield from _shelf(facts, "overview", "", "", "overview", digest.overview)
    for theme in digest.themes:
        yield from _shelf(facts, "theme", theme.id, theme.title, "key point", (theme.key_point,))
        for rank, key in enumerate((key for key in theme.quotes if key != theme.key_point), 1):
            yield _use(facts, "theme", theme.id, theme.title, "dissent" if key == theme.dissent else "quote", rank, key)
    for contrast in digest.contrasts:
        for side, pole in (("left", contrast.left), ("right", contrast.right)):
            yield from _shelf(facts, "contrast", contrast.id, contrast.name, f"{side} key point", pole.key_points)
            yield from _shelf(facts, "contrast", contrast.id, contrast.name, f"{side} quote", pole.quotes)
        yield from _shelf(facts, "contrast", contrast.id, contrast.name, "common ground", contrast.common_ground)
    for question in digest.questions:
        yield from _shelf(facts, "question", question.id, question.text, "quote", question.quotes)
    yield from _shelf(facts, "said once", "", "", "said once", digest.said_once)
    for rank, asked in enumerate(digest.open_questions, 1):
        post = facts.posts[asked.post_id]
        yield Use("open question", "", "", "open question", rank, "", post, asked.start, asked.end)
    for rank, step in enumerate(digest.next_steps, 1):
        yield Use("next step", "", "", "next step", rank, "", facts.posts[step.post_id], step.start, step.end)


def _shelf(facts: Facts, place: str, place_id: str, title: str, role: str, ids: Iterable[str]) -> Iterator[Use]:
    for rank, key in enumerate(ids, 1):
        yield _use(facts, place, place_id, title, role, rank, key)


def _use(facts: Facts, place: str, place_id: str, title: str, role: str, rank: int, key: str) -> Use:
    argument = facts.arguments[key]
    post = facts.post(argument)
    return Use(place, place_id, title, role, rank, key, post, argument.start, argument.end)


THEMES: tuple[Column[Theme], ...] = (
    Column("id", "text", "Names the theme in the other tables", lambda _, one: one.id),
    Column("title", "text", "A stretch of the discussion's own words", lambda _, one: one.title),
    Column("parent", "text", "The theme it lies beneath, if any", lambda _, one: one.parent),
    Column("n_people", "integer", "How many people spoke to it", lambda _, one: one.n_people),
    Column("n_arguments", "integer", "How many arguments it holds", lambda _, one: one.n_arguments),
    Column("stability", "number", "0 to 1: how reliably it comes back in resamples", lambda _, one: one.stability),
    Column("key_point_id", "text", "The argument most others come down to", lambda _, one: one.key_point),
    Column("key_point", "text", "Its words", lambda facts, one: facts.words(facts.arguments[one.key_point])),
    Column("key_point_matches", "integer", "Arguments that come down to it", lambda _, one: one.key_point_matches),
    Column("key_point_people", "integer", "People who made those", lambda _, one: one.key_point_people),
    Column("dissent_id", "text", "The quoted argument that disagrees with it, if any", lambda _, one: one.dissent),
    Column("keywords", "texts", "Words that set it apart from the other themes", lambda _, one: one.keywords),
    Column(
        "lasting_id", "text", "The same in every digest of this name, if they are kept", lambda _, one: one.lasting_id
    ),
    Column("outcome", "text", "What became of it since the digest before", lambda _, one: one.outcome),
)

ARGUMENTS: tuple[Column[DigestArgument], ...] = (
    Column("id", "text", "Names the argument in the other tables", lambda _, one: one.id),
    Column(
        "text", "text", "The quote: characters start to end of the post's text", lambda facts, one: facts.words(one)
    ),
    Column("author", "text", "Who wrote the post, as shown", lambda facts, one: facts.post(one).author),
    Column("theme_id", "text", "Its theme; empty: in none", lambda _, one: one.theme_id),
    Column("theme", "text", "The theme's title", lambda facts, one: facts.theme_title(one.theme_id)),
    Column(
        "subtheme_id",
        "text",
        "The theme beneath its theme that it is a part of, if any",
        lambda _, one: one.subtheme_id,
    ),
    Column("subtheme", "text", "That one's title", lambda facts, one: facts.theme_title(one.subtheme_id)),
    Column("membership", "text", "core, assigned, or tail (in no theme)", lambda _, one: one.membership),
    Column("strength", "number", "0 to 1: how far it puts forward an opinion or reason", lambda _, one: one.strength),
    Column("question", "text", "The chat question it answers", lambda _, one: one.question),
    Column("copies", "integer", "Posts that said it in (nearly) these words", lambda _, one: one.copies),
    Column("copy_authors", "texts", "Who wrote those", lambda _, one: one.copy_authors),
    Column("posted_at", "time", "When, UTC", lambda facts, one: facts.post(one).posted_at),
    Column(
        "url", "text", "Address of the post, as found: check it before you follow it", lambda f, one: f.post(one).url
    ),
    Column("post_id", "text", "The post it stands in", lambda _, one: one.post_id),
    Column("start", "integer", "Its first character in the post's text, from 0", lambda _, one: one.start),
    Column("end", "integer", "The character after its last", lambda _, one: one.end),
    Column("x", "number", "0 to 1: its place in the picture", lambda facts, one: facts.place(one, 0)),
    Column("y", "number", "0 to 1: its place in the picture", lambda facts, one: facts.place(one, 1)),
)

QUOTES: tuple[Column[Use], ...] = (
    Column(
        "place", "text", "overview, theme, contrast, question, said once or open question", lambda _, one: one.place
    ),
    Column("place_id", "text", "The theme, contrast or question", lambda _, one: one.place_id),
    Column("place_title", "text", "Its title", lambda _, one: one.place_title),
    Column("role", "text", "What the quote does there: key point, dissent, left quote ...", lambda _, one: one.role),
    Column("rank", "integer", "Its order there, from 1", lambda _, one: one.rank),
    Column("text", "text", "The quote, to the letter", lambda _, one: one.text),
    Column("author", "text", "Who wrote it, as shown", lambda _, one: one.post.author),
    Column("posted_at", "time", "When, UTC", lambda _, one: one.post.posted_at),
    Column("url", "text", "Address of the post, as found: check it before you follow it", lambda _, one: one.post.url),
    Column("argument_id", "text", "The argument; empty for an open question", lambda _, one: one.argument_id),
    Column("post_id", "text", "The post it stands in", lambda _, one: one.post.id),
    Column("start", "integer", "Its first character in the post's text, from 0", lambda _, one: one.start),
    Column("end", "integer", "The character after its last", lambda _, one: one.end),
)

POSITIONS: tuple[Column[Position], ...] = (
    Column("argument_id", "text", "The argument", lambda _, one: one.argument.id),
    Column("contrast", "text", "The contrast: left pole | right pole", lambda _, one: one.contrast),
    Column("position", "number", "-1 left pole to +1 right pole; 0 neither", lambda _, one: one.value),
    Column("side", "text", "The pole it leans to; empty: neither", lambda facts, one: facts.side(one)),
    Column("author", "text", "Who made the argument", lambda facts, one: facts.post(one.argument).author),
    Column("theme_id", "text", "Its theme; empty: in none", lambda _, one: one.argument.theme_id),
)

POSTS: tuple[Column[DigestPost], ...] = (
    Column("id", "text", "Names the post in the other tables", lambda _, one: one.id),
    Column("thread_id", "text", "The thread it belongs to", lambda _, one: one.thread_id),
    Column("thread", "text", "The thread's title", lambda facts, one: facts.threads.get(one.thread_id)),
    Column("parent_id", "text", "The post it replies to", lambda _, one: one.parent_id),
    Column("author", "text", "Who wrote it, as shown", lambda _, one: one.author),
    Column("kind", "text", "article, comment, message, question, repost or system", lambda _, one: one.kind),
    Column("text", "text", "The whole text; spans count its characters", lambda _, one: one.text),
    Column("posted_at", "time", "When, UTC", lambda _, one: one.posted_at),
    Column(
        "precision", "text", "How much of the time is real: second, minute, day, none", lambda _, one: one.precision
    ),
    Column("tz_assumed", "boolean", "Whether the source named no time zone", lambda _, one: one.tz_assumed),
    Column("url", "text", "Its address, as found: check it before you follow it", lambda _, one: one.url),
    Column("lang", "text", "Language, as far as known", lambda _, one: one.lang),
    Column("likes", "integer", "Likes", lambda _, one: one.likes),
    Column("reposts", "integer", "How often it was reposted", lambda _, one: one.reposts),
    Column("endorsers", "texts", "Who reposted it", lambda _, one: one.endorsers),
    Column("edited_since", "boolean", "Whether it was another one in the digest before", lambda f, one: f.edited(one)),
)

PEOPLE: tuple[Column[Person], ...] = (
    Column("name", "text", "As shown; in order of name, not a ranking", lambda _, one: one.name),
    Column("n_posts", "integer", "Posts", lambda _, one: one.n_posts),
    Column("n_arguments", "integer", "Arguments", lambda _, one: one.n_arguments),
    Column("n_reposts", "integer", "Reposts", lambda _, one: one.n_reposts),
    Column("host", "boolean", "Whether they asked the questions", lambda _, one: one.host),
    Column("guest", "boolean", "Whether they were the guest", lambda _, one: one.guest),
    Column(
        "first_time", "boolean", "Whether no earlier digest has them; empty: not known", lambda _, one: one.first_time
    ),
)

TABLES: Mapping[str, _Recipe[Any]] = {
    "themes": _Recipe("What several people talked about", THEMES, lambda facts: facts.digest.themes),
    "arguments": _Recipe(
        "Stretches of posts that put forward an opinion or a reason", ARGUMENTS, lambda facts: facts.digest.arguments
    ),
    "quotes": _Recipe("Every place of the digest that quotes, in its order", QUOTES, _uses),
    "positions": _Recipe("Where each argument stands along each contrast", POSITIONS, _positions),
    "posts": _Recipe("The posts the digest was made from", POSTS, lambda facts: facts.digest.posts),
    "people": _Recipe("Who took part", PEOPLE, lambda facts: facts.digest.people),
}
