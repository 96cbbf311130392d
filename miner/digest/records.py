"""The digest: the whole result as data. Renderers see only this.

``schema`` is ``miner/digest/1``; the JSON Schema is made from these records (``digest_schema``).
A quote is always a triple (post, start, end): ``text[start:end]`` of the post is the quote, to the letter.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from miner.transcript import Kind, ParserStep, Precision, Record, Span

if TYPE_CHECKING:
    from pandas import DataFrame

DIGEST_SCHEMA = "miner/digest/1"

Membership = Literal["core", "assigned", "tail"]
Origin = Literal["declared", "preset", "found"]
Outcome = Literal["new", "back", "continued", "grown", "faded", "split", "merged", "answered", "gone"]


class Result(Record, frozen=True, omit_defaults=False):
    """Base of the digest's records: every name is always there in the JSON, so that readers may rely on it."""


class Account(Result, frozen=True):
    """Where every item went: ``read == used + reposts + merged + sum(filtered) + sum(failed)``."""

    read: int
    used: int
    reposts: int = 0
    merged: int = 0
    filtered: dict[str, int] = {}
    failed: dict[str, int] = {}

    def balances(self) -> bool:
        """Whether the sum is right."""
        gone = self.reposts + self.merged + sum(self.filtered.values()) + sum(self.failed.values())
        return self.read == self.used + gone


class SourceSummary(Result, frozen=True):
    """One file: how it was read and what came of it. ``accounts`` of the transcript, for the reader."""

    place: str
    source: str
    read: int
    kept: int
    n_people: int = 0
    n_arguments: int = 0
    skipped: dict[str, int] = {}
    failed: dict[str, int] = {}
    encoding: str = ""
    layout: str = ""
    step: ParserStep = "strict"
    notes: tuple[str, ...] = ()


class DigestThread(Result, frozen=True):
    """A thread of the discussion."""

    id: str
    title: str = ""
    url: str = ""
    platform: str = ""
    place: str = ""
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    hashtag: str = ""
    n_posts: int = 0
    n_claimed: int | None = None


class DigestPost(Result, frozen=True):
    """A post that the digest refers to or that was used. ``reposts`` is how often it was reposted,
    ``endorsers`` who did; ``quoted`` are spans that are others' words."""

    id: str
    thread_id: str
    text: str
    author: str = ""
    kind: Kind = "comment"
    parent_id: str | None = None
    posted_at: datetime | None = None
    precision: Precision = "none"
    tz_assumed: bool = False
    url: str = ""
    likes: int = 0
    lang: str = ""
    reposts: int = 0
    endorsers: tuple[str, ...] = ()
    quoted: tuple[Span, ...] = ()


class DigestArgument(Result, frozen=True):
    """A stretch of a post that puts forward an opinion or a reason.

    ``strength`` in [0, 1]; ``theme_id`` None: in no theme; ``subtheme_id`` the theme beneath that one which it is a
    part of, if any; ``question`` the chat question it answers;
    ``positions``: contrast name -> [-1, 1], negative = left pole, 0.0 = neither.
    ``copies``: how many posts said it in (nearly) the same words, this one included; ``copy_authors`` who.
    """

    id: str
    post_id: str
    start: int
    end: int
    strength: float = 0.0
    theme_id: str | None = None
    subtheme_id: str | None = None
    membership: Membership = "tail"
    question: str | None = None
    positions: dict[str, float] = {}
    copies: int = 1
    copy_authors: tuple[str, ...] = ()


class Theme(Result, frozen=True):
    """What several people talked about, or one person in several places of a text. ``key_point`` and ``quotes`` are argument ids.

    ``title`` is a stretch of the discussion's own words; ``keywords`` set it apart from the other themes.
    ``parent``: the theme it is a part of, which stands before it and counts all that its parts hold; None at the top.
    ``key_point_matches``/``key_point_people``: how many arguments of the theme, by how many people, come down to the key point.
    ``dissent``: the quote (one of ``quotes``) that disagrees with the key point, if there is one.
    ``stability`` in [0, 1]: how reliably the theme comes back in resamples; None when too small to tell.
    ``edited``: what a person changed in it: ``title`` (then it is no stretch of the discussion), ``members``, ``quotes``.
    ``lasting_id`` is the same in every digest of a name that has this theme, ``outcome`` what became of it since the
    digest before; both are None where no library keeps them.
    """

    id: str
    title: str
    key_point: str
    n_people: int
    n_arguments: int
    stability: float | None = None
    quotes: tuple[str, ...] = ()
    parent: str | None = None
    keywords: tuple[str, ...] = ()
    key_point_matches: int = 0
    key_point_people: int = 0
    dissent: str | None = None
    by_source: dict[str, int] = {}
    edited: tuple[str, ...] = ()
    lasting_id: str | None = None
    outcome: Outcome | None = None


class DigestPole(Result, frozen=True):
    """One side of a contrast. ``key_points`` and ``quotes`` are argument ids, the clearest first."""

    name: str
    n_people: int = 0
    n_arguments: int = 0
    key_points: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


