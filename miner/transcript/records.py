"""Posts, threads and transcripts: what every source yields and every stage reads.

Terms: a *post* is one message by one author, a *thread* an opening text with the posts beneath it
(reply trees as in ConvoKit, Chang et al. 2020). All records are frozen; times are aware UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

SCHEMA = "miner/1"

Kind = Literal["article", "comment", "message", "question", "repost", "system"]
Precision = Literal["second", "minute", "day", "none"]
ParentSource = Literal["native", "mention", "nesting", "inferred"]
ParserStep = Literal["strict", "cleaned", "recovered"]
Span = tuple[int, int]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of all stored records: immutable, compared by value, defaults left out of the JSON."""


class QuestionLink(Record, frozen=True):
    """A numbered question that a post answers, and how sure that is.

    ``how``: ``marker`` (A3), ``reply`` (answers the host's Q3 post), ``thread`` (answers an answer),
    ``window`` (said while Q3 was open), ``asked`` (the post that asks it).
    """

    id: str
    confidence: float = 1.0
    how: str = "marker"


class Post(Record, frozen=True):
    """One message by one author.

    Attributes
    ----------
    id
        ``source:native id``, or ``source:`` and a content hash where the source has none.
    parent_id, parent_source
        The post this one replies to, and how that is known. None: it opens a branch.
    text
        Clean and NFC; every span in miner counts characters of this string.
    quoted
        Spans of ``text`` taken over from others; never counted as this author's words.
    posted_at, precision, tz_assumed
        Aware UTC; ``precision`` says how much of it is real, ``tz_assumed`` that the source named no zone.
    repost_of
        For ``kind == "repost"``: the id of the original, or its author as ``@name`` when only that is known.
    questions
        Chat questions this post answers (or asks, when ``kind == "question"``).
    flags
        What happened to it on the way: ``orphan``, ``cycle_broken``, ``renamed_id``, ``joined``, ``greeting`` ...
    locator
        File and line, JSON pointer or CSS path: where to look it up.
    """

    id: str
    thread_id: str
    text: str
    kind: Kind = "comment"
    author: str = ""
    parent_id: str | None = None
    parent_source: ParentSource | None = None
    quoted: tuple[Span, ...] = ()
    posted_at: datetime | None = None
    precision: Precision = "none"
    tz_assumed: bool = False
    edited_at: datetime | None = None
    url: str = ""
    lang: str = ""
    likes: int = 0
    repost_of: str | None = None
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    questions: tuple[QuestionLink, ...] = ()
    flags: tuple[str, ...] = ()
    locator: str = ""


class Question(Record, frozen=True):
    """A numbered question of a chat: ``id`` is ``Q1``, ``post_id`` the post that asked it."""

    id: str
    text: str
    post_id: str
    asked_by: str = ""
    asked_at: datetime | None = None


class Thread(Record, frozen=True):
    """An opening text and the posts beneath it.

    ``platform`` is the site or service ("twitter", "wordpress"), ``source`` the reader that read it,
    ``place`` the file it came from; ``n_claimed`` is how many posts the page itself says it has.
    ``is_chat``: posts follow each other in time and may answer numbered questions.
    """

    id: str
    title: str = ""
    url: str = ""
    platform: str = ""
    source: str = ""
    place: str = ""
    is_chat: bool = False
    hashtag: str = ""
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    n_claimed: int | None = None


class PlaceAccount(Record, frozen=True):
    """What became of the items of one file: ``read == kept + sum(skipped) + sum(failed)``.

    ``skipped`` and ``failed`` count by reason; ``notes`` are sentences for the reader
    ("dates without a zone were taken as UTC", "2nd guess: table").
    ``step`` says how the file was parsed: as it is, with letters or marks put right, or broken and in what is whole.
    """

    place: str
    source: str
    read: int
    kept: int
    skipped: dict[str, int] = {}
    failed: dict[str, int] = {}
    encoding: str = ""
    layout: str = ""
    step: ParserStep = "strict"
    notes: tuple[str, ...] = ()


class Transcript(Record, frozen=True):
    """All threads of one run, normalised; ``posts`` stand in canonical order (time, id, content)."""

    threads: tuple[Thread, ...]
    posts: tuple[Post, ...]
    accounts: tuple[PlaceAccount, ...] = ()
