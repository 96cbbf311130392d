"""The posts behind the quotes, as templates see them: each in its thread, its arguments marked where they stand.

What is marked is to the letter; what lies between may be shortened where a page would become too large,
and the cut is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from miner.digest.records import Digest, DigestArgument
from miner.report.cards import QuestionRef, Shelf
from miner.report.outside import language_of, name_of, safe_url, title_of
from miner.report.phrases import Moment, moment
from miner.report.picture import on_map
from miner.report.threads import Placed, listed_arguments

BETWEEN_BYTES = 160_000  # of what lies between arguments, shared by all posts
MOST_BETWEEN, LEAST_BETWEEN = 600, 60
DEEPEST = 4  # replies further down are not moved in any further: a phone has no room
NO = "-"  # in ``Mark.data``: no question, on no side, at no known time


@dataclass(frozen=True, slots=True)
class Mark:
    """An argument inside its post.

    ``theme`` is its theme's label, or "". ``data`` is what the page's filters look at: number of the question,
    one letter a contrast, stretch of the timeline, x and y on the map.
    """

    colour: str
    theme: str
    data: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a post: an argument, what lies between, or the place where something was cut."""

    text: str
    mark: Mark | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class PostView:
    """A post in its thread; ``answers`` and ``to`` are anchor and author of the post above it that it answers."""

    anchor: str
    depth: int
    author: str
    when: Moment
    url: str
    lang: str
    answers: str
    to: str
    question: QuestionRef | None
    pieces: tuple[Piece, ...]
    extra: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread with its posts shown; ``name`` is what the filter by source calls it."""

    anchor: str
    name: str
    title: str
    url: str
    n_arguments: int
    posts: tuple[PostView, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All posts shown. ``n_unlisted`` arguments of a very large digest are only in its JSON."""

    threads: tuple[ThreadView, ...]
    n_posts: int
    n_arguments: int
    n_unlisted: int


def evidence(digest: Digest, shelf: Shelf, slots: Mapping[str, int]) -> Evidence:
    """The posts of a digest; ``slots``: post id -> stretch of the timeline."""
    listed = listed_arguments(digest)
    by_post: dict[str, list[DigestArgument]] = defaultdict(list)
    for argument in digest.arguments:
        if argument.id in listed:
            by_post[argument.post_id].append(argument)
    most = _most_between(shelf, by_post)
    marks = _Marks(digest, shelf, slots)
    names = {
        thread.id: (title_of(thread.title), safe_url(thread.url), title_of(thread.place)) for thread in digest.threads
    }
    threads = []
    for number, (key, placed) in enumerate(shelf.threads.items(), start=1):
        title, url, place = names.get(key, ("", "", ""))
        threads.append(
            ThreadView(
                anchor=f"thread-{number}",
                name=title or place or str(number),
                title=title,
                url=url,
                n_arguments=sum(len(by_post[one.post.id]) for one in placed),
                posts=tuple(_post(one, by_post[one.post.id], shelf, marks, most) for one in placed),
            )
        )
    n_posts = sum(len(thread.posts) for thread in threads)
    return Evidence(tuple(threads), n_posts, len(listed), len(digest.arguments) - len(listed))


class _Marks:
    """Makes the marks of arguments."""

    def __init__(self, digest: Digest, shelf: Shelf, slots: Mapping[str, int]) -> None:
        self.shelf = shelf
        self.slots = slots
        self.map = digest.map
        self.contrasts = [contrast for contrast in digest.contrasts if contrast.measurable]
        asked = [(question.thread_id, question.id) for question in digest.questions]
        self.numbers: Mapping[tuple[str, str], int] = {key: number for number, key in enumerate(asked, start=1)}

    def mark(self, argument: DigestArgument) -> Mark:
        lowest = argument.subtheme_id or argument.theme_id
        theme = self.shelf.themes[lowest] if lowest is not None else None
        thread = self.shelf.posts[argument.post_id].thread_id
        data = [
            str(self.numbers.get((thread, argument.question or ""), NO)),
            "".join(self._sides(argument)) or NO,
            str(self.slots.get(argument.post_id, NO)),
            *(f"{place:g}" for place in (on_map(*self.map[argument.id]) if argument.id in self.map else ())),
        ]
        return Mark(
            colour=theme.colour if theme is not None else "t0",
            theme=theme.label if theme is not None else "",
            data=" ".join(data),
        )

    def _sides(self, argument: DigestArgument) -> Iterator[str]:
        for contrast in self.contrasts:
            value = argument.positions.get(contrast.name, 0.0)
            yield NO if not value or abs(value) < contrast.band else "l" if value < 0 else "r"