class DigestContrast(Result, frozen=True):
    """Two opposed emphases people argue along.

    ``measurable`` False: the discussion does not speak about it enough; ``reason`` says why.
    ``band``: positions nearer to 0 than this count as neither. ``both_people``: names seen on both sides.
    ``common_ground``: argument ids of points that people of both sides make; ``common_people``: for each of them how
    many of those heard only on the left, and of those heard only on the right, make it.
    """

    id: str
    name: str
    origin: Origin
    measurable: bool
    left: DigestPole
    right: DigestPole
    n_neither: int = 0
    band: float = 0.0
    common_ground: tuple[str, ...] = ()
    common_people: tuple[tuple[int, int], ...] = ()
    both_people: tuple[str, ...] = ()
    reason: str = ""


class DigestQuestion(Result, frozen=True):
    """A numbered question of the chat and what was answered. ``themes`` are theme ids by people, ``quotes`` argument ids."""

    id: str
    text: str
    thread_id: str = ""
    post_id: str = ""
    asked_by: str = ""
    asked_at: datetime | None = None
    n_people: int = 0
    n_answers: int = 0
    n_arguments: int = 0
    themes: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


class OpenQuestion(Result, frozen=True):
    """A question somebody asked that nobody answered: a span of a post."""

    post_id: str
    start: int
    end: int


class NextStep(Result, frozen=True):
    """A sentence in which somebody says what they will do, or what was agreed on: a span of a post."""

    post_id: str
    start: int
    end: int


class SharedLink(Result, frozen=True):
    """An address people shared, and who."""

    url: str
    n_posts: int
    people: tuple[str, ...] = ()
    post_id: str = ""


class Person(Result, frozen=True):
    """Somebody who took part. Not a ranking: in order of name.

    ``first_time``: whether no earlier digest of this name has a post of theirs; None: there is none to tell from.
    """

    name: str
    n_posts: int = 0
    n_arguments: int = 0
    n_reposts: int = 0
    host: bool = False
    guest: bool = False
    first_time: bool | None = None


class ThemeChange(Result, frozen=True):
    """What became of a theme since the digest before.

    ``theme_id`` is its id in this digest, None when it is ``gone``. ``title`` is what it is called now (what it was
    called, when it is gone), ``earlier_title`` what it was called where that differs, else "". ``n_people_before`` None:
    it was not there. ``n_new_people`` and ``n_new_posts`` speak in it and were not in the digest before.
    ``others``: lasting ids of the theme it was a part of (``split``), or of those that went into it (``merged``).
    """

    lasting_id: str
    outcome: Outcome
    theme_id: str | None = None
    title: str = ""
    earlier_title: str = ""
    n_people: int = 0
    n_people_before: int | None = None
    n_new_people: int = 0
    n_new_posts: int = 0
    others: tuple[str, ...] = ()


class AnsweredQuestion(Result, frozen=True):
    """A question that stood open in the digest before and has replies now: a span of a post, and the posts that reply."""

    post_id: str
    start: int
    end: int
    answers: tuple[str, ...] = ()


class News(Result, frozen=True):
    """What is new since the digest before of the same name.

    ``since`` is its date. ``themes``: those of this digest in its order, then those that are gone. ``edited``: ids of
    posts that say something else than they did then; ``n_deleted``: posts that are gone from threads that were read again.
    ``n_new_people`` were not in the digest before, ``n_first_time`` in none of that name; both count people with a name.
    """

    since: date | None = None
    n_new_posts: int = 0
    n_new_people: int = 0
    n_first_time: int = 0
    themes: tuple[ThemeChange, ...] = ()
    answered: tuple[AnsweredQuestion, ...] = ()
    edited: tuple[str, ...] = ()
    n_deleted: int = 0


class EditNote(Result, frozen=True):
    """A change a person made to the digest; ``key`` tells it from others, ``about`` is a sentence for the reader."""

    key: str
    about: str


class WrittenText(Result, frozen=True):
    """A title or a sentence that a language model wrote; ``cites`` are the ids of the arguments it rests on.

    In ``Written.questions`` they are numbers of ``open_questions``, from ``?1``.
    """

    text: str
    cites: tuple[str, ...] = ()


class WrittenTask(Result, frozen=True):
    """What came of one kind of task; ``asked == shown + fell_back``.

    ``reasons``: why the extractive form is shown instead -> how often. ``left_out`` sentences were taken out of
    answers that are shown. ``version`` and ``sha256`` are of its prompt.
    """

    asked: int = 0
    shown: int = 0
    fell_back: int = 0
    reasons: dict[str, int] = {}
    left_out: int = 0
    version: str = ""
    sha256: str = ""


class WrittenMethod(Result, frozen=True):
    """Which language model wrote, and how much of it passed the check.

    ``failed``: what went wrong with the writer itself -> number of tasks; not empty means that the report is partial.
    """

    writer: str
    tasks: dict[str, WrittenTask] = {}
    failed: dict[str, int] = {}


