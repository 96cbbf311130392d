"""Search over everything kept: by words and by meaning, the two lists merged by rank.

References
----------
Cormack, Clarke and Buettcher 2009, Reciprocal rank fusion, SIGIR.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from miner.digest.people.folding import comparable
from miner.digest.people.naming import identity
from miner.embeddings import Embedder
from miner.library.engine import Library
from miner.library.indexing import match_of, passages_of, terms_of
from miner.library.posts import in_utc, post_of, read_post, read_thread
from miner.library.records import digest_of
from miner.transcript import Post, Span, Thread

_RANK_OFFSET = 60  # of the paper: how little the first places count more than those behind
_LEAST_COSINE = 0.3  # with all-MiniLM-L6-v2; two sentences on different things lie at 0.0 to 0.2
_LEAST_SHARE = 0.1  # of the best score by words: below it only words such as "the" are shared
_MOST_RANKED = 200  # of each list; nobody reads further


@dataclass(frozen=True)
class Filters:
    """What is searched. "" and None: everything.

    ``author`` is compared without case and accents, ``source`` is the name of a reader or a site, ``thread`` an id or a
    part of a title, ``theme`` an id or a part of the title of a theme of a kept digest; ``until`` is not included.
    Without a ``kind`` reposts and system messages are left out: they repeat what stands elsewhere.
    """

    author: str = ""
    source: str = ""
    thread: str = ""
    kind: str = ""
    theme: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Hit:
    """A passage that was found: ``post.text[start:stop]``."""

    post: Post
    thread: Thread
    start: int
    stop: int
    score: float
    by_words: int | None
    by_meaning: int | None
    edited: bool
    gone: bool

    @property
    def quote(self) -> str:
        """The passage, to the letter."""
        return self.post.text[self.start : self.stop]


def search(
    library: Library, query: str, embedder: Embedder | None, filters: Filters = Filters(), limit: int = 10
) -> list[Hit]:
    """The passages that fit a query best, one a post.

    Parameters
    ----------
    embedder
        For the meaning of passages and query; None looks for the words only.
    """
    with library.reading():
        allowed = _allowed(library, filters)
        words = _by_words(library, query, allowed)
        meaning = {} if embedder is None else _by_meaning(library, query, embedder, allowed)
        ranks = (
            {number: rank for rank, number in enumerate(words[:_MOST_RANKED], 1)},
            {number: rank for rank, number in enumerate(list(meaning)[:_MOST_RANKED], 1)},
        )
        scores = {
            number: sum(1 / (_RANK_OFFSET + rank[number]) for rank in ranks if number in rank)
            for number in dict.fromkeys((*ranks[0], *ranks[1]))
        }
        best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
        return [_hit(library, number, scores[number], ranks, meaning.get(number), query) for number in best]


def _by_words(library: Library, query: str, allowed: set[int]) -> list[int]:
    match = match_of(query)
    if not match:
        return []
    sql = "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid"
    found = [row for row in library.db.execute(sql, (match,)) if row[0] in allowed]
    return [number for number, score in found if score >= _LEAST_SHARE * found[0][1]]


def _by_meaning(library: Library, query: str, embedder: Embedder, allowed: set[int]) -> dict[int, Span]:
    """Post -> its passage nearest to the query, the nearest post first."""
    spans: list[tuple[int, int, int]] = []
    texts: list[str] = []
    rows = library.db.execute(
        "SELECT a.post, a.start, a.stop, v.record FROM passages a JOIN posts p ON p.number = a.post "
        "JOIN versions v ON (v.post, v.version) = (p.number, p.version) ORDER BY a.post, a.start"
    )
    read: tuple[int, str] = (-1, "")
    for number, start, stop, record in rows:
        if number in allowed:
            read = read if read[0] == number else (number, read_post(record).text)
            spans.append((number, start, stop))
            texts.append(read[1][start:stop])
    if not texts or not query.strip():
        return {}
    cosines = embedder.encode(texts) @ embedder.encode([query])[0]
    found: dict[int, Span] = {}
    for at in np.lexsort((np.arange(len(cosines)), -cosines)):
        number, start, stop = spans[at]
        if cosines[at] < _LEAST_COSINE or len(found) >= _MOST_RANKED:
            break
        found.setdefault(number, (start, stop))
    return found


def _allowed(library: Library, filters: Filters) -> set[int]:
    """Numbers of the posts that pass."""
    conditions = ["true"] if filters.kind else ["p.kind NOT IN ('repost', 'system')"]
    values: list[object] = []
    for given, condition, value in (
        (filters.author, "p.who = ?", identity(filters.author)),
        (filters.kind, "p.kind = ?", filters.kind),
        (filters.since, "p.posted_at >= ?", filters.since and in_utc(filters.since)),
        (filters.until, "p.posted_at < ?", filters.until and in_utc(filters.until)),
    ):
        if given:
            conditions.append(condition)
            values.append(value)
    sql = f"SELECT p.number, p.thread, p.source FROM posts p WHERE {' AND '.join(conditions)}"  # noqa: S608 - constants above, values are bound
    rows = library.rows(sql, values)
    if filters.source or filters.thread:
        threads = _threads_of(library)
        rows = [row for row in rows if _in_thread(threads[row[1]], row[2], filters)]
    numbers = {number for number, _, _ in rows}
    return numbers & _in_theme(library, filters.theme) if filters.theme else numbers


def _threads_of(library: Library) -> Mapping[int, Thread]:
    return {number: read_thread(record) for number, record in library.rows("SELECT number, record FROM threads")}


def _in_thread(thread: Thread, source: str, filters: Filters) -> bool:
    wanted = comparable(filters.thread)
    right_source = filters.source in ("", source, thread.platform)
    return right_source and (not wanted or filters.thread == thread.id or wanted in comparable(thread.title))


def _in_theme(library: Library, theme: str) -> set[int]:
    """Posts of the themes so called in the last digest of each name."""
    wanted = comparable(theme)
    numbers: set[int] = set()
    last = "SELECT max(d.number) FROM digests d JOIN runs r ON r.number = d.run GROUP BY r.name"
    for (number,) in library.rows(last):
        digest = digest_of(library, number)
        themes = {one.id for one in digest.themes if theme == one.id or wanted in comparable(one.title)}
        posts = {
            argument.post_id for argument in digest.arguments if themes & {argument.theme_id, argument.subtheme_id}
        }
        threads = {post.id: post.thread_id for post in digest.posts if post.id in posts}
        numbers |= _numbered(library, ((thread, post) for post, thread in threads.items()))
    return numbers


def _numbered(library: Library, posts: Iterable[tuple[str, str]]) -> set[int]:
    sql = "SELECT p.number FROM posts p JOIN threads t ON t.number = p.thread WHERE t.id = ? AND p.id = ?"
    return {number for key in posts for (number,) in library.db.execute(sql, key)}


def _hit(
    library: Library,
    number: int,
    score: float,
    ranks: tuple[Mapping[int, int], Mapping[int, int]],
    span: Span | None,
    query: str,
) -> Hit:
    post = post_of(library, number)
    sql = "SELECT p.version, p.gone_run, t.record FROM posts p JOIN threads t ON t.number = p.thread WHERE p.number = ?"
    version, gone, thread = library.rows(sql, (number,))[0]
    start, stop = span if span is not None and number not in ranks[0] else _wordiest(post, query, span)
    return Hit(
        post=post,
        thread=read_thread(thread),
        start=start,
        stop=stop,
        score=round(score, 6),
        by_words=ranks[0].get(number),
        by_meaning=ranks[1].get(number),
        edited=version > 1,
        gone=gone is not None,
    )


def _wordiest(post: Post, query: str, nearest: Span | None) -> Span:
    """The passage with most of the query's words; of several the nearest in meaning, else the first."""
    terms = terms_of(query)
    spans: Sequence[Span] = passages_of(post) or [(0, len(post.text))]

    def holds(span: Span) -> tuple[int, bool]:
        text = comparable(post.text[slice(*span)])
        return sum(comparable(term) in text for term in terms), span == nearest

    return max(spans, key=holds)
