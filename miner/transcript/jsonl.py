"""Transcripts as JSON Lines: a head line, then one thread or post a line.

Reading what was written gives the same transcript, account included.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from miner.errors import NotATranscript
from miner.transcript.records import SCHEMA, PlaceAccount, Post, Record, Thread, Transcript


class Head(Record, frozen=True):
    """The first line: schema version, how many lines follow, and the account."""

    schema: str
    n_threads: int
    n_posts: int
    accounts: tuple[PlaceAccount, ...] = ()


class Line(Record, frozen=True):
    """Any later line: exactly one of the two is there."""

    thread: Thread | None = None
    post: Post | None = None


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


def load_transcript(text: str, place: str) -> Transcript:
    """The transcript that ``dump_transcript`` wrote.

    Raises
    ------
    NotATranscript
        If a line is not what its head promises: it names the line.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    head = _head(lines, place)
    threads: list[Thread] = []
    posts: list[Post] = []
    for number, line in lines[1:]:
        try:
            read = _LINE.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise NotATranscript(place, number, str(error)) from error
        if (read.thread is None) == (read.post is None):
            raise NotATranscript(place, number, "it holds not exactly one of a thread and a post")
        if read.thread is not None:
            threads.append(read.thread)
        elif read.post is not None:
            posts.append(read.post)
    if (len(threads), len(posts)) != (head.n_threads, head.n_posts):
        reason = f"the head promises {head.n_threads} threads and {head.n_posts} posts, the file has {len(threads)} and {len(posts)}"
        raise NotATranscript(place, lines[-1][0], reason)
    return Transcript(threads=tuple(threads), posts=tuple(posts), accounts=head.accounts)


def _head(lines: list[tuple[int, str]], place: str) -> Head:
    if not lines:
        raise NotATranscript(place, 1, "the file is empty")
    try:
        head = _HEAD.decode(lines[0][1])
    except msgspec.DecodeError as error:
        raise NotATranscript(place, lines[0][0], str(error)) from error
    if head.schema != SCHEMA:
        raise NotATranscript(place, lines[0][0], f"its schema is {head.schema!r}, this version reads {SCHEMA!r}")
    return head