class Written(Result, frozen=True):
    """What a language model wrote and the check let through; what is missing here is shown in its extractive form.

    ``titles`` and ``summaries`` by theme id, ``poles`` (left, right) and ``contrasts`` (what sums both sides up) by
    contrast id. ``overview`` and ``questions`` are sentences on the whole discussion and on what stayed open.
    """

    titles: dict[str, WrittenText] = {}
    summaries: dict[str, tuple[WrittenText, ...]] = {}
    poles: dict[str, tuple[WrittenText, WrittenText]] = {}
    contrasts: dict[str, tuple[WrittenText, ...]] = {}
    overview: tuple[WrittenText, ...] = ()
    questions: tuple[WrittenText, ...] = ()


class Method(Result, frozen=True):
    """How the digest was made: enough to make it again.

    ``people_shown``: ``names``, ``initials``, ``pseudonyms``, ``none``, or ``some`` when only the
    names of some were taken out. ``edits`` are the changes people made to it, in order. ``written`` is there only
    where a language model was asked.
    """

    miner_version: str = ""
    embedder: str = ""
    embedder_sha256: str = ""
    clustering: str = ""
    n_arguments_clustered: int = 0
    sides: str = ""
    people_shown: str = "names"
    edits: tuple[EditNote, ...] = ()
    settings: dict[str, Any] = {}
    written: WrittenMethod | msgspec.UnsetType = msgspec.UNSET


class Brand(Result, frozen=True):
    """Whose report it is. ``logo`` is a data URI or ""; ``intro`` and ``footer`` are plain text with line breaks.

    ``accent`` is the colour as it was given, ``on_light`` and ``on_dark`` the same colour made readable on light and
    on dark paper; all ``#rrggbb`` or "".
    """

    name: str = ""
    logo: str = ""
    accent: str = ""
    on_light: str = ""
    on_dark: str = ""
    intro: str = ""
    footer: str = ""


class Numbers(Result, frozen=True):
    """The figures on top. ``coverage`` in [0, 1]: arguments that are in a theme."""

    n_posts: int = 0
    n_people: int = 0
    n_arguments: int = 0
    n_themes: int = 0
    coverage: float = 0.0
    first_at: datetime | None = None
    last_at: datetime | None = None


class Digest(Result, frozen=True):
    """Everything a report shows.

    ``overview`` are argument ids: the sentences that cover the discussion, each from a different theme.
    ``said_once``: argument ids of what only one person said, strongest first. ``limits``: sentences.
    ``map``: argument id -> (x, y) in [0, 1], for the picture only. ``written`` is there only where a language model
    wrote something that passed the check. ``news``: None where no earlier digest is known.
    """

    title: str
    account: Account
    numbers: Numbers
    schema: str = DIGEST_SCHEMA
    written_on: date | None = None
    threads: tuple[DigestThread, ...] = ()
    sources: tuple[SourceSummary, ...] = ()
    posts: tuple[DigestPost, ...] = ()
    arguments: tuple[DigestArgument, ...] = ()
    overview: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    contrasts: tuple[DigestContrast, ...] = ()
    questions: tuple[DigestQuestion, ...] = ()
    said_once: tuple[str, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    links: tuple[SharedLink, ...] = ()
    people: tuple[Person, ...] = ()
    method: Method = Method()
    limits: tuple[str, ...] = ()
    map: dict[str, tuple[float, float]] = {}
    brand: Brand | None = None
    news: News | None = None
    written: Written | msgspec.UnsetType = msgspec.UNSET

    @property
    def top_themes(self) -> tuple[Theme, ...]:
        """The themes themselves, without those beneath one: what is counted, compared and told from week to week."""
        return tuple(theme for theme in self.themes if theme.parent is None)

    def to_frame(self, table: str = "arguments") -> DataFrame:
        """A table of the digest as a pandas data frame; what its columns say is in ``frame.attrs``.

        Parameters
        ----------
        table
            ``themes``, ``arguments``, ``quotes``, ``positions``, ``posts`` or ``people``.

        Raises
        ------
        UnknownName
            If there is no such table.
        MissingPart
            If pandas is not installed.
        """
        from miner.digest.frames import frame_of
        from miner.digest.tables import table_of

        return frame_of(table_of(self, table))

    def _repr_html_(self) -> str:
        """What a notebook shows: a summary of plain elements, every text from outside escaped."""
        from miner.digest.notebook import summary_html

        return summary_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The same where a notebook shows plain text: one line, not every record."""
        del cycle
        from miner.digest.notebook import summary_line

        printer.text(summary_line(self))


def digest_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a digest."""
    return msgspec.json.schema(Digest)


def dump_digest(digest: Digest) -> bytes:
    """The digest as JSON, keys in a fixed order."""
    return msgspec.json.format(msgspec.json.encode(digest, order="deterministic"), indent=2)


def load_digest(data: bytes) -> Digest:
    """The digest that ``dump_digest`` wrote."""
    return msgspec.json.decode(data, type=Digest)
