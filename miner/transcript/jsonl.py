"""Transcripts as JSON Lines: a head line, then one thread or post a line.

Reading what was written gives the same transcript, account included. A transcript that is written while it is read
(too large to be held) has its numbers and its account in a last line instead of the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from miner.errors import NotATranscript
from miner.transcript.records import SCHEMA, PlaceAccount, Post, Record, Thread, Transcript


class Counted(Record, frozen=True):
    """How many lines there are, and the account."""

    n_threads: int
    n_posts: int
    accounts: tuple[PlaceAccount, ...] = ()


class Head(Record, frozen=True):
    """The first line: schema version, how many lines follow, and the account; without numbers they are in the last."""

    schema: str
    n_threads: int | None = None
    n_posts: int | None = None
    accounts: tuple[PlaceAccount, ...] = ()


class Line(Record, frozen=True):
    """Any later line: exactly one of the three is there."""

    thread: Thread | None = None
    post: Post | None = None
    end: Counted | None = None


_ENCODER = msgspec.json.Encoder(order="deterministic")
_HEAD = msgspec.json.Decoder(Head)
_LINE = msgspec.json.Decoder(Line)


def dump_transcript(transcript: Transcript) -> Iterator[str]:
    """The lines of a transcript, each ended by a newline."""
    head = Head(
        schema=SCHEMA,
        n_threads=len(transcript.threads),
        n_posts=len(transcript.posts),
        accounts=transcript.accounts,
    )
    yield _ENCODER.encode(head).decode() + "\n"
    for thread in transcript.threads:
        yield _ENCODER.encode(Line(thread=thread)).decode() + "\n"
    for post in transcript.posts:
        yield _ENCODER.encode(Line(post=post)).decode() + "\n"


def dump_records(records: Iterable[Thread | Post | PlaceAccount]) -> Iterator[bytes]:
    """The lines of a transcript that is not held, as UTF-8, each ended by a newline; the account comes last."""
    encode = _ENCODER.encode
    n_threads = n_posts = 0
    accounts: list[PlaceAccount] = []
    yield encode(Head(schema=SCHEMA)) + b"\n"
    for record in records:
        if type(record) is Post:
            n_posts += 1
            yield b'{"post":' + encode(record) + b"}\n"
        elif isinstance(record, Thread):
            n_threads += 1
            yield b'{"thread":' + encode(record) + b"}\n"
        elif isinstance(record, PlaceAccount):
            accounts.append(record)
    end = Counted(n_threads=n_threads, n_posts=n_posts, accounts=tuple(accounts))
    yield encode(Line(end=end)) + b"\n"


def load_transcript(text: str, place: str) -> Transcript:
    """The transcript that ``dump_transcript`` wrote.

    Raises
    ------
    NotATranscript
        If a line is not what its head promises: it names the line.
    """
    return load_lines(enumerate(text.split("\n"), 1), place)


def load_lines(lines: Iterable[tuple[int, str]], place: str) -> Transcript:
    """The same from lines with their numbers.

    Raises
    ------
    NotATranscript
    """
    filled = ((number, line) for number, line in lines if line.strip())
    head = _head(next(filled, None), place)
    threads: list[Thread] = []
    posts: list[Post] = []
    end: Counted | None = None
    number = 1
    for number, line in filled:
        read = _line(line, place, number)
        if end is not None:
            raise NotATranscript(place, number, "it stands behind the last line")
        if read.thread is not None:
            threads.append(read.thread)
        elif read.post is not None:
            posts.append(read.post)
        end = read.end
    counted = _counted(head, end, place, number)
    if (len(threads), len(posts)) != (counted.n_threads, counted.n_posts):
        where = "the head promises" if end is None else "the last line says"
        reason = f"{where} {counted.n_threads} threads and {counted.n_posts} posts, the file has {len(threads)} and {len(posts)}"
        raise NotATranscript(place, number, reason)
    return Transcript(threads=tuple(threads), posts=tuple(posts), accounts=counted.accounts)


def _line(line: str, place: str, number: int) -> Line:
    try:
        read = _LINE.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotATranscript(place, number, str(error)) from error
    if (read.thread is not None) + (read.post is not None) + (read.end is not None) != 1:
        raise NotATranscript(place, number, "it holds not exactly one of a thread and a post")
    return read


def _counted(head: Head, end: Counted | None, place: str, number: int) -> Counted:
    if head.n_threads is not None and head.n_posts is not None:
        return Counted(n_threads=head.n_threads, n_posts=head.n_posts, accounts=head.accounts)
    if end is None:
        raise NotATranscript(place, number, "the last line with the account is missing: the file was cut")
    return end


def _head(first: tuple[int, str] | None, place: str) -> Head:
    if first is None:
        raise NotATranscript(place, 1, "the file is empty")
    try:
        head = _HEAD.decode(first[1])
    except msgspec.DecodeError as error:
        raise NotATranscript(place, first[0], str(error)) from error
    if head.schema != SCHEMA:
        raise NotATranscript(place, first[0], f"its schema is {head.schema!r}, this version reads {SCHEMA!r}")
    return head