def _post(placed: Placed, arguments: Iterable[DigestArgument], shelf: Shelf, marks: _Marks, most: int) -> PostView:
    post = placed.post
    above = shelf.posts[placed.answers] if placed.answers is not None else None
    asks = above is not None and above.kind == "question" and placed.depth == 1  # its label says as much
    inside, overlapping = _apart(arguments)
    question = next((shelf.questions.get((post.thread_id, one.question or "")) for one in inside), None)
    return PostView(
        anchor=shelf.contexts[post.id],
        depth=min(placed.depth, DEEPEST),
        author=name_of(post.author),
        when=moment(post.posted_at, post.precision, post.tz_assumed),
        url=safe_url(post.url),
        lang=language_of(post.lang),
        answers=shelf.contexts[above.id] if above is not None and not asks else "",
        to=name_of(above.author) if above is not None and not asks else "",
        question=question,
        pieces=tuple(_pieces(post.text, [(one.start, one.end, marks.mark(one)) for one in inside], most)),
        extra=tuple(marks.mark(one) for one in overlapping),
    )


def _apart(arguments: Iterable[DigestArgument]) -> tuple[list[DigestArgument], list[DigestArgument]]:
    """Arguments one after another, and those that overlap one before them: marks cannot cross."""
    inside: list[DigestArgument] = []
    overlapping: list[DigestArgument] = []
    for one in sorted(arguments, key=lambda one: (one.start, -one.end, one.id)):
        crosses = bool(inside) and one.start < inside[-1].end
        (overlapping if crosses else inside).append(one)
    return inside, overlapping


def _pieces(text: str, marks: list[tuple[int, int, Mark]], most: int) -> Iterator[Piece]:
    here = 0
    for start, end, mark in marks:
        yield from _between(text[here:start], most)
        yield Piece(text[start:end], mark)
        here = end
    yield from _between(text[here:], most)


def _between(text: str, most: int) -> Iterator[Piece]:
    """What lies between arguments, shortened in its middle."""
    if len(text) <= most:
        yield from (Piece(part) for part in (text,) if part)
        return
    head, tail = text[: most // 2], text[-(most // 2) :]
    head = head[: head.rfind(" ") + 1] or head
    tail = tail[tail.find(" ") :] if " " in tail else tail
    yield Piece(head)
    yield Piece("", cut=True)
    yield Piece(tail)


def _most_between(shelf: Shelf, by_post: Mapping[str, list[DigestArgument]]) -> int:
    """How many characters between arguments stand whole, so that all together stay within their share."""
    lengths = sorted(length for thread in shelf.threads.values() for one in thread for length in _lengths(one, by_post))
    left, n = BETWEEN_BYTES, len(lengths)
    for met, length in enumerate(lengths):
        if length * (n - met) > left:
            return max(LEAST_BETWEEN, min(MOST_BETWEEN, left // (n - met)))
        left -= length
    return MOST_BETWEEN


def _lengths(placed: Placed, by_post: Mapping[str, list[DigestArgument]]) -> Iterator[int]:
    inside, _ = _apart(by_post.get(placed.post.id, ()))
    edges = [0, *(edge for one in inside for edge in (one.start, one.end)), len(placed.post.text)]
    text = placed.post.text
    yield from (len(text[start:end].encode()) for start, end in list(pairwise(edges))[::2] if end > start)
